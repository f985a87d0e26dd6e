import type { Octokit } from '@octokit/core';
import type { RepoToken } from '#shared/ports.ts';
import { InstallationAnswer, TokenAnswer } from './answers.ts';
import type { Clients } from './client.ts';
import { asRefused, unreachable } from './failure.ts';
import { splitName } from './names.ts';

type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** What the bot itself needs on a repository: look at it, and open its pull requests. */
const OWN_PERMISSIONS: Permissions = { contents: 'read', pull_requests: 'write' };

/** Our own token is replaced this long before it ends, so that no call starts with a dying one. */
const SPARE_MS = 5 * 60 * 1000;

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** The way to a repository: its installation, a token of its own, and a client that uses it. */
export interface Access {
  /** A new token for this one repository. */
  mint(repository: string, permissions: Permissions): Promise<RepoToken>;
  /** Calls GitHub about one repository; once more with a new token when GitHub does not take the one at hand. */
  on<T>(repository: string, call: (client: Octokit, place: Place) => Promise<T>): Promise<T>;
}

/** `own`: what its own tokens may do. A token that asks for more than the App was given is none at all. */
export function openAccess(clients: Clients, now: () => number, own = OWN_PERMISSIONS): Access {
  const installations = new Map<string, number>();
  const tokens = new Map<string, Promise<RepoToken>>();

  async function installationOf(repository: string, place: Place): Promise<number> {
    const known = installations.get(repository);
    if (known !== undefined) return known;
    const { data } = await clients.app.request('GET /repos/{owner}/{repo}/installation', { ...place });
    const { id } = InstallationAnswer.parse(data);
    installations.set(repository, id);
    return id;
  }

  async function mint(repository: string, permissions: Permissions): Promise<RepoToken> {
    const place = placeOf(repository);
    const wasKnown = installations.has(repository);
    const installation_id = await installationOf(repository, place);
    try {
      const request = { installation_id, repositories: [place.repo], permissions };
      const { data } = await clients.app.request('POST /app/installations/{installation_id}/access_tokens', request);
      const { token, expires_at } = TokenAnswer.parse(data);
      return { token, expiresAt: expires_at };
    } catch (error) {
      if (!isGone(error)) throw error;
      installations.delete(repository);
      if (!wasKnown) throw unreachable(repository, error);
      return await mint(repository, permissions); // Installed anew since we last looked, perhaps.
    }
  }

  function ownToken(repository: string): Promise<RepoToken> {
    const token = mint(repository, own);
    tokens.set(repository, token);
    token.catch(() => tokens.delete(repository)); // The caller gets the error; only the memory of it goes.
    return token;
  }

  async function on<T>(repository: string, call: (client: Octokit, place: Place) => Promise<T>): Promise<T> {
    const place = placeOf(repository);
    const held = await tokens.get(repository);
    const fresh = held !== undefined && Date.parse(held.expiresAt) - now() > SPARE_MS;
    const { token } = fresh ? held : await ownToken(repository);
    try {
      return await call(clients.as(token), place);
    } catch (error) {
      if (asRefused(error)?.status !== 401) throw error;
      return await call(clients.as((await ownToken(repository)).token), place);
    }
  }

  return { mint, on };
}

function placeOf(repository: string): Place {
  const place = splitName(repository);
  if (place === undefined) throw unreachable(repository);
  return place;
}

// GitHub says 404 for an installation that ended, 422 for a repository that was taken out of it.
function isGone(error: unknown): boolean {
  const refused = asRefused(error);
  return refused?.status === 404 || (refused?.status === 422 && /not exist or is not accessible/.test(refused.message));
}
