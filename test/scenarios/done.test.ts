import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { raiseStage, type Stage } from './stage.ts';

/** Every way a request of the samples can end; what each of them leads to is proved with less around it. */
const SHOWN = ['acme/shop-js', 'acme/ledger-py', 'acme/keep-sh'];

describe.concurrent('a request of a sample becomes a pull request, and the thread shows every step of it', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await raiseStage({ policy: { limits: { running: 3, running_per_person: 3 } } });
  });
  afterAll(() => stage?.close());

  test.each(SAMPLES.filter(({ repository }) => SHOWN.includes(repository)))('$repository', async (sample) => {
    const { repository, suggestions } = sample;
    const [{ words, expected }] = suggestions;
    const card = await stage.ask(`${repository} ${words}`);
    const task = await stage.end(card);
    expect(task.status).toBe('succeeded');
    if (task.status !== 'succeeded') return;
    const isDraft = expected.pullRequest === 'draft';
    expect(task.evidence.verdict).toBe(isDraft ? 'red' : 'green');
    const { fixed = [], added = [], stillFailing = [] } = expected;
    expect(task.evidence.moves).toMatchObject({ fixed, added, stillFailing, broken: [] });
    const [pullRequest, ...others] = stage.github.pullRequests(repository);
    expect(others).toEqual([]);
    expect(pullRequest).toMatchObject({ number: task.pullRequest.number, branch: `agent/${task.id}`, draft: isDraft });
  });
});
