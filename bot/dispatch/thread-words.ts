import type { Task } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine, plain, unescapeMrkdwn } from '#shared/text/escape.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';

type Said = ContextAnswer['thread'][number];

/** A message as Slack gives it. */
interface ThreadMessage {
  readonly user?: string;
  readonly text?: string;
  readonly ts?: string;
}

const MOST_CHARACTERS = 4_000;
const NAME_CHARACTERS = 60;
/** Each costs a call the first time; who is named after them stays an id. */
const MOST_NAMES = 30;

/** What people said in a task's thread: by whom, how that stands to what was asked and when, and as it reads in Slack. */
export async function threadWords(
  messages: readonly ThreadMessage[],
  task: Pick<Task, 'requester' | 'createdAt' | 'followUps'>,
  nameOf: (person: string) => Promise<string>,
): Promise<readonly Said[]> {
  const people = new Set(messages.flatMap(({ user = '', text = '' }) => [user, ...mentionedIn(text)]));
  const asked = [...people].slice(0, MOST_NAMES);
  const names = new Map(await Promise.all(asked.map(async (id) => [id, safeName(await nameOf(id))] as const)));
  return messages.map(({ user = '', text = '', ts = '' }) => ({
    by: names.get(user) ?? user,
    words: clip(plain(readable(text, names)), MOST_CHARACTERS),
    when: whenSaid(Number(ts) * 1_000, task),
    ...(user === task.requester.id && { isRequester: true }),
  }));
}

function mentionedIn(text: string): readonly string[] {
  return [...text.matchAll(/<@([UW][A-Z\d]{1,20})(?:\|[^<>]*)?>/g)].map(([, id = '']) => id);
}

/** People choose their names: one must not read like what we say of them. */
const safeName = (name: string): string => clip(oneLine(name.replace(/[()[\]<>{}:;,"]/g, ' ')), NAME_CHARACTERS);

function whenSaid(at: number, { createdAt, followUps = [] }: Pick<Task, 'createdAt' | 'followUps'>): Said['when'] {
  if (at < createdAt) return 'before the request';
  const last = followUps.at(-1);
  return last && at >= last.at ? 'after the last follow-up' : 'after the request';
}

/** Text as people see it: Slack's codes between angle brackets as what they stand for. */
function readable(text: string, names: ReadonlyMap<string, string>): string {
  const parts = text.split(/<([^<>]*)>/);
  return parts.map((part, index) => unescapeMrkdwn(index % 2 === 0 ? part : meant(part, names))).join('');
}

function meant(code: string, names: ReadonlyMap<string, string>): string {
  const [what = '', label] = code.split(/\|(.*)/s);
  switch (what[0]) {
    case '@':
      return `@${names.get(what.slice(1)) ?? label ?? what.slice(1)}`;
    case '#':
      return `#${label || what.slice(1)}`;
    case '!':
      return label || `@${what.slice(1)}`;
    default:
      return label && label !== what ? `${label} (${what})` : what;
  }
}
