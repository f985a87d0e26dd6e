#!/bin/sh
# Stands before some programs on a check's PATH: asks a test runner for a report, then becomes the real program. Needed
# where no variable reaches: scripts that set NODE_OPTIONS themselves, pytest twice, unittest, go test, PHPUnit.
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

real=$(real_program)

# A runner that a test starts inside itself is part of that test: it reports to nobody.
if [ -n "$CHECK_REPORTED" ]; then exec "$real" "$@"; fi

case "$name $* " in
  "node "*)
    case $NODE_OPTIONS in
      *"$instruments/preload.cjs"*) ;;
      *) export NODE_OPTIONS="${NODE_OPTIONS:+$NODE_OPTIONS }--require=\"$instruments/preload.cjs\"" ;;
    esac
    ;;
  "pytest "* | *" -m pytest "*)
    export CHECK_REPORTED=1
    # Of two reports pytest writes the later one: this file is this process's alone.
    export PYTEST_ADDOPTS="$PYTEST_ADDOPTS --junitxml='$reports/pytest-$$.xml'"
    ;;
  *" -m unittest "*)
    export CHECK_REPORTED=1
    # Only the verbose text names each test.
    set -- "$@" -v
    ;;
  "go test "*" -json "* | "go test "*" -c "* | "go test "*" -list"* | "go test "*" -fuzz"*) ;;
  "go test "*)
    export CHECK_REPORTED=1
    shift
    exec node "$instruments/go-test.cjs" "$reports/go-$$.jsonl" "$real" test -json "$@"
    ;;
  *" --log-junit"*) ;;
  "phpunit "* | "php "*/phpunit" "* | "php "*phpunit.phar" "* | "php "*/pest" "* | "php artisan test "*)
    export CHECK_REPORTED=1
    set -- "$@" --log-junit "$reports/phpunit-$$.xml"
    ;;
esac
exec "$real" "$@"
