#!/usr/bin/env bash
# The newcomer's walk: on a clean Debian 12, clones this repository and runs each command that README.md shows, in order, as it stands
# there, and checks what it promises (newcomer.py). Slow: all of it is built there. Needs root. Mounts are private to this process.
#
# newcomer.sh [COMMAND…]: only those of README's commands that begin with one of these, as in `newcomer.sh './dev run' build/`.
# What `history export` must find is what `./dev run` asked. SLUICE_CCACHE=DIR lends the clean machine a compiler cache, which may grow there.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "newcomer.sh makes a root of its own: run it as root" >&2; exit 1; }
[ -n "${SLUICE_UNSHARED:-}" ] || exec env SLUICE_UNSHARED=1 unshare --mount --propagation private -- "$0" "$@"
cd "$(dirname "$(readlink -f "$0")")/../.."
roots=${SLUICE_ROOTS:-/var/tmp/sluice-roots}
mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 | tr -d ' ' || true)
shots=$PWD/dist/screenshots
# git is what README asks for; the rest looks at the window and presses its buttons.
tools='git ca-certificates xvfb xauth dbus at-spi2-core python3-gi gir1.2-atspi-2.0 imagemagick'
mkdir -p "$roots" "$shots"
root=$(mktemp -d "$roots/walk.XXXXXX")

clean() {
    # Lazily: what was started inside may still be about to end. The cache may be of this file system, so that rm would not stop at it.
    local place
    for place in ccache dev proc; do umount -lR "$root/$place" 2>/dev/null || true; done
    if mountpoint -q "$root/ccache"; then
        echo "$root is left: the cache is still mounted in it" >&2
        return
    fi
    rm -rf --one-file-system "$root"
}
trap clean EXIT

inside() {
    chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LANG=C.UTF-8 TERM=dumb \
        DEBIAN_FRONTEND=noninteractive ${SLUICE_CCACHE:+CCACHE_DIR=/ccache CCACHE_MAXSIZE=0 CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=/root/sluice} "$@"
}

if [ -d "$roots/bookworm" ]; then # made by packaging/test-packages.sh
    cp -a "$roots/bookworm/." "$root/"
else
    debootstrap --variant=minbase bookworm "$root" "$mirror" >"$roots/walk.log" 2>&1 || { tail -5 "$roots/walk.log" >&2; exit 1; }
fi
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t devpts devpts "$root/dev/pts" # apt writes its log through a terminal
if [ -n "${SLUICE_CCACHE:-}" ]; then
    mkdir "$root/ccache"
    mount --bind "$SLUICE_CCACHE" "$root/ccache"
fi
inside sh -euc "apt-get update -qq && apt-get install -y -qq --no-install-recommends $tools" >"$root/tmp/log" 2>&1 \
    || { tail -20 "$root/tmp/log" >&2; exit 1; }

git clone --quiet --bare "$PWD" "$root/tmp/sluice.git"
git --git-dir="$root/tmp/sluice.git" update-ref refs/heads/newcomer "$(git rev-parse HEAD)"
inside git clone --quiet --branch newcomer /tmp/sluice.git /root/sluice
inside sh -c 'cd /root/sluice && exec python3 tests/desktop/newcomer.py "$@"' walk "$@"
cp "$root"/tmp/newcomer*.png "$shots/" 2>/dev/null || true
