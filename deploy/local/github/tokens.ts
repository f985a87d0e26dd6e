import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

export type Level = 'read' | 'write';
export type Permissions = Readonly<Record<string, Level>>;

/** What the App was granted wherever it is installed. There is no `workflows`, on purpose. */
const APP_PERMISSIONS: Permissions = {
  contents: 'write',
  pull_requests: 'write',
  checks: 'write',
  metadata: 'read',
};

export interface InstallationToken {
  readonly installation: number;
  /** Repository ids; null: all the installation has. */
  readonly repositories: readonly number[] | null;
  readonly permissions: Permissions;
  readonly expiresAt: number;
}

const LIFE_MS = 60 * 60 * 1000;

const Row = z.object({
  installation: z.number(),
  repositories: z.string().nullable(),
  permissions: z.string(),
  expiresAt: z.number(),
});

/** Installation tokens of one hour, kept as hashes. */
export function openTokens(database: DatabaseSync, now: () => number) {
  const held: Record<string, Level> = { ...APP_PERMISSIONS };
  return {
    /** What the App may do at all. */
    permissions: (): Permissions => held,
    /** Its owner takes a permission from it. */
    forbid: (permission: string): void => {
      delete held[permission];
    },
    mint(grant: Omit<InstallationToken, 'expiresAt'>): { token: string; expiresAt: number } {
      const token = `ghs_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;
      const expiresAt = now() + LIFE_MS;
      database.prepare('DELETE FROM tokens WHERE expiresAt < ?').run(now());
      database
        .prepare('INSERT INTO tokens (hash, installation, repositories, permissions, expiresAt) VALUES (?, ?, ?, ?, ?)')
        .run(hash(token), grant.installation, asText(grant.repositories), JSON.stringify(grant.permissions), expiresAt);
      return { token, expiresAt };
    },
    /** undefined for a token that never was, is revoked, or has expired. */
    find(token: string): InstallationToken | undefined {
      const row = database.prepare('SELECT * FROM tokens WHERE hash = ? AND expiresAt > ?').get(hash(token), now());
      return row === undefined ? undefined : fromRow(Row.parse(row));
    },
    revoke(token: string): void {
      database.prepare('DELETE FROM tokens WHERE hash = ?').run(hash(token));
    },
  };
}

export type Tokens = ReturnType<typeof openTokens>;

/** The permissions of a new token: what was asked for, or everything; undefined when more was asked than the App has. */
export function grantedPermissions(
  held: Permissions,
  asked: Readonly<Record<string, Level | 'admin'>> | undefined,
): Permissions | undefined {
  if (asked === undefined) return held;
  const granted: Record<string, Level> = { metadata: 'read' };
  for (const [name, level] of Object.entries(asked)) {
    if (level === 'admin' || !allows(held, name, level)) return undefined;
    granted[name] = level;
  }
  return granted;
}

export function allows(permissions: Permissions, name: string, level: Level): boolean {
  const held = Object.hasOwn(permissions, name) ? permissions[name] : undefined;
  return held === 'write' || held === level;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function asText(ids: readonly number[] | null): string | null {
  return ids === null ? null : JSON.stringify(ids);
}

const Ids = z.array(z.number());
const StoredPermissions = z.record(z.string(), z.enum(['read', 'write']));

function fromRow(row: z.infer<typeof Row>): InstallationToken {
  return {
    ...row,
    repositories: row.repositories === null ? null : Ids.parse(JSON.parse(row.repositories)),
    permissions: StoredPermissions.parse(JSON.parse(row.permissions)),
  };
}
