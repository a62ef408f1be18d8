#!/bin/sh
# Takes the README's picture of a report: the verdict with what weakens it, the medians and the percentiles.
# Needs: chromium, a built bin/ipc-demo. Measure on a machine that has nothing else to do.
# Usage: bin/ipc-demo compare --quick --json run.json && docs/picture.sh run.json docs/report.png
set -eu

[ $# -eq 2 ] || {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

browse() {
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=10000 \
        --disable-background-networking --disable-component-update --disable-sync --no-first-run \
        --user-data-dir="$work/profile" "$@" "file://$work/page.html" 2>/dev/null
}

"$root/bin/ipc-demo" report "$1" --html "$work/page.html"
cat >>"$work/page.html" <<'END'
<style>
main > :not(#lead, #charts), #charts > :not(#medians, #curves), #verdict details, #verdict .group ~ .group { display: none; }
</style>
<script>
addEventListener("load", () => setTimeout(() => { document.body.dataset.height = document.body.scrollHeight; }, 1000));
</script>
END
height=$(browse --window-size=1100,800 --dump-dom | sed -n 's/.*data-height="\([0-9]*\)".*/\1/p' | head -n 1)
browse --window-size="1100,$height" --screenshot="$work/page.png"
mv "$work/page.png" "$2"
