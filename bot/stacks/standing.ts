import type { Foundation } from '../bot.ts';

/** What a stack gives the bot to stand on. */
export type Standing = Pick<
  Foundation,
  'instance' | 'store' | 'memory' | 'queue' | 'runner' | 'events' | 'artifacts' | 'fill' | 'pushed'
>;
