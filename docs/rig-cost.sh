#!/bin/sh
# Shows what the rig itself adds to a round trip. Measures the same system calls three ways, in turn:
#   rig-cost/rig-cost.c    the simplest C program
#   rig-cost/RigCost.java  the simplest Java program: the same channel calls in a loop
#   ipc-demo compare       the rows raw:unix, raw:unixpacket and pipe
# and prints the medians of all runs, and of the ratios within each run. 64 bytes, two processes, both on one CPU.
# Needs: a JDK, cc, taskset, a built bin/ipc-demo.
# Usage: docs/rig-cost.sh [REPEATS [OPTION-OF-COMPARE...]]      such as: docs/rig-cost.sh 5 --quick
set -eu

repeats=${1:-5}
test $# -eq 0 || shift
test $# -gt 0 || set -- --quick
size=64
cpu=$(($(nproc) - 1)) # the one that compare takes
kinds="unix unixpacket pipe"
jvms=3
warm_up_ms=700
measure_ms=700
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
server=

finish() {
    test -z "$server" || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

median() { # of the lines of standard input
    sort -n | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

simplest_c() { # KIND
    taskset -c "$cpu" "$work/rig-cost" "$1" "$size" "$warm_up_ms" "$measure_ms"
}

simplest_java() { # KIND
    dir=$(mktemp -d "$work/XXXXXX")
    mkfifo "$dir/requests" "$dir/replies"
    "$java" -cp "$work:$classpath" RigCost server "$1" "$dir" "$size" "$cpu" &
    server=$!
    tries=0
    while [ "$1" != pipe ] && [ ! -S "$dir/socket" ] && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    "$java" -cp "$work:$classpath" RigCost client "$1" "$dir" "$size" "$cpu" "$warm_up_ms" "$measure_ms"
    wait "$server" || true
    server=
}

rig() { # writes a line for each row: kind, p50 in ns
    "$root/bin/ipc-demo" compare --transport raw:unix,raw:unixpacket,pipe --scope inter-process --cpus same \
        --size "$size" --csv "$work/rig.csv" "$@" >"$work/rig.log" 2>&1 || cat "$work/rig.log" >&2
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { sub(/^raw:/, "", $at["row"]); print $at["row"], $at["p50_ns"] }' "$work/rig.csv"
}

classpath=$(printf '%s:' "$root"/ipc-demo/target/lib/junixsocket-*.jar)
cc -O2 -o "$work/rig-cost" "$root/docs/rig-cost/rig-cost.c"
"${java}c" -d "$work" -cp "$classpath" "$root/docs/rig-cost/RigCost.java"

run=0
while [ $run -lt "$repeats" ]; do
    for kind in $kinds; do
        rm -f "$work/c" "$work/java"
        jvm=0
        while [ $jvm -lt $jvms ]; do
            simplest_c "$kind" >>"$work/c"
            simplest_java "$kind" >>"$work/java"
            jvm=$((jvm + 1))
        done
        echo "$kind $(median <"$work/c") $(median <"$work/java")"
    done >"$work/simplest"
    rig "$@" >"$work/rig"
    awk 'NR == FNR { rig[$1] = $2; next } { print $1, $2, $3, rig[$1] }' "$work/rig" "$work/simplest" \
        | tee -a "$work/all" | sed "s/^/$run /" >&2
    run=$((run + 1))
done

printf '%-12s %8s %10s %8s %12s %16s\n' row 'C µs' 'Java µs' 'rig µs' 'Java to C' 'rig to Java'
for kind in $kinds; do
    grep "^$kind " "$work/all" >"$work/kind"
    printf '%-12s %7.2f %9.2f %8.2f %12.3f %15.3f\n' "$kind" \
        "$(awk '{ print $2 / 1000 }' "$work/kind" | median)" \
        "$(awk '{ print $3 / 1000 }' "$work/kind" | median)" \
        "$(awk '{ print $4 / 1000 }' "$work/kind" | median)" \
        "$(awk '{ print $3 / $2 }' "$work/kind" | median)" \
        "$(awk '{ print $4 / $3 }' "$work/kind" | median)"
done
