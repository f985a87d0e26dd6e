import type { FileHandle } from 'node:fs/promises';
import { MAX_LINE_BYTES, readFile, STRUCK_OUT } from './files.ts';

/** Where reading goes on. `skipping`: within a line that is too long to be one of ours. */
interface Position {
  readonly offset: number;
  readonly skipping: boolean;
}

interface Batch {
  readonly lines: readonly string[];
  readonly next: Position;
  /** A line too long to be an event begins behind these, and is left out. */
  readonly refused: boolean;
}

export const START: Position = { offset: 0, skipping: false };

const NEWLINE = 0x0a;

/** The whole lines from a position on, at most one longest line's worth of bytes; undefined when there is no file. */
export function readBatch(file: string, from: Position): Promise<Batch | undefined> {
  return readFile(file, async (handle) => linesIn(await bytesFrom(handle, from.offset), from));
}

async function bytesFrom(handle: FileHandle, offset: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(Math.min(Math.max(0, size - offset), MAX_LINE_BYTES + 1));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
  return bytes.subarray(0, bytesRead);
}

function linesIn(bytes: Buffer, from: Position): Batch {
  if (from.skipping) return skipped(bytes, from);
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end === 0 && bytes.length > MAX_LINE_BYTES) {
    return { lines: [], next: { offset: from.offset + bytes.length, skipping: true }, refused: true };
  }
  const lines = bytes.toString('utf8', 0, end).split('\n').filter(wasPublished);
  return { lines, next: { offset: from.offset + end, skipping: false }, refused: false };
}

function skipped(bytes: Buffer, from: Position): Batch {
  const newline = bytes.indexOf(NEWLINE);
  const offset = from.offset + (newline < 0 ? bytes.length : newline + 1);
  return { lines: [], next: { offset, skipping: newline < 0 }, refused: false };
}

const wasPublished = (line: string): boolean => line !== '' && !line.endsWith(STRUCK_OUT);
