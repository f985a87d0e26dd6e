import type { Account } from '#shared/task/step.ts';
import { clip } from '#shared/text/clip.ts';
import { inert, oneLine } from '#shared/text/escape.ts';
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

/** A commit message of the account. Nothing an agent writes there pings, links or closes anything. */
export function commitMessage(account: Account, { task, attempt }: Pick<Assignment, 'task' | 'attempt'>): string {
  const title = clip(oneLine(account.summary.split('\n')[0] ?? ''), TITLE_CHARACTERS);
  const paragraphs = [title || 'Change what was asked', account.why.trim()].filter((text) => text !== '').map(inert);
  // Our own lines last: git takes the lines at the end of a message for more than words.
  return `${paragraphs.join('\n\n')}\n\nBellhop-Task: ${task}\nBellhop-Attempt: ${attempt}\n`;
}
