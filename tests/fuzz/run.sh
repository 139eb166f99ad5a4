#!/usr/bin/env bash
# run.sh BUILD_DIR SECONDS [TARGET…]: runs each fuzzer (or those named) that long over a copy of its corpus. The first finding ends it with
# its status; the input that led there is kept in BUILD_DIR/findings. FUZZ_SEED repeats a run.
set -euo pipefail
build=$(realpath "$1")
seconds=$2
shift 2
here=$(realpath "$(dirname "$0")")
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for source in "$here"/fuzz_*.cpp; do
        targets+=("$(basename "$source" .cpp)")
    done
fi
findings=$build/findings
mkdir -p "$findings"

for target in "${targets[@]}"; do
    corpus=$build/corpus/$target # grows from run to run; the committed seeds do not
    mkdir -p "$corpus"
    seeds=("$here/corpus/$target")
    if [ "$target" = fuzz_decoders ]; then
        seeds+=("$here"/../data/*/)
    fi
    options=(-max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len=4096 -print_final_stats=1 -artifact_prefix="$findings/$target-")
    if [ -n "${FUZZ_SEED:-}" ]; then
        options+=(-seed="$FUZZ_SEED")
    fi
    if [ -f "$here/$target.dict" ]; then
        options+=(-dict="$here/$target.dict")
    fi
    log=$build/$target.log
    echo "$target: $seconds s"
    if ! "$build/bin/$target" "${options[@]}" "$corpus" "${seeds[@]}" >"$log" 2>&1; then
        tail -60 "$log"
        exit 1
    fi
    grep -E "stat::number_of_executed_units|stat::peak_rss_mb" "$log"
done
