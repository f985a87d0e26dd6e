/** A file that two commits have differently, as git lists it. */
export interface Change {
  readonly kind: ChangeKind;
  readonly path: string;
  /** Where it was, when it was moved. */
  readonly oldPath: string | undefined;
  readonly modes: { readonly before: string; readonly after: string };
}

type ChangeKind = 'added' | 'deleted' | 'modified' | 'renamed' | 'retyped';

const RAW = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/;
const KINDS: Readonly<Record<string, ChangeKind>> = { A: 'added', D: 'deleted', R: 'renamed', T: 'retyped' };

/** Reads `git diff --raw -z`, and gives what follows it. */
export function readChanges(output: string): { readonly changes: readonly Change[]; readonly rest: string } {
  const changes: Change[] = [];
  let rest = output;
  for (let fact = RAW.exec(upToNul(rest)); fact !== null; fact = RAW.exec(upToNul(rest))) {
    const [head, before = '', after = '', letter = ''] = fact;
    const [first = '', second = ''] = rest.slice(head.length + 1).split('\0', 2);
    const renamed = letter === 'R';
    const oldPath = renamed ? first : undefined;
    changes.push({
      kind: KINDS[letter] ?? 'modified',
      path: renamed ? second : first,
      oldPath,
      modes: { before, after },
    });
    rest = rest.slice(head.length + first.length + 2 + (renamed ? second.length + 1 : 0));
  }
  return { changes, rest };
}

function upToNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? '' : text.slice(0, end);
}

export interface LineCount {
  readonly added: number;
  readonly deleted: number;
  /** git counts no lines of a binary file. */
  readonly binary: boolean;
}

const COUNT = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/;

/** Reads `git diff --numstat -z`: how much changed in each file, by its path now. */
export function readLineCounts(output: string): ReadonlyMap<string, LineCount> {
  const fields = output.split('\0');
  const counts = fields.flatMap((field, index): [string, LineCount][] => {
    const [, added = '', deleted = '', path = ''] = COUNT.exec(field) ?? [];
    if (added === '') return [];
    // A moved file has no path in its own field; the old and the new one follow.
    const now = path === '' ? (fields[index + 2] ?? '') : path;
    return [[now, { added: Number(added) || 0, deleted: Number(deleted) || 0, binary: added === '-' }]];
  });
  return new Map(counts);
}
