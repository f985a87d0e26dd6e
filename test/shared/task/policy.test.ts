import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import {
  mayAsk,
  mayControl,
  type Policy,
  parsePolicy,
  pullRequestsOf,
  repositoriesFor,
  rolesOf,
} from '#shared/task/policy.ts';
import { coAuthorOf } from '#shared/task/pull-request-policy.ts';

const shop = 'repositories: { acme/shop: }';

test('a policy of one line has a sensible value for everything else', () => {
  const policy = parsePolicy(shop, 'policy.yml');
  expect(policy.repositories).toEqual({ 'acme/shop': { protected: [], generated: [], sample: false } });
  expect(policy.roles).toEqual({ member: ['*'] });
  expect(policy.limits).toMatchObject({ running: 2, turns: 60, usd: 5, fix_rounds: 2, automatic_retries: 1 });
  expect(policy.egress).toEqual(['npm', 'pypi']);
});

test('a whole policy is read as it is written', () => {
  const policy = parsePolicy(WHOLE, 'policy.yml');
  expect(policy.repositories['acme/shop']).toEqual({
    channels: ['C0SHOP', 'shop'],
    roles: ['developer'],
    base: 'develop',
    protected: ['deploy/**'],
    generated: [],
    sample: false,
  });
  expect(policy.limits).toMatchObject({ turns: 40, usd: 1.5, fix_rounds: 0 });
  expect(policy.prices).toEqual({ 'gemini-2.5-pro': { input_usd_per_million: 1.25, output_usd_per_million: 10 } });
  expect(policy.egress).toEqual(['npm', 'files.acme.test', '*.cdn.acme.test']);
});

test('every registry has its name, and nothing else goes without a dot', () => {
  const names = ['npm', 'pypi', 'go', 'crates', 'maven', 'rubygems', 'packagist', 'nuget'];
  expect(parsePolicy(`${shop}\negress: [${names.join(', ')}]`, 'policy.yml').egress).toEqual(names);
  expect(() => parsePolicy(`${shop}\negress: [cargo]`, 'policy.yml')).toThrow(
    /egress › 0: must be a host name or one of/,
  );
});

/** What is wrong, and what the message must name: where, and what it should be. */
const BROKEN: readonly [string, string, RegExp][] = [
  ['an empty file', '', /repositories: it is missing and must be a block/],
  ['a list', '- a', /the file: it must be a block of named fields/],
  ['prose', 'hello', /the file: it must be a block of named fields/],
  ['no repositories', 'limits: {}', /repositories: it is missing/],
  ['repositories as a list', 'repositories: [acme/shop]', /repositories: it must be a block/],
  ['a repository that is no name', 'repositories: { shop: }', /repositories › shop: the name must be owner\/name/],
  ['a repository that leads elsewhere', 'repositories: { acme/..: }', /acme\/\.\.: the name must be owner\/name/],
  ['an unknown field', `${shop}\nlimit: {}`, /there is no field limit; correct the name or remove it/],
  [
    'an unknown field of a repository',
    'repositories: { acme/shop: { chanels: [x] } }',
    /repositories › acme\/shop: there is no field chanels; correct/,
  ],
  ['a number in words', `${shop}\nlimits: { turns: many }`, /limits › turns: it must be a number/],
  ['half a turn', `${shop}\nlimits: { turns: 1.5 }`, /limits › turns: .*a whole number/],
  ['no turns', `${shop}\nlimits: { turns: 0 }`, /limits › turns: .*>0/],
  ['less than no money', `${shop}\nlimits: { usd: -1 }`, /limits › usd: .*>0/],
  ['endless money', `${shop}\nlimits: { usd: .inf }`, /limits › usd: .*number/],
  ['a role as text', `${shop}\nroles: { admin: U0ADA }`, /roles › admin: it must be a list/],
  ['half a price', `${shop}\nprices: { m: { input_usd_per_million: 1 } }`, /output_usd_per_million: it is missing/],
  [
    'an address as host',
    `${shop}\negress: [https://x.test]`,
    /egress › 0: must be a host name or one of npm, pypi, go/,
  ],
  [
    'a person without a login',
    `${shop}\npeople: { U0ANA: { email: a@b.test } }`,
    /people › U0ANA › github: it is missing and must be text/,
  ],
  ['a mention as login', `${shop}\npeople: { U0ANA: { github: '@ana' } }`, /must be a login on GitHub, without the @/],
  [
    'a trailer as address',
    `${shop}\npeople: { U0ANA: { github: ana, email: "a@b.test\\nX: y" } }`,
    /people › U0ANA › email: .*email/i,
  ],
  [
    'a label with a comma',
    `${shop}\npull_requests: { labels: ['a,b'] }`,
    /pull_requests › labels › 0: must be a label/,
  ],
  [
    'a mention as reviewer',
    `${shop}\npull_requests: { reviewers: ['@ana'] }`,
    /reviewers › 0: must be a login.*or a team/,
  ],
  ['drafts at times', 'repositories: { acme/shop: { draft: at_times } }', /acme\/shop › draft: .*always/],
  ['no lines', `${shop}\nlimits: { changed_lines: 0 }`, /limits › changed_lines: .*>0/],
  ['one name twice', `${shop}\nroles: {}\nroles: {}`, /unique at line 3, column 1/],
  ['broken YAML', 'repositories: [', /at line 1, column/],
  ['tabs', 'repositories:\n\tacme/shop:', /at line 2/],
  ['two documents', `${shop}\n---\na: 1`, /several documents; remove the lines of ---/],
  ['aliases that multiply', bomb(), /aliases multiply too far; write the values out/],
  ['a name that is a list', '? [a]\n: b', /must be strings at line 1/],
];

test.for(BROKEN)('%s is told with its place and what belongs there', ([, text, words]) => {
  expect(problemOf(text)).toMatchObject({
    code: 'policy_invalid',
    whose: 'service',
    message: expect.stringMatching(words),
    remedy: expect.stringContaining('Correct conf/policy.yml'),
  });
});

test('all problems are told at once', () => {
  const { message } = problemOf('repositories: { shop: }\nlimits: { turns: many, usd: -1 }\nrole: {}');
  for (const field of ['repositories › shop', 'limits › turns', 'limits › usd', 'role'])
    expect(message).toContain(field);
});

test('how pull requests are presented is said for all, and by a repository for itself', () => {
  const all = 'pull_requests: { labels: [agent], reviewers: [acme/core, ana_corp], draft: always }';
  const policy = parsePolicy(`repositories: { acme/shop: { labels: [shop], reviewers: [] }, acme/api: }\n${all}`, 'p');
  expect(pullRequestsOf(policy, 'acme/shop')).toEqual({ labels: ['shop'], reviewers: [], draft: 'always' });
  expect(pullRequestsOf(policy, 'acme/api')).toMatchObject({ labels: ['agent'], reviewers: ['acme/core', 'ana_corp'] });
  expect(pullRequestsOf(parsePolicy(shop, 'p'), 'acme/shop').draft).toBe('when_not_green');
});

test('commits name people by their login, with GitHub’s address that hides the real one unless they chose another', () => {
  const { people } = parsePolicy(
    `${shop}\npeople: { U0ANA: { github: ana }, U0BEN: { github: ben, email: b@c.test } }`,
    'p',
  );
  expect(Object.values(people).map(coAuthorOf)).toEqual([
    { name: 'ana', email: 'ana@users.noreply.github.com' },
    { name: 'ben', email: 'b@c.test' },
  ]);
});

test('the README shows a whole policy, with the values that hold when nothing is said', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(repositories:[\s\S]*?)```/.exec(readme) ?? [];
  const policy = parsePolicy(text, 'README.md');
  expect(policy.limits).toEqual(parsePolicy(shop, 'policy.yml').limits);
  const documented = (fields: object, without: readonly string[] = []) =>
    Object.keys(fields)
      .filter((field) => !without.includes(field))
      .every((field) => text.includes(`${field}:`));
  expect(documented(policy) && documented(policy.limits) && documented(policy.pull_requests)).toBe(true);
  expect(documented(policy.repositories['acme/shop'] ?? {}, ['sample'])).toBe(true);
});

test('who has which role, and may ask for what', () => {
  const policy = parsePolicy(WHOLE, 'policy.yml');
  expect(rolesOf(policy, 'U0ADA')).toEqual(['developer', 'admin']);
  expect(rolesOf(policy, 'U0BOB')).toEqual(['developer']);
  expect(rolesOf(policy, 'U0EVE')).toEqual([]);
  expect(repositoriesFor(policy, 'U0BOB')).toEqual(['acme/shop', 'acme/open']);
  expect(repositoriesFor(policy, 'U0EVE')).toEqual([]);
  expect(repositoriesFor(parsePolicy(shop, 'policy.yml'), 'U0EVE')).toEqual(['acme/shop']);
});

test('a repository for certain roles is for those alone', () => {
  const { repositories } = parsePolicy(WHOLE, 'policy.yml');
  const [forDevelopers, forAll] = [repositories['acme/shop'], repositories['acme/open']];
  if (!forDevelopers || !forAll) throw new Error('both are in the policy');
  expect(mayAsk(forDevelopers, ['developer'])).toBe(true);
  expect(mayAsk(forDevelopers, ['admin'])).toBe(false);
  expect(mayAsk(forAll, ['admin'])).toBe(true);
  expect(mayAsk(forAll, [])).toBe(false);
});

test('people control their own tasks, and an admin everybody’s', () => {
  const policy: Policy = parsePolicy(WHOLE, 'policy.yml');
  expect(mayControl(policy, 'U0BOB', 'U0BOB')).toBe(true);
  expect(mayControl(policy, 'U0BOB', 'U0ADA')).toBe(false);
  expect(mayControl(policy, 'U0ADA', 'U0BOB')).toBe(true);
});

function problemOf(text: string): TaskError {
  try {
    parsePolicy(text, 'conf/policy.yml');
  } catch (error) {
    expect(error).toBeInstanceOf(TaskError);
    return error as TaskError;
  }
  throw new Error(`this policy was taken: ${text}`);
}

function bomb(): string {
  const levels = Array.from({ length: 8 }, (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]`);
  return ['l0: &l0 [x]', ...levels].join('\n');
}

const WHOLE = `
repositories:
  acme/shop:
    channels: [C0SHOP, shop]
    roles: [developer]
    base: develop
    protected: ['deploy/**']
  acme/open:
roles:
  developer: [U0ADA, U0BOB]
  admin: [U0ADA]
limits:
  turns: 40
  usd: 1.5
  fix_rounds: 0
prices:
  gemini-2.5-pro: { input_usd_per_million: 1.25, output_usd_per_million: 10 }
egress: [npm, files.acme.test, '*.cdn.acme.test']
`;
