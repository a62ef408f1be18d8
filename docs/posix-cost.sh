#!/bin/sh
# Holds the transports on the system calls against C: the same calls in the simplest C program (posix-cost/posix-cost.c) and
# in the same loop over the transport (posix-cost/PosixCost.java), in turn; and against the JDK's channels and junixsocket.
# Two processes, both on one CPU. Prints the medians of all runs, and the medians of the ratios within each run.
# Needs: a JDK 22 or newer, cc, taskset, a bin/ipc-demo that was built with it.
# Usage: docs/posix-cost.sh [REPEATS [BYTES [KIND...]]]      such as: docs/posix-cost.sh 5 64 unix unixgram
set -eu

repeats=${1:-5}
size=${2:-64}
test $# -lt 2 || shift
test $# -lt 1 || shift
kinds=${*:-tcp udp unix unixgram unixpacket}
cpu=$(($(nproc) - 1))
warm_up_ms=1500
measure_ms=1000
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
server=

finish() {
    test -z "$server" || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT INT TERM

median() { # of the lines of standard input
    sort -n | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

in_c() { # KIND
    taskset -c "$cpu" "$work/posix-cost" "$1" "$work" "$size" "$warm_up_ms" "$measure_ms"
}

in_java() { # SCHEME
    dir=$(mktemp -d "$work/XXXXXX")
    "$java" --enable-native-access=ALL-UNNAMED -Xshare:auto -cp "$work:$classpath" PosixCost server "$1" "$dir" "$size" "$cpu" &
    server=$!
    tries=0
    while [ ! -f "$dir/address" ] && [ $tries -lt 300 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    "$java" --enable-native-access=ALL-UNNAMED -cp "$work:$classpath" PosixCost client "$1" "$dir" "$size" "$cpu" \
        "$warm_up_ms" "$measure_ms"
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

others() { # KIND: the schemes of other libraries
    case $1 in
        unix) echo unix junix ;;
        *) echo "$1" ;;
    esac
}

classpath=$(printf '%s:' "$root"/ipc-demo/target/lib/*.jar)
cc -O2 -Wall -o "$work/posix-cost" "$root/docs/posix-cost/posix-cost.c"
"${java}c" -d "$work" -cp "$classpath" "$root/docs/posix-cost/PosixCost.java"

uptime
run=0
while [ $run -lt "$repeats" ]; do
    for kind in $kinds; do
        c=$(in_c "$kind")
        ours=$(in_java "posix+$kind")
        line="$kind $c $ours"
        for other in $(others "$kind"); do
            line="$line $other $(in_java "$other")"
        done
        echo "$line" | tee -a "$work/all" | sed "s/^/$run /" >&2
    done
    run=$((run + 1))
done
uptime

of() { # AWK-EXPRESSION: the median over the runs of one kind
    awk "{ print $1 }" "$work/kind" | median
}

printf '%d B, p50 and p99 of a round trip in µs, and ratios within a run\n' "$size"
printf '%-11s %7s %7s %8s %8s %8s %8s %8s  %s\n' kind 'C p50' 'C p99' 'p50' 'p99' 'p50 to C' 'p99 to C' 'alloc B' 'p50 to others'
for kind in $kinds; do
    grep "^$kind " "$work/all" >"$work/kind"
    printf '%-11s %7.2f %7.2f %8.2f %8.2f %8.3f %8.3f %8s ' "$kind" "$(of '$2 / 1000')" "$(of '$3 / 1000')" \
        "$(of '$4 / 1000')" "$(of '$5 / 1000')" "$(of '$4 / $2')" "$(of '$5 / $3')" "$(of '$6')"
    column=7
    for other in $(others "$kind"); do
        printf ' %s %.3f' "$other" "$(of "\$4 / \$$((column + 1))")"
        column=$((column + 4))
    done
    echo
done
