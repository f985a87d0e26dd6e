import type { Evidence } from '#shared/task/evidence.ts';
import { lessonsOf } from '#shared/task/learned.ts';
import type { Change } from '#shared/task/step.ts';
import type { Task } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import { count, duration, money } from '../views/amounts.ts';
import { evidenceOf } from '../views/attempts.ts';
import { comparisonsOf, verdictSentence } from '../views/evidence.ts';
import { evidenceText } from '../views/evidence-text.ts';
import { fit } from '../views/fit.ts';
import { codeBlock, codeSpan, inertTitle, inline, quote } from '../views/markdown.ts';
import type { LinkTo } from '../views/measures.ts';
import { isScripted } from '../views/provenance.ts';
import { nameOf, titleOf } from '../views/subject.ts';
import { fillTemplate } from './template.ts';

const TITLE_LENGTH = 120;
const FILES = 15;
const COMMANDS = 10;
const FOLLOW_UPS = 3;

export const pullRequestTitle = (task: Task): string => inertTitle(titleOf(task), TITLE_LENGTH);

/** What is known under each heading of the template, and what is only claimed called so. */
export function pullRequestBody(task: Task, linkTo?: LinkTo): string {
  const evidence = evidenceOf(task);
  const { change } = task.work;
  return fillTemplate({
    notice: draftNotice(evidence, change),
    changed: whatChanged(change, evidence),
    why: why(task),
    criteria: criteria(task),
    verify: howToVerify(change, evidence),
    evidence: [
      ...(evidence ? evidenceText(evidence, linkTo && linkOf(task, linkTo)) : ['No checks were run.']),
      ...earlierBaseline(task),
    ],
    risk: claimed(UNCONFIRMED, change?.account.risk),
    rollback: rollback(change),
    cost: [costAndTime(task)],
    about: [about(task)],
  });
}

const linkOf =
  ({ attempt }: Task, linkTo: LinkTo) =>
  (file: string): string =>
    linkTo(attempt, file);

function draftNotice(evidence: Evidence | undefined, change: Change | undefined): readonly string[] {
  if (evidence?.verdict === 'green')
    return change?.bound === undefined
      ? []
      : ['**This is a draft: the agent was stopped before it said it was done.**'];
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
    .map(
      ({ path, added, removed, executable }) =>
        `- ${codeSpan(path, 140)} +${added} −${removed}${modeWords(executable)}`,
    );
  const more = fileCount - listed.length;
  return [
    ...claimed(claimOf(change, evidence), account.summary, 3_000),
    ...(bound === undefined ? [] : [`**The agent stopped before it said it was done:** ${inline(bound, 600)}`]),
    `${count(fileCount, 'file')} changed:`,
    [...listed, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ];
}

function modeWords(executable: 'gained' | 'lost' | undefined): string {
  if (executable === undefined) return '';
  return executable === 'gained' ? ', **now executable**' : ', no longer executable';
}

const why = ({ request, work, followUps = [] }: Task): readonly string[] => [
  'Asked for in these words:',
  quote(request.words, 3_000),
  ...followUps
    .slice(-FOLLOW_UPS)
    .flatMap(({ by, words }) => [`Asked for after that, by ${inline(nameOf(by), 200)}:`, quote(words, 1_500)]),
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
    ...(shown.length === 0 ? [] : ['What was run before and after the change:', codeBlock('sh', shown.map(prompted))]),
    ...claimed(UNCONFIRMED, change?.account.verify, 4_000),
  ];
}

/** As a shell would show it: no line of a command may pass for one of ours, or for a command to a bot that reads along. */
const prompted = (command: string): string => `$ ${command.replaceAll('\n', '\n> ')}`;

/** The one part of the evidence that need not be measured again: the same checks, tools and commit. */
function earlierBaseline({ work: { baselineSource: source, start }, attempt }: Task): readonly string[] {
  if (!source || source.attempt === attempt) return [];
  const where = start?.from === 'branch' ? 'where the branch began' : 'at the same commit';
  return [
    `What is before the change was measured by attempt ${source.attempt}, ${where}; nothing it depends on has changed.`,
  ];
}

const rollback = (change: Change | undefined): readonly string[] => [
  'Reverting the merge takes the whole change back.',
  ...claimed(UNCONFIRMED, change?.account.rollback),
];

function costAndTime({ work: { usage, steps }, past }: Task): string {
  const cost = money(usage);
  const all = money({ usd: past.reduce((sum, each) => sum + each.usage.usd, usage.usd) });
  // The push itself is told of only once this stands there.
  const worked = steps.filter(({ step }) => step !== 'finalize');
  const agentMs = worked.find(({ step }) => step === 'implement')?.tookMs ?? 0;
  const totalMs = worked.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return [
    `- Model: ${count(usage.turns, 'turn')}, ${usage.inputTokens} tokens in, ${usage.outputTokens} out${cost ? `, ${cost}` : ''}`,
    ...(past.length > 0 && all ? [`- With earlier attempts: ${all}`] : []),
    `- Time until the push: ${duration(totalMs)}, of which the agent ${duration(agentMs)}`,
  ].join('\n');
}

function about(task: Task): string {
  const { sandbox, base, start } = task.work;
  return [
    `- Asked by ${inline(nameOf(task.requester), 200)}, from Slack`,
    ...(base ? [`- Started from ${codeSpan(base.branch, 200)}`] : []),
    ...(start ? [`- Attempt ${task.attempt}: ${inline(start.words, 500)}`] : []),
    `- Model: ${modelWords(task)}`,
    ...lessonsOf(task.work).map((words) => `- Remembered for next time: ${inline(words, 600)}`),
    ...(sandbox === 'none' ? ['- **Not sandboxed**: the work ran without isolation'] : []),
    `- Attempt ${task.attempt} of task \`${task.id}\``,
  ].join('\n');
}

function modelWords({ work }: Task): string {
  if (work.model === undefined) return 'not recorded';
  return isScripted(work) ? 'scripted; a recording was played and no model was asked' : codeSpan(work.model, 100);
}
