#!/usr/bin/env bash
# Does a newcomer get a mask? Clones the last commit into an empty folder, once as it is, once with install scripts
# refused by the machine, once without onnxruntime-node; each time the README's first command, and its second once.
#
#   bench/fresh-clone.sh
set -euo pipefail
top=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

try() {
  local name=$1 clone="$work/$1"
  git clone -q "$top" "$clone" && cd "$clone"
  shift
  local start=$SECONDS
  "$@" >"$work/install.log" 2>&1 || { cat "$work/install.log"; echo "$name: the install failed"; exit 1; }
  local installed=$SECONDS
  if [ "$name" = without-native-runtime ]; then rm -rf node_modules/onnxruntime-node; fi
  npm run demo >"$work/demo.log" 2>&1 || { cat "$work/demo.log"; echo "$name: the demo failed"; exit 1; }
  test -s bird.png
  echo "$name: installed in $((installed - start)) s, first mask $((SECONDS - installed)) s after"
}

try as-it-is npm install --no-audit --no-fund
(cd "$work/as-it-is" && npm test >"$work/test.log" 2>&1 && tail -6 "$work/test.log") || { tail -60 "$work/test.log"; exit 1; }
try scripts-refused npm install --no-audit --no-fund --ignore-scripts
try without-native-runtime npm install --no-audit --no-fund
