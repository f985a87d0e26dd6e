import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { parseRepositoryName } from './names.ts';

const Row = z.object({
  id: z.number(),
  installation: z.number(),
  owner: z.string(),
  name: z.string(),
  defaultBranch: z.string(),
  installed: z.number().transform(Boolean),
  archived: z.number().transform(Boolean),
  createdAt: z.number(),
});

/** One repository of this host; `installed`: the App may see it. */
export type Repository = z.infer<typeof Row> & { readonly gitDir: string };

export interface Flags {
  readonly installed: boolean;
  readonly archived: boolean;
}

/** Which repositories there are, and where their git data lies. */
export function openRepositories(database: DatabaseSync, dataDir: string, now: () => number) {
  const gitDir = (owner: string, name: string) => join(dataDir, 'repositories', owner, `${name}.git`);
  const read = (row: unknown): Repository => {
    const repository = Row.parse(row);
    return { ...repository, gitDir: gitDir(repository.owner, repository.name) };
  };
  return {
    gitDir,
    find(fullName: string): Repository | undefined {
      const { owner, name } = parseRepositoryName(fullName) ?? { owner: '', name: '' };
      const row = database.prepare('SELECT * FROM repositories WHERE owner = ? AND name = ?').get(owner, name);
      return row === undefined ? undefined : read(row);
    },
    all(): readonly Repository[] {
      return database.prepare('SELECT * FROM repositories ORDER BY owner, name').all().map(read);
    },
    ofInstallation(installation: number): readonly Repository[] {
      const rows = database
        .prepare('SELECT * FROM repositories WHERE installation = ? AND installed = 1')
        .all(installation);
      return rows.map(read);
    },
    add(owner: string, name: string, defaultBranch: string, flags: Flags): void {
      database.prepare('INSERT INTO installations (owner) VALUES (?) ON CONFLICT (owner) DO NOTHING').run(owner);
      database
        .prepare(
          `INSERT INTO repositories (installation, owner, name, defaultBranch, installed, archived, createdAt)
           SELECT id, ?, ?, ?, ?, ?, ? FROM installations WHERE owner = ?`,
        )
        .run(owner, name, defaultBranch, Number(flags.installed), Number(flags.archived), now(), owner);
    },
    setFlags({ id }: Repository, flags: Flags): void {
      database
        .prepare('UPDATE repositories SET installed = ?, archived = ? WHERE id = ?')
        .run(Number(flags.installed), Number(flags.archived), id);
    },
  };
}

export type Repositories = ReturnType<typeof openRepositories>;

export function fullName(repository: Repository): string {
  return `${repository.owner}/${repository.name}`;
}
