/** A method's allowance: so many calls a minute, of which `burst` may come at once. */
export interface Allowance {
  readonly perMinute: number;
  readonly burst: number;
  /** Counted per channel instead of per workspace. */
  readonly perChannel?: boolean;
}

export interface Bucket {
  readonly tokens: number;
  readonly filledAt: number;
}

const TIER_2: Allowance = { perMinute: 20, burst: 20 };
const TIER_3: Allowance = { perMinute: 50, burst: 50 };
const TIER_4: Allowance = { perMinute: 100, burst: 100 };
/** `auth.test`, `chat.getPermalink`: Slack promises hundreds of calls a minute. */
const HIGH: Allowance = { perMinute: 600, burst: 600 };
/** About one message a second in each channel, with short bursts. */
const POSTING: Allowance = { perMinute: 60, burst: 5, perChannel: true };

/** Slack's tiers, for every method this stand-in answers. */
export const ALLOWANCES: Readonly<Record<string, Allowance>> = {
  'auth.test': HIGH,
  'apps.connections.open': TIER_3,
  'bots.info': TIER_3,
  'chat.postMessage': POSTING,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.getPermalink': HIGH,
  'conversations.info': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.history': TIER_3,
  'conversations.join': TIER_3,
  'conversations.open': TIER_3,
  'conversations.members': TIER_4,
  'reactions.add': TIER_3,
  'reactions.remove': TIER_2,
  'reactions.get': TIER_3,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
};

/** Takes one token, or says for how many whole seconds there will be none. */
export function takeToken(
  bucket: Bucket | undefined,
  allowance: Allowance,
  now: number,
): { bucket: Bucket; retryAfterSeconds?: number } {
  const perMs = allowance.perMinute / 60_000;
  const before = bucket ?? { tokens: allowance.burst, filledAt: now };
  const tokens = Math.min(allowance.burst, before.tokens + Math.max(0, now - before.filledAt) * perMs);
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, filledAt: now } };
  return { bucket: { tokens, filledAt: now }, retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perMs / 1_000)) };
}
