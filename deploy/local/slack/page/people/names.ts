import type { SeenMessage } from '../../person/protocol.ts';
import type { Workspace } from '../state/model.ts';

export interface Somebody {
  readonly id: string;
  readonly name: string;
  /** What they are here, in a word or two. */
  readonly role: 'admin' | 'requester' | 'colleague' | 'app' | 'Slack itself';
}

const SLACKBOT: Somebody = { id: 'USLACKBOT', name: 'Slackbot', role: 'Slack itself' };

/** Everybody one can act as. The first is the one whose requests the newcomer's walk is about. */
export const peopleOf = ({ people }: Pick<Workspace, 'people'>): readonly Somebody[] =>
  people.map(({ id, name, admin }, index) => ({
    id,
    name: spelled(name),
    role: admin ? 'admin' : index === 0 ? 'requester' : 'colleague',
  }));

const botOf = ({ bot }: Pick<Workspace, 'bot'>): Somebody => ({
  id: bot.id,
  name: spelled(bot.name),
  role: 'app',
});

export function whoIs(workspace: Workspace | undefined, id: string): Somebody {
  if (id === SLACKBOT.id) return SLACKBOT;
  const known = workspace && [...peopleOf(workspace), botOf(workspace)].find((somebody) => somebody.id === id);
  return known ?? { id, name: id, role: 'colleague' };
}

export const authorOf = (workspace: Workspace | undefined, { user }: Pick<SeenMessage, 'user'>): Somebody =>
  whoIs(workspace, user);

/** One of the avatar's colours, always the same for the same person. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9_973;
  return sum % HUES;
}

const HUES = 6;

const spelled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
