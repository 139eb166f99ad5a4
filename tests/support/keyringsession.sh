#!/bin/sh
# Runs a command on a bus of its own with an unlocked, empty keyring; nothing of the user's session is touched. Needs
# dbus-run-session, gnome-keyring-daemon and gdbus. Use: keyringsession.sh COMMAND...
set -eu
if [ "${1:-}" != --inside ]; then
    home=$(mktemp -d)
    trap 'rm -rf "$home"' EXIT
    mkdir -m 700 "$home/run"
    env -u DISPLAY -u WAYLAND_DISPLAY HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run" \
        XDG_CURRENT_DESKTOP=GNOME dbus-run-session -- "$0" --inside "$@"
    exit
fi
shift
# The password on its input unlocks the new keyring; without a line end it would ask for one on a display.
echo test | gnome-keyring-daemon --foreground --unlock --components=secrets >"$HOME/daemon.log" 2>&1 &
daemon=$!
trap 'kill "$daemon"' EXIT
gdbus wait --session --timeout 20 org.freedesktop.secrets
"$@"
