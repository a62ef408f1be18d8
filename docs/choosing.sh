#!/bin/bash
# Measures anew what docs/choosing.md shows: runs each of its commands that keeps a report in docs/choosing, and puts what
# `ipc-demo report` prints of it into the document.
#
# usage: docs/choosing.sh [NAME...]
#
# NAME is a report's, such as sockets; without one, all are made. One takes one to four minutes, that of frameworks ten or
# more; the machine should have nothing else to do.
set -euo pipefail

cd "$(dirname "$0")/.."
document=docs/choosing.md
mkdir -p docs/choosing
mapfile -t commands < <(grep -E '^bin/ipc-demo compare .*--json docs/choosing/[a-z]+\.json$' "$document")
[ ${#commands[@]} -gt 0 ] || {
    echo "choosing.sh: no command in $document" >&2
    exit 1
}
made=0
for command in "${commands[@]}"; do
    file=${command##* }
    name=$(basename "$file" .json)
    if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then
        continue
    fi
    echo "$command"
    # shellcheck disable=SC2086 # a list of words
    $command >/dev/null
    shown=$(mktemp)
    bin/ipc-demo report "$file" >"$shown"
    awk -v marker="<!-- run: report $file -->" -v shown="$shown" '
        is_output && $0 == "```" { is_output = 0 }
        !is_output { print }
        is_marked && $0 == "```" {
            while ((getline line < shown) > 0) print line
            is_output = 1
            is_marked = 0
        }
        $0 == marker { is_marked = 1 }' "$document" >"$document.new"
    mv "$document.new" "$document"
    rm "$shown"
    made=$((made + 1))
done
[ "$made" -gt 0 ] || {
    echo "choosing.sh: there is no report named $*" >&2
    exit 2
}
