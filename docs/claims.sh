#!/bin/sh
# Counts how often ipc-demo compare claims something: of a build compared with itself, where every claim is false, and of
# one that has been slowed down, where a claim is to be found.
#
#   docs/claims.sh aa-ab RUNS              runs of '--quick --ab as-is as-is': how many claim that a row differs
#   docs/claims.sh aa-baseline RUNS        runs of '--quick --baseline', each against the one before
#   docs/claims.sh slower RUNS NS          runs of '--quick --ab' against a build of which each send spins for so many
#                                          nanoseconds: a round trip over unix sends twice, so 450 are about 10 %
#
# Further arguments go to 'ipc-demo compare', such as --transport unix. A run takes half a minute to a minute; with
# '--default' before all others, runs are not --quick, and take three to five. The machine is to have nothing else to do; the
# last line tells its load.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=$here/bin/ipc-demo

usage() {
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

preset=--quick
[ "${1-}" != --default ] || {
  preset=
  shift
}
[ $# -ge 2 ] || usage
what=$1 runs=$2
shift 2
case $runs in '' | *[!0-9]*) usage ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Runs a comparison; its output is in $work/out. What else than a gate makes it fail is told.
compare() {
  status=0
  "$program" compare ${preset:+"$preset"} "$@" >"$work/out" 2>"$work/err" || status=$?
  case $status in
    0 | 3) ;;
    *) printf 'run %s ended with %s: %s\n' "$run" "$status" "$(tail -n 1 "$work/err")" ;;
  esac
}

# How many rows the last run claims to differ.
claims() {
  grep -cE ' (WORSE|better|slower|faster)$' "$work/out" || true
}

claiming=0
count() {
  rows=$(claims)
  [ "$rows" -eq 0 ] || claiming=$((claiming + 1))
  printf 'run %s: %s rows claimed\n' "$run" "$rows"
  grep -E ' (WORSE|better|slower|faster)$' "$work/out" || true
}

run=0
case $what in
  aa-ab)
    while [ "$run" -lt "$runs" ]; do
      run=$((run + 1))
      compare "$@" --ab as-is as-is
      count
    done
    ;;
  aa-baseline)
    compare "$@" --json "$work/before.json"
    while [ "$run" -lt "$runs" ]; do
      run=$((run + 1))
      compare "$@" --json "$work/now.json" --baseline "$work/before.json"
      count
      mv "$work/now.json" "$work/before.json"
    done
    ;;
  slower)
    [ $# -ge 1 ] || usage
    ns=$1
    shift
    case $ns in '' | *[!0-9]*) usage ;; esac
    slow=$work/slow
    mkdir "$slow"
    (cd "$here" && git archive HEAD) | tar -x -C "$slow"
    file=$slow/socket-api/src/main/java/dev/ipcdemo/sockets/spi/nio/ChannelConnection.java
    sed -i "s/^\( *\)public int send(.*{\$/&\n\1    for (long end = System.nanoTime() + $ns; System.nanoTime() < end; ) {}/" "$file"
    grep -q "System.nanoTime() + $ns" "$file" || {
      echo "send was not found in $file" >&2
      exit 1
    }
    "$slow/bin/ipc-demo" families >/dev/null
    while [ "$run" -lt "$runs" ]; do
      run=$((run + 1))
      compare "$@" --ab "build=$here" "build=$slow"
      count
    done
    ;;
  *) usage ;;
esac

printf '%s of %s runs claim something; load %s\n' "$claiming" "$runs" "$(cut -d' ' -f1-3 /proc/loadavg)"
