#!/usr/bin/env bash
# make-appimage.sh FOLDER FILE: the bundle in FOLDER as one file that runs.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
folder=$1 file=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++ -std=c++20 -Os -static -Wall -Wextra -o "$work/runtime" "$here/runtime.cpp" -lsquashfuse -lz -llzma -llzo2 -llz4 -lzstd
strip "$work/runtime"
printf 'AI\002' | dd of="$work/runtime" bs=1 seek=8 conv=notrunc status=none # says "AppImage, type 2"

cp -a "$folder" "$work/root"
id=org.sluice.Sluice
ln -s sluice "$work/root/AppRun"
cp "$work/root/share/applications/$id.desktop" "$work/root/share/icons/hicolor/scalable/apps/$id.svg" "$work/root/"
ln -s "$id.svg" "$work/root/.DirIcon"
env -u SOURCE_DATE_EPOCH mksquashfs "$work/root" "$work/image" -root-owned -noappend -quiet -no-progress -comp zstd \
    -all-time "$SOURCE_DATE_EPOCH" -mkfs-time "$SOURCE_DATE_EPOCH" >/dev/null
cat "$work/runtime" "$work/image" >"$file"
chmod +x "$file"
