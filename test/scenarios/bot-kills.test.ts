import { expect, test } from 'vitest';
import { BOUNDARIES } from '../chaos/boundaries.ts';
import { killAt } from '../chaos/kill.ts';
import { undisturbed, violationsOf } from '../chaos/violations.ts';
import { stackOfTests } from '../stacks/open.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';

const REQUEST = 'acme/tiny Mend it';

/** Pub/Sub gives what a dead bot had in hand to the next one after 10 s: there, `npm run chaos` tries the rest. */
const isTried = (_: unknown, index: number) => stackOfTests() === 'embedded' || index % 2 === 0;

test('a bot that is killed at any step boundary leaves the same thread and one pull request', async () => {
  const stage = await openStage(tiny());
  const reference = await undisturbed(stage, REQUEST);
  for (const boundary of BOUNDARIES.filter(isTried)) {
    const card = await killAt(stage, REQUEST, 'bot', boundary);
    expect(await violationsOf(stage, card, reference), boundary.name).toEqual([]);
  }
}, 1_200_000);
