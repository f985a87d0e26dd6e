import type { HomeView, ModalView } from '@slack/types';
import { draw } from '#bot/thread/draw.ts';
import { checkReport } from '#bot/views/admission.ts';
import { followUpModal } from '#bot/views/follow-up-modal.ts';
import { home } from '#bot/views/home.ts';
import { forgotten, mayNotSeeMemory, memoryCounts, memoryOf, noSuchRepository } from '#bot/views/memory.ts';
import type { Message } from '#bot/views/message.ts';
import * as messages from '#bot/views/messages.ts';
import { list, status } from '#bot/views/task-messages.ts';
import { taskModal } from '#bot/views/task-modal.ts';
import type { Telemetry } from '#shared/task/events.ts';
import type { MemoryRecord } from '#shared/task/memory.ts';
import { type Task, taskIdOf } from '#shared/task/task.ts';
import { ANA, after, BEN, born, CROWDED_STAGES, FAILURE, HEAD, PASSED, STAGES } from '../bot/tasks.ts';
import { aCheck, aFlakyTest, aLesson, foundAt } from '../shared/task/findings.ts';

/** One picture of the gallery: what people see of one state. */
export type Exhibit = { readonly name: string } & (
  | { readonly kind: 'thread'; readonly messages: readonly [Message, ...Message[]] }
  | { readonly kind: 'ephemeral'; readonly message: Message }
  | { readonly kind: 'modal'; readonly view: ModalView }
  | { readonly kind: 'home'; readonly view: HomeView }
);

const LATER_MS = 31_000;
const NOW = STAGES.green.changedAt + LATER_MS;
const REPOSITORIES = ['acme/shop', 'acme/ledger'];

/** The second attempt of a task, on top of what the first one pushed. */
const FOLLOWED_UP = after(
  after(STAGES.green, { type: 'attempt.opened', next: 'follow_up', by: BEN, words: 'Rename the flag, too' }),
  { type: 'admission.started' },
  { type: 'admission.passed', checks: [] },
  {
    type: 'start.chosen',
    start: {
      ...{ from: 'branch', commit: HEAD, forkedAt: HEAD },
      words: 'It goes on from bead000 on agent/t0, which attempt 1 pushed.',
    },
  },
  { type: 'execution.claimed', execution: 'e2' },
);

const DAY_MS = 24 * 3_600_000;
const REMEMBERED: readonly MemoryRecord[] = [
  aLesson('The tests need TZ=UTC, or the calendar is a day off.', foundAt(NOW - 12 * DAY_MS)),
  { ...aLesson('Prices are in cents; `src/money.js` is the only place that rounds.', foundAt(NOW - DAY_MS)), seen: 3 },
  aFlakyTest('sends the receipt once', { ...foundAt(NOW - 2 * 3_600_000), attempt: 2 }),
  aCheck('test', foundAt(NOW - 5 * 60_000)),
];
const MUCH_REMEMBERED = Array.from({ length: 20 }, (_, index) => [
  aLesson(`Fact ${index}: ${'it matters '.repeat(25)}`, foundAt(NOW - index * DAY_MS)),
  aFlakyTest(`test ${index}`, foundAt(NOW - index * DAY_MS)),
]).flat();

/** Every state of every message, modal and Home. */
export const EXHIBITS: readonly Exhibit[] = [
  ...Object.entries<Task>(STAGES).map(([name, task]) => thread(name, task)),
  thread('waiting, second in line', STAGES.waiting, { place: 2 }),
  thread('implement, with news', STAGES.implement, { telemetry: newsOf(STAGES.implement) }),
  thread('implement, where there are no plan blocks', STAGES.implement, { caps: { plan: false } }),
  thread('ended, with a log', STAGES.green, { logUrl: 'https://bot.example/artifacts/agent.log' }),
  thread('asked for more', FOLLOWED_UP),
  ...CROWDED_STAGES.map((task, index) => thread(`crowded ${index + 1}`, task)),
  ephemeral('accepted', messages.accepted(born())),
  ephemeral('help', messages.help(REPOSITORIES)),
  ephemeral('help, with nothing to ask for', messages.help([])),
  ephemeral('empty request', messages.emptyRequest()),
  ephemeral('unknown command', messages.unknownCommand('frobnicate')),
  ephemeral('unknown task', messages.unknownTask('t0123456789a')),
  ephemeral('may not cancel', messages.mayNotControl('cancel', ANA)),
  ephemeral('nothing to cancel', messages.nothingToCancel(STAGES.green)),
  ephemeral('nothing to retry', messages.nothingToRetry(STAGES.implement)),
  ephemeral('nothing to steer', messages.nothingToSteer(STAGES.cancelled)),
  ephemeral('nothing to steer, with what was said', messages.nothingToSteer(STAGES.green, 'Rename the flag, too')),
  ephemeral('follow up without words', messages.emptyFollowUp(STAGES.green)),
  ephemeral('not ended', messages.notEnded(STAGES.verify)),
  ephemeral('problem', messages.problem(FAILURE)),
  ephemeral('check, passed', checkReport(PASSED)),
  ephemeral('check, refused', checkReport(STAGES.rejected.admission ?? [])),
  ephemeral('list', list(listed(), NOW)),
  ephemeral('list, empty', list([], NOW)),
  ephemeral('status', status({ task: STAGES.verify, permalink: 'https://example.slack.com/archives/C1/p1' })),
  ephemeral('memory', memory(REMEMBERED)),
  ephemeral('memory, more than fits', memory(MUCH_REMEMBERED)),
  ephemeral('memory, with nothing in it', memory([])),
  ephemeral('memory, something forgotten', memory(REMEMBERED.slice(1), forgotten(REMEMBERED.slice(0, 1)))),
  ephemeral(
    'memory, of all repositories',
    memoryCounts(
      REPOSITORIES.map((repository, index) => ({ repository, records: index })),
      3,
    ),
  ),
  ephemeral('memory, of what one may not ask for', mayNotSeeMemory('acme/secret', REPOSITORIES)),
  ephemeral('memory, of nothing I work on', noSuchRepository('acme/shup', REPOSITORIES)),
  modal('new task', {}),
  modal('new task, filled in', {
    repository: 'acme/ledger',
    words: 'Fix the totals',
    criteria: 'They add up',
    base: 'dev',
  }),
  {
    name: 'modal, ask for more',
    kind: 'modal',
    view: followUpModal({ task: STAGES.green.id, attempt: 1 }, 'Rename the flag, too'),
  },
  { name: 'modal, with nothing to ask for', kind: 'modal', view: form([], {}) },
  tab('home', listed()),
  tab('home, empty', []),
  {
    name: 'home, with nothing to ask for',
    kind: 'home',
    view: home({ person: ANA, tasks: [], repositories: [], now: NOW }),
  },
];

function thread(name: string, task: Task, about: Partial<Parameters<typeof draw>[1]> = {}): Exhibit {
  const [first, ...rest] = draw(task, { now: task.changedAt + LATER_MS, caps: { plan: true }, ...about });
  if (!first) throw new Error('every thread has a card');
  return { name: `thread, ${name}`, kind: 'thread', messages: [first, ...rest] };
}

function newsOf(task: Task): Telemetry {
  return {
    task: task.id,
    attempt: task.attempt,
    at: task.changedAt + LATER_MS,
    doing: 'running npm test',
    tail: '✔ adds\n✔ rounds\nℹ tests 2\n',
    usage: { turns: 4, inputTokens: 12_000, outputTokens: 900, usd: 0.12 },
  };
}

function ephemeral(name: string, message: Message): Exhibit {
  return { name: `answer, ${name}`, kind: 'ephemeral', message };
}

function memory(records: readonly MemoryRecord[], said?: string): Message {
  const names = new Map([['U0ADA', 'Ada']]);
  return memoryOf({ repository: 'acme/shop', records, now: NOW, names, ...(said !== undefined && { said }) });
}

type Defaults = Parameters<typeof taskModal>[0]['defaults'];

function form(repositories: readonly string[], defaults: Defaults): ModalView {
  return taskModal({ repositories, defaults, metadata: { channel: 'C0GENERAL' } });
}

function modal(name: string, defaults: Defaults): Exhibit {
  return { name: `modal, ${name}`, kind: 'modal', view: form(REPOSITORIES, defaults) };
}

type Listed = Parameters<typeof home>[0]['tasks'];

function listed(): Listed {
  const tasks = [STAGES.implement, STAGES.waiting, STAGES.green, STAGES.red, STAGES.failed, STAGES.cancelled];
  return tasks.map((stage, index) => ({
    task: { ...stage, id: taskIdOf(`${index}`) },
    permalink: 'https://example.slack.com/archives/C1/p1',
  }));
}

function tab(name: string, tasks: Listed): Exhibit {
  return { name, kind: 'home', view: home({ person: ANA, tasks, repositories: REPOSITORIES, now: NOW }) };
}

/** As a file is called. */
export const fileNameOf = ({ name }: Exhibit): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
