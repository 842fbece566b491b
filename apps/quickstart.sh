#!/bin/bash
# From a fresh Debian 12 to a first result: installs what is missing from apps/packages.txt
# (needs root or sudo), configures, builds the programs, and solves the main deck.
# Does only what is left to do, so it can be run again at any time and from any directory.
set -euo pipefail

if [ $# -ne 0 ]; then
  sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"
  echo "Usage: $0 (no arguments)"
  case "$1" in -h | --help) exit 0 ;; *) exit 2 ;; esac
fi

steps=4
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
deck=apps/pde/decks/allen_cahn_2d_mix.yaml

announce "Debian packages"
install_packages

announce "Configure"
configure

announce "Build the programs (some minutes the first time)"
build apps/all

announce "Run $deck"
"$build_directory/bin/tessera-pde" "$deck"

cat <<EOF

Done after $(elapsed) minutes. Next:
  results/allen_cahn_2d_mix     result.h5 for Python, a file for ParaView, summary.json, run.log
  $build_directory/bin/tessera info results/allen_cahn_2d_mix
  $build_directory/bin/tessera-pde apps/pde/decks/first_steps.yaml
  docs/user-guide.md            how to write a deck of your own
EOF
