import type { NotPresented, Presentation } from '#shared/pull-request.ts';
import type { Access } from './access.ts';
import { AssigneesAnswer } from './answers.ts';
import { asRefused } from './failure.ts';

/** Marks a pull request and asks for its reviews, as far as the repository lets it. */
export async function present(
  access: Access,
  repository: string,
  number: number,
  { labels, assignees, reviewers }: Presentation,
): Promise<readonly NotPresented[]> {
  const call = { access, repository, number };
  return [
    ...(await eachAsWell(labels, (some) => addLabels(call, some), notHad('label'))),
    ...(await assign(call, assignees)),
    ...(await eachAsWell(reviewers, (some) => askForReviews(call, some), notHad('reviewer'))),
  ];
}

interface Call {
  readonly access: Access;
  readonly repository: string;
  readonly number: number;
}

const notHad =
  (what: NotPresented['what']) =>
  (name: string, why: string): NotPresented => ({ what, name, why });

/** All at once; where GitHub refuses because of one, each alone. */
async function eachAsWell(
  names: readonly string[],
  ask: (names: readonly string[]) => Promise<unknown>,
  refused: (name: string, why: string) => NotPresented,
): Promise<readonly NotPresented[]> {
  if (names.length === 0) return [];
  try {
    await ask(names);
    return [];
  } catch (error) {
    const why = refusalIn(error);
    if (names.length === 1) return [refused(names[0] ?? '', why)];
  }
  const alone: NotPresented[] = [];
  for (const name of names) alone.push(...(await eachAsWell([name], ask, refused)));
  return alone;
}

/** What a repository may say no to; anything else is a failure of the call. */
function refusalIn(error: unknown): string {
  const refused = asRefused(error);
  if (!refused || ![403, 404, 410, 422].includes(refused.status)) throw error;
  return refused.message;
}

const addLabels = ({ access, repository, number }: Call, labels: readonly string[]) =>
  access.on(repository, (client, place) =>
    client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...place,
      issue_number: number,
      labels: [...labels],
    }),
  );

/** GitHub says nothing of those it cannot assign: they are missing in what it answers. */
async function assign(call: Call, logins: readonly string[]): Promise<readonly NotPresented[]> {
  if (logins.length === 0) return [];
  const { access, repository, number } = call;
  const { data } = await access.on(repository, (client, place) =>
    client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', {
      ...place,
      issue_number: number,
      assignees: [...logins],
    }),
  );
  const assigned = AssigneesAnswer.parse(data).assignees.map(({ login }) => login.toLowerCase());
  const missing = logins.filter((login) => !assigned.includes(login.toLowerCase()));
  return missing.map((login) => notHad('assignee')(login, 'GitHub did not assign it'));
}

const askForReviews = ({ access, repository, number }: Call, names: readonly string[]) =>
  access.on(repository, (client, place) =>
    client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
      ...place,
      pull_number: number,
      reviewers: names.filter((name) => !name.includes('/')),
      team_reviewers: names.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1)),
    }),
  );
