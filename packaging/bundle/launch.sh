#!/bin/sh
# Starts a bundled program from wherever the folder lies: called by its own name, "sluice" or "sluicectl".
here=$(dirname "$(readlink -f "$0")")
program=$(basename "$0")
case $program in sluice | sluicectl) ;; *) program=${SLUICE_PROGRAM:-sluice} ;; esac
export SOURCE_HIGHLIGHT_DATADIR="$here/share/source-highlight"
# A bare machine has no fonts and no configuration that would find ours; another one may have none with Chinese.
if [ -z "${FONTCONFIG_FILE:-}" ]; then
    cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sluice-fonts"
    mkdir -p "$cache"
    fonts=$(printf '%s' "$here/share/fonts" | sed 's/&/\&amp;/g; s/</\&lt;/g')
    # The machine's own choice first. Without one for Chinese, fontconfig takes the first font that has it, also for code, which must
    # not be proportional.
    cat >"$cache/fonts.conf.$$" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>$fonts</dir>
<cachedir>$cache</cachedir>
<match target="pattern">
<test name="lang" compare="contains"><string>zh</string></test>
<test name="family"><string>monospace</string></test>
<edit name="family" mode="append" binding="strong"><string>DejaVu Sans Mono</string><string>WenQuanYi Micro Hei Mono</string></edit>
</match>
</fontconfig>
CONF
    mv "$cache/fonts.conf.$$" "$cache/fonts.conf" # whole, also for a second program that starts now
    export FONTCONFIG_FILE="$cache/fonts.conf"
fi
# A bare machine has no certificates either.
if [ -z "${SSL_CERT_FILE:-}" ] && [ ! -e /etc/ssl/certs/ca-certificates.crt ] && [ ! -e /etc/pki/tls/certs/ca-bundle.crt ]; then
    export SSL_CERT_FILE="$here/share/ca-certificates.crt"
fi
SLUICE_LAUNCHER=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
export SLUICE_LAUNCHER # what the desktop's session starts again
exec "$here/bin/$program" "$@"
