import type { Account } from '#shared/task/step.ts';
import { clip } from '#shared/text/clip.ts';
import { inertMessage, oneLine } from '#shared/text/escape.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Ending } from '../agent/loop.ts';

type Request = Assignment['request'];

/** What the agent says of its work. One that was stopped said nothing, so we say that. */
export function accountOf(ending: Ending, request: Pick<Request, 'words'>): Account {
  if ('account' in ending) return ending.account;
  return {
    summary: `Unfinished: ${clip(oneLine(request.words), 100)}`,
    why: lastWords(ending) || 'The agent gave no account of it.',
    verify: 'The agent gave none.',
    risk: `The work may be incomplete: the agent was stopped because ${ending.bound}.`,
    rollback: 'Revert the commit.',
  };
}

/** The last thing the agent said in words. */
export function lastWords({ talk }: Ending): string {
  const said = talk.messages.findLast((message) => message.role === 'model' && message.text !== '');
  return said?.role === 'model' ? clip(said.text, 2_000) : '';
}

const TITLE_CHARACTERS = 72;

type About = Pick<Assignment, 'task' | 'attempt' | 'coAuthor'>;

/** A commit message of the account. Nothing an agent writes there pings, links, closes or signs anything, or stops checks. */
export function commitMessage(account: Account, { task, attempt, coAuthor }: About): string {
  const title = clip(oneLine(account.summary.split('\n')[0] ?? ''), TITLE_CHARACTERS);
  const paragraphs = [title || 'Change what was asked', account.why.trim()]
    .filter((text) => text !== '')
    .map(inertMessage);
  // Our own lines last: git takes the lines at the end of a message for more than words.
  const trailers = [
    `Bellhop-Task: ${task}`,
    `Bellhop-Attempt: ${attempt}`,
    ...(coAuthor ? [coAuthorLine(coAuthor)] : []),
  ];
  return `${paragraphs.join('\n\n')}\n\n${trailers.join('\n')}\n`;
}

/** One line whatever the policy says: a name with a line break would be a trailer of its own. */
function coAuthorLine({ name, email }: NonNullable<About['coAuthor']>): string {
  const clean = (text: string): string => oneLine(text).replace(/[<>]/g, '');
  return `Co-authored-by: ${clean(name)} <${clean(email).replaceAll(' ', '')}>`;
}
