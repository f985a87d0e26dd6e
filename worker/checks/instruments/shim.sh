#!/bin/sh
# Stands before node, python, python3 and pytest on a check's PATH: asks a test runner for a report, then becomes the
# real program. Needed where no variable reaches: scripts that set NODE_OPTIONS themselves, and `node --test`.
name=${0##*/}
here=${0%/*}
instruments=${here%/*}
reports=${instruments%/*}/reports

real_program() {
  IFS=:
  for folder in $PATH; do
    if [ "$folder" != "$here" ] && [ -x "$folder/$name" ] && [ ! -d "$folder/$name" ]; then
      echo "$folder/$name"
      return
    fi
  done
}

# Whether Node's own options, the ones before its script, ask for the test runner and leave the reporter to it: Node
# wants one destination for each reporter, so nothing may be added to a command that names its own.
runs_node_test() {
  runs=1
  while [ $# -gt 0 ]; do
    case $1 in
      --test) runs=0 ;;
      --test-reporter*) return 1 ;;
      --import | --require | -r | --loader | --experimental-loader | --conditions | -C)
        if [ $# -gt 1 ]; then shift; fi
        ;;
      -*) ;;
      *) return $runs ;;
    esac
    shift
  done
  return $runs
}

real=$(real_program)

# A runner that a test starts inside itself is part of that test: it reports to nobody.
if [ -n "$CHECK_REPORTED$NODE_TEST_CONTEXT" ]; then exec "$real" "$@"; fi

case "$name $* " in
  "node "*)
    case $NODE_OPTIONS in
      *"$instruments/preload.cjs"*) ;;
      *) export NODE_OPTIONS="${NODE_OPTIONS:+$NODE_OPTIONS }--require=\"$instruments/preload.cjs\"" ;;
    esac
    case $NODE_OPTIONS in *--test-reporter*) exec "$real" "$@" ;; esac
    if runs_node_test "$@"; then
      export CHECK_REPORTED=1
      set -- --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit "--test-reporter-destination=$reports/node-test-$$.xml" "$@"
    fi
    ;;
  "pytest "* | *" -m pytest "*)
    export CHECK_REPORTED=1
    # Of two reports pytest writes the later one: this file is this process's alone.
    export PYTEST_ADDOPTS="$PYTEST_ADDOPTS --junitxml='$reports/pytest-$$.xml'"
    ;;
  *" -m unittest "*)
    # Only the verbose text names each test.
    set -- "$@" -v
    ;;
esac
exec "$real" "$@"
