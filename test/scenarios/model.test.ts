import { expect, onTestFinished, test } from 'vitest';
import { openAiDialect } from '../contracts/models/openai.ts';
import { playProvider } from '../contracts/models/play.ts';
import { openStage } from './on-stage.ts';
import { FINISH, repositoryOf, TINY, writes } from './repositories.ts';

test('a model behind an OpenAI-compatible address does the work, is named, and is paid for', async () => {
  const called = ({ tool: name, input }: typeof FINISH) => [{ name, input }];
  const provider = await playProvider(openAiDialect, [
    { kind: 'refuses', status: 429, retryAfter: '0' },
    { kind: 'answers', text: 'I write it.', calls: called(writes('right\n')) },
    { kind: 'answers', calls: called(FINISH) },
  ]);
  onTestFinished(provider.close);
  const stage = await openStage({
    repositories: [repositoryOf('acme/tiny', TINY)],
    model: { name: 'qwen3', endpoint: `${provider.url}/v1` },
    policy: { prices: { qwen3: { input_usd_per_million: 1_000, output_usd_per_million: 1_000 } } },
  });
  const card = await stage.ask('acme/tiny Make it say right');
  const task = await stage.end(card);
  expect(task).toMatchObject({ status: 'succeeded', evidence: { verdict: 'green' }, work: { model: 'qwen3' } });
  expect(task.work.usage).toMatchObject({ turns: 2, inputTokens: 240, outputTokens: 68 });
  expect(task.work.usage?.usd).toBeCloseTo(0.308);
  expect((await stage.thread(card)).join('\n')).toMatch(/qwen3/);
  expect(JSON.stringify(provider.asked[0]?.body)).toContain('Make it say right');
});
