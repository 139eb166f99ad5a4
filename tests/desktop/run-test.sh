#!/bin/bash
# run-test.sh SCRIPT ARGUMENT…: a test of this folder on a desktop of its own; 77 (skipped) where what it needs is not installed.
set -u
folder=$(dirname "$(readlink -f "$0")")
missing=
command -v Xvfb >/dev/null || missing+=" xvfb"
command -v dbus-run-session >/dev/null || missing+=" dbus"
[ -x /usr/libexec/at-spi-bus-launcher ] || missing+=" at-spi2-core"
/usr/bin/python3 -c 'import gi' 2>/dev/null || missing+=" python3-gi"
/usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null || missing+=" gir1.2-atspi-2.0"
if [ -n "$missing" ]; then
    echo "skipped: not installed:$missing"
    exit 77
fi
script=$1
shift
exec "$folder/with-desktop.sh" /usr/bin/python3 -B "$folder/$script" "$@"
