import { expect, test } from 'vitest';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { openStage } from './on-stage.ts';

test.each(SAMPLES)(
  '$repository: a request becomes a pull request, and the thread shows every step of it',
  async ({ repository, request, failingTest }) => {
    const stage = await openStage();
    const card = await stage.ask(`${repository} ${request}`);
    const task = await stage.end(card);
    expect(task.status).toBe('succeeded');
    if (task.status !== 'succeeded') return;
    expect(task.evidence.verdict).toBe('green');
    expect(task.evidence.moves.fixed).toContain(failingTest);
    const [pullRequest, ...others] = stage.github.pullRequests(repository);
    expect(others).toEqual([]);
    expect(pullRequest).toMatchObject({ number: task.pullRequest.number, branch: `agent/${task.id}`, draft: false });
  },
);
