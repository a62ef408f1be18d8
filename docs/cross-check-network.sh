#!/bin/sh
# Measures the same exchanges between two network namespaces by ipc-demo compare --peer and by other people's tools, over the
# wire of the integration tests, at several round-trip times:
#   round trip, TCP and UDP, 64 bytes: sockperf --full-rtt
#   throughput, TCP, 64 KiB:           iperf3, without the seconds in which it starts slowly, before and after ours
# So that both measure the same path, the wire carries 100 Mbit/s, which it can beside the programs that measure. Without a
# rate, the path is as fast as the CPU time that they leave to the wire, and ours, which write and check every byte, leave less
# than iperf3 does. Its queue is large, because frames that are lost while the wire waits for a CPU would decide the throughput
# instead. Congestion control is cubic (or reno) for both: bbr starts and probes by the clock, and finds less in half a second
# than in ten. The last line says what the link allows: 1448 of 1514 bytes are payload.
# A line says by how much ours differs. It ends in BEYOND if that is more than 10 %, and in UNSTEADY if the two runs of iperf3
# differ by more than that: then the machine is too busy to tell. Has to be run as root.
# Needs: sockperf, iperf3, unshare, nsenter, ip, /dev/net/tun, a built bin/ipc-demo, and the test classes
# (mvn -pl integration-tests -am test-compile).
# Usage: docs/cross-check-network.sh [ROUND_TRIP_MS...]
set -eu

test $# -gt 0 || set -- 0 1 20 100
seconds=8
size=64
big=65536
rate=12500000 # bytes a second
port=7999
server_address=192.0.2.2
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
wire=
started=

stop() { # PID...
    for pid in "$@"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
}

finish() {
    # shellcheck disable=SC2086 # several
    stop $started
    exec 9>&- # the wire ends with its input
    test -z "$wire" || wait "$wire" || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

open_wire() { # MICROSECONDS
    mkfifo "$work/changes.$1"
    : >"$work/pids" # not those of the wire before
    unshare --net java -cp "$root/integration-tests/target/test-classes:$(echo "$root"/ipc-demo/target/lib/jna-[0-9]*.jar)" \
        dev.ipcdemo.network.WireProcess 1500 1 "$1" "$rate" <"$work/changes.$1" >"$work/pids" &
    wire=$!
    exec 9>"$work/changes.$1"
    until test "$(wc -l <"$work/pids")" -eq 2; do
        kill -0 "$wire"
        sleep 0.1
    done
    client=$(sed -n 1p "$work/pids")
    server=$(sed -n 2p "$work/pids")
    for host in "$client" "$server"; do
        # shellcheck disable=SC2016 # for the shell inside
        inside "$host" sh -c 'for each in cubic reno; do
            ! echo $each >/proc/sys/net/ipv4/tcp_congestion_control || break
        done' 2>/dev/null
    done
}

close_wire() {
    exec 9>&-
    wait "$wire" || true
    wire=
}

inside() { # PID COMMAND...
    pid=$1
    shift
    nsenter --net="/proc/$pid/ns/net" -- "$@" 9>&-
}

serve() { # COMMAND...
    nsenter --net="/proc/$server/ns/net" -- "$@" >"$work/served" 2>&1 9>&- &
    started=$!
}

end_server() {
    # shellcheck disable=SC2086 # several
    stop $started
    started=
}

sockperf_p50() { # OPTION...
    serve sockperf server -i "$server_address" -p "$port" "$@"
    sleep 1
    inside "$client" sockperf ping-pong -i "$server_address" -p "$port" -m "$size" -t "$seconds" --full-rtt "$@" \
        >"$work/sockperf" 2>&1
    end_server
    sed -n 's/^sockperf: ---> percentile 50.000 *= *//p' "$work/sockperf"
}

iperf3_rate() {
    serve iperf3 -s -1 -B "$server_address" -p "$port"
    sleep 1
    inside "$client" iperf3 -c "$server_address" -p "$port" -l "$big" -t "$seconds" -O 4 -f k >"$work/iperf3" 2>&1
    end_server
    sed -n 's/.* \([0-9.]*\) Kbits\/sec.*receiver.*/\1/p' "$work/iperf3" | awk '{print $1 / 8000}'
}

ours() { # SCHEME OPTION...
    scheme=$1
    shift
    serve "$root/bin/ipc-demo" serve "$scheme://$server_address:$port" --service measure
    until grep -q listening "$work/served"; do
        kill -0 "$started"
        sleep 0.1
    done
    inside "$client" "$root/bin/ipc-demo" compare --quick --cpus free --peer "$scheme://$server_address:$port" \
        --csv "$work/csv" "$@" >"$work/ours" 2>&1 || cat "$work/ours"
    end_server
}

column() { # NAME
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i } NR == 2 { print $at }' "$work/csv"
}

held_against() { # WHAT UNIT OTHERS OURS
    awk -v what="$1" -v unit="$2" -v other="$3" -v own="$4" 'BEGIN {
        ratio = own / other
        verdict = (ratio > 1.1 || ratio < 1 / 1.1) ? "  BEYOND" : ""
        printf "%-26s others %10.1f  ours %10.1f %s  %+5.1f %%%s\n", what, other, own, unit, 100 * (ratio - 1), verdict
    }'
}

date -u +%Y-%m-%d
uname -sr
sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1
cat /proc/loadavg
export IPC_DEMO_NO_BUILD=1
for milliseconds in "$@"; do
    echo
    echo "round trip of $milliseconds ms"
    open_wire $((milliseconds * 1000 / 2))
    others=$(sockperf_p50 --tcp --tcp-avoid-nodelay)
    ours tcp --pattern round-trip --size "$size" --rounds 5
    held_against 'TCP 64 B round trip p50' µs "$others" "$(column p50_ns | awk '{print $1 / 1000}')"
    others=$(sockperf_p50)
    ours udp --pattern round-trip --size "$size" --rounds 5
    held_against 'UDP 64 B round trip p50' µs "$others" "$(column p50_ns | awk '{print $1 / 1000}')"
    before=$(iperf3_rate)
    ours tcp --pattern throughput --size "$big" --rounds 5
    after=$(iperf3_rate)
    others=$(awk -v a="$before" -v b="$after" 'BEGIN { print (a + b) / 2 }')
    held_against 'TCP 64 KiB throughput' MB/s "$others" "$(column bytes_per_second | awk '{print $1 / 1000000}')" |
        awk -v a="$before" -v b="$after" '{ print $0 (a > 1.1 * b || b > 1.1 * a ? "  UNSTEADY" : "") }'
    awk -v rate="$rate" 'BEGIN { printf "%-26s allows %10.1f\n", "the link", rate * 1448 / 1514 / 1000000 }'
    close_wire
done
