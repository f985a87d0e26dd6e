import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { Ground } from './ground.ts';

/** A statement that wrote, with its values; without values, one that began or ended a transaction. */
interface Write {
  readonly sql: string;
  readonly values?: Readonly<Record<string, SQLInputValue>>;
}

/** Bare: the same statements, prepared before, in the same transactions, in a file with the same durability. */
export function sqliteGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-bench-'));
  const [ours, bare] = [openDatabase(join(folder, 'ours.sqlite')), openDatabase(join(folder, 'bare.sqlite'))];
  return {
    store: localTaskStore(ours),
    record: async (act) => {
      const database = openDatabase(join(folder, `recorded-${performance.now()}.sqlite`));
      const writes: Write[] = [];
      await act(localTaskStore(recording(database, writes)));
      database.close();
      return writes;
    },
    replay: async (writes, of, instead) => {
      const statements = new Map<string, StatementSync>();
      const prepared = ({ sql, values }: Write) => {
        if (!values) return () => bare.exec(sql);
        const statement = statements.get(sql) ?? bare.prepare(sql);
        statements.set(sql, statement);
        const others = Object.entries(values).map(([name, value]) => [name, value === of.id ? instead.id : value]);
        return () => statement.run(Object.fromEntries(others));
      };
      const [create, ...rest] = writes as readonly Write[];
      if (create) prepared(create)();
      return commitsIn(rest).map((commit) => {
        const steps = commit.map(prepared);
        return async () => {
          for (const step of steps) step();
        };
      });
    },
    close: async () => {
      for (const database of [ours, bare]) database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function commitsIn(writes: readonly Write[]): readonly (readonly Write[])[] {
  const commits: Write[][] = [[]];
  for (const write of writes) {
    commits.at(-1)?.push(write);
    if (write.sql === 'COMMIT') commits.push([]);
  }
  return commits.slice(0, -1);
}

/** The same database, with a witness of what is written. */
function recording(database: DatabaseSync, writes: Write[]): DatabaseSync {
  return {
    get isTransaction() {
      return database.isTransaction;
    },
    exec: (sql: string) => {
      writes.push({ sql });
      database.exec(sql);
    },
    prepare: (sql: string) => {
      const statement = database.prepare(sql);
      return {
        get: (values: Record<string, SQLInputValue>) => statement.get(values),
        all: (values: Record<string, SQLInputValue>) => statement.all(values),
        run: (values: Record<string, SQLInputValue>) => {
          writes.push({ sql, values });
          return statement.run(values);
        },
      };
    },
  } as unknown as DatabaseSync;
}
