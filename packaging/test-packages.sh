#!/usr/bin/env bash
# Installs each package of dist/ on a clean Debian root, starts the window, asks the demo through accessibility, reads the answer,
# upgrades over an older version with the data kept, removes it, and looks for traces. Called by `./dev package --test`; needs
# root. Roots are made once, in SLUICE_ROOTS. Mounts are private to this process: nothing stays mounted, whatever happens.
#
# test-packages.sh [FORMAT:SUITE…], default: all of them. Only when it is named: walk:bookworm, the newcomer's walk through README.md, which
# builds all of it and takes an hour or more (tests/desktop/newcomer.sh).
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "test-packages.sh installs packages in a root of its own: run it as root" >&2; exit 1; }
[ -n "${SLUICE_UNSHARED:-}" ] || exec env SLUICE_UNSHARED=1 unshare --mount --propagation private -- "$0" "$@"
cd "$(dirname "$(readlink -f "$0")")/.."
roots=${SLUICE_ROOTS:-/var/tmp/sluice-roots}
shots=$PWD/dist/screenshots
mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 | tr -d ' ' || true)
mkdir -p "$roots" "$shots"
tools='xvfb xauth dbus at-spi2-core python3-gi gir1.2-atspi-2.0 imagemagick ca-certificates'
root=

clean() {
    [ -n "$root" ] || return 0
    umount -lR "$root/proc" "$root/dev" 2>/dev/null || true
    rm -rf --one-file-system "$root"
    root=
}

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        sh -euc "$1"
}

quiet() { inside "$1" >"$root/tmp/log" 2>&1 || { tail -20 "$root/tmp/log" >&2; return 1; }; }

# A clean root of suite $1 with what drives a window, and nothing of Qt.
fresh() {
    local base=$roots/$1
    if [ ! -d "$base" ]; then
        rm -rf "$base.new"
        debootstrap --variant=minbase "$1" "$base.new" "$mirror" >"$roots/$1.log" 2>&1 || { tail -5 "$roots/$1.log" >&2; return 1; }
        root=$base.new
        cp /etc/resolv.conf "$root/etc/"
        mount -t proc proc "$root/proc"
        mount --bind /dev "$root/dev"
        quiet "apt-get update -qq; apt-get install -y -qq --no-install-recommends $tools; apt-get clean"
        umount -R "$root/proc" "$root/dev"
        mv "$root" "$base"
    fi
    root=$(mktemp -d "$roots/run.XXXXXX")
    cp -a "$base/." "$root/"
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    cp -r tests/desktop "$root/tmp/desktop"
    if inside 'ls /usr/lib/*/libQt6Core.so.6' >/dev/null 2>&1; then
        echo "the root is not clean: it has Qt" >&2
        return 1
    fi
}

# All files that are not the package manager's, the user's data, or a cache.
files() {
    inside 'find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /tmp -o -path /run -o -path /var/lib/apt -o -path /var/lib/dpkg \
        -o -path /var/lib/rpm -o -path /var/cache -o -path /var/log -o -path /root/.cache -o -path /root/.rpmdb -o -path /root/.local/share/sluice \
        -o -path /etc/ld.so.cache -o -path /var/lib/systemd -o -path /root/.dbus -o -name __pycache__ \) -prune -o -print' | sort
}

# ask PROGRAM SHOT [OPTION…]: askdemo.py's options.
ask() {
    local program=$1 shot=$2 status=0
    shift 2
    inside "tmp/desktop/with-desktop.sh python3 tmp/desktop/askdemo.py ${*@Q} --screenshot /tmp/shot.png $program" 2>"$root/tmp/log" || status=$?
    mv "$root/tmp/shot.png" "$shots/$shot.png" || status=1
    [ "$status" = 0 ] || tail -20 "$root/tmp/log" >&2
    return "$status"
}

# What is left and no other package's: dependencies may stay, as far as apt keeps them, with the caches that they make.
no_trace() {
    comm -13 "$root/tmp/before" <(files) \
        | grep -vE '^/(root|root/\.local|root/\.local/share|root/\.config.*|usr/share/mime/.*|usr/share/mime|.*/(mimeinfo|icon-theme)\.cache)$' \
            >"$root/tmp/left" || true
    inside 'while read -r file; do dpkg -S "$file" >/dev/null 2>&1 || echo "$file"; done </tmp/left >/tmp/traces'
    [ ! -s "$root/tmp/traces" ] || { echo 'left behind:' >&2; head -20 "$root/tmp/traces" >&2; return 1; }
}

# The packages of a field of a .deb, the first where there is a choice.
first_choices() { dpkg-deb -f "$1" "$2" | tr -d '\n' | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g'; }

# The same package as if it were an older one.
older_deb() {
    local work=$root/tmp/old
    dpkg-deb -R "$1" "$work"
    sed -i 's/^Version: .*/Version: 0.0.1-1/' "$work/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$work" "$root/tmp/old.deb" >/dev/null
    rm -rf "$work"
}

test_deb() {
    local deb
    deb=$(echo dist/*.deb)
    cp "$deb" "$root/tmp/new.deb"
    older_deb "$deb"
    quiet 'apt-get update -qq'
    files >"$root/tmp/before"
    quiet 'apt-get install -y -qq --no-install-recommends /tmp/old.deb'
    ask sluice "deb-$1-old"
    quiet 'apt-get install -y -qq --no-install-recommends /tmp/new.deb'
    [ "$(inside 'sluicectl --version')" = "sluicectl $(inside 'dpkg-query -W -f "\${Version}" sluice' | sed 's/-.*//')" ]
    ask sluice "deb-$1" --expect 'Which buffer strategies'
    inside 'sluicectl ask "What can Sluice do?" | head -c 200' >/dev/null
    # As apt does it by default, without what others recommend.
    local recommended
    recommended=$(first_choices "$deb" Recommends)
    quiet "apt-get install -y -qq --no-install-recommends $recommended; apt-mark auto $recommended"
    ask sluice "deb-$1-chinese" --chinese
    quiet 'apt-get purge -y -qq --autoremove -o APT::AutoRemove::RecommendsImportant=false sluice'
    no_trace
}

test_rpm() {
    cp dist/*.rpm "$root/tmp/new.rpm"
    # Debian's own names for what a distribution with RPM would bring along.
    quiet "apt-get update -qq; apt-get install -y -qq --no-install-recommends rpm $(first_choices dist/*.deb Depends)"
    files >"$root/tmp/before"
    quiet 'rpm --install --nodeps /tmp/new.rpm'
    ask sluice "rpm-$1"
    quiet 'rpm --install --nodeps --force /tmp/new.rpm'
    ask sluice "rpm-$1" --expect 'Which buffer strategies'
    quiet 'rpm --erase --nodeps sluice'
    no_trace
}

test_bundle() {
    cp dist/*.tar.gz "$root/tmp/new.tar.gz"
    files >"$root/tmp/before"
    quiet 'mkdir /opt/sluice; tar -xzf /tmp/new.tar.gz -C /opt/sluice --strip-components=1'
    ask /opt/sluice/sluice "bundle-$1-old"
    quiet 'rm -rf /opt/sluice; mkdir /opt/sluice; tar -xzf /tmp/new.tar.gz -C /opt/sluice --strip-components=1'
    ask /opt/sluice/sluice "bundle-$1" --expect 'Which buffer strategies'
    ask /opt/sluice/sluice "bundle-$1-chinese" --chinese
    inside '/opt/sluice/sluicectl ask "What can Sluice do?" | head -c 200' >/dev/null
    quiet 'rm -rf /opt/sluice'
    no_trace
}

test_run() {
    cp dist/*.run "$root/tmp/new.run"
    files >"$root/tmp/before"
    quiet 'sh /tmp/new.run --quiet --nox11'
    ask /root/.local/bin/sluice "run-$1-old"
    quiet 'sh /tmp/new.run --quiet --nox11'
    ask /root/.local/bin/sluice "run-$1" --expect 'Which buffer strategies'
    quiet '/root/.local/opt/sluice/uninstall.sh'
    inside 'cd /root && find .local -depth -type d -empty -delete; test ! -e .local/opt'
    no_trace
}

test_appimage() {
    cp dist/*.AppImage "$root/tmp/Sluice.AppImage"
    files >"$root/tmp/before"
    ask /tmp/Sluice.AppImage "appimage-$1-old"
    ask /tmp/Sluice.AppImage "appimage-$1" --expect 'Which buffer strategies'
    no_trace
}

[ $# -gt 0 ] || set -- deb:bookworm deb:trixie rpm:bookworm bundle:bookworm bundle:trixie run:bookworm appimage:bookworm
failed=0
for pair in "$@"; do
    format=${pair%%:*} suite=${pair#*:}
    if [ "$format" = walk ]; then
        tests/desktop/newcomer.sh || failed=1
        continue
    fi
    # In a shell of its own, in the background: `set -e` would be off in a condition.
    (trap clean EXIT; fresh "$suite"; "test_$format" "$suite") &
    if wait $!; then
        echo "$format on $suite: installed, asked, upgraded with its data, removed"
    else
        echo "$format on $suite: FAILED"
        failed=1
    fi
done
exit $failed
