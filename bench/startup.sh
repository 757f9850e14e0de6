#!/usr/bin/env bash
# gpcm validate of one file through the launcher, as a user types it, against a bare JVM that loads HAPI's DSTU3 context; both with
# class-data sharing, taking turns.
# Usage: [JAVA_HOME=...] bench/startup.sh MESSAGE, a valid one   (after ./mvnw -DskipTests -pl bench -am package)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lib=$(printf '%s:' "$root"/cli/target/gpcm/lib/*.jar)
bench=$root/bench/target/gpcm-bench-0.1.0-SNAPSHOT.jar
ours=("$root/gpcm" validate --json "$1")
bare=("$java" -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$work/bare.jsa" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -cp "$lib$bench" gpcm.bench.BareContext)
once() {
  local start end
  start=$(date +%s%N)
  "$@" > /dev/null 2>&1 || { echo "failed: $1 ... ${*: -1}" >&2; exit 1; }
  end=$(date +%s%N)
  echo $(((end - start) / 1000))
}
once "${ours[@]}" > /dev/null; once "${bare[@]}" > /dev/null # writes the archives
for _ in $(seq 1 15); do once "${ours[@]}" >> "$work/ours"; once "${bare[@]}" >> "$work/bare"; done
median() { sort -n "$1" | sed -n 8p; }
o=$(median "$work/ours"); b=$(median "$work/bare")
echo "gpcm validate: $((o / 1000)) ms, bare DSTU3 context: $((b / 1000)) ms, ratio $(awk "BEGIN { printf \"%.2f\", $o / $b }")"
