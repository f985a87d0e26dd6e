/** Marks a file as ours, so that another program's is never written to: "bell" in ASCII. */
export const APPLICATION = 0x62656c6c;

const FIRST = `
  -- A record. change: its place in the order of all commits; body: the task as JSON.
  CREATE TABLE task (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, change INTEGER NOT NULL UNIQUE, requester TEXT NOT NULL,
    created_at INTEGER NOT NULL, started_at INTEGER NOT NULL, ended INTEGER NOT NULL, settled INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX task_asked_by ON task (requester, ended, created_at);
  CREATE INDEX task_unsettled ON task (created_at) WHERE ended = 0 OR settled = 0;

  CREATE TABLE log (
    task TEXT, place INTEGER, event TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (task, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE held (
    task TEXT, attempt INTEGER, seq INTEGER, event TEXT NOT NULL, PRIMARY KEY (task, attempt, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  -- A taken slot. A free one has no row.
  CREATE TABLE slot (
    pool TEXT, number INTEGER, task TEXT NOT NULL, PRIMARY KEY (pool, number), UNIQUE (task, pool)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE note (
    task TEXT, attempt INTEGER, number INTEGER, key TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (task, attempt, number), UNIQUE (task, attempt, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shown (
    subject TEXT, key TEXT, channel TEXT NOT NULL, ts TEXT, hash TEXT, refused TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (subject, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shown_message ON shown (channel, ts);

  -- Work that waits, or is being delivered until due. again: it was asked for once more meanwhile.
  CREATE TABLE work (
    task TEXT, attempt INTEGER, due INTEGER NOT NULL, delivery TEXT, again INTEGER NOT NULL, rejections INTEGER NOT NULL,
    PRIMARY KEY (task, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX work_due ON work (due);
`;

const WITH_MEMORY = `
  -- What earlier tasks found out about a repository, as JSON.
  CREATE TABLE memory (repository TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** What each version adds to the one before it; a file's own version says how many of these it has. Only ever added to. */
export const VERSIONS: readonly string[] = [FIRST, WITH_MEMORY];
