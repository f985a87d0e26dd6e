import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { addresses } from './addresses.ts';
import { readForm } from './form.ts';
import { actAs } from './visit.ts';

/** What stands beside the pages: how they look, and who acts on them. */
export function sideRoutes() {
  return new Hono()
    .get(addresses.style, async (context) =>
      context.body(await style(), 200, { 'content-type': 'text/css; charset=utf-8' }),
    )
    .post(addresses.actAs, async (context) => {
      const form = await readForm(context);
      actAs(context, form.get('actor') ?? undefined);
      return context.redirect(ownPath(form.get('back')), 303);
    });
}

const SHEETS = ['base', 'frame', 'controls', 'lists', 'checks', 'pull-request', 'lines', 'markdown'];

async function style(): Promise<string> {
  const files = SHEETS.map((name) => new URL(`./style/${name}.css`, import.meta.url));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** A path of this host and of no other. */
function ownPath(back: string | null): string {
  const here = 'http://here.invalid';
  const url = URL.parse(back ?? '', here);
  return url?.origin === here ? `${url.pathname}${url.search}` : addresses.home;
}
