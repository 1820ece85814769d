#!/usr/bin/env bash
# Does a newcomer get a mask? Clones the last commit into an empty folder, once as it is, once with install scripts
# refused by the machine, once without onnxruntime-node; each time the README's first command until the annotator is
# ready, then the one that segments a picture. The tests run in the first clone.
#
#   bench/fresh-clone.sh [as-it-is] [scripts-refused] [without-native-runtime] [tests]     (default: all)
set -euo pipefail
top=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Projects are kept in the user's data folder, which this machine has used before.
export XDG_DATA_HOME="$work/data"

fail() { cat "$1"; echo "$2"; exit 1; }

install() {
  local name=$1 clone="$work/$1"
  shift
  git clone -q "$top" "$clone"
  cd "$clone"
  local start=$SECONDS
  npm install --no-audit --no-fund "$@" >"$work/install.log" 2>&1 || fail "$work/install.log" "$name: the install failed"
  echo "$name: installed in $((SECONDS - start)) s"
}

annotate() {
  local name=$1 start=$SECONDS
  setsid npm start -- --no-open --json >"$work/start.log" 2>&1 &
  until grep -q '"ready"' "$work/start.log"; do
    kill -0 $! 2>/dev/null || fail "$work/start.log" "$name: npm start ended"
    sleep 0.5
  done
  echo "$name: the annotator is ready $((SECONDS - start)) s after"
  kill -INT -- -$!
  wait $! || true
}

segment() {
  local name=$1 start=$SECONDS
  npm run demo >"$work/demo.log" 2>&1 || fail "$work/demo.log" "$name: the demo failed"
  test -s bird.png
  echo "$name: first mask $((SECONDS - start)) s after"
}

[ $# -gt 0 ] || set -- as-it-is scripts-refused without-native-runtime tests
for name in "$@"; do
  case $name in
    as-it-is) install "$name" ;;
    scripts-refused) install "$name" --ignore-scripts ;;
    without-native-runtime) install "$name" && rm -r node_modules/onnxruntime-node ;;
    tests)
      [ -d "$work/as-it-is" ] || install as-it-is
      cd "$work/as-it-is"
      npm test >"$work/test.log" 2>&1 || fail "$work/test.log" "the tests failed"
      tail -6 "$work/test.log"
      continue
      ;;
    *) echo "fresh-clone: no case $name"; exit 2 ;;
  esac
  annotate "$name"
  segment "$name"
done
