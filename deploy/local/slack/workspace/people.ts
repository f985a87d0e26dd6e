import { TaskError } from '#shared/task/failure.ts';
import { APP, SLACKBOT } from './team.ts';

export interface PersonProfile {
  readonly id: string;
  readonly name: string;
  readonly admin?: boolean;
}

export interface People {
  readonly all: readonly PersonProfile[];
  find(id: string): PersonProfile | undefined;
  named(name: string): PersonProfile | undefined;
  nameOf(id: string): string;
}

export const DEFAULT_PEOPLE: readonly PersonProfile[] = [
  { id: 'U0ANA', name: 'ana' },
  { id: 'U0BEN', name: 'ben' },
  { id: 'U0CLEO', name: 'cleo', admin: true },
];

/** Who works here. The bot and Slackbot are users too, but nobody can act as them. */
export function createPeople(profiles: readonly PersonProfile[]): People {
  for (const { id } of profiles) refuseMalformed(id);
  return {
    all: profiles,
    find: (id) => profiles.find((profile) => profile.id === id),
    named: (name) => profiles.find((profile) => profile.name === name),
    nameOf: (id) =>
      [...profiles, SLACKBOT, { id: APP.botUser, name: APP.name }].find((user) => user.id === id)?.name ?? id,
  };
}

function refuseMalformed(id: string): void {
  if (/^[UW][A-Z0-9]+$/.test(id) && id !== APP.botUser && id !== SLACKBOT.id) return;
  throw new TaskError('bad_slack_person', `The local Slack cannot have a person with the id "${id}".`, {
    whose: 'yours',
    remedy: 'Use an id of U followed by capital letters and digits that is neither the bot nor Slackbot, like U0ANA.',
  });
}
