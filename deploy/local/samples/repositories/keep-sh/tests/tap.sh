# What the tests are written with.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0
failures=0

# A new folder with these backups: given backups db-2026-03-01 site-2026-03-01
given_backups() {
  rm -rf "$folder"
  mkdir "$folder"
  for backup in "$@"; do : >"$folder/$backup.tar.gz"; done
}

keep() {
  sh bin/keep "$@" "$folder"
}

# The backups that are there, in order, on one line.
backups_left() {
  for backup in "$folder"/*.tar.gz; do
    [ -f "$backup" ] && basename "$backup" .tar.gz
  done | tr '\n' ' '
}

# is "what it is" "what it should be" "what this says"
is() {
  count=$((count + 1))
  if [ "${1% }" = "$2" ]; then
    echo "ok $count - $3"
  else
    failures=$((failures + 1))
    echo "not ok $count - $3"
    printf '%s\n' "$1" | sed 's/^/#      got: /'
    printf '%s\n' "$2" | sed 's/^/# expected: /'
  fi
}

finish() {
  echo "1..$count"
  [ "$failures" -eq 0 ]
}
