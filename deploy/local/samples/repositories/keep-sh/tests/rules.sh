given_backups db-2026-03-03 db-2026-03-04 db-2026-03-10
keep --today 2026-03-10 >/dev/null
is "$(backups_left)" "db-2026-03-04 db-2026-03-10" "the last seven days stay, today included"

given_backups db-2024-02-23 db-2024-02-24 db-2024-02-29 db-2024-03-01
keep --today 2024-03-01 >/dev/null
is "$(backups_left)" "db-2024-02-24 db-2024-02-29 db-2024-03-01" "a leap day is a day"

given_backups db-2025-12-30 db-2025-12-31 db-2026-01-05
keep --today 2026-01-06 >/dev/null
is "$(backups_left)" "db-2025-12-31 db-2026-01-05" "seven days reach into the year before"

given_backups db-2025-04-01 db-2025-05-01 db-2025-05-02 db-2026-04-28
keep --today 2026-04-28 >/dev/null
is "$(backups_left)" "db-2025-05-01 db-2026-04-28" "the first of each month stays for twelve months"

given_backups site-2024-09-01 site-2024-09-13 site-2024-10-14
keep >/dev/null
is "$(backups_left)" "site-2024-09-01 site-2024-10-14" "without --today the calendar of this machine counts"

given_backups db-2020-05-09 db-2020-05-10
keep --today 2026-03-10 >/dev/null
is "$(backups_left)" "db-2020-05-10" "the youngest stays, however old"

given_backups db-2020-05-09 site-2026-03-09
keep --today 2026-03-10 >/dev/null
is "$(backups_left)" "db-2020-05-09 site-2026-03-09" "each name has a youngest of its own"

given_backups "old photos-2020-05-09" "old photos-2020-05-10"
keep --today 2026-03-10 >/dev/null
is "$(backups_left)" "old photos-2020-05-10" "a name may have spaces"

given_backups db-2020-05-10 db-2020-05-11 notes
: >"$folder/db-2020-05-09.sql"
keep --today 2026-03-10 >/dev/null
is "$(ls "$folder" | tr '\n' ' ')" "db-2020-05-09.sql db-2020-05-11.tar.gz notes.tar.gz" "other files are never touched"
