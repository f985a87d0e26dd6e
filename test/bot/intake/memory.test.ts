import { describe, expect, test } from 'vitest';
import { memoryOf } from '#bot/views/memory.ts';
import type { Person } from '#deploy/local/slack/person/person.ts';
import { ALL, type MemoryRecord } from '#shared/task/memory.ts';
import { clientOf } from '../../deploy/local/slack/start.ts';
import { aCheck, aFlakyTest, aLesson, foundAt } from '../../shared/task/findings.ts';
import { policyOf } from '../ground.ts';
import { openDesk, read } from './desk.ts';

const YES = { confirm: true };
const ROLES = { member: ['*'], treasurer: ['U0ANA'] };
const REPOSITORIES = { 'acme/shop': {}, 'acme/vault': { roles: ['treasurer'] } };

/** A desk where something is known of each repository; only Ana may ask for the vault. */
async function openKnowing(repositories: object = REPOSITORIES) {
  const policy = policyOf({ repositories, roles: ROLES });
  const desk = await openDesk(() => ({ policy }));
  const from = foundAt(desk.now() - 1_000);
  const lesson = aLesson('The tests need TZ=UTC', { ...from, askedBy: 'U0BEN' });
  const records = [lesson, aFlakyTest('ships', from), aCheck('test', from)];
  await desk.memory.keep('acme/shop', records, desk.now());
  await desk.memory.keep('acme/vault', [aLesson('Coins are counted twice', from)], desk.now());
  return { ...desk, lesson };
}

async function asked(person: Person, text: string) {
  const outcome = await person.slash('/agent', text, { channel: 'C0GENERAL' });
  if (!outcome.ok || !outcome.ephemeral) throw new Error('Slack showed no answer');
  return outcome.ephemeral;
}

const forgetOf = ({ id }: Pick<MemoryRecord, 'id'>) => `forget:${id}`;

describe('/agent memory', () => {
  test('shows what is known of a repository, from whom and until when', async () => {
    const { ana } = await openKnowing();
    const shown = read(await asked(ana, 'memory shop'));
    expect(shown).toContain('I remember 3 things about acme/shop.');
    expect(shown).toMatch(
      /The tests need TZ=UTC\n\[Forget\]\ntask t[0-9a-f]{11}, asked by ben, at bbbbbbb, pull request #3, just now/,
    );
    expect(shown).toContain('kept for 90 more days');
    expect(shown).toContain('The test "ships" of the check "test" is flaky');
    expect(shown).toContain('The check "test" passed: `npm run test`');
  });

  test('alone says how much is known of what one may ask for, or shows the only one there is', async () => {
    const { ana, ben } = await openKnowing();
    expect(read(await asked(ana, 'memory'))).toMatch(/acme\/shop: 3 things\n.*acme\/vault: 1 thing/);
    expect(read(await asked(ben, 'memory'))).toContain('I remember 3 things about acme/shop.');
  });

  test('says so where nothing is known, and where there is nothing to ask for', async () => {
    const { ana, memory, now } = await openKnowing();
    await memory.forget('acme/shop', ALL, now());
    expect(read(await asked(ana, 'memory acme/shop'))).toContain('I remember 0 things about acme/shop.');
    const { ben } = await openKnowing({ 'acme/vault': { roles: ['treasurer'] } });
    expect(read(await asked(ben, 'memory'))).toContain('You may not ask for any repository yet.');
  });

  test.each([
    ['memory acme/vault', 'You may not ask for acme/vault, so I neither show nor forget what I remember of it.'],
    ['memory acme/shup', 'I work on no repository called acme/shup.'],
    ['memory <!channel>', 'I work on no repository called <!channel>.'],
  ])('%s is refused: %s', async (text, words) => {
    const { ben } = await openKnowing();
    const shown = read(await asked(ben, text));
    expect(shown).toContain(words);
    expect(shown).toContain('You may ask for: acme/shop.');
    expect(shown).not.toContain('Coins');
  });
});

describe('forgetting', () => {
  test('takes one record out, shows what is left in its place, and is written down', async () => {
    const { ana, lesson, memory, now, said } = await openKnowing();
    const answer = await asked(ana, 'memory acme/shop');
    expect(await ana.clicks(answer, forgetOf(lesson), YES)).toEqual({ ok: true });
    const left = read(await ana.waitForEphemeral(({ text }) => text.includes('Forgotten')));
    expect(left).toContain('Forgotten: The tests need TZ=UTC');
    expect(left).toContain('I remember 2 things about acme/shop.');
    expect(await ana.ephemerals()).toHaveLength(1);
    expect((await memory.of('acme/shop', now())).map(({ kind }) => kind).toSorted()).toEqual([
      'check_worked',
      'flaky_test',
    ]);
    expect(said).toContainEqual({
      event: 'memory.forgotten',
      fields: expect.objectContaining({ repository: 'acme/shop', by: 'U0ANA', words: 'The tests need TZ=UTC' }),
    });
  });

  test('twice, also from an answer that is old, says that it is done', async () => {
    const { ana, lesson } = await openKnowing();
    const [first, second] = [await asked(ana, 'memory acme/shop'), await asked(ana, 'memory acme/shop')];
    await ana.clicks(first, forgetOf(lesson), YES);
    expect(await ana.clicks(second, forgetOf(lesson), YES)).toEqual({ ok: true });
    await ana.waitForEphemeral(({ text }) => text.includes('It was forgotten already.'));
  });

  test('all of it takes everything out of this repository alone', async () => {
    const { ana, memory, now, said } = await openKnowing();
    await ana.clicks(await asked(ana, 'memory acme/shop'), 'forget:all', YES);
    const left = await ana.waitForEphemeral(({ text }) => text.includes('Forgotten: all 3 things.'));
    expect(read(left)).toContain('I remember 0 things about acme/shop.');
    expect(await memory.of('acme/shop', now())).toEqual([]);
    expect(await memory.of('acme/vault', now())).toHaveLength(1);
    expect(said.filter(({ event }) => event === 'memory.forgotten')).toHaveLength(3);
  });

  test.each([
    ['acme/vault all', 'You may not ask for acme/vault'],
    ['acme/vault all\nacme/shop all', 'I work on no repository'],
    ['acme/shop x', 'I work on no repository'],
  ])('by a button whose value became %j is refused and changes nothing', async (value, words) => {
    const { ben, lesson, memory, slack, now, said } = await openKnowing();
    const records = [lesson];
    const { text, blocks } = memoryOf({ repository: 'acme/shop', records, now: now(), names: new Map() });
    const forged = JSON.parse(JSON.stringify(blocks), (key, inner) => (key === 'value' ? value : inner));
    const posted = await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text, blocks: forged });
    expect(await ben.clicks({ channel: posted.channel ?? '', ts: posted.ts ?? '' }, forgetOf(lesson), YES)).toEqual({
      ok: true,
    });
    expect(read(await ben.waitForEphemeral())).toContain(words);
    expect(await memory.of('acme/vault', now())).toHaveLength(1);
    expect(await memory.of('acme/shop', now())).toHaveLength(3);
    expect(said).toEqual([]);
  });
});
