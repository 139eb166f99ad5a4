#!/usr/bin/env bash
# check.sh SOURCE_DIR SECONDS: builds the fuzzers and runs each that long over its corpus.
set -euo pipefail
cd "$1"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
exec tests/fuzz/run.sh build/fuzz "$2"
