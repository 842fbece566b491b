#!/bin/bash
# Sets up a fresh Debian 12 as apps/quickstart.sh does, builds everything, and runs all tests.
# Ends with CTest's exit code. Works from any directory, and again at any time.
set -euo pipefail

if [ $# -ne 0 ]; then
  sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}"
  echo "Usage: $0 (no arguments); single tests: ctest --preset release -R NAME"
  case "$1" in -h | --help) exit 0 ;; *) exit 2 ;; esac
fi

steps=4
source "$(dirname "${BASH_SOURCE[0]}")/../apps/setup.sh"

announce "Debian packages"
install_packages

announce "Configure"
configure -DTESSERA_TESTS=ON

announce "Build everything (some minutes the first time)"
build

announce "Run the tests"
report="$build_directory/tests.xml"
log="$build_directory/Testing/Temporary/LastTest.log"
rm -f "$report" "$log"
code=0
ctest --preset release -j2 --no-tests=error --output-junit "$PWD/$report" || code=$?
[ -s "$report" ] && [ -s "$log" ] || fail "CTest ended with code $code and without a report."

# The number in the first `name="number"` of CTest's JUnit report.
count() { grep -o -m 1 "\\b$1=\"[0-9]*\"" "$report" | head -n 1 | tr -dc '0-9'; }
cases=$(awk '/^Running [0-9]+ test cases?\.\.\./ {sum += $2} END {print sum + 0}' "$log")
printf '\n%s tests with %s cases: %s failed, %s skipped, %s elapsed\n' \
  "$(count tests)" "$cases" "$(count failures)" "$(count skipped)" "$(elapsed)"
grep -o 'SKIPPED:.*' "$log" | sed 's/^/  /' || true
exit "$code"
