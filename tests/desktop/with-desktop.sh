#!/bin/bash
# with-desktop.sh COMMAND…: runs it on an X server that shows nothing, with a session bus and accessibility of its own. All of it
# ends with COMMAND, whose exit status this has.
set -u
[ "${SLUICE_DESKTOP:-}" = inner ] || exec env SLUICE_DESKTOP=inner dbus-run-session -- "$0" "$@"
unset SLUICE_DESKTOP WAYLAND_DISPLAY
folder=$(mktemp -d)
mkdir -m 700 "$folder/runtime"
export XDG_RUNTIME_DIR=$folder/runtime
exec {output}< <(exec Xvfb -displayfd 1 -screen 0 "${SIZE:-1280x800}x24" -ac -noreset -nolisten tcp 2>/dev/null)
server=$!
read -r -t 30 number <&"$output" || { echo "Xvfb does not start" >&2; exit 1; }
export DISPLAY=:$number QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
/usr/libexec/at-spi-bus-launcher --launch-immediately --a11y=1 >/dev/null 2>&1 &
launcher=$!
for _ in $(seq 100); do # a program that starts before its bus is there stays mute
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null 2>&1 && break
    sleep 0.1
done
"$@"
status=$?
kill "$launcher" "$server" 2>/dev/null
wait "$launcher" 2>/dev/null
rm -rf "$folder"
exit "$status"
