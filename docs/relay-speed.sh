#!/bin/sh
# Compares ipc-demo relay with socat, over TCP on loopback: how long a round trip of 64 B takes, and how much passes in
# messages of 64 KiB, directly, through socat (with its own buffer of 8 KiB, and with one of 64 KiB), and through the
# relay. They take turns in rounds, in an order that moves on by one each time. A ratio is one of the same round, so that
# it means something although a machine is never quite the same twice; printed are the median, and the least and the
# greatest of them.
#
#   docs/relay-speed.sh [ROUNDS]                          7 by default
#   chrt -r 10 taskset -c 0 docs/relay-speed.sh [ROUNDS]  for a machine that has something else to do
#
# Needs socat and python3.
set -eu

rounds=${1:-7}
case $rounds in
  '' | *[!0-9]* | 0*)
    echo "usage: docs/relay-speed.sh [ROUNDS]" >&2
    exit 2
    ;;
esac
for program in socat python3; do
  command -v "$program" >/dev/null || { echo "relay-speed: there is no $program" >&2; exit 1; }
done

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
pids=

end() {
  for pid in $pids; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in $pids; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

# start NAME COMMAND...: runs it until the end; what it says is in the file NAME, and its process id in $started.
start() {
  name=$1
  shift
  "$@" >"$work/$name" 2>&1 &
  started=$!
  pids="$pids $started"
}

# await_port NAME PATTERN: waits until the file NAME has a line that PATTERN matches, and sets $port to the number at that
# line's end.
await_port() {
  waited=0
  until port=$(sed -n "/$2/s/.*:\([0-9][0-9]*\)\$/\1/p" "$work/$1" | head -n 1) && [ -n "$port" ]; do
    waited=$((waited + 1))
    if [ "$waited" -ge 1200 ] || ! kill -0 "$started" 2>/dev/null; then
      echo "relay-speed: $1 does not listen; it says:" >&2
      cat "$work/$1" >&2
      exit 1
    fi
    sleep 0.1
  done
}

cat >"$work/exchange.py" <<'PYTHON'
import os, resource, socket, sys, threading, time

SMALL, LARGE = 64, 65536
ROUND_TRIPS, WARM_UP = 4000, 500
TOTAL = 512 << 20

def serve():
    """Echoes to a client that begins with E; takes what one that begins with S sends, and then tells how much it was."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print("echo at :%d" % listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=welcome, args=(listener.accept()[0],), daemon=True).start()

def welcome(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        buffer = bytearray(LARGE * 4)
        kind = connection.recv(1)
        total = 0
        while count := connection.recv_into(buffer):
            total += count
            if kind == b"E":
                connection.sendall(memoryview(buffer)[:count])
        if kind == b"S":
            connection.sendall(b"%d" % total)

def connect(port, kind):
    connection = socket.create_connection(("127.0.0.1", port), timeout=300)
    connection.settimeout(None)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(kind)
    return connection

def latency(port):
    """The median round trip in microseconds."""
    with connect(port, b"E") as connection:
        message, buffer, times = b"x" * SMALL, bytearray(SMALL), []
        for _ in range(WARM_UP + ROUND_TRIPS):
            start = time.perf_counter_ns()
            connection.sendall(message)
            left = SMALL
            while left:
                left -= connection.recv_into(buffer, left)
            times.append(time.perf_counter_ns() - start)
    return sorted(times[WARM_UP:])[ROUND_TRIPS // 2] / 1000

def throughput(port):
    """Megabytes a second, as counted by the receiver."""
    with connect(port, b"S") as connection:
        block = b"x" * LARGE
        start = time.perf_counter()
        for _ in range(TOTAL // LARGE):
            connection.sendall(block)
        connection.shutdown(socket.SHUT_WR)
        arrived = b""
        while part := connection.recv(100):
            arrived += part
        if arrived != b"%d" % TOTAL:
            sys.exit("relay-speed: %s of %d bytes arrived" % (arrived.decode(), TOTAL))
        return TOTAL / (time.perf_counter() - start) / 1e6

if sys.argv[1] == "serve":
    serve()

def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

def spread(values, form):
    return (form + " (" + form + " to " + form + ")") % (median(values), min(values), max(values))

def report(what, values):
    print("%-52s %s" % (what, spread(values, "%.2f")))

names = ("direct", "socat", "socat -b 65536", "relay")
rounds = int(sys.argv[2])
ports = dict(zip(names, map(int, sys.argv[3:7])))
times = {name: [] for name in names}
rates = {name: [] for name in names}
for name in names:  # warm-up, for what the JVM compiles while it runs
    for _ in range(2):
        latency(ports[name])
        throughput(ports[name])
for number in range(rounds):
    for turn in range(len(names)):
        name = names[(turn + number) % len(names)]
        times[name].append(latency(ports[name]))
        rates[name].append(throughput(ports[name]))

print("%d rounds; medians, with the least and the greatest" % rounds)
print("%-16s %-32s %s" % ("", "64 B, p50 of round trips in us", "64 KiB, MB/s"))
for name in names:
    print("%-16s %-32s %s" % (name, spread(times[name], "%.1f"), spread(rates[name], "%.0f")))

def ratios(values, name, to, factor=1):
    return [a / (factor * b) for a, b in zip(values[name], values[to])]

print()
report("round trip, relay to two direct ones (goal: <= 1.5)", ratios(times, "relay", "direct", 2))
report("round trip, socat to two direct ones", ratios(times, "socat", "direct", 2))
report("throughput, relay to socat (goal: >= 1)", ratios(rates, "relay", "socat"))
report("throughput, relay to socat -b 65536", ratios(rates, "relay", "socat -b 65536"))
PYTHON

"$root/bin/ipc-demo" --version >/dev/null # builds it, if need be

start server python3 "$work/exchange.py" serve
await_port server 'echo at'
server=$port

start relay "$root/bin/ipc-demo" relay tcp: "tcp://127.0.0.1:$server"
await_port relay 'listening on'
relay=$port

# With -d -d it says on which port it listens.
start socat socat -d -d "TCP-LISTEN:0,bind=127.0.0.1,fork,nodelay" "TCP:127.0.0.1:$server,nodelay"
await_port socat 'listening on'
socat=$port

start socat-64k socat -d -d -b 65536 "TCP-LISTEN:0,bind=127.0.0.1,fork,nodelay" "TCP:127.0.0.1:$server,nodelay"
await_port socat-64k 'listening on'
socat_64k=$port

python3 "$work/exchange.py" measure "$rounds" "$server" "$socat" "$socat_64k" "$relay"
