import type { DatabaseSync } from 'node:sqlite';
import type { Ids } from './ids.ts';

interface Upload {
  readonly filename: string;
  readonly lengthBytes: number;
  readonly snippetType?: string;
}

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly title: string;
  readonly snippetType?: string;
  readonly createdAt: number;
  readonly sizeBytes: number;
}

export interface Files {
  begin(upload: Upload): { fileId: string; ticket: string };
  /** Takes the bytes of a ticket; false when the ticket is unknown or the size is not the announced one. */
  receive(ticket: string, bytes: Uint8Array): boolean;
  /** The received file gets its title and becomes visible. */
  complete(fileId: string, title: string | undefined): StoredFile | undefined;
  read(fileId: string): { file: StoredFile; bytes: Uint8Array } | undefined;
}

/** Slack's three-step upload: announce, send, complete. Only completed files are kept. */
export function createFiles(database: DatabaseSync, ids: Ids, now: () => number): Files {
  const announced = new Map<string, { upload: Upload; ticket: string; bytes?: Uint8Array }>();
  const put = database.prepare('INSERT OR REPLACE INTO file (id, body, bytes) VALUES (?, ?, ?)');
  const find = database.prepare('SELECT body, bytes FROM file WHERE id = ?');
  return {
    begin(upload) {
      const fileId = ids.next('F');
      const ticket = ids.next('U');
      announced.set(fileId, { upload, ticket });
      return { fileId, ticket };
    },
    receive(ticket, bytes) {
      const waiting = [...announced.values()].find((other) => other.ticket === ticket);
      if (waiting === undefined || waiting.upload.lengthBytes !== bytes.byteLength) return false;
      waiting.bytes = bytes;
      return true;
    },
    complete(fileId, title) {
      const { upload, bytes } = announced.get(fileId) ?? {};
      if (upload === undefined || bytes === undefined) return undefined;
      announced.delete(fileId);
      const file: StoredFile = {
        id: fileId,
        filename: upload.filename,
        title: title ?? upload.filename,
        ...(upload.snippetType === undefined ? {} : { snippetType: upload.snippetType }),
        createdAt: now(),
        sizeBytes: bytes.byteLength,
      };
      put.run(fileId, JSON.stringify(file), bytes);
      return file;
    },
    read(fileId) {
      const row = find.get(fileId);
      if (row === undefined || !(row.bytes instanceof Uint8Array)) return undefined;
      return { file: JSON.parse(String(row.body)) as StoredFile, bytes: row.bytes };
    },
  };
}
