import type { core } from 'zod';

type Issue = core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One complaint in Slack's own words, the way `response_metadata.messages` carries it. */
export function problem(words: string, path: Path): string {
  return `[ERROR] ${words} [json-pointer:/${path.map(String).join('/')}]`;
}

/** What Slack would say about data that a schema refused. */
export function problems(issues: readonly Issue[], data: unknown): string[] {
  return issues.flatMap((issue) => complaints(issue, data));
}

function complaints(issue: Issue, data: unknown): string[] {
  switch (issue.code) {
    case 'invalid_type':
      return [typeProblem(issue, data)];
    case 'too_big':
      return [problem(tooBig(issue.origin, Number(issue.maximum)), issue.path)];
    case 'too_small':
      return [problem(tooSmall(issue.origin, Number(issue.minimum)), issue.path)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem(`invalid additional property: ${key}`, issue.path));
    case 'invalid_union':
      return [unionProblem(issue.path, data)];
    case 'custom':
      return [problem(issue.message, issue.path)];
    default:
      return [valueProblem(issue.path, data)];
  }
}

function typeProblem(issue: Extract<Issue, { code: 'invalid_type' }>, data: unknown): string {
  if (valueAt(data, issue.path) === undefined) return missing(issue.path);
  const article = /^[aeiou]/.test(issue.expected) ? 'an' : 'a';
  return problem(`must provide ${article} ${issue.expected}`, issue.path);
}

function unionProblem(path: Path, data: unknown): string {
  const at = path.at(-1) === 'type' ? path.slice(0, -1) : path;
  const value = valueAt(data, at);
  if (value === undefined) return missing(at);
  if (typeof value !== 'object' || value === null) return problem('must provide an object', at);
  const type = 'type' in value ? value.type : undefined;
  if (type === undefined) return missing([...at, 'type']);
  return problem(`unsupported type: ${String(type)}`, [...at, 'type']);
}

function valueProblem(path: Path, data: unknown): string {
  return valueAt(data, path) === undefined ? missing(path) : problem('must be a valid enum value', path);
}

function missing(path: Path): string {
  return problem(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1));
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return origin === 'string'
    ? `must be less than ${maximum + 1} characters`
    : `must be less than or equal to ${maximum}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'array') return `must provide at least ${minimum} items`;
  return origin === 'string'
    ? `must be more than ${minimum - 1} characters`
    : `must be greater than or equal to ${minimum}`;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}
