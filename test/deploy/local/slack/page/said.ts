import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';

/** A message of ben's in #general; `second` places it in time. */
export const said = (second: number, more: Partial<SeenMessage> = {}): SeenMessage => ({
  channel: 'C0GENERAL',
  ts: tsOf(second),
  user: 'U0BEN',
  text: `said at ${second}`,
  ...more,
});

export const tsOf = (second: number): string => `${1_700_000_000 + second}.000100`;
