import { Hono } from 'hono';
import { ATTACHMENT } from '../http/attachment.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { refusal } from './call.ts';
import { readRequest } from './read-request.ts';
import { respond } from './respond.ts';

/** What the app reaches outside `/api`: response urls, the address of an upload, private files. */
export function sideRoutes(workspace: Workspace): Hono {
  const routes = new Hono();
  routes.post('/response/:token', async (context) => {
    const request = await readRequest(context.req, 'response_url');
    if (request === 'invalid_json') return context.json(refusal('invalid_payload'), 400);
    const use = workspace.responseUrls.use(context.req.param('token'));
    if (!use.ok) return context.json(refusal(use.error), 404);
    try {
      respond(workspace, use.context, request.args);
      return context.text('ok');
    } catch (error) {
      if (error instanceof ApiError) return context.json(refusal(error.code, error.messages), 400);
      throw error;
    }
  });
  routes.post('/upload/v1/:ticket', async (context) => {
    const bytes = await readUpload(context.req.raw);
    const received = workspace.files.receive(context.req.param('ticket'), bytes);
    return received ? context.text(`OK - ${bytes.byteLength}`) : context.text('Error - bad upload', 400);
  });
  routes.get('/files-pri/:file/:name', (context) => {
    if (context.req.header('authorization') !== `Bearer ${APP.botToken}`) return context.text('not_authed', 401);
    const found = workspace.files.read(context.req.param('file'));
    if (found === undefined) return context.text('file_not_found', 404);
    return context.body(Buffer.from(found.bytes), 200, ATTACHMENT);
  });
  return routes;
}

/** The bytes of an upload: the first file of a form, or the whole body. */
async function readUpload(request: Request): Promise<Uint8Array> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data'))
    return new Uint8Array(await request.arrayBuffer());
  const form = await request.formData();
  const file = [...form.values()].find((value) => value instanceof Blob);
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}
