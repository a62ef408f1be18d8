#!/bin/bash
# Runs an echo and a chat server on each of the six transports for a time, with clients that behave and clients that do not,
# and judges whether live heap, memory, threads and descriptors stay flat and whether every byte is accounted for.
#
# usage: docs/soak.sh [SECONDS [FILE]]
#
# SECONDS is 3600 unless given, and at least 120. Clients come and go all the time, at a bounded rate, so that other work can
# go on beside it: about a third of a CPU in all. Every 10 seconds a line for each server goes to FILE (soak.csv in the
# temporary directory unless given): seconds, server, VmRSS, threads, descriptors, and once a minute the live heap, which is
# what a full collection leaves.
#
# Flat means: over the second half of the run the trend (the median of the slopes between all pairs of samples) brings about
# no more than 512 KiB of live heap, 4 MiB and 4 % of VmRSS, three threads and three descriptors; and when the clients have
# gone, threads and descriptors are as many as they were before the first one came, but for a few that the JVM keeps. Within
# its first ten minutes a JVM still grows, so a shorter run may find VmRSS not flat.
#
# Accounted for means: a client that behaves gets back what it sent, byte for byte, and hears in a chat each line once and in
# order (over udp, what is lost is counted); and what the server says that it received is what the clients sent. Of a client
# that resets its connection or does not read, the server may have received less than was sent.
#
# Exit status 0: flat, and all accounted for. Loopback, and socket files in a temporary directory only. Needs python3, and
# jcmd (of JAVA_HOME, or on the PATH).
set -euo pipefail

seconds=${1:-3600}
[ "$seconds" -ge 120 ] || {
    echo "soak.sh: a trend needs at least 120 seconds" >&2
    exit 2
}
here=$(cd "$(dirname "$0")/.." && pwd)
"$here/bin/ipc-demo" families >/dev/null # builds, which may need a network

# Members of a chat over udp come and go by the thousand. What the server still sends to one that has gone would reach whoever
# gets its port next, so as root all of it has a loopback interface of its own.
if [ "$(id -u)" = 0 ] && [ -z "${SOAK_IS_ALONE:-}" ] && command -v unshare >/dev/null && command -v ip >/dev/null; then
    # shellcheck disable=SC2016 # that shell expands it
    exec unshare --net sh -c 'ip link set lo up && SOAK_IS_ALONE=yes exec "$@"' sh "$0" "$@"
fi
directory=$(mktemp -d)
file=${2:-$directory.csv}
export PATH=${JAVA_HOME:+$JAVA_HOME/bin:}$PATH
children=()
# shellcheck disable=SC2317 # called by the trap
finish() {
    [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$directory"
}
trap finish EXIT

export IPC_DEMO_NO_BUILD=1 # all servers are of one build, whatever happens to the sources meanwhile
servers=()
for scheme in tcp udp unix junix unixgram unixpacket; do
    for service in echo chat; do
        name=$scheme-$service
        case $scheme in
            tcp | udp) endpoint=$scheme://127.0.0.1:0 ;;
            *) endpoint=$scheme:$directory/$name.sock ;;
        esac
        timeout $((seconds + 600)) "$here/bin/ipc-demo" serve "$endpoint" --service "$service" --idle-timeout 10s \
            >"$directory/$name.out" 2>"$directory/$name.err" &
        children+=($!)
        servers+=("$name=$!")
        for _ in $(seq 1200); do
            grep -qs 'listening on' "$directory/$name.out" && break
            sleep 0.1
        done
    done
done

timeout $((seconds + 500)) python3 - "$seconds" "$file" "$directory" "${servers[@]}" <<'PY' &
import collections, itertools, os, random, re, select, signal, socket, statistics, struct, subprocess, sys, threading, time

seconds, file, directory = int(sys.argv[1]), sys.argv[2], sys.argv[3]
GUARD = 60  # seconds after which an answer is lost; no busy machine takes that long
IDLE = 10  # the servers' --idle-timeout
TYPES = {"tcp": socket.SOCK_STREAM, "unix": socket.SOCK_STREAM, "junix": socket.SOCK_STREAM,
         "unixpacket": socket.SOCK_SEQPACKET, "unixgram": socket.SOCK_DGRAM, "udp": socket.SOCK_DGRAM}
ended = threading.Event()


class Pace:
    """Lets through so many a second, and not more after a pause."""

    def __init__(self, per_second):
        self.gap, self.next = 1 / per_second, time.monotonic()

    def wait(self):
        self.next = max(self.next + self.gap, time.monotonic())
        return not ended.wait(max(0, self.next - time.monotonic()))


class Server:
    """One server, its figures, and what its clients have counted."""

    def __init__(self, name, pid):
        self.name, self.pid = name, jvm(pid)
        self.scheme, self.service = name.split("-")
        with open(f"{directory}/{name}.out") as out:
            self.address = out.read().split("listening on ")[1].split()[0].split(":", 1)[1]
        self.type = TYPES[self.scheme]
        self.lock = threading.Lock()
        self.totals = dict(conversations=0, sent=0, back=0, others=0, others_sent=0, others_maybe=0, lost=0, wrong=0, failed=0)
        self.samples, self.heap = [], []
        self.ports = collections.deque(maxlen=1000)
        self.first = self.sample()

    def connect(self, limit=GUARD):
        inet = self.scheme in ("tcp", "udp")
        s = socket.socket(socket.AF_INET if inet else socket.AF_UNIX, self.type)
        s.settimeout(limit)
        try:
            if self.scheme == "unixgram":
                s.bind("")  # the kernel picks an abstract name
            host, _, port = self.address[2:].rpartition(":")
            s.connect((host, int(port)) if inet else self.address)
        except OSError:
            s.close()
            raise
        if self.scheme == "udp" and not self.is_new(s.getsockname()[1]):
            s.close()
            return self.connect(limit)
        return s

    def is_new(self, port):
        """Whether the server cannot know it from somebody who went without saying so."""
        with self.lock:
            is_new = port not in self.ports
            self.ports.append(port)
        return is_new

    def count(self, **more):
        with self.lock:
            for key, value in more.items():
                self.totals[key] += value

    def sample(self):
        with open(f"/proc/{self.pid}/status") as lines:
            status = dict(line.split(":", 1) for line in lines if ":" in line)
        return int(status["VmRSS"].split()[0]), int(status["Threads"]), len(os.listdir(f"/proc/{self.pid}/fd"))

    def live_heap(self):
        """In KiB: a histogram of classes is made after a full collection, and its last line is the sum."""
        run = subprocess.run(["jcmd", str(self.pid), "GC.class_histogram"], capture_output=True, text=True, timeout=120)
        return int(re.search(r"^Total +\d+ +(\d+)", run.stdout, re.MULTILINE).group(1)) // 1024


def jvm(pid):
    """The JVM, which timeout(1) has started."""
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        child = children.read().split()
    return jvm(int(child[0])) if child else pid


def send(server, s, message, exactly=True):
    """For clients that misbehave: counts what they send, whether or not the server will surely read it."""
    s.send(message)
    server.count(**{"others_sent" if exactly else "others_maybe": len(message)})


def echo_well(server):
    """Sends numbered messages, and reads each answer before the next."""
    pace = Pace(25)
    while pace.wait():
        try:
            with server.connect() as s:
                for number in range(random.randrange(1, 40)):
                    size = random.choice((16, 200, 1400, 8000))
                    message = (struct.pack("!QQ", number, random.getrandbits(64)) * (size // 16 + 1))[:size]
                    s.sendall(message)
                    server.count(sent=size)
                    answer = b""
                    while len(answer) < size:
                        piece = s.recv(size - len(answer) if server.type == socket.SOCK_STREAM else 65536)
                        if not piece:
                            break
                        answer += piece
                    server.count(back=len(answer), wrong=answer != message)
                    if not pace.wait():
                        break
            server.count(conversations=1)
        except socket.timeout:
            server.count(lost=1)
        except OSError as e:
            server.count(failed=1)
            print(f"{server.name}: {e}", file=sys.stderr)


def echo_badly(server):
    """At random: sends and does not read, half-closes, resets, answers at once, stays until it is idle."""
    pace = Pace(1)
    while pace.wait():
        kind = random.choice(("deaf", "half", "reset", "quick", "idle"))
        try:
            with server.connect(2) as s:
                if kind == "deaf":
                    for _ in range(500):
                        send(server, s, b"n" * 1000, exactly=False)
                elif kind == "half" and server.type != socket.SOCK_DGRAM:
                    send(server, s, b"half")
                    s.shutdown(socket.SHUT_WR)
                    s.settimeout(GUARD)
                    while s.recv(100):
                        pass
                elif kind == "reset":
                    send(server, s, b"reset", exactly=False)
                    if server.scheme == "tcp":
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif kind == "quick":
                    for _ in range(50):
                        send(server, s, os.urandom(64))
                        s.settimeout(GUARD)
                        s.recv(64)
                elif kind == "idle":
                    send(server, s, b"s", exactly=False)
                    ended.wait(random.randrange(2 * IDLE))
        except OSError:
            pass
        server.count(others=1)


class Guest:
    """A member of a chat."""

    def __init__(self, server):
        self.server, self.s, self.rest, self.heard, self.besides = server, server.connect(), b"", {}, []
        if server.scheme == "udp":
            self.say("hello, may I come in, please?")
            code = self.line().split("/")[1]
            self.say("/" + code)
            server.count(sent=-30 - len(code) - 1)  # the server counts what comes from somebody who is in
        elif server.type == socket.SOCK_DGRAM:
            self.say("/who")
        self.name = re.search(r"welcome, (\w+)", self.line_with("* welcome")).group(1)
        self.line_with("* /nick")

    def say(self, text):
        message = text.encode() + b"\n"
        self.s.sendall(message)
        self.server.count(sent=len(message))

    def line(self):
        while b"\n" not in self.rest:
            piece = self.s.recv(65536)
            if not piece:
                raise ConnectionError("the server closed the connection")
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        text = line.decode()
        said = re.fullmatch(r"<(\w+)> (round .*)", text)
        if said:
            self.heard.setdefault(said.group(1), []).append(said.group(2))
            self.server.count(back=len(said.group(2)) + 1)
        else:
            self.besides.append(text)
        return text

    def line_with(self, beginning):
        line = self.line()
        while not line.startswith(beginning):
            line = self.line()
        return line

    def hear_what_has_come(self):
        while select.select([self.s], [], [], 0)[0]:
            self.line()

    def hear(self, lines):
        while sum(map(len, self.heard.values())) < lines:
            self.line()


def chat_well(server):
    """Some people come, each says some lines, each hears the others' lines, in order, and they go."""
    pace = Pace(25)
    for number in itertools.count():
        if not pace.wait():
            return
        guests = []
        try:
            said = {}
            for _ in range(3):
                guests.append(Guest(server))
                if not pace.wait():
                    break
            for k in range(random.randrange(1, 8)):
                for guest in guests:
                    text = f"round {number}, line {k}: " + "x" * random.randrange(200)
                    guest.say(text)
                    said.setdefault(guest.name, []).append(text)
                    pace.wait()
                    for hearer in guests:
                        hearer.hear_what_has_come()
            lines = sum(map(len, said.values()))
            for guest in guests:
                guest.hear(lines - len(said.get(guest.name, [])))
                expected = {name: texts for name, texts in said.items() if name != guest.name}
                server.count(wrong=guest.heard != expected)
                if guest.heard != expected:
                    print(f"{server.name}: {guest.name} heard {guest.heard} instead of {expected}; besides: {guest.besides}",
                          file=sys.stderr)
            if random.random() < 0.5:
                for guest in guests:
                    guest.say("/quit")
                    guest.line_with("* goodbye")
            server.count(conversations=1)
        except socket.timeout:
            server.count(lost=1)
        except (OSError, AttributeError, IndexError) as e:
            server.count(failed=1)
            print(f"{server.name}: {e!r}", file=sys.stderr)
        for guest in guests:
            guest.s.close()


def chat_badly(server):
    """At random: leaves within a line, does not read, asks a lot, resets, stays until it is idle."""
    pace = Pace(1)
    while pace.wait():
        kind = random.choice(("half", "deaf", "asks", "reset", "idle"))
        try:
            with server.connect(2) as s:
                if kind == "half":
                    send(server, s, b"half a li", exactly=False)
                elif kind == "deaf":
                    for _ in range(50):
                        send(server, s, b"n" * 1000 + b"\n", exactly=False)
                    ended.wait(2)
                elif kind == "asks":
                    send(server, s, b"/who\n" * 20, exactly=False)
                    s.recv(64)
                elif kind == "reset":
                    send(server, s, b"reset\n", exactly=False)
                    if server.scheme == "tcp":
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    send(server, s, b"hello, I am here and say nothing more\n", exactly=False)
                    ended.wait(random.randrange(2 * IDLE))
        except OSError:
            pass
        server.count(others=1)


def growth(samples):
    """What the trend of (seconds, value) brings about from the first to the last: robust against single high values."""
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.combinations(samples, 2)]
    return statistics.median(slopes) * (samples[-1][0] - samples[0][0]) if slopes else 0


def half(samples):
    return samples[len(samples) // 2:]


def judge_flat(server):
    """Returns what grew, and prints the figures."""
    grown = []
    words = []
    columns = [("heap", server.heap, 512, 1024)]
    for i, (name, unit) in enumerate((("VmRSS", 1024), ("threads", 1), ("descriptors", 1))):
        columns.append((name, [(t, row[i]) for t, row in server.samples], 3, unit))
    for name, samples, most, unit in columns:
        samples = half(samples)
        level = statistics.median(value for _, value in samples)
        if name == "VmRSS":
            most = 4096 + level / 25
        more = growth(samples)
        words.append(f"{name} {level / unit:.1f}{more / unit:+.2f}")
        if more > most:
            grown.append(name)
    _, threads, descriptors = server.sample()
    words.append(f"at the end {threads} threads (at first {server.first[1]}), {descriptors} descriptors ({server.first[2]})")
    if threads > server.first[1] + 4:
        grown.append("threads at the end")
    if descriptors > server.first[2] + 2:
        grown.append("descriptors at the end")
    print(f"{server.name}: " + ", ".join(words) + ": " + ("NOT FLAT: " + ", ".join(grown) if grown else "flat"))
    return not grown


def judge_bytes(server):
    """Ends the server, for its own count."""
    os.kill(server.pid, signal.SIGTERM)
    until = time.monotonic() + GUARD
    text = ""
    while " ended: " not in text and time.monotonic() < until:
        time.sleep(0.1)
        with open(f"{directory}/{server.name}.out") as out:
            text = out.read()
    summary = text.split(" ended: ", 1)[-1].strip()
    received = int(re.search(r"received (?:\d+ messages \()?(\d+) bytes", summary).group(1))
    t = server.totals
    least = t["sent"] + t["others_sent"]
    wrong = []
    if t["wrong"] or t["failed"] or not t["conversations"]:
        wrong.append("a conversation went wrong, or none went well")
    if server.scheme != "udp" and t["lost"]:
        wrong.append("lost")
    if server.service == "echo" and not t["lost"] and t["sent"] != t["back"]:
        wrong.append("not all came back")
    if received > least + t["others_maybe"] or received < least and not (server.scheme == "udp" and t["lost"]):
        wrong.append(f"the server received {received} bytes, which should be {least} to {least + t['others_maybe']}")
    print(f"{server.name}: " + ", ".join(f"{k} {v}" for k, v in t.items()) + f"; the server: {summary}: "
          + ("NOT ALL ACCOUNTED FOR: " + "; ".join(wrong) if wrong else "all accounted for"))
    return not wrong


servers = [Server(name, int(pid)) for name, pid in (a.split("=") for a in sys.argv[4:])]
talks = {"echo": (echo_well, echo_badly), "chat": (chat_well, chat_badly)}
threads = [threading.Thread(target=talk, args=(server,), daemon=True) for server in servers for talk in talks[server.service]]
for t in threads:
    t.start()
start = time.monotonic()
heap_every = min(60, seconds / 12)
heap_due = heap_every
good = True
with open(file, "w") as out:
    print("seconds,server,VmRSS KiB,threads,descriptors,live heap KiB", file=out)
    while time.monotonic() - start < seconds:
        at = time.monotonic() - start
        for server in servers:
            heap = ""
            if at >= heap_due:
                heap = server.live_heap()
                server.heap.append((at, heap))
            server.samples.append((at, server.sample()))
            print(f"{at:.0f},{server.name}," + ",".join(map(str, server.samples[-1][1])) + f",{heap}", file=out, flush=True)
        if at >= heap_due:
            heap_due += heap_every
        time.sleep(max(0.0, min(10, start + seconds - time.monotonic())))
ended.set()
for t in threads:
    t.join(2 * GUARD)
    if t.is_alive():
        good = False
        print(f"a client has not ended: {t.name}")
time.sleep(2.5 * IDLE)  # until those that stayed are idle, and the JVM has given up threads that it does not need
for server in servers:
    good = judge_flat(server) and good
for server in servers:
    good = judge_bytes(server) and good
sys.exit(0 if good else 1)
PY
clients=$!
children+=("$clients")
status=0
wait "$clients" || status=$?
if grep -HE 'Exception|Error' "$directory"/*.err; then
    status=1
fi
echo "figures: $file"
exit $status
