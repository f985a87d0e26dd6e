import type { Evidence } from '#shared/task/evidence.ts';
import type { Change } from '#shared/task/step.ts';
import type { Task } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import { count, money } from '../views/amounts.ts';
import { evidenceOf } from '../views/attempts.ts';
import { comparisonsOf, verdictSentence } from '../views/evidence.ts';
import { evidenceText } from '../views/evidence-text.ts';
import { fit } from '../views/fit.ts';
import { codeBlock, codeSpan, inertTitle, inline, quote } from '../views/markdown.ts';
import type { LinkTo } from '../views/measures.ts';
import { isScripted } from '../views/provenance.ts';
import { nameOf, titleOf } from '../views/subject.ts';

const TITLE_LENGTH = 120;
const FILES = 15;
const COMMANDS = 10;

export const pullRequestTitle = (task: Task): string => inertTitle(titleOf(task), TITLE_LENGTH);

/** The strict template: the same headings for every task, what is known under each, and what is only claimed called so. */
export function pullRequestBody(task: Task, linkTo?: LinkTo): string {
  const evidence = evidenceOf(task);
  const { change } = task.work;
  return [
    ...draftNotice(evidence),
    ...section('What changed', ...whatChanged(change, evidence)),
    ...section('Why', ...why(task)),
    ...section('Acceptance criteria', ...criteria(task)),
    ...section('How to verify', ...howToVerify(change, evidence)),
    ...section(
      'Evidence',
      ...(evidence ? evidenceText(evidence, linkTo && linkOf(task, linkTo)) : ['No checks were run.']),
    ),
    ...section('Risk', ...claimed(UNCONFIRMED, change?.account.risk)),
    ...section('Rollback', ...rollback(change)),
    ...section('About this pull request', about(task)),
  ].join('\n\n');
}

const linkOf =
  ({ attempt }: Task, linkTo: LinkTo) =>
  (file: string): string =>
    linkTo(attempt, file);

const section = (title: string, ...paragraphs: readonly string[]): readonly string[] => [`## ${title}`, ...paragraphs];

function draftNotice(evidence: Evidence | undefined): readonly string[] {
  if (evidence?.verdict === 'green') return [];
  const what = evidence?.verdict === 'red' ? 'not every check passed' : 'nothing proves that it works';
  return [`**This is a draft: ${what}.** ${evidence ? verdictSentence(evidence) : 'No checks were run on it.'}`];
}

const CONFIRMED = 'In the words of the agent; every check passed at the commit below:';
const UNCONFIRMED = 'In the words of the agent, **unconfirmed**:';

/** Nothing but green checks of just this commit carries what the agent says of it. */
const claimOf = (change: Change, evidence: Evidence | undefined): string =>
  evidence?.verdict === 'green' && change.commit === evidence.head ? CONFIRMED : UNCONFIRMED;

const claimed = (claim: string, words: string | undefined, max = 2_500): readonly string[] =>
  words?.trim() ? [claim, quote(words, max)] : ['The agent said nothing about it.'];

function whatChanged(change: Change | undefined, evidence: Evidence | undefined): readonly string[] {
  if (!change) return ['The record has no account of the change.'];
  const { files, fileCount, account, bound } = change;
  const listed = files
    .slice(0, FILES)
    .map(({ path, added, removed }) => `- ${codeSpan(path, 140)} +${added} −${removed}`);
  const more = fileCount - listed.length;
  return [
    ...claimed(claimOf(change, evidence), account.summary, 3_000),
    ...(bound === undefined ? [] : [`**The agent stopped before it said it was done:** ${inline(bound, 600)}`]),
    `${count(fileCount, 'file')} changed:`,
    [...listed, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ];
}

const why = ({ request, work }: Task): readonly string[] => [
  'Asked for in these words:',
  quote(request.words, 4_000),
  ...claimed(UNCONFIRMED, work.change?.account.why, 4_000),
];

function criteria({ request }: Task): readonly string[] {
  if (!request.criteria) return ['None were given.'];
  return ['As asked. **Unconfirmed**: the checks do not measure them one by one.', quote(request.criteria, 3_000)];
}

function howToVerify(change: Change | undefined, evidence: Evidence | undefined): readonly string[] {
  const commands = comparisonsOf(evidence ?? { before: [], after: [] }).map(({ command }) => fit(plain(command), 300));
  const shown = [...new Set(commands)].slice(0, COMMANDS);
  return [
    ...(shown.length === 0 ? [] : ['What was run before and after the change:', codeBlock('sh', shown)]),
    ...claimed(UNCONFIRMED, change?.account.verify, 4_000),
  ];
}

const rollback = (change: Change | undefined): readonly string[] => [
  'Reverting the merge takes the whole change back.',
  ...claimed(UNCONFIRMED, change?.account.rollback),
];

function about(task: Task): string {
  const { usage, sandbox, base } = task.work;
  const cost = money(usage);
  return [
    `- Asked by ${inline(nameOf(task.requester), 200)}, from Slack`,
    ...(base ? [`- Started from ${codeSpan(base.branch, 200)}`] : []),
    `- Model: ${modelWords(task)}`,
    `- Used: ${count(usage.turns, 'turn')}, ${usage.inputTokens} tokens in, ${usage.outputTokens} out${cost ? `, ${cost}` : ''}`,
    ...(sandbox === 'none' ? ['- **Not sandboxed**: the work ran without isolation'] : []),
    `- Attempt ${task.attempt} of task \`${task.id}\``,
  ].join('\n');
}

function modelWords({ work }: Task): string {
  if (work.model === undefined) return 'not recorded';
  return isScripted(work) ? 'scripted; a recording was played and no model was asked' : codeSpan(work.model, 100);
}
