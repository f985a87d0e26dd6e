import type { WebClient } from '@slack/web-api';

/** Names of people for reading, asked for once each. Where Slack does not tell, the id has to do. */
export function createPeopleNames(client: WebClient): (person: string) => Promise<string> {
  const names = new Map<string, string>();
  return async (person) => {
    const known = names.get(person);
    if (known !== undefined) return known;
    // A name only decorates; what the person asked for must not fail for want of it.
    const answer = await client.users.info({ user: person }).catch(() => undefined);
    const name = answer?.user?.profile?.display_name || answer?.user?.real_name || answer?.user?.name;
    if (name) names.set(person, name);
    return name ?? person;
  };
}
