# Sourced by gpcm and bench/run, which set $root first: finds a JDK 21 or newer, and builds what is not built yet or older than its sources.

# A JDK says its version in a file beside it; starting it to ask takes as long as some of our commands.
version_of() {
  local home line
  home=$(dirname "$(dirname "$(readlink -f "$1")")")
  if [ -r "$home/release" ]; then
    while IFS= read -r line; do
      case "$line" in JAVA_VERSION=*) line=${line#*=}; echo "${line//\"/}"; return ;; esac
    done < "$home/release"
  fi
  "$1" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1
}

# 1.8 style numbers count as too old.
is_new_enough() {
  [ -x "$1" ] || return 1
  version=$(version_of "$1")
  major=${version%%[!0-9]*}
  [ "${major:-0}" -ge 21 ]
}

# Sets java, version and major.
find_java() {
  local candidate
  for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)" \
    "${GPCM_JAVA_HOMES:-/usr/lib/jvm}"/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java \
    "$HOME"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java /opt/java/*/bin/java; do
    if is_new_enough "$candidate"; then
      java=$candidate
      return
    fi
  done
  echo "gpcm needs a JDK 21 or newer and found none: install one (for example the package temurin-25-jdk, or openjdk-21-jdk) or set JAVA_HOME." >&2
  return 1
}

# is_built STAMP
is_built() {
  [ -f "$1" ] && [ -z "$(find "$root" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$1" -print -quit)" ]
}

# build MODULE STAMP, unless it is built. A folder without sources is an installation, and complete.
build() {
  if [ -f "$root/mvnw" ] && ! is_built "$2"; then
    echo "Building gpcm first (the first time this downloads its libraries and takes a minute or two) ..." >&2
    (cd "$root" && ./mvnw -q -ntp -DskipTests -pl "$1" -am package) >&2
    touch "$2"
  fi
}
