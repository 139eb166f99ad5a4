#!/usr/bin/env bash
# Makes dist/: .deb, .rpm, bundle (.tar.gz), self-extracting .run, AppImage, SHA256SUMS. Called by `./dev package`, which has built
# the preset `package`. The same sources give the same bytes where the tools allow it: all times are that of the last commit.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
build=$PWD/build/package
version=$(sed -n 's/^project(sluice VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CMakeLists.txt)
export SOURCE_DATE_EPOCH
# at_most BYTES SIZE WHAT
at_most() { [ "$2" -le "$1" ] || { say "$3: $2 bytes, and at most $1 were promised"; exit 1; }; }
say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

desktop-file-validate packaging/desktop/*.desktop
appstreamcli validate --no-net "$build"/packaging/*.metainfo.xml >&2
mkdir -p "$build/with-pictures" # as it is when SLUICE_SITE is set
sed 's|@SLUICE_SITE@|https://example.org|' packaging/desktop/org.sluice.Sluice.metainfo.xml.in >"$build/with-pictures/org.sluice.Sluice.metainfo.xml"
appstreamcli validate --no-net "$build"/with-pictures/*.metainfo.xml >&2

rm -rf dist "$build/packages" && mkdir dist
say "Packages: .deb and .rpm"
cpack --config "$build/CPackConfig.cmake" -B "$build/packages" >"$build/cpack.log" 2>&1 || { tail -30 "$build/cpack.log" >&2; exit 1; }
cp "$build"/packages/*.deb "$build"/packages/*.rpm dist/
lintian --fail-on error,warning --tag-display-limit 0 dist/*.deb >&2

say "Bundle"
name=sluice-$version-linux-$(uname -m)
root=$build/bundle/$name
rm -rf "$build/bundle"
DESTDIR= cmake --install "$build" --strip --prefix "$root" >/dev/null
cmake -DROOT="$root" -DQT_PLUGINS="$(qtpaths6 --plugin-dir 2>/dev/null || echo "/usr/lib/$(uname -m)-linux-gnu/qt6/plugins")" \
    -DQT_TRANSLATIONS="$(qtpaths6 --query QT_INSTALL_TRANSLATIONS 2>/dev/null || echo /usr/share/qt6/translations)" -P packaging/bundle/bundle.cmake >/dev/null
find "$root" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$build/bundle" -c "$name" | gzip -9n >"dist/$name.tar.gz"

say "Self-extracting .run"
cp packaging/bundle/install.sh "$root/install.sh"
touch --date "@$SOURCE_DATE_EPOCH" "$root/install.sh"
# makeself cannot be told to leave out the time that gzip puts into its head, and writes down how it was called: no absolute path.
mkdir -p "$build/shim"
printf '#!/bin/sh\nexec %s -n "$@"\n' "$(command -v gzip)" >"$build/shim/gzip"
chmod +x "$build/shim/gzip"
PATH=$build/shim:$PATH makeself --quiet --gzip --packaging-date "$(date --utc --date "@$SOURCE_DATE_EPOCH")" --tar-extra \
    "--sort=name --mtime=@$SOURCE_DATE_EPOCH --owner=0 --group=0 --numeric-owner" \
    "${root#"$PWD/"}" "dist/$name.run" "Sluice $version" ./install.sh >/dev/null
rm "$root/install.sh"

say "AppImage"
packaging/appimage/make-appimage.sh "$root" "dist/Sluice-$version-$(uname -m).AppImage"

at_most 5000000 "$(stat -c %s dist/*.deb)" '.deb'
at_most 100000000 "$(du -s --apparent-size --block-size=1 "$root" | cut -f 1)" 'bundle, unpacked'
(cd dist && sha256sum -- * >SHA256SUMS)
du -sh --apparent-size "$root" | sed 's|\t.*|\tbundle, unpacked|' >&2
ls -l --time-style=+ dist >&2
