#!/bin/sh
# Renders one array of a result file with ParaView:
#   docs/gallery/render.sh results/first_steps/result.vti u picture.png
# A sphere (.vts or a series of them) may be followed by the latitude and longitude to look at.
#
# Needs pvbatch; on Debian 12:
#   apt-get install --no-install-recommends paraview xvfb
# ParaView's Python modules are in the package python3-paraview, which cannot be installed beside
# libvtk9-dev. Unpack it anywhere and name the folder in PARAVIEW_PYTHON:
#   apt-get download python3-paraview && dpkg -x python3-paraview_*.deb DIR
#   export PARAVIEW_PYTHON=DIR/usr/lib/python3/dist-packages
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 3 ] && [ $# -ne 5 ]; then
  echo "usage: render.sh FILE ARRAY PICTURE.png [LATITUDE LONGITUDE]" >&2
  exit 2
fi
if ! command -v pvbatch > /dev/null; then
  echo "render.sh: pvbatch is not installed (Debian: paraview)" >&2
  exit 1
fi
if [ -n "${PARAVIEW_PYTHON:-}" ]; then
  PYTHONPATH=$PARAVIEW_PYTHON${PYTHONPATH:+:$PYTHONPATH}
  export PYTHONPATH
fi
if [ -n "${DISPLAY:-}" ]; then
  exec pvbatch "$here/render.py" "$@"
fi

# pvbatch wants a display. Without -noreset the server ends with its first client, and pvbatch
# connects more than once.
if ! command -v Xvfb > /dev/null; then
  echo "render.sh: there is no display and Xvfb is not installed (Debian: xvfb)" >&2
  exit 1
fi
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp -noreset 3> "$scratch/display" \
  > /dev/null 2>&1 &
server=$!
tries=0
until [ -s "$scratch/display" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2> /dev/null; then
    echo "render.sh: Xvfb does not start" >&2
    exit 1
  fi
  sleep 0.1
done
DISPLAY=:$(cat "$scratch/display")
export DISPLAY
pvbatch "$here/render.py" "$@"
