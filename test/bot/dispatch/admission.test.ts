import { describe, expect, test } from 'vitest';
import { type AdmissionNeeds, admit, baseOf, type Candidate, isAdmitted } from '#bot/dispatch/admission.ts';
import { type AdmissionCheck, CHECKS } from '#shared/task/admission.ts';
import { TaskError } from '#shared/task/failure.ts';
import type { TaskRequest } from '#shared/task/task.ts';
import { policyOf } from '../ground.ts';
import { ANA, born, STAGES } from '../tasks.ts';

const CLONE = 'https://github.test/acme/shop.git';
const welcome: AdmissionNeeds = {
  policy: policyOf({ limits: { queued_per_person: 2, request_characters: 40 } }),
  store: { askedBy: async () => [STAGES.queued, STAGES.waiting], spent: async () => 1.5 },
  host: {
    repository: async (name) => ({ name, defaultBranch: 'trunk', cloneUrl: CLONE }),
    head: async (_, branch) => (branch === 'gone' ? undefined : 'f'.repeat(40)),
  },
  runner: { isolation: async () => ({ sandbox: 'bubblewrap' }) },
  model: 'scripted',
  now: () => 0,
};
const noSandbox = { isolation: async () => ({ sandbox: 'none', why: 'bwrap is not installed.' }) as const };

const asking = (request: Partial<TaskRequest> = {}): Candidate => ({
  request: { repository: 'acme/shop', repositoryReason: 'named', words: 'Fix the cart', ...request },
  requester: ANA,
  channel: { id: 'C0GENERAL', name: 'general' },
});

interface Case {
  readonly check: AdmissionCheck['check'];
  readonly when: string;
  readonly asked?: Partial<TaskRequest>;
  readonly needs?: Partial<AdmissionNeeds>;
  readonly says: string;
  readonly refusal?: { readonly whose: 'yours' | 'service'; readonly remedy: string };
}
const yours = (remedy: string) => ({ whose: 'yours', remedy }) as const;

const CASES: readonly Case[] = [
  { check: 'payload', when: 'it can be read', says: 'The request can be read (12 characters).' },
  {
    check: 'payload',
    when: 'it is as long as it may be, counted as people count',
    asked: { words: '🛎'.repeat(30), criteria: 'x'.repeat(10) },
    says: 'The request can be read (40 characters).',
  },
  {
    check: 'payload',
    when: 'it is too long',
    asked: { words: 'x'.repeat(40), criteria: 'y' },
    says: 'The request has 41 characters; 40 is the most.',
    refusal: yours('Keep what decides the work, and put long material into an issue or a file of the repository.'),
  },
  {
    check: 'payload',
    when: 'nothing of it can be seen',
    asked: { words: ' \u200b\n' },
    says: 'The request is empty.',
    refusal: yours('Say what to do: `/agent owner/name what to do`.'),
  },
  { check: 'requester', when: 'they have a role', says: 'Ana is member here.' },
  {
    check: 'requester',
    when: 'they have none',
    needs: { policy: policyOf({ roles: { admin: ['U0CLEO'] } }) },
    says: 'Ana has no role here.',
    refusal: yours('Ask whoever runs this bot to add you to a role in the policy.'),
  },
  { check: 'repository', when: 'it is in the policy', says: 'acme/shop is in the policy.' },
  {
    check: 'repository',
    when: 'it is not in the policy',
    asked: { repository: 'acme/secret' },
    says: 'I do not work on acme/secret.',
    refusal: yours('I work on: acme/shop. Whoever runs this bot can add others to the policy.'),
  },
  {
    check: 'repository',
    when: 'its name is one every object has',
    asked: { repository: 'constructor' },
    says: 'I do not work on constructor.',
    refusal: yours('I work on: acme/shop. Whoever runs this bot can add others to the policy.'),
  },
  {
    check: 'repository',
    when: 'the channel is named by its name',
    needs: { policy: policyOf({ repositories: { 'acme/shop': { channels: ['#general'] } } }) },
    says: 'acme/shop is in the policy.',
  },
  {
    check: 'repository',
    when: 'it is for other channels',
    needs: { policy: policyOf({ repositories: { 'acme/shop': { channels: ['#shop', 'C0SHOP'] } } }) },
    says: 'acme/shop may not be asked for in this channel.',
    refusal: yours('Ask in #shop or C0SHOP.'),
  },
  { check: 'access', when: 'every role may', says: 'Ana may ask for changes here.' },
  {
    check: 'access',
    when: 'their roles may not',
    needs: { policy: policyOf({ repositories: { 'acme/shop': { roles: ['admin', 'owner'] } } }) },
    says: 'Ana may not ask for changes to acme/shop.',
    refusal: yours('It takes one of the roles admin, owner; whoever runs this bot can give it.'),
  },
  { check: 'github', when: 'it is there', says: 'The App can work on acme/shop, and the branch trunk is there.' },
  {
    check: 'github',
    when: 'it is not in the policy, so that nobody learns what else the App sees',
    asked: { repository: 'acme/secret' },
    says: 'Not asked: the repository is not in the policy.',
  },
  {
    check: 'github',
    when: 'the branch is not there',
    asked: { base: 'gone' },
    says: 'acme/shop has no branch gone, or nothing was committed to it yet.',
    refusal: yours('Name a branch that exists (its default branch is trunk), or push a first commit.'),
  },
  {
    check: 'github',
    when: 'GitHub refuses',
    needs: {
      host: {
        ...welcome.host,
        repository: async () => {
          throw new TaskError('repository_archived', 'acme/shop is archived.', yours('Choose another.'));
        },
      },
    },
    says: 'acme/shop is archived.',
    refusal: yours('Choose another.'),
  },
  { check: 'sandbox', when: 'there is one', says: 'Work runs in bubblewrap, without network.' },
  {
    check: 'sandbox',
    when: 'there is none',
    needs: { runner: noSandbox },
    says: 'There is no sandbox to work in: bwrap is not installed.',
    refusal: { whose: 'service', remedy: 'Whoever runs this bot has to mend that on its machine.' },
  },
  {
    check: 'sandbox',
    when: 'there is none, for a sample with the scripted model',
    needs: { runner: noSandbox, policy: policyOf({ repositories: { 'acme/shop': { sample: true } } }) },
    says: "Not sandboxed: bwrap is not installed. The scripted model may still work on the playground's own samples.",
  },
  {
    check: 'sandbox',
    when: 'there is none, for a sample with a model that thinks',
    needs: {
      runner: noSandbox,
      model: 'gemini',
      policy: policyOf({ repositories: { 'acme/shop': { sample: true } } }),
    },
    says: 'There is no sandbox to work in: bwrap is not installed.',
    refusal: { whose: 'service', remedy: 'Whoever runs this bot has to mend that on its machine.' },
  },
  { check: 'capacity', when: 'fewer wait than may', says: '2 tasks may run at once.' },
  {
    check: 'capacity',
    when: 'as many wait as may',
    needs: { store: { ...welcome.store, askedBy: async () => [STAGES.waiting, STAGES.waiting, STAGES.failed] } },
    says: 'Ana has 2 tasks waiting already; 2 is the most.',
    refusal: yours('Wait for one to start, or cancel one in the Home tab.'),
  },
  { check: 'budget', when: 'there is some left', says: '$1.50 of $50.00 spent in 24 hours.' },
  {
    check: 'budget',
    when: 'it is spent',
    needs: { store: { ...welcome.store, spent: async () => 50 } },
    says: 'Ana has spent $50.00 in 24 hours; $50.00 is the most.',
    refusal: yours('Ask again later, or ask whoever runs this bot for a higher limit.'),
  },
];

describe('admission', () => {
  test.each(CASES)('of $check when $when', async ({ check, asked, needs, says, refusal }) => {
    const checks = await admit(asking(asked), { ...welcome, ...needs });
    const answer = { check, passed: refusal === undefined, words: says, tookMs: 0, ...(refusal && { refusal }) };
    expect(checks.find((each) => each.check === check)).toEqual(answer);
  });

  test('runs every check, in the order they are shown, and passes when all do', async () => {
    const checks = await admit(asking(), welcome);
    expect(checks.map(({ check }) => check)).toEqual(CHECKS);
    expect(isAdmitted(checks)).toBe(true);
  });

  test('names everything at once that stands in the way', async () => {
    const nobody = policyOf({ repositories: {}, roles: {}, limits: { usd_per_person_and_day: 1 } });
    const checks = await admit(asking({ words: '' }), { ...welcome, policy: nobody, runner: noSandbox });
    const refused = checks.filter(({ passed }) => !passed).map(({ check }) => check);
    expect(refused).toEqual(['payload', 'requester', 'repository', 'sandbox', 'budget']);
    expect(isAdmitted(checks)).toBe(false);
  });

  test.each([
    ['an expected one that passes by itself', new TaskError('away', 'Away.', { whose: 'transient', remedy: 'Wait.' })],
    ['one nobody expected', new RangeError('a bug')],
  ])('is tried again after a problem that is %s', async (_, problem) => {
    const head = () => Promise.reject(problem);
    await expect(admit(asking(), { ...welcome, host: { ...welcome.host, head } })).rejects.toBe(problem);
  });

  test('tells how long each check took, and no time backwards', async () => {
    let at = 50;
    const checks = await admit(asking(), { ...welcome, now: () => at-- });
    expect(checks.every(({ tookMs }) => tookMs === 0)).toBe(true);
  });
});

test.each([
  ['as asked', { base: 'asked' }, { base: 'policy' }, 'asked'],
  ['as the policy says', {}, { base: 'policy' }, 'policy'],
  ["at the repository's default", {}, {}, 'trunk'],
])('work starts %s', (_, asked, rule, base) => {
  const policy = policyOf({ repositories: { 'acme/shop': rule } });
  const { base: _base, ...request } = born().request;
  expect(baseOf({ ...request, ...asked }, policy, 'trunk')).toBe(base);
});
