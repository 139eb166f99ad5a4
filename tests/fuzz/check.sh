#!/usr/bin/env bash
# check.sh SOURCE_DIR SECONDS: builds the fuzzers and runs each that long over its corpus.
set -euo pipefail
cd "$1"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
# Always the same inputs: a change is judged by what it changes. New ones are looked for with run.sh, and for longer.
export FUZZ_SEED=1
exec tests/fuzz/run.sh build/fuzz "$2"
