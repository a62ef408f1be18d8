#!/bin/sh
# Holds the transports on the system calls against C, the JDK's channels and junixsocket: the same calls in the simplest C
# program (posix-cost/posix-cost.c) and in the same loop over each transport (posix-cost/PosixCost.java). Two processes each,
# all on one CPU, measured in short windows in turn. Prints the medians of all windows, and how long a round trip of
# posix+KIND takes compared with each of the others, as the median of the ratios of windows that followed each other.
# raw:posix+KIND makes the calls alone on connected sockets; what posix+KIND takes beyond that is the layer's: about 1 %, 25
# to 60 ns a side, half of which pays for an interrupt that closes the socket. The rest of what it takes beyond C is the
# downcall, some 30 ns each, and that a JVM has many threads. On a CPU of its own, JDK 25, 64 B: p50 1.03 (tcp) to 1.07
# (unixpacket) of C's, 1.02 to 1.05 of "C threaded"; p99 1.05 to 1.07.
# "C threaded" has a second, idle thread in each process, as a JVM has several: the kernel then counts references to files.
# Needs: a JDK 22 or newer, cc, taskset, a bin/ipc-demo that was built with it.
# Usage: docs/posix-cost.sh [WINDOWS [BYTES [KIND...]]]      such as: docs/posix-cost.sh 50 64 unix unixgram
set -eu

windows=${1:-50}
size=${2:-64}
test $# -lt 2 || shift
test $# -lt 1 || shift
test $# -gt 0 || set -- tcp udp unix unixgram unixpacket
cpu=$(($(nproc) - 1))
window_ms=100
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

classpath=$(printf '%s:' "$root"/ipc-demo/target/lib/*.jar)
cc -O2 -Wall -pthread -o "$work/posix-cost" "$root/docs/posix-cost/posix-cost.c"
"${java}c" -d "$work" -cp "$classpath" "$root/docs/posix-cost/PosixCost.java"

uptime
printf '%d B, %d windows of %d ms\n' "$size" "$windows" "$window_ms"
printf '%-11s %-20s %8s %8s %10s %10s %8s\n' kind of 'p50 us' 'p99 us' 'p50 ratio' 'p99 ratio' 'alloc B'
"$java" --enable-native-access=ALL-UNNAMED -cp "$work:$classpath" PosixCost \
    "$work" "$size" "$cpu" "$windows" "$window_ms" "$@"
uptime
