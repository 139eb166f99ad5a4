#!/usr/bin/env bash
# check.sh SOURCE_DIR SECONDS: builds the fuzzers and runs each that long over its corpus.
set -euo pipefail
cd "$1"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
# A change is judged by what it changes, so: always the same inputs, and no comparing of Markdown in pieces with the whole, of which
# there are odd texts left to find. run.sh looks for those, and for longer; tst_markdownequality holds the ones that are known.
export FUZZ_SEED=1 FUZZ_NO_COMPARE=1
exec tests/fuzz/run.sh build/fuzz "$2"
