#!/bin/sh
# Measures the same exchange by ipc-demo compare and by other people's tools, so that one can be held against the other:
#   round trip, TCP and UDP, 64 bytes: sockperf --full-rtt
#   throughput, TCP, 64 KiB:           iperf3
# Both sides of everything run on one CPU, over loopback. Needs: sockperf, iperf3, taskset, a built bin/ipc-demo.
# Usage: docs/cross-check.sh [CPU [SECONDS]]
set -eu

cpu=${1:-$(($(nproc) - 1))}
seconds=${2:-5}
size=64
big=65536
port=7999
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=

finish() {
    test -z "$server" || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

percentile() { # FILE PERCENTILE
    sed -n "s/^sockperf: ---> percentile $2 *= *//p" "$1"
}

round_trip() { # NAME OPTION...
    name=$1
    shift
    taskset -c "$cpu" sockperf server -i 127.0.0.1 -p "$port" "$@" >"$work/server" 2>&1 &
    server=$!
    sleep 1
    taskset -c "$cpu" sockperf ping-pong -i 127.0.0.1 -p "$port" -m "$size" -t "$seconds" --full-rtt "$@" \
        >"$work/$name" 2>&1
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    printf '%-10s round trip  p50 %8s  p99 %8s µs\n' \
        "$name" "$(percentile "$work/$name" 50.000)" "$(percentile "$work/$name" 99.000)"
}

throughput() {
    taskset -c "$cpu" iperf3 -s -1 -B 127.0.0.1 -p "$port" >"$work/server" 2>&1 &
    server=$!
    sleep 1
    taskset -c "$cpu" iperf3 -c 127.0.0.1 -p "$port" -l "$big" -t "$seconds" -f M >"$work/iperf3" 2>&1
    wait "$server" || true
    server=
    printf '%-10s throughput  %s at the receiver\n' \
        tcp "$(sed -n 's/.* \([0-9.]* MBytes\/sec\).*receiver.*/\1/p' "$work/iperf3")"
}

ours() {
    "$root/bin/ipc-demo" "$@" || echo "(ended with $?)"
}

date -u +%Y-%m-%d
uname -sr
sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1
echo
echo "sockperf $(sockperf --version 2>&1 | sed -n 's/.*version \([0-9.]*\).*/\1/p' | head -n 1), iperf3 $(iperf3 --version | sed -n 's/^iperf \([0-9.]*\).*/\1/p' | head -n 1), CPU $cpu"
round_trip tcp --tcp --tcp-avoid-nodelay
round_trip udp
throughput
echo
ours compare --quick --transport tcp,udp --scope inter-process --cpus same --size "$size"
ours compare --quick --transport tcp --scope inter-process --cpus same --size "$big" --pattern throughput
