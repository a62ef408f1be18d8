#!/bin/bash
# Holds 10,000 idle connections to `ipc-demo serve` on each stream transport, and says what they cost: memory, threads, and
# the round trip of one client that goes on talking, before and meanwhile.
#
# usage: docs/load.sh [CONNECTIONS [SECONDS [SCHEME ...]]]
#
# Loopback and socket files in a temporary directory only. Ends after SECONDS (default 10) for each measurement, and in any
# case after five minutes for a transport. Needs python3, and twice as many descriptors as connections in all: `ulimit -n`
# must be more than CONNECTIONS in this shell (the server and the client each have as many). JAVA_HOME chooses the JVM: on
# Java 21 and later tcp and unix have virtual threads; with junix and unixpacket idle connections have no thread on any.
set -euo pipefail

connections=${1:-10000}
seconds=${2:-10}
schemes=("${@:3}")
[ ${#schemes[@]} -gt 0 ] || schemes=(tcp unix junix unixpacket)
here=$(cd "$(dirname "$0")/.." && pwd)

if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt $((connections + 200)) ]; then
    echo "load.sh: ulimit -n is $(ulimit -n), and must be at least $((connections + 200))" >&2
    exit 2
fi
echo "ulimit -n $(ulimit -n), $(nproc) CPUs, load $(cut -d' ' -f1 /proc/loadavg)"

directory=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    server=
}
trap 'stop; rm -rf "$directory"' EXIT

for scheme in "${schemes[@]}"; do
    case $scheme in
        tcp) endpoint=tcp://127.0.0.1:0 ;;
        *) endpoint=$scheme:$directory/$scheme ;;
    esac
    timeout 300 "$here/bin/ipc-demo" serve "$endpoint" --max-connections $((connections + 100)) --idle-timeout 0 \
        --backlog 1024 >"$directory/out" 2>/dev/null &
    server=$!
    for _ in $(seq 600); do
        grep -q 'listening on' "$directory/out" && break
        sleep 0.1
    done
    endpoint=$(sed -n 's/.*listening on //p' "$directory/out")
    timeout 300 python3 - "$endpoint" "$connections" "$seconds" "$server" <<'PY'
import socket, sys, time

endpoint, connections, seconds, pid = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
scheme, _, name = endpoint.partition(":")


def connect():
    if scheme == "tcp":
        host, port = name[2:].rsplit(":", 1)
        s = socket.create_connection((host, int(port)))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET if scheme == "unixpacket" else socket.SOCK_STREAM)
    s.connect(name)
    return s


def java(pid):
    """The JVM, which timeout(1) or the launcher may have started."""
    children = open(f"/proc/{pid}/task/{pid}/children").read().split()
    return java(children[0]) if children else pid


def status(key):
    for line in open(f"/proc/{jvm}/status"):
        if line.startswith(key + ":"):
            return int(line.split()[1])


def p(times, share):
    return sorted(times)[int(len(times) * share)] * 1e6


def talk():
    s = connect()
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        s.sendall(b"x" * 64)
        left = 64
        while left:
            left -= len(s.recv(left))
        times.append(time.perf_counter() - start)
    s.close()
    return times[len(times) // 5:]


jvm = java(pid)
alone = talk()
before = status("VmRSS")
idle = [connect() for _ in range(connections)]
answered = 0
for s in idle:
    s.sendall(b"x")
for s in idle:
    answered += s.recv(1) == b"x"
meanwhile = talk()
print(f"{scheme}: {answered} of {connections} answered; VmRSS {before / 1024:.0f} -> {status('VmRSS') / 1024:.0f} MiB,"
      f" threads {status('Threads')}; p50 {p(alone, .5):.0f} -> {p(meanwhile, .5):.0f} us,"
      f" p99 {p(alone, .99):.0f} -> {p(meanwhile, .99):.0f} us")
PY
    stop
done
