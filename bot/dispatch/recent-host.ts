import type { RepoHost } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';

type Asked = Pick<RepoHost, 'repository' | 'head'>;

/** What was true of a repository seconds ago is good enough to admit by; it is looked at again before anything is pushed. */
const GOOD_FOR_MS = 10_000;
const MOST_KEPT = 500;

/** A host for admission: many requests for one repository at once ask GitHub once. Bad news is never kept. */
export function recentHost(host: Asked, now: () => Moment): Asked {
  const recent = new Map<string, { readonly at: Moment; readonly answer: Promise<unknown> }>();

  function keep<T>(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = recent.get(key);
    if (known && now() - known.at < GOOD_FOR_MS) return known.answer as Promise<T | undefined>;
    if (recent.size >= MOST_KEPT) recent.clear();
    const answer = ask();
    recent.set(key, { at: now(), answer });
    const forget = () => recent.delete(key);
    answer.then((found) => found === undefined && forget(), forget);
    return answer;
  }

  return {
    repository: async (name) =>
      (await keep(`repository ${name}`, () => host.repository(name))) ?? host.repository(name),
    head: (repository, branch) => keep(`head ${repository} ${branch}`, () => host.head(repository, branch)),
  };
}
