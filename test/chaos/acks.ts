import type { Stage } from '../scenarios/stage.ts';

/**
 * What was acknowledged is never lost: the bot is killed right after each ack, and after each the record has to be there.
 * Gives what is missing, in words.
 */
export async function acksSurvive(stage: Stage, times: number): Promise<readonly string[]> {
  const { ana, bot, store } = stage;
  const lost: string[] = [];
  for (let count = 1; count <= times; count++) {
    const outcome = await ana.slash('/agent', `acme/nothing request ${count}`, { channel: 'C0LANE0' });
    await bot.kill();
    const after = await store.askedBy(ana.id, times + 1);
    if (!outcome.ok) lost.push(`request ${count} was not acknowledged: ${outcome.text}`);
    else if (!after.some(({ request }) => request.words === `request ${count}`))
      lost.push(`request ${count} was acknowledged and is gone`);
    await bot.start();
  }
  return lost;
}
