import { Hono } from 'hono';
import * as z from 'zod';
import type { Host } from '../host.ts';
import type { Repository } from '../repositories.ts';
import { grantedPermissions, type InstallationToken } from '../tokens.ts';
import { repositoryInPath, requireApp, requireToken } from './access.ts';
import { readJson } from './body.ts';
import { notFound, Refusal } from './refusal.ts';
import { appJson, installationJson, repositoryJson, timestamp } from './shapes.ts';

/** The App, its installations and their tokens. */
export function appRoutes(host: Host) {
  const routes = new Hono();

  routes.get('/app', (context) => {
    requireApp(host, context);
    return context.json(appJson(host));
  });

  routes.get('/repos/:owner/:repo/installation', (context) => {
    requireApp(host, context);
    const repository = host.repositories.find(repositoryInPath(context));
    if (!repository?.installed) throw notFound();
    return context.json(installationJson(host, repository));
  });

  routes.post('/app/installations/:installation/access_tokens', async (context) => {
    requireApp(host, context);
    const installation = Number(context.req.param('installation'));
    const reachable = host.repositories.ofInstallation(installation);
    if (reachable.length === 0) throw notFound();
    const asked = await readJson(context, Asked);
    const permissions = grantedPermissions(host.tokens.permissions(), asked.permissions);
    if (permissions === undefined)
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    const grant = { installation, repositories: chosen(reachable, asked), permissions };
    return context.json(tokenJson(host, grant, reachable), 201);
  });

  routes.delete('/installation/token', (context) => {
    host.tokens.revoke(requireToken(host, context).raw);
    return context.body(null, 204);
  });

  return routes;
}

const Asked = z.object({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.number()).max(500).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])).optional(),
});

type Grant = Omit<InstallationToken, 'expiresAt'>;

function chosen(reachable: readonly Repository[], asked: z.infer<typeof Asked>): readonly number[] | null {
  if (asked.repositories === undefined && asked.repository_ids === undefined) return null;
  const names = (asked.repositories ?? []).map((name) => reachable.find((each) => sameName(each.name, name)));
  const ids = (asked.repository_ids ?? []).map((id) => reachable.find((each) => each.id === id));
  return [...names, ...ids].map((repository) => {
    if (repository !== undefined) return repository.id;
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function tokenJson(host: Host, grant: Grant, reachable: readonly Repository[]) {
  const { token, expiresAt } = host.tokens.mint(grant);
  const { repositories, permissions } = grant;
  const selected = reachable.filter(({ id }) => repositories?.includes(id));
  return {
    token,
    expires_at: timestamp(expiresAt),
    permissions,
    repository_selection: 'selected',
    ...(repositories !== null && { repositories: selected.map((repository) => repositoryJson(host, repository)) }),
  };
}
