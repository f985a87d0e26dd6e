import { describe, expect, test } from 'vitest';
import type { Drawn } from '#bot/thread/draw.ts';
import { hashOf } from '#bot/thread/draw.ts';
import { NOTHING, planWrites } from '#bot/thread/plan.ts';
import type { Shown } from '#shared/ports.ts';
import { STAGES } from '../tasks.ts';

const NOW = 100_000;
const AROUND = { now: NOW, writer: 'boot 1', settleMs: 30_000 };

const message = (key: Drawn['key'], priority: Drawn['priority'] = 1): Drawn => ({
  key,
  priority,
  text: key,
  blocks: [],
});
const CARD = message('card');
const LIVE = message('live');
const END = message('reply:1:end', 0);

const shown = (about: Partial<Shown> = {}): Shown => ({ channel: 'C1', ts: '1.1', at: NOW, ...about });
const hashBy = (drawn: Drawn, writer = 'boot 1') => `${hashOf(drawn)} by ${writer}`;

/** What is planned for one message that was shown so: `undefined` when nothing is. */
function planned(drawn: Drawn, was: Shown | undefined, task: keyof typeof STAGES = 'implement') {
  const { writes, settled } = planWrites(STAGES[task], [drawn], new Map(was ? [[drawn.key, was]] : []), AROUND);
  const [write] = writes;
  return {
    kind: write?.kind,
    inMs: write && Math.max(0, write.notBefore - NOW),
    restsMs: write && Math.max(0, write.restsUntil - NOW),
    settled,
  };
}

interface Row {
  readonly what: string;
  readonly drawn?: Drawn;
  readonly was: Shown | undefined;
  readonly task?: keyof typeof STAGES;
  readonly kind?: 'post' | 'update' | 'find';
  readonly inMs?: number;
  /** For how long it is sent only from plenty. */
  readonly restsMs?: number;
  readonly settled?: boolean;
}

const TABLE: readonly Row[] = [
  { what: 'never shown', was: undefined, kind: 'post', inMs: 0 },
  { what: 'posted, and nobody heard of it', was: { channel: 'C1', at: NOW }, kind: 'find', inMs: 2_000 },
  { what: 'surely not there', was: { channel: 'C1', hash: NOTHING, at: NOW }, kind: 'post', inMs: 0 },
  { what: 'as it should be', was: shown({ hash: hashBy(CARD) }) },
  { what: 'different', was: shown({ hash: 'other' }), kind: 'update', inMs: 20, restsMs: 1_000 },
  { what: 'different for long', was: shown({ hash: 'other', at: NOW - 1_000 }), kind: 'update', inMs: 0 },
  { what: 'different, and urgent', drawn: message('card', 0), was: shown({ hash: 'x' }), kind: 'update', inMs: 20 },
  {
    what: 'different, and only output',
    drawn: message('live', 2),
    was: shown({ hash: 'x' }),
    kind: 'update',
    inMs: 20,
    restsMs: 1_000,
  },
  {
    what: 'drawn by another start of the bot',
    was: shown({ hash: hashBy(CARD, 'boot 0') }),
    kind: 'update',
    inMs: 20,
    restsMs: 1_000,
  },
  { what: 'perhaps changed', was: shown(), kind: 'update', inMs: 2_000, restsMs: 1_000 },
  { what: 'refused for good', was: { channel: 'C1', refused: 'is_archived', at: NOW } },
  { what: 'refused for good after it was posted', was: shown({ refused: 'message_not_found' }) },
  { what: 'a reply that was posted by another start', drawn: END, was: shown({ hash: hashOf(END) }) },
  { what: 'a reply that says something else now', drawn: END, was: shown({ hash: 'other' }), kind: 'update', inMs: 20 },
  {
    what: 'the end, just shown',
    task: 'failed',
    was: shown({ hash: hashBy(CARD) }),
    kind: 'update',
    inMs: 30_000,
    restsMs: 1_000,
  },
  { what: 'the end, drawn once more', task: 'failed', was: shown({ hash: `${hashBy(CARD)} settled` }), settled: true },
  {
    what: 'the end, drawn once more by another start',
    task: 'failed',
    was: shown({ hash: `${hashBy(CARD, 'boot 0')} settled` }),
    kind: 'update',
    inMs: 20,
    restsMs: 1_000,
  },
  { what: 'the end, perhaps shown', task: 'failed', was: shown(), kind: 'update', inMs: 2_000, restsMs: 1_000 },
  { what: 'the end, which nobody takes', task: 'failed', was: shown({ refused: 'is_archived' }), settled: true },
];

describe('a message', () => {
  test.each(TABLE)('that is $what', ({ drawn = CARD, was, task, kind, inMs, restsMs, settled = false }) => {
    expect(planned(drawn, was, task)).toEqual({ kind, inMs, restsMs: kind && (restsMs ?? 0), settled });
  });
});

describe('a thread', () => {
  const writesFor = (was: Readonly<Record<string, Shown>>) =>
    planWrites(STAGES.failed, [CARD, LIVE, END], new Map(Object.entries(was)), AROUND).writes.map(
      ({ kind, drawn }) => `${kind} ${drawn.key}`,
    );

  test('is posted one message after another, in order', () => {
    expect(writesFor({})).toEqual(['post card']);
    expect(writesFor({ card: { channel: 'C1', at: NOW } })).toEqual(['find card']);
    expect(writesFor({ card: shown({ hash: `${hashBy(CARD)} settled` }) })).toEqual(['post live']);
  });

  test('is updated while the next message of it is posted', () => {
    const was = { card: shown({ hash: 'old' }), live: shown({ hash: 'old' }) };
    expect(writesFor(was)).toEqual(['update card', 'update live', 'post reply:1:end']);
  });

  test('goes on behind a message that is refused for good', () => {
    expect(writesFor({ card: { channel: 'C1', refused: 'restricted_action', at: NOW } })).toEqual(['post live']);
  });

  test('is posted as urgently as the most urgent message in it that waits', () => {
    const { writes } = planWrites(
      STAGES.failed,
      [CARD, LIVE, END],
      new Map([['card', shown({ hash: 'old' })]]),
      AROUND,
    );
    expect(writes.map(({ kind, drawn, priority }) => [kind, drawn.key, priority])).toEqual([
      ['update', 'card', 1],
      ['post', 'live', 0],
    ]);
  });

  test('remembers of each message what it will have shown', () => {
    const [first] = planWrites(STAGES.implement, [CARD], new Map(), AROUND).writes;
    expect(planned(CARD, shown({ hash: first?.hash ?? '' })).kind).toBeUndefined();
  });
});
