import type { BotProcess } from '#deploy/local/bot-process.ts';
import { tiny } from '../scenarios/repositories.ts';
import { raiseStage, type Stage } from '../scenarios/stage.ts';
import { startLoadBalancer } from './servers/load-balancer.ts';

export interface TwoBots {
  readonly stage: Stage;
  /** The one that writes to the workspace's threads now, and the other one. */
  writer(): Promise<{ readonly writing: BotProcess; readonly waiting: BotProcess }>;
  close(): Promise<void>;
}

/** Two bots of one project behind one address, as a service of Cloud Run with two instances has them. */
export async function raiseTwoBots(env: Readonly<Record<string, string>>): Promise<TwoBots> {
  const balancer = await startLoadBalancer();
  const stage = await raiseStage({
    ...tiny(),
    stack: 'google',
    env: { BELLHOP_URL: balancer.url, ...env },
  });
  const bots = [stage.bot, await stage.addBot()] as const;
  for (const { url } of bots) balancer.add(url);

  async function writer() {
    for (;;) {
      const lease = await stage.store.holderOf(`slack ${stage.slack.team}`);
      const at = bots.findIndex(({ url }) => lease?.holder.includes(new URL(url).port));
      const [writing, waiting] = at === 1 ? [bots[1], bots[0]] : bots;
      if (at !== -1) return { writing, waiting };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    stage,
    writer,
    close: async () => {
      await stage.close();
      await balancer.close();
    },
  };
}
