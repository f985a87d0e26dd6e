import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { compareRuns } from '#shared/task/compare.ts';
import { type Cassette, readCassette } from '#worker/model/cassette.ts';
import { copyOf, missingFor } from './copy.ts';
import { play } from './play.ts';

const ALL = SAMPLES.flatMap((sample) => sample.suggestions.map((suggestion) => ({ sample, suggestion })));

describe.concurrent.each(ALL)('$sample.repository: $suggestion.words', ({ sample, suggestion }) => {
  const missing = missingFor(sample).join(', ');
  const reason = missing && ` (skipped: this machine has no ${missing})`;
  const { proof, expected } = suggestion;

  test.skipIf(missing)(`the recording leads to what is promised${reason}`, async () => {
    const copy = await copyOf(sample);
    const cassette = await readCassette(suggestion.cassette);
    const files = await copy.files();
    expect(await copy.isProved(proof)).toBe(false);
    const rounds = await play(copy, cassette);
    expect(rounds).toHaveLength(1 + cassette.fix.length);
    const evidence = rounds.at(-1)?.evidence;
    const { pullRequest, fixed = [], added = [], stillFailing = [] } = expected;
    expect(evidence?.moves).toMatchObject({ fixed, added, stillFailing, broken: [], notRun: [] });
    expect(evidence?.verdict).toBe(pullRequest === 'ready' ? 'green' : 'red');
    expect(await copy.isProved(proof)).toBe(true);
    // Nothing that the agent made for itself is left.
    expect(await copy.files()).toEqual([...files, ...filesWritten(cassette)].toSorted());
    await copy.takeBack();
    expect(await copy.isProved(proof)).toBe(false);
    expect(compareRuns(evidence?.after ?? [], await copy.check()).broken).not.toEqual([]);
  });
});

const Written = z.object({ path: z.string(), text: z.string() });

function filesWritten({ turns, fix }: Cassette): readonly string[] {
  const calls = [turns, ...fix].flat().flatMap((turn) => turn.calls);
  return calls.filter(({ tool }) => tool === 'write').map(({ input }) => Written.parse(input).path);
}
