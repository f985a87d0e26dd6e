import type { Context, Hono } from 'hono';
import type { Artifacts } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';
import type { Redact } from '#shared/text/redact.ts';
import { ARTIFACT_BYTES } from '#shared/worker-api.ts';
import { atMost } from '../at-most.ts';
import { type Rights, same } from '../dispatch/rights.ts';

/** Stores a file over one version of it; false when another is there. */
export type Fill = (name: string, version: string, bytes: Uint8Array) => Promise<boolean>;

export interface ArtifactNeeds {
  readonly rights: Pick<Rights, 'linkKey' | 'readPlace'>;
  readonly artifacts: Pick<Artifacts, 'view'>;
  /** Takes what is sent to places of the bot's own; absent when the store takes files itself. */
  readonly fill?: Fill;
  readonly redact: Redact;
  readonly now: () => Moment;
}

const ROUTE = '/artifacts/:task/:attempt/:file';

const WITHIN_LIMIT = atMost(ARTIFACT_BYTES);

/** Where people get stored files, and where workers send them when the store takes none itself. */
export function serveArtifacts(http: Hono, needs: ArtifactNeeds): void {
  const { fill } = needs;
  http.get(ROUTE, (context) => download(context, needs));
  if (fill) http.put(ROUTE, (context) => receive(context, fill, needs));
}

async function download(context: Context, { rights, artifacts }: ArtifactNeeds): Promise<Response> {
  const name = nameIn(context);
  if (!same(rights.linkKey(name), context.req.query('key') ?? '')) return nothing(context);
  context.header('cache-control', 'private, no-store');
  const found = await artifacts.view(name);
  if (!found) return nothing(context);
  return found instanceof URL ? context.redirect(found.href) : toSave(context, found);
}

const nothing = (context: Context) => context.text('There is no such file, or this is not its whole link.', 404);

/** Files of repositories and tests are hostile: they are saved, never shown by the browser as something of ours. */
function toSave(context: Context, bytes: Uint8Array): Response {
  return context.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${context.req.param('file')}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
}

async function receive(context: Context, fill: Fill, { rights, redact, now }: ArtifactNeeds): Promise<Response> {
  const name = nameIn(context);
  const version = rights.readPlace(context.req.query('place') ?? '', name, now());
  if (version === undefined) return context.text('This is no place for this file, or its minutes are over.', 403);
  await WITHIN_LIMIT(context, async () => {});
  const bytes = redactText(new Uint8Array(await context.req.arrayBuffer()), redact);
  if (await fill(name, version, bytes)) return context.body(null, 204);
  return context.text('Another file was stored under this name: the place is used up.', 412);
}

/** Workers redact what they send; this is the second look. Bytes that are no text are kept as they are. */
function redactText(bytes: Uint8Array, redact: Redact): Uint8Array {
  try {
    return new TextEncoder().encode(redact(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    // Not UTF-8: a screenshot, an archive.
    return bytes;
  }
}

function nameIn(context: Context): string {
  const { task, attempt, file } = context.req.param();
  return `${task}/${attempt}/${file}`;
}
