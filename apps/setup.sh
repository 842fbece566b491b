# What apps/quickstart.sh and tests/run.sh share; sourced, not run.
# Expects the variable `steps`: how many times the caller announces a step.
# Everything happens in the root of the checkout, which becomes the current directory.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
build_directory=build/release
log_directory=build/logs
step=0
SECONDS=0

elapsed() { printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60)); }

announce() {
  step=$((step + 1))
  printf '\n[%d/%d, %s elapsed] %s\n' "$step" "$steps" "$(elapsed)" "$*"
}

fail() {
  printf '\nError: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# logged NAME COMMAND...: output goes to a log file; a sign of life every 15 seconds. The command
# does not see an interrupt of the keyboard, so that dpkg is never stopped half-way.
logged() {
  local log="$log_directory/$1.log" status=0 quiet=0 last
  shift
  mkdir -p "$log_directory"
  "$@" >"$log" 2>&1 </dev/null &
  local process=$!
  while kill -0 "$process" 2>/dev/null; do
    sleep 0.5
    quiet=$((quiet + 1))
    if [ $((quiet % 30)) -eq 0 ]; then
      last=$(tail -c 400 "$log" | tr '\r' '\n' | sed '/^ *$/d' | tail -n 1 | cut -c 1-90)
      printf '  ... %s  %s\n' "$(elapsed)" "$last"
    fi
  done
  wait "$process" || status=$?
  if [ "$status" -ne 0 ]; then
    echo "  Last lines of $log:" >&2
    tail -n 15 "$log" | sed 's/^/  | /' >&2
  fi
  return "$status"
}

listed_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' apps/packages.txt; }

missing_packages() {
  local package
  for package in $(listed_packages); do
    dpkg -s "$package" 2>/dev/null | grep '^Status: install ok installed' >/dev/null ||
      echo "$package"
  done
}

as_root() { if [ "$(id -u)" -eq 0 ]; then env "$@"; else sudo env "$@"; fi; }

require_debian() {
  command -v dpkg >/dev/null && command -v apt-get >/dev/null ||
    fail "this is not a Debian system (no dpkg or no apt-get)." \
      "Tessera is built from the packages of Debian 12; apps/packages.txt lists them." \
      "A Debian 12 container does: docker run -it -v \"\$PWD\":/tessera -w /tessera debian:12"
  local name=unknown
  [ ! -r /etc/os-release ] || name=$(. /etc/os-release && echo "${ID:-}-${VERSION_ID:-}")
  [ "$name" = debian-12 ] ||
    echo "  Note: written for Debian 12, this is $name; trying all the same."
}

install_packages() {
  require_debian
  local missing plan
  missing=$(missing_packages)
  if [ -z "$missing" ]; then
    echo "  All $(listed_packages | wc -l) packages of apps/packages.txt are installed."
    return
  fi
  # shellcheck disable=SC2086  # a list of words is meant
  set -- $missing
  echo "  Missing: $# of the $(listed_packages | wc -l) packages of apps/packages.txt:"
  echo "$*" | fold -s -w 86 | sed 's/^/    /'
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
    fail "installing packages needs root, and there is no sudo here. As root, run" \
      "apt-get update && apt-get install --no-install-recommends $*"

  as_root true || fail "sudo did not let us in."
  local network_hint="Check the network, the proxy, and the mirror in /etc/apt/sources.list*."
  logged apt-update as_root apt-get -o APT::Update::Error-Mode=any update ||
    echo "  The package lists could not be refreshed; going on with those that are here."
  plan=$(LC_ALL=C apt-get -y --no-install-recommends --print-uris install "$@" 2>&1) ||
    fail "apt-get cannot find these packages." "$(grep '^E:' <<<"$plan" | head -n 3)" \
      "$network_hint"
  grep -E '^(Need to get|After this operation)' <<<"$plan" | sed 's/^/  /'
  logged apt-install as_root DEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "$@" ||
    fail "the packages could not be installed." "$network_hint" \
      "After an interrupted installation: dpkg --configure -a"
  missing=$(missing_packages)
  [ -z "$missing" ] || fail "still missing after the installation:" "$missing"
  echo "  Installed."
}

configure() {
  local log="$log_directory/configure.log"
  mkdir -p "$log_directory"
  cmake --preset release "$@" >"$log" 2>&1 || {
    grep -A 12 'CMake Error' "$log" | head -n 40 >&2
    fail "the configuration failed." "Whole log: $PWD/$log"
  }
  echo "  $build_directory is ready to build."
}

# A compiler process may need 1.5 GB: no more of them at a time than memory allows.
parallel_jobs() {
  local processors gigabytes_by_1_5
  processors=$(nproc)
  gigabytes_by_1_5=$(awk '/^MemAvailable/ {print int($2 / 1.5e6)}' /proc/meminfo)
  if [ "${gigabytes_by_1_5:-1}" -lt "$processors" ]; then processors=$gigabytes_by_1_5; fi
  echo $((processors > 1 ? processors : 1))
}

# build [TARGET...]; without a target everything.
build() {
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build --preset release --parallel "$(parallel_jobs)" "${targets[@]}" ||
    fail "the build failed; the first error stands above."
}
