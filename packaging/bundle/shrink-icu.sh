#!/usr/bin/env bash
# shrink-icu.sh LIBICUDATA: takes out of ICU's data what Qt never asks for (names of regions, currencies and units, transliteration,
# time zones, old encodings, boundaries of words, which it finds by itself): 31 MB become 9. Collation stays, for all languages.
set -euo pipefail
PATH=$PATH:/usr/sbin
library=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -r address size symbol < <(readelf -Ws "$library" | awk '$8 ~ /^icudt[0-9]+_dat$/ && !found++ { print $2, $3, $8 }')
soname=$(readelf -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
# Where that address stands in the file: in the segment that is loaded there.
offset=
while read -r _ in_file in_memory _ length _; do
    if ((in_memory <= 0x$address && 0x$address < in_memory + length)); then offset=$((0x$address - in_memory + in_file)); fi
done < <(readelf -Wl "$library" | grep ' LOAD ')
data=$work/${symbol%_dat}l.dat
dd if="$library" of="$data" iflag=skip_bytes,count_bytes bs=1M skip=$((offset)) count=$((size)) status=none
icupkg -l "$data" | grep -E '^(translit|curr|lang|region|unit|zone|rbnf|brkitr)/|\.cnv$' >"$work/unused.txt"
# Each folder's own tables name what is in it; "root" and the index stay for ICU to find. That of translit holds all the rules.
grep -vE '^(curr|lang|region|unit|zone|rbnf|brkitr)/(root|res_index|pool|tzdbNames|supplementalData)\.res$' "$work/unused.txt" >"$work/remove.txt"
icupkg --ignore-deps -r "$work/remove.txt" "$data"
cat >"$work/data.s" <<ASM
.section .rodata
.balign 16
.globl $symbol
.type $symbol, @object
$symbol:
.incbin "$data"
.size $symbol, . - $symbol
.section .note.GNU-stack, "", @progbits
ASM
gcc -shared -nostdlib -Wl,-soname,"$soname" -Wl,--build-id=none -o "$library" "$work/data.s"
