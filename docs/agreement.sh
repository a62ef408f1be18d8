#!/bin/sh
# Shows whether two runs of ipc-demo compare agree, in as many pairs of runs as are asked for.
#
#   docs/agreement.sh PAIRS [OPTION-OF-COMPARE...]      such as: docs/agreement.sh 10 --transport tcp,unix
#
# A pair is two default runs, with a --quick one between them. Prints for each pair the rows whose p50 differ by more than
# 5 %, of the default runs and of --quick against the first of them, and the verdicts of one that the other contradicts:
# slower beyond doubt in one, and faster in the other; and then the sums of all pairs so far. A pair takes some
# ten minutes. The machine is to have nothing else to do; its load is told. Needs python3.
set -eu

program=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/bin/ipc-demo

usage() {
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

[ $# -ge 1 ] || usage
pairs=$1
shift
case $pairs in '' | *[!0-9]*) usage ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

compare() { # FILE OPTION...
  file=$1
  shift
  "$program" compare --json "$file" "$@" >"$work/out" 2>"$work/err" || {
    tail -n 3 "$work/err" >&2
    exit 1
  }
}

# judge PAIRS: tells of the last pair what differs, and of all so far how much does.
judge() {
  python3 - "$work" "$1" <<'PY'
import json
import statistics
import sys

TOLERATED = 0.05
work, pairs = sys.argv[1], int(sys.argv[2])


def name(key):
    return f"{key['row']} {key['pattern']} {key['scope']} {key['messageBytes']} B"


def read(pair, which):
    with open(f"{work}/{pair}.{which}.json") as file:
        return json.load(file)


def p50s(report):
    return {name(row["key"]): row["latencyNs"]["p50"] for row in report["rows"] if "p50" in row["latencyNs"]}


def claims(report):
    """What is beyond doubt: for each two rows, whether the first is the slower one."""
    found = {}
    for tested in report["tested"]:
        if tested["decision"] in ("slower", "faster"):
            slower = tested["decision"] == "slower"
            found[name(tested["row"]), name(tested["other"])] = slower
            found[name(tested["other"]), name(tested["row"])] = not slower
    return found


def apart(one, other):
    """How far the p50 of each row of two runs is apart, as a ratio of at least 1."""
    then, now = p50s(one), p50s(other)
    return {row: max(then[row], now[row]) / min(then[row], now[row]) for row in then.keys() & now.keys()}


def summary(what, distances):
    beyond = sum(distance > 1 + TOLERATED for distance in distances)
    print(f"{what}: p50 of {beyond} of {len(distances)} rows differ by more than 5 %; by {statistics.median(distances) - 1:.1%}"
          f" in the middle, {max(distances) - 1:.1%} at most")


defaults, quicks, contradictions, all_claims = [], [], 0, 0
for pair in range(1, pairs + 1):
    one, quick, other = (read(pair, which) for which in ("one", "quick", "other"))
    for what, distances, to in (("default", defaults, other), ("--quick", quicks, quick)):
        found = apart(one, to)
        distances += found.values()
        for row, distance in sorted(found.items(), key=lambda each: -each[1]):
            if pair == pairs and distance > 1 + TOLERATED:
                print(f"pair {pair}, {what}: {row}: {distance - 1:.1%} apart")
    here, there = claims(one), claims(other)
    all_claims += len(here) // 2 + len(there) // 2
    for (row, than), slower in here.items():
        if slower and there.get((row, than)) is False:
            contradictions += 1
            if pair == pairs:
                print(f"pair {pair}: {row} is slower than {than} in one run, and faster in the other")

summary(f"{pairs} pairs of default runs" if pairs > 1 else "a pair of default runs", defaults)
summary("--quick and default", quicks)
print(f"{contradictions} contradictions among {all_claims} claims")
PY
  printf 'load %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
}

pair=0
while [ "$pair" -lt "$pairs" ]; do
  pair=$((pair + 1))
  compare "$work/$pair.one.json" "$@"
  compare "$work/$pair.quick.json" --quick "$@"
  compare "$work/$pair.other.json" "$@"
  judge "$pair"
done
