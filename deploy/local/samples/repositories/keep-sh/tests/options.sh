given_backups db-2026-03-07 db-2026-03-08 db-2026-03-10
keep --today 2026-03-10 --days 3 >/dev/null
is "$(backups_left)" "db-2026-03-08 db-2026-03-10" "--days says how many days stay"

given_backups db-2026-01-01 db-2026-02-01 db-2026-03-20
keep --today 2026-03-20 --months 2 >/dev/null
is "$(backups_left)" "db-2026-02-01 db-2026-03-20" "--months says how many months stay"

given_backups db-2026-01-15 db-2026-01-16 db-2026-03-10
is "$(keep --today 2026-03-10)" "removed db-2026-01-15.tar.gz
removed db-2026-01-16.tar.gz
1 kept, 2 removed" "it says what it removed"

given_backups
is "$(keep)" "0 kept, 0 removed" "an empty folder is no problem"

given_backups db-2020-05-09 db-2020-05-10
is "$(keep --days soon 2>&1)" "keep: --days takes a number, not “soon”" "a number that is none is refused"
is "$(keep --today 10.3.2026 2>&1)" "keep: --today takes a day like 2026-03-31, not “10.3.2026”" "a day that is none is refused"
is "$(keep --all 2>&1)" "keep: there is no option --all" "an unknown option is refused"
is "$(backups_left)" "db-2020-05-09 db-2020-05-10" "what is refused removes nothing"
