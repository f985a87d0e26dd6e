import { type Document, parseDocument, type YAMLParseError } from 'yaml';
import * as z from 'zod';
import { TaskError } from './failure.ts';
import { Price } from './price.ts';
import { OwnPullRequests, PersonOnGitHub, PullRequests } from './pull-request-policy.ts';

const name = z.string().min(1).max(100);
const positive = z.number().positive();
const count = z.number().int().positive();

/** `owner/name`, as GitHub allows it. */
export const RepositoryName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'must be owner/name');

const RepositoryPolicy = z.strictObject({
  /** Channels it may be asked for in, by id or name; everywhere when absent. */
  channels: z.array(name).optional(),
  /** Roles that may ask for it; every role when absent. */
  roles: z.array(name).optional(),
  /** Base branch when the request names none; the repository's default branch when absent. */
  base: name.optional(),
  /** Globs of paths no task may change, beside workflow files, which none ever may. */
  protected: z.array(name).default([]),
  /** Globs of files nobody writes by hand, beside lock files: they count apart when a change is measured. */
  generated: z.array(name).default([]),
  ...OwnPullRequests,
  /** One of the playground's own samples: may run unsandboxed with the scripted model. */
  sample: z.boolean().default(false),
});
export type RepositoryPolicy = z.infer<typeof RepositoryPolicy>;

const Limits = z.strictObject({
  /** Attempts running at once, all together and per person. */
  running: count.default(2),
  running_per_person: count.default(2),
  /** Tasks a person may have waiting. */
  queued_per_person: count.default(10),
  /** Characters of a request. */
  request_characters: count.default(8_000),
  /** The agent's bounds, per attempt. */
  turns: count.default(60),
  tokens: count.default(2_000_000),
  usd: positive.default(5),
  minutes: positive.default(60),
  /** How often failed checks go back to the agent. */
  fix_rounds: z.number().int().nonnegative().default(2),
  /** Minutes one install or one check may take. */
  command_minutes: positive.default(15),
  /** Second tries the bot may make by itself after a transient failure. */
  automatic_retries: z.number().int().nonnegative().default(1),
  usd_per_person_and_day: positive.default(50),
  /** How much one change may be, so that people can review it. Lock files and generated ones are counted apart. */
  changed_files: count.default(200),
  changed_lines: count.default(5_000),
  generated_lines: count.default(100_000),
  binary_kilobytes: count.default(2_048),
  /** The largest any one file may be. */
  file_kilobytes: count.default(4_096),
});

/** Registries that go by a name. Where each is, only a client of the worker's machine can say. */
const REGISTRIES = ['npm', 'pypi', 'go', 'crates', 'maven', 'rubygems', 'packagist', 'nuget'] as const;
export type RegistryName = (typeof REGISTRIES)[number];

const EgressEntry = z
  .string()
  .refine(
    (entry) => REGISTRIES.some((name) => name === entry) || /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(entry),
    `must be a host name or one of ${REGISTRIES.join(', ')}`,
  );

const PolicyFile = z.strictObject({
  repositories: z.record(
    RepositoryName,
    RepositoryPolicy.nullable().transform((given) => given ?? RepositoryPolicy.parse({})),
  ),
  /** Who has which role, by Slack user id; `*` is everyone. `admin` may control everybody's tasks. */
  roles: z.record(name, z.array(name)).default({ member: ['*'] }),
  limits: Limits.prefault({}),
  /** How pull requests are presented where a repository says nothing else. */
  pull_requests: PullRequests.prefault({}),
  /** Who of Slack, by user id, is who on GitHub. */
  people: z.record(name, PersonOnGitHub).default({}),
  /** Price table by model name. */
  prices: z.record(name, Price).default({}),
  /** What install steps may reach: registries by name, as the machine's own clients use them, or host names. */
  egress: z.array(EgressEntry).default(['npm', 'pypi']),
});

/** Who may ask for what, and how much of it. */
export type Policy = z.infer<typeof PolicyFile>;

/** Reads the policy file's text. Throws one TaskError that lists every problem with its line or field. */
export function parsePolicy(text: string, file: string): Policy {
  const document = parseDocument(text, { prettyErrors: true, stringKeys: true });
  if (document.errors.length > 0) throw brokenPolicy(file, document.errors.map(syntaxProblem));
  const parsed = PolicyFile.safeParse(plainValue(document, file) ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw brokenPolicy(file, parsed.error.issues.map(fieldProblem));
}

/** The parser draws the place on further lines; the first one names it, which is enough in a sentence. */
function syntaxProblem(error: YAMLParseError): string {
  const [first = 'unreadable'] = error.message.split('\n');
  return error.code === 'MULTIPLE_DOCS'
    ? 'it holds several documents; remove the lines of ---'
    : first.replace(/:$/, '');
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    throw brokenPolicy(file, ['its aliases multiply too far; write the values out'], cause);
  }
}

function fieldProblem(issue: z.core.$ZodIssue): string {
  const field = issue.path.join(' › ') || 'the file';
  switch (issue.code) {
    case 'invalid_key':
      return `${field}: the name ${issue.issues.map((inner) => inner.message).join(', ')}`;
    case 'unrecognized_keys':
      return `${field}: there is no field ${issue.keys.join(', ')}; correct the name or remove it`;
    case 'invalid_type':
      return `${field}: ${issue.input === undefined ? 'it is missing and' : 'it'} must be ${WANTED[issue.expected] ?? issue.expected}`;
    default:
      return `${field}: ${issue.message}`;
  }
}
const WANTED: Readonly<Record<string, string>> = {
  object: 'a block of named fields',
  record: 'a block of named fields',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function brokenPolicy(file: string, problems: readonly string[], cause?: unknown): TaskError {
  return new TaskError('policy_invalid', `The policy file ${file} cannot be used: ${problems.join('; ')}.`, {
    whose: 'service',
    remedy: `Correct ${file} and start again. README.md shows a whole policy with every field.`,
    cause,
  });
}

/** A person's roles. */
export function rolesOf(policy: Policy, person: string): readonly string[] {
  return Object.entries(policy.roles)
    .filter(([, people]) => people.includes(person) || people.includes('*'))
    .map(([role]) => role);
}

/** Repositories a person may ask for, in the policy's order. */
export function repositoriesFor(policy: Policy, person: string): readonly string[] {
  const roles = rolesOf(policy, person);
  return Object.entries(policy.repositories)
    .filter(([, repository]) => mayAsk(repository, roles))
    .map(([repository]) => repository);
}

export function mayAsk(repository: RepositoryPolicy, roles: readonly string[]): boolean {
  return repository.roles ? repository.roles.some((role) => roles.includes(role)) : roles.length > 0;
}

/** How a repository's pull requests are presented: what it says itself, and for the rest what holds for all. */
export function pullRequestsOf({ repositories, pull_requests: all }: Policy, repository: string): PullRequests {
  const own = repositories[repository];
  return {
    labels: own?.labels ?? all.labels,
    reviewers: own?.reviewers ?? all.reviewers,
    draft: own?.draft ?? all.draft,
  };
}

/** Whether a person may cancel, retry or steer somebody's task: their own, or any as an admin. */
export function mayControl(policy: Policy, person: string, requester: string): boolean {
  return person === requester || rolesOf(policy, person).includes('admin');
}
