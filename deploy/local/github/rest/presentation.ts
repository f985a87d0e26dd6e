import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Host } from '../host.ts';
import { PEOPLE, TEAMS } from '../people.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import { fullName } from '../repositories.ts';
import { recordInPath, requireRepository } from './access.ts';
import { readJson } from './body.ts';
import { Refusal, validationFailed } from './refusal.ts';
import { presentationJson } from './shapes.ts';

/** What a pull request is marked with, and who is asked to look at it. */
export function presentationRoutes(host: Host) {
  const found = (context: Context) => {
    const repository = requireRepository(host, context, 'pull_requests', 'write');
    return { repository, record: recordInPath(host, context, repository) };
  };
  const json = (record: PullRequestRecord) => presentationJson(host, record);

  return new Hono()
    .post('/repos/:owner/:repo/issues/:number/labels', async (context) => {
      const { record } = found(context);
      const { labels } = await readJson(context, z.object({ labels: z.array(z.string()) }));
      if (labels.some((label) => [...label].length > 50))
        throw validationFailed([{ resource: 'Label', code: 'custom', field: 'name', message: 'name is too long' }]);
      host.presentations.add(record.id, 'label', labels);
      return context.json(json(record).labels);
    })
    .post('/repos/:owner/:repo/issues/:number/assignees', async (context) => {
      const { record } = found(context);
      const { assignees } = await readJson(context, z.object({ assignees: z.array(z.string()).max(10) }));
      // Who cannot be assigned is left out without a word.
      host.presentations.add(record.id, 'assignee', assignees.filter(isOf(PEOPLE)));
      return context.json({ number: record.number, ...json(record) }, 201);
    })
    .post('/repos/:owner/:repo/pulls/:number/requested_reviewers', async (context) => {
      const { repository, record } = found(context);
      const { reviewers, team_reviewers: teams } = await readJson(context, Reviewers);
      if (!reviewers.every(isOf(PEOPLE)) || !teams.every(isOf(TEAMS))) throw notCollaborators(fullName(repository));
      host.presentations.add(record.id, 'reviewer', reviewers);
      host.presentations.add(record.id, 'team', teams);
      return context.json({ number: record.number, ...json(record) }, 201);
    });
}

const Reviewers = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

const isOf =
  (names: readonly string[]) =>
  (name: string): boolean =>
    names.some((known) => known.toLowerCase() === name.toLowerCase());

function notCollaborators(repository: string): Refusal {
  const what = 'One or more of the users or teams you specified is not a collaborator of the';
  return new Refusal(422, `Reviews may only be requested from collaborators. ${what} ${repository} repository.`);
}
