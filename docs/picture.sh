#!/bin/sh
# Takes the README's picture of a report: the first screen of its page.
# Needs: chromium, a built bin/ipc-demo. Measure on a machine that has nothing else to do.
# Usage: bin/ipc-demo compare --quick --json run.json && docs/picture.sh run.json docs/report.png
set -eu

[ $# -eq 2 ] || {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$root/bin/ipc-demo" report "$1" --html "$work/page.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=60000 \
    --disable-background-networking --disable-component-update --disable-sync --no-first-run \
    --user-data-dir="$work/profile" --window-size=1280,800 --screenshot="$work/page.png" \
    "file://$work/page.html" 2>/dev/null
mv "$work/page.png" "$2"
