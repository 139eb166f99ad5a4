#!/bin/sh
# Starts a bundled program from wherever the folder lies: called by its own name, "sluice" or "sluicectl".
here=$(dirname "$(readlink -f "$0")")
program=$(basename "$0")
case $program in sluice | sluicectl) ;; *) program=${SLUICE_PROGRAM:-sluice} ;; esac
export SOURCE_HIGHLIGHT_DATADIR="$here/share/source-highlight"
# A bare machine has no fonts and no configuration that would find ours.
if [ ! -e /etc/fonts/fonts.conf ] && [ -z "${FONTCONFIG_FILE:-}" ]; then
    cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sluice-fonts"
    mkdir -p "$cache"
    printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s/share/fonts</dir><cachedir>%s</cachedir></fontconfig>\n' \
        "$here" "$cache" >"$cache/fonts.conf"
    export FONTCONFIG_FILE="$cache/fonts.conf"
fi
# And no certificates.
if [ -z "${SSL_CERT_FILE:-}" ] && [ ! -e /etc/ssl/certs/ca-certificates.crt ] && [ ! -e /etc/pki/tls/certs/ca-bundle.crt ]; then
    export SSL_CERT_FILE="$here/share/ca-certificates.crt"
fi
exec "$here/bin/$program" "$@"
