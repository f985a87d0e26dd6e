import type { TaskIn } from '#shared/task/task.ts';
import { shortCommit } from '../views/amounts.ts';

/** What a reader has to know when the branch is not at the tested commit any more; undefined while it is. */
export function movedNotice({ evidence, movedTo }: TaskIn<'succeeded'>): string | undefined {
  if (movedTo === undefined) return undefined;
  const [now, then] = [shortCommit(movedTo), shortCommit(evidence.head)];
  return `**The evidence is of an older commit.** Somebody pushed to this branch: it is at \`${now}\` now, and what was checked is \`${then}\`. Nothing here proves the newer one; a retry in the thread does.`;
}

const BEGIN = '<!-- bellhop:moved -->';
const END = '<!-- /bellhop:moved -->';

/** The text of a pull request with the notice at its top, or without it; what people wrote there stays. */
export function withNotice(body: string, notice: string | undefined): string {
  const begin = body.indexOf(BEGIN);
  const end = body.indexOf(END, begin);
  const text = begin < 0 || end < 0 ? body : body.slice(0, begin) + body.slice(end + END.length).replace(/^\n\n/, '');
  return notice === undefined ? text : `${BEGIN}\n${notice}\n${END}\n\n${text}`;
}
