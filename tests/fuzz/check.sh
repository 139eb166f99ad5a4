#!/usr/bin/env bash
# check.sh SOURCE_DIR SECONDS: builds the fuzzers and runs each that long over its corpus.
set -euo pipefail
cd "$1"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
# A change is judged by what it changes, so: always the same inputs. run.sh without a seed looks for others, and for longer.
export FUZZ_SEED=1
exec tests/fuzz/run.sh build/fuzz "$2"
