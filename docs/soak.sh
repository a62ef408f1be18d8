#!/bin/bash
# Runs an echo server on each of the six transports for a time, with clients that behave and clients that do not, and looks
# whether memory, threads and descriptors stay flat and whether every byte of the clients that behave came back.
#
# usage: docs/soak.sh [SECONDS [FILE]]
#
# SECONDS is 3600 unless given. Every 10 seconds a line for each server goes to FILE (soak.csv in the temporary directory
# unless given): time, transport, VmRSS, used heap, threads, descriptors. Loopback and socket files in a temporary directory
# only. Exit status 0: flat, and nothing lost. Needs python3 and jstat (of JAVA_HOME, or on the PATH).
set -euo pipefail

seconds=${1:-3600}
here=$(cd "$(dirname "$0")/.." && pwd)
directory=$(mktemp -d)
file=${2:-$directory.csv}
servers=()
clients=
# shellcheck disable=SC2317 # called by the trap
finish() {
    for pid in $clients "${servers[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait || true
    rm -rf "$directory"
}
trap finish EXIT

endpoints=()
for scheme in tcp udp unix junix unixgram unixpacket; do
    case $scheme in
        tcp | udp) endpoint=$scheme://127.0.0.1:0 ;;
        *) endpoint=$scheme:$directory/$scheme ;;
    esac
    timeout $((seconds + 300)) "$here/bin/ipc-demo" serve "$endpoint" --idle-timeout 10s \
        >"$directory/$scheme.out" 2>"$directory/$scheme.err" &
    servers+=($!)
    for _ in $(seq 600); do
        grep -q 'listening on' "$directory/$scheme.out" && break
        sleep 0.1
    done
    endpoints+=("$!=$(sed -n 's/.*listening on //p' "$directory/$scheme.out")")
done

PATH=${JAVA_HOME:+$JAVA_HOME/bin:}$PATH timeout $((seconds + 120)) \
    python3 - "$seconds" "$file" "${endpoints[@]}" <<'PY' &
import os, random, socket, statistics, struct, subprocess, sys, threading, time

seconds, file = int(sys.argv[1]), sys.argv[2]
servers = [(int(pid), *endpoint.split(":", 1)) for pid, endpoint in (a.split("=", 1) for a in sys.argv[3:])]
end = time.monotonic() + seconds
lock = threading.Lock()
totals = {}
TYPES = {"tcp": socket.SOCK_STREAM, "unix": socket.SOCK_STREAM, "junix": socket.SOCK_STREAM,
         "unixpacket": socket.SOCK_SEQPACKET, "unixgram": socket.SOCK_DGRAM, "udp": socket.SOCK_DGRAM}


def connect(scheme, name, limit=20):
    inet = scheme in ("tcp", "udp")
    s = socket.socket(socket.AF_INET if inet else socket.AF_UNIX, TYPES[scheme])
    s.settimeout(limit)
    try:
        if scheme == "unixgram":
            s.bind("")  # the kernel picks an abstract name
        host, _, port = name[2:].rpartition(":")
        s.connect((host, int(port)) if inet else name)
    except OSError:
        s.close()
        raise
    return s


def count(scheme, **more):
    with lock:
        t = totals.setdefault(scheme, dict(conversations=0, sent=0, back=0, lost=0, wrong=0, failed=0, others=0))
        for key, value in more.items():
            t[key] += value


def behaved(scheme, name):
    """Sends numbered messages, and reads each answer before the next; over UDP what is lost is counted."""
    while time.monotonic() < end:
        try:
            with connect(scheme, name) as s:
                for number in range(random.randrange(1, 400)):
                    size = random.choice((16, 200, 1400, 8000))
                    message = (struct.pack("!QQ", number, random.getrandbits(64)) * (size // 16 + 1))[:size]
                    s.sendall(message)
                    answer = b""
                    while len(answer) < size:
                        piece = s.recv(size - len(answer) if TYPES[scheme] == socket.SOCK_STREAM else 65536)
                        if not piece:
                            break
                        answer += piece
                    count(scheme, sent=size, back=len(answer), wrong=answer != message)
                    time.sleep(0.002)
            count(scheme, conversations=1)
        except socket.timeout:
            count(scheme, lost=1)
        except OSError:
            count(scheme, failed=1)


def misbehaved(scheme, name):
    """One after the other: goes without reading, half-closes, resets, floods (bounded), sends a bit and stays."""
    while time.monotonic() < end:
        kind = random.randrange(5)
        try:
            s = connect(scheme, name, 1)
            with s:
                if kind == 0:
                    for _ in range(500):
                        s.send(b"n" * 1000)  # never reads
                elif kind == 1 and TYPES[scheme] != socket.SOCK_DGRAM:
                    s.send(b"half")
                    s.shutdown(socket.SHUT_WR)
                    while s.recv(100):
                        pass
                elif kind == 2:
                    s.send(b"reset")
                    if scheme == "tcp":
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif kind == 3:
                    until = time.monotonic() + 0.2
                    while time.monotonic() < until:
                        s.send(os.urandom(64))
                        s.recv(65536)
                else:
                    s.send(b"s")
                    time.sleep(0.5)
        except OSError:
            pass
        count(scheme, others=1)
        time.sleep(0.05)


def jvm(pid):
    children = open(f"/proc/{pid}/task/{pid}/children").read().split()
    return jvm(int(children[0])) if children else pid


def figures(pid):
    status = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
    try:
        gc = subprocess.run(["jstat", "-gc", str(pid)], capture_output=True, text=True, timeout=20).stdout.split("\n")
        columns = dict(zip(gc[0].split(), gc[1].split()))
        heap = sum(float(columns.get(key, "0").replace("-", "0")) for key in ("S0U", "S1U", "EU", "OU"))
    except (OSError, IndexError, ValueError, subprocess.TimeoutExpired):
        heap = 0
    return (int(status["VmRSS"].split()[0]), int(heap), int(status["Threads"]), len(os.listdir(f"/proc/{pid}/fd")))


threads = [threading.Thread(target=f, args=(scheme, name), daemon=True)
           for _, scheme, name in servers for f in (behaved, behaved, misbehaved, misbehaved)]
for t in threads:
    t.start()
samples = {scheme: [] for _, scheme, _ in servers}
pids = {scheme: jvm(pid) for pid, scheme, _ in servers}
start = time.monotonic()
with open(file, "w") as out:
    print("seconds,transport,VmRSS KiB,heap KiB,threads,descriptors", file=out)
    while time.monotonic() < end:
        for scheme, pid in pids.items():
            samples[scheme].append(figures(pid))
            print(f"{time.monotonic() - start:.0f},{scheme}," + ",".join(map(str, samples[scheme][-1])), file=out, flush=True)
        time.sleep(max(0, min(10, end - time.monotonic())))
for t in threads:
    t.join(40)

good = True
for scheme, rows in samples.items():
    n = len(rows)
    # The first quarter is for warming up; then the middle of the run is compared with its end.
    then = [statistics.median(c) for c in zip(*rows[n // 4:n // 4 + max(1, n // 4)])]
    now = [statistics.median(c) for c in zip(*rows[-max(1, n // 4):])]
    t = totals[scheme]
    flat = now[0] <= 1.2 * then[0] + 20_000 and now[2] <= then[2] + 30 and now[3] <= then[3] + 30
    whole = t["wrong"] == 0 and t["failed"] == 0 and t["sent"] > 0 and (
        scheme == "udp" or t["lost"] == 0 and t["sent"] == t["back"])
    good = good and flat and whole
    print(f"{scheme}: VmRSS {then[0] / 1024:.0f} -> {now[0] / 1024:.0f} MiB, heap {then[1] / 1024:.0f} ->"
          f" {now[1] / 1024:.0f} MiB, threads {then[2]:.0f} -> {now[2]:.0f}, descriptors {then[3]:.0f} -> {now[3]:.0f}:"
          f" {'flat' if flat else 'NOT FLAT'}; " + ", ".join(f"{k} {v}" for k, v in t.items())
          + (": all accounted for" if whole else ": NOT ALL ACCOUNTED FOR"))
sys.exit(0 if good else 1)
PY
clients=$!
status=0
wait "$clients" || status=$?
clients=
for scheme in tcp udp unix junix unixgram unixpacket; do
    if grep -E 'Exception|OutOfMemory' "$directory/$scheme.err"; then
        status=1
    fi
done
echo "figures: $file"
exit $status
