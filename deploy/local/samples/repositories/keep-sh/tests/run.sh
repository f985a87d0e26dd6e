# Runs the named files of tests, or all of them, and prints TAP.
cd "$(dirname "$0")/.." || exit 2
. tests/tap.sh
[ $# -gt 0 ] || set -- rules options
for name in "$@"; do . "tests/$name.sh"; done
finish
