import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { CommitId } from './task/evidence.ts';
import { Price } from './task/price.ts';
import { BaselineSource, KeptContext, Start } from './task/reuse.ts';

/**
 * Routes the bot serves to workers: each a POST of JSON. The bearer token is the capability for `claim`, the session secret
 * for all others; it is looked at before anything else is read. A refusal is a 4xx with a `Refusal`; any other failure
 * may be asked again.
 */
export const ROUTES = {
  claim: '/worker/claim',
  hold: '/worker/hold',
  context: '/worker/context',
  baseline: '/worker/baseline',
  token: '/worker/token',
  push: '/worker/push',
  place: '/worker/place',
} as const;

/** The one use of a capability, which is its bearer token. The same execution and boot nonce may ask again and gets the same answer. */
export const ClaimRequest = z.object({
  execution: z.string().min(1).max(300),
  /** Made once by each process that boots. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
});
export type ClaimRequest = z.infer<typeof ClaimRequest>;

const Limits = z.object({
  turns: z.number(),
  tokens: z.number(),
  usd: z.number(),
  minutes: z.number(),
  fixRounds: z.number(),
  commandMinutes: z.number(),
});

/** How much one change may be, so that people can review it. */
const ChangeLimits = z.object({
  files: z.number(),
  lines: z.number(),
  generatedLines: z.number(),
  binaryKilobytes: z.number(),
  fileKilobytes: z.number(),
  /** Globs of files that nobody writes by hand. */
  generated: z.array(z.string()),
});

/** Everything a worker is told. It has no other configuration of its task. */
export const Assignment = z.object({
  task: z.string(),
  attempt: z.number().int(),
  /** Bearer token for the other routes; dies with the attempt. */
  session: z.string(),
  /** Key of the MAC on its events, in hex. */
  eventKey: z.string(),
  request: z.object({
    repository: z.string(),
    words: z.string(),
    criteria: z.string().optional(),
    /** What was asked after the end of an attempt, oldest first; `attempt` is the one it opened. */
    followUps: z.array(z.object({ attempt: z.number().int(), by: z.string(), words: z.string() })).optional(),
  }),
  requester: z.object({ id: z.string(), name: z.string() }),
  base: z.string(),
  /** Where to start from, for an attempt after the first one. */
  start: Start.optional(),
  /** The baseline an earlier attempt measured; it holds where the commit and the conditions are the same. */
  baseline: BaselineSource.optional(),
  /** The only branch that may be pushed. */
  branch: z.string(),
  cloneUrl: z.string(),
  limits: Limits,
  price: Price.optional(),
  egress: z.array(z.string()),
  protectedPaths: z.array(z.string()),
  changeLimits: ChangeLimits,
  /** Whom the commits name beside the agent; absent when the policy does not know them. */
  coAuthor: z.object({ name: z.string(), email: z.string() }).optional(),
  /** May run without a sandbox: one of the playground's samples, with the scripted model. */
  mayRunUnsandboxed: z.boolean(),
  /** How long a lease lasts without renewal. */
  leaseMs: z.number(),
});
export type Assignment = z.infer<typeof Assignment>;

/** Renews the lease, and waits for news. `after`: the number of the last note that was heard. */
export const HoldRequest = z.object({ after: z.number().int().nonnegative(), folded: z.number().int().nonnegative() });
export type HoldRequest = z.infer<typeof HoldRequest>;

/** Answered at once when there is something new, otherwise after at most 20 s. */
export const HoldAnswer = z.object({
  /** The attempt is to end now: cancel was asked, or it is over. */
  stop: z.boolean(),
  /** `seq` of the last event that is in the record. */
  folded: z.number().int().nonnegative(),
  notes: z.array(z.object({ number: z.number().int(), by: z.string(), words: z.string() })),
});
export type HoldAnswer = z.infer<typeof HoldAnswer>;

/** What hydration starts from. Untrusted text, all of it. */
export const ContextAnswer = z.object({
  thread: z.array(
    z.object({
      by: z.string(),
      words: z.string(),
      when: z.enum(['before the request', 'after the request', 'after the last follow-up']).optional(),
      isRequester: z.boolean().optional(),
    }),
  ),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  pullRequests: z.array(z.object({ number: z.number(), title: z.string(), body: z.string() })),
  /** Of more merged pull requests, newest first. */
  titles: z.array(z.string()).optional(),
  /** What people wrote about the task's own pull request. */
  remarks: z
    .array(
      z.object({
        by: z.string(),
        words: z.string(),
        path: z.string().optional(),
        line: z.number().optional(),
        verdict: z.enum(['approved', 'changes requested']).optional(),
      }),
    )
    .optional(),
  /** What earlier tasks on this repository found, newest first: words, and where they are from. */
  memory: z.array(z.object({ words: z.string(), task: z.string(), commit: CommitId, at: z.number() })).optional(),
  /** Files and pull requests are as an earlier attempt found them: nothing has moved since. */
  kept: KeptContext.optional(),
});
export type ContextAnswer = z.infer<typeof ContextAnswer>;

/** The runs of the baseline that was offered, as they were stored; nothing when they are gone. */
export const BaselineAnswer = z.object({ text: z.string().optional() });
export type BaselineAnswer = z.infer<typeof BaselineAnswer>;

export const TokenAnswer = z.object({ token: z.string(), expiresAt: z.string() });

/** Asks for the right to push one commit; granted when its evidence is in the record, for this commit only. */
export const PushRequest = z.object({ head: CommitId });

/** Of a file longer than this the beginning is stored. */
export const ARTIFACT_BYTES = 16 * 1024 * 1024;

/** Asks for a place to store one file of the attempt. */
export const PlaceRequest = z.object({ file: z.string().max(200) });

/** One PUT to this address, with these headers and no others of ours. 412 means that it is used up: ask for another. */
export const PlaceAnswer = z.object({ url: z.url(), headers: z.record(z.string(), z.string()) });
export type PlaceAnswer = z.infer<typeof PlaceAnswer>;

/** Why a call was refused, for the worker's log and its failure. */
export const Refusal = z.object({ code: z.string(), words: z.string(), remedy: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/** An event on the wire: its exact text, and the MAC over just that text. */
const Signed = z.object({ body: z.string().max(900_000), mac: z.string().regex(/^[0-9a-f]{64}$/) });

export function sign(body: string, keyHex: string): string {
  return JSON.stringify({ body, mac: macOf(body, keyHex) });
}

/** The text inside, when the MAC is right; undefined for anything else. Nothing is parsed before that but the wrapping. */
export function verify(raw: string, keyHex: string): string | undefined {
  const signed = readSigned(raw);
  if (!signed) return undefined;
  const expected = Buffer.from(macOf(signed.body, keyHex), 'hex');
  return timingSafeEqual(expected, Buffer.from(signed.mac, 'hex')) ? signed.body : undefined;
}

/** Which attempt an event says it is of: needed to find its key, believed only once `verify` agrees. */
export function claimedOrigin(raw: string): { task: string; attempt: number } | undefined {
  const signed = readSigned(raw);
  const origin = signed && Origin.safeParse(parseJson(signed.body));
  return origin?.success ? origin.data : undefined;
}
const Origin = z.object({ task: z.string().regex(/^t[0-9a-f]{11}$/), attempt: z.number().int().positive() });

function readSigned(raw: string): z.infer<typeof Signed> | undefined {
  return Signed.safeParse(parseJson(raw)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being an event of ours; the caller refuses and audits it.
    return undefined;
  }
}

const macOf = (body: string, keyHex: string): string =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(body).digest('hex');
