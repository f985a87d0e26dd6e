import { readFileSync } from 'node:fs';

/** The environment, as given. */
export type Env = Readonly<Record<string, string | undefined>>;
/** Reads one setting; what is wrong with it is added to the problems, with its fix. */
export type Read<T> = (problems: string[]) => T;

/** A field that is there only when there is something in it. */
export function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value ? ({ [key]: value } as { [P in K]: string }) : {};
}

export const wanted =
  (env: Env, name: string, what: string): Read<string> =>
  (problems) => {
    const value = env[name]?.trim() ?? '';
    if (value === '') problems.push(`${name} is not set: it is ${what}.`);
    return value;
  };

export const token =
  (env: Env, name: string, prefix: string): Read<string> =>
  (problems) => {
    const value = wanted(env, name, `the Slack token that begins with ${prefix}`)(problems);
    if (value !== '' && !value.startsWith(prefix))
      problems.push(`${name} does not begin with ${prefix}: another kind of token was put there.`);
    return value;
  };

export const portNumber =
  (env: Env, name: string, fallback: number): Read<number> =>
  (problems) => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isInteger(value) || value < 1 || value > 65_535)
      problems.push(`${name} is ${env[name]}: it has to be a port from 1 to 65535.`);
    return value;
  };

export const webAddress =
  (env: Env, name: string, fallback: string): Read<string> =>
  (problems) => {
    const given = env[name];
    if (given !== undefined && !(/^https?:\/\//.test(given) && URL.canParse(given)))
      problems.push(`${name} is ${given}: it has to be an address that begins with http:// or https://.`);
    return given ?? fallback;
  };

/** undefined, and a problem more, when there is nothing to read. */
export function readText(file: string, setting: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${setting} names ${file}, which cannot be read (${codeOf(error)}): correct the path or its rights.`);
    return undefined;
  }
}

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);
