#!/bin/sh
# What the .run does when it has unpacked itself: copies Sluice to ~/.local/opt/sluice, or to the folder that is named behind "--",
# and makes it known to the desktop. `SLUICE_FOLDER/uninstall.sh` takes it away again.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
target=${1:-$HOME/.local/opt/sluice}
case $target in /*) ;; *) target=$PWD/$target ;; esac
if [ -e "$target" ] && [ ! -x "$target/bin/sluice" ]; then
    echo "$target is there and is no Sluice: nothing was changed." >&2
    exit 1
fi
mkdir -p "$(dirname "$target")" "$HOME/.local/bin"
rm -rf "$target.new"
cp -a . "$target.new"
rm -rf "$target"
mv "$target.new" "$target"
for program in sluice sluicectl; do ln -sf "$target/$program" "$HOME/.local/bin/$program"; done

id=org.sluice.Sluice
files="applications/$id.desktop metainfo/$id.metainfo.xml mime/packages/$id.xml icons/hicolor/scalable/apps/$id.svg"
for size in 16 22 24 32 48 64 128 256; do files="$files icons/hicolor/${size}x$size/apps/$id.png"; done
for file in $files; do
    mkdir -p "$data/$(dirname "$file")"
    cp "$target/share/$file" "$data/$file"
done
sed -i "s|^Exec=sluice|Exec=\"$target/sluice\"|" "$data/applications/$id.desktop"
update() {
    command -v update-mime-database >/dev/null && update-mime-database "$data/mime" 2>/dev/null || true
    command -v update-desktop-database >/dev/null && update-desktop-database "$data/applications" 2>/dev/null || true
}
update
{
    echo '#!/bin/sh'
    echo '# Takes away what install.sh brought; conversations and settings stay.'
    for file in $files; do printf 'rm -f "%s"\n' "$data/$file"; done
    for program in sluice sluicectl; do printf 'rm -f "%s"\n' "$HOME/.local/bin/$program"; done
    printf 'command -v update-mime-database >/dev/null && update-mime-database "%s/mime" 2>/dev/null\n' "$data"
    printf 'command -v update-desktop-database >/dev/null && update-desktop-database "%s/applications" 2>/dev/null\n' "$data"
    printf 'rm -rf "%s"\n' "$target"
} >"$target/uninstall.sh"
chmod +x "$target/uninstall.sh"
echo "Sluice is in $target; start it from the menu or with $HOME/.local/bin/sluice. $target/uninstall.sh takes it away."
