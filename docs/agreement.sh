#!/bin/sh
# Shows whether runs of ipc-demo compare agree, in as many pairs of runs as are asked for.
#
#   docs/agreement.sh PAIRS [OPTION-OF-COMPARE...]      such as: docs/agreement.sh 10 --transport tcp,unix
#
# A pair is a default run and the one before it, with a --quick one between them; so 10 pairs are 11 default runs. Prints for
# each pair the rows whose p50 differ by more than 5 %, of the default runs and of --quick against the earlier of them, and
# the verdicts of the last run that any one before it contradicts: slower beyond doubt in one, and faster in the other; and
# then the sums of all so far. The machine is to have nothing else to do; its load is told, and how far the p50 of the
# simplest C program (rig-cost/rig-cost.c, over unix, before each default run) are apart, which no comparison can undercut.
# Needs python3, cc and taskset.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=$root/bin/ipc-demo

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

# The p50 of five runs of the simplest C program, on the CPU that compare takes.
simplest() { # FILE
  for _ in 1 2 3 4 5; do
    taskset -c $(($(nproc) - 1)) "$work/rig-cost" unix 64 200 500
  done >"$1"
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
    return " ".join(str(value) for value in key.values() if value not in (0, 1, "", "none"))


def read(run, which="default"):
    with open(f"{work}/{run}.{which}.json") as file:
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


runs = [read(run) for run in range(pairs + 1)]
defaults, quicks = [], []
for pair in range(1, pairs + 1):
    before, quick, after = runs[pair - 1], read(pair, "quick"), runs[pair]
    for what, distances, to in (("default", defaults, after), ("--quick", quicks, quick)):
        found = apart(before, to)
        distances += found.values()
        for row, distance in sorted(found.items(), key=lambda each: -each[1]):
            if pair == pairs and distance > 1 + TOLERATED:
                print(f"pair {pair}, {what}: {row}: {distance - 1:.1%} apart")

claimed = [claims(run) for run in runs]
contradictions = 0
for other in range(len(runs)):
    for one in range(other):
        for (row, than), slower in claimed[one].items():
            if slower and claimed[other].get((row, than)) is False:
                contradictions += 1
                if other == pairs:
                    print(f"run {one + 1}: {row} is slower than {than}, and in run {other + 1} faster")

simplest = [statistics.median(map(int, open(f"{work}/{run}.simplest"))) for run in range(pairs + 1)]
distances = [max(pair) / min(pair) for pair in zip(simplest, simplest[1:])]
print(f"the simplest C program: {statistics.median(distances) - 1:.1%} apart in the middle, {max(distances) - 1:.1%} at most;"
      f" {min(simplest) / 1e3:.2f} to {max(simplest) / 1e3:.2f} µs in all")
summary(f"default runs, {pairs} pair{'s' if pairs > 1 else ''}", defaults)
summary("--quick and default", quicks)
print(f"{contradictions} contradictions among {sum(map(len, claimed)) // 2} claims of {len(runs)} runs")
PY
  printf 'load %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
}

cc -O2 -o "$work/rig-cost" "$root/docs/rig-cost/rig-cost.c"
simplest "$work/0.simplest"
compare "$work/0.default.json" "$@"
pair=0
while [ "$pair" -lt "$pairs" ]; do
  pair=$((pair + 1))
  compare "$work/$pair.quick.json" --quick "$@"
  simplest "$work/$pair.simplest"
  compare "$work/$pair.default.json" "$@"
  judge "$pair"
done
