#!/bin/sh
# Compares ipc-demo relay with socat: how long a round trip of 64 B takes through each, and how much each moves with
# messages of 64 KiB. Everything runs in one go, in rounds that take turns, so that the ratios can be compared although a
# machine is never quite the same twice.
#
#   docs/relay-speed.sh [ROUNDS]    3 by default
#
# Needs socat and python3. All of it uses TCP over loopback.
set -eu

rounds=${1:-3}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
pids=

end() {
  for pid in $pids; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

command -v socat >/dev/null || { echo "relay-speed: there is no socat" >&2; exit 1; }

# await_port FILE: the port at the end of the file's first line.
await_port() {
  waited=0
  until grep -q ':[0-9][0-9]*$' "$1" 2>/dev/null; do
    waited=$((waited + 1))
    [ "$waited" -lt 1200 ] || { echo "relay-speed: $1 does not say where it listens" >&2; exit 1; }
    sleep 0.1
  done
  sed -n '1s/.*://p' "$1"
}

cat >"$work/exchange.py" <<'PYTHON'
import socket, sys, threading, time

def serve():
    listener = socket.create_server(("127.0.0.1", 0))
    print("echo at :%d" % listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=echo, args=(listener.accept()[0],), daemon=True).start()

def echo(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = bytearray(1 << 16)
    while True:
        received = connection.recv_into(buffer)
        if not received:
            connection.close()
            return
        connection.sendall(memoryview(buffer)[:received])

def connect(port):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection

def round_trips(port):
    with connect(port) as connection:
        times = []
        for i in range(6000):
            start = time.perf_counter_ns()
            connection.sendall(b"x" * 64)
            left = 64
            while left:
                left -= len(connection.recv(left))
            times.append(time.perf_counter_ns() - start)
    return sorted(times[1000:])[2500] / 1000

def throughput(port):
    with connect(port) as connection:
        total = 300 << 20
        def send():
            block = b"x" * 65536
            for i in range(total // len(block)):
                connection.sendall(block)
            connection.shutdown(socket.SHUT_WR)
        sender = threading.Thread(target=send)
        start = time.perf_counter()
        sender.start()
        buffer = bytearray(1 << 18)
        received = 0
        while True:
            count = connection.recv_into(buffer)
            if not count:
                break
            received += count
        sender.join()
        if received != total:
            sys.exit("relay-speed: %d of %d bytes came back" % (received, total))
        return total / (time.perf_counter() - start) / 1e6

if sys.argv[1] == "serve":
    serve()
names = ("direct", "socat", "relay")
ports = dict(zip(names, map(int, sys.argv[2:5])))
found = {name: ([], []) for name in names}
for name in names:
    throughput(ports[name])  # warm-up
    round_trips(ports[name])
for number in range(int(sys.argv[5])):
    for name in names:
        found[name][0].append(round_trips(ports[name]))
        found[name][1].append(throughput(ports[name]))
def median(values):
    return sorted(values)[len(values) // 2]
print("%-8s %14s %12s" % ("", "64 B, p50", "64 KiB"))
for name in names:
    print("%-8s %11.1f us %7.0f MB/s" % (name, median(found[name][0]), median(found[name][1])))
added = {name: median(found[name][0]) - median(found["direct"][0]) for name in names}
print("added latency, relay to socat: %.2f" % (added["relay"] / added["socat"]))
print("throughput, relay to socat:    %.2f" % (median(found["relay"][1]) / median(found["socat"][1])))
PYTHON

python3 "$work/exchange.py" serve >"$work/server" &
pids="$pids $!"
server=$(await_port "$work/server")

"$root/bin/ipc-demo" relay tcp: "tcp://127.0.0.1:$server" >"$work/relay" &
pids="$pids $!"
relay=$(await_port "$work/relay")

# socat -d -d says on which port it listens.
socat -d -d TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr,nodelay "TCP:127.0.0.1:$server,nodelay" 2>"$work/socat.all" &
pids="$pids $!"
waited=0
until grep 'listening on' "$work/socat.all" >"$work/socat" 2>/dev/null || [ "$waited" -ge 100 ]; do
  waited=$((waited + 1))
  sleep 0.1
done
socat=$(await_port "$work/socat")

python3 "$work/exchange.py" measure "$server" "$socat" "$relay" "$rounds"
