import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { call, openWorld, repositoryWithBranch, tokenFor } from '../world.ts';

const FIX = { title: 'Fix the cart', head: 'agent/fix', base: 'main', body: 'Why and how' };

/** `acme/shop` with one open pull request of `agent/fix`. */
export async function worldWithPull(fields: object = {}, shop?: string): Promise<LocalGitHub> {
  const github = await openWorld({ shop: shop ?? (await repositoryWithBranch('agent/fix')) });
  await openPull(github, fields);
  return github;
}

export async function openPull(github: LocalGitHub, fields: object = {}): Promise<void> {
  const token = await tokenFor(github, { pull_requests: 'write' });
  const { status, data } = await call(github, token, 'POST /repos/acme/shop/pulls', { ...FIX, ...fields });
  if (status !== 201) throw new Error(JSON.stringify(data));
}

export interface Seen {
  readonly status: number;
  readonly html: string;
  /** What a person reads: no markup, one space between words. */
  readonly text: string;
  readonly headers: Headers;
}

export async function look(github: LocalGitHub, path: string, headers: Record<string, string> = {}): Promise<Seen> {
  return await seen(await fetch(`${github.url}${path}`, { headers, redirect: 'manual' }));
}

/** Sends a form as the page would; by default as ana. */
export async function act(
  github: LocalGitHub,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Record<string, string> = {},
): Promise<Seen> {
  const body = new URLSearchParams(fields);
  return await seen(await fetch(`${github.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' }));
}

export const as = (name: string) => ({ cookie: `local-github-actor=${name}` });

async function seen(response: Response): Promise<Seen> {
  const html = await response.text();
  return { status: response.status, html, text: textOf(html), headers: response.headers };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

function textOf(html: string): string {
  return html
    .replace(/<\/?(?:span|code|b|i|em|strong|a|h3)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|amp|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/\s+/g, ' ');
}
