import type { Offered } from '../../client/offers.ts';

/** One way to go on with what is typed. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  /** The whole text after it was taken. */
  readonly text: string;
}

const COMMAND = '/agent';

/** What can follow the command in place of a repository. */
const WORDS = [
  { word: 'help', detail: 'everything that can be typed', end: '' },
  { word: 'list', detail: 'your tasks', end: '' },
  { word: 'status', detail: 'one task, by its id', end: ' ' },
  { word: 'memory', detail: 'what earlier tasks found out about a repository', end: ' ' },
  { word: 'check', detail: 'whether a request would start; spends nothing', end: ' ' },
] as const;

type Known = Pick<Offered, 'repositories' | 'suggestions'>;

/** How what is typed can go on: the command, its words, a repository, a request that is known to fit it. */
export function complete(text: string, known: Known): readonly Completion[] {
  if (!text.startsWith('/')) return [];
  if (!/\s/.test(text)) return completeCommand(text);
  const [, command, verb = '', rest = ''] = /^(\S+)\s+((?:check|memory)\s+)?([\s\S]*)$/.exec(text) ?? [];
  if (command !== COMMAND) return [];
  const before = `${COMMAND} ${verb}`;
  const target = /^(\S+)\s([\s\S]*)$/.exec(rest);
  if (target && verb.startsWith('memory')) return [];
  if (target) return completeRequest(before, target[1] ?? '', target[2] ?? '', known);
  return [...completeRepository(before, rest, known), ...(verb === '' ? completeWord(rest) : [])];
}

/** What is typed, as a command; nothing when it is an ordinary message. */
export function readCommand(text: string): { readonly command: string; readonly text: string } | undefined {
  const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return command === undefined ? undefined : { command, text: rest };
}

export const isKnownCommand = (command: string): boolean => command === COMMAND;

/** The request as somebody would type it. */
export const commandFor = ({
  repository,
  request,
}: Pick<Known['suggestions'][number], 'repository' | 'request'>): string => `${COMMAND} ${repository} ${request}`;

function completeCommand(typed: string): readonly Completion[] {
  if (!COMMAND.startsWith(typed)) return [];
  return [{ label: COMMAND, detail: 'asks for a change; alone it opens a form', text: `${COMMAND} ` }];
}

function completeWord(typed: string): readonly Completion[] {
  return WORDS.filter(({ word }) => word.startsWith(typed) && word !== typed).map(({ word, detail, end }) => ({
    label: word,
    detail,
    text: `${COMMAND} ${word}${end}`,
  }));
}

function completeRepository(
  before: string,
  typed: string,
  { repositories, suggestions }: Known,
): readonly Completion[] {
  const all = new Set([...repositories, ...suggestions.map(({ repository }) => repository)]);
  return [...all]
    .filter((repository) => repository.includes(typed) && repository !== typed)
    .map((repository) => ({
      label: repository,
      detail: suggestions.find((suggestion) => suggestion.repository === repository)?.language ?? 'repository',
      text: `${before}${repository} `,
    }));
}

function completeRequest(before: string, target: string, typed: string, { suggestions }: Known): readonly Completion[] {
  return suggestions
    .filter(({ repository, request }) => repository === target && request !== typed && request.startsWith(typed))
    .map(({ request }) => ({ label: request, detail: 'suggested', text: `${before}${target} ${request}` }));
}
