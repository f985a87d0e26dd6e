import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SAMPLES, type Sample } from '#deploy/local/samples/samples.ts';
import { compareRuns, verdictOf } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import { planChecks } from '#worker/checks/plan.ts';
import { runChecks } from '#worker/checks/run.ts';
import { filesOf, openPlace, type Place, settingOf } from '../../worker/checks/place.ts';

const Call = z.strictObject({
  tool: z.enum(['read', 'bash', 'edit', 'write', 'finish']),
  input: z.record(z.string(), z.string()),
  expect: z.string().optional(),
});
const Cassette = z.strictObject({
  repository: z.string(),
  request: z.string(),
  turns: z.array(z.strictObject({ text: z.string(), calls: z.array(Call) })),
});
type Call = z.infer<typeof Call>;

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.remove()));
});

async function copyOf(sample: Sample): Promise<{ place: Place; files: Record<string, string> }> {
  const names = await readdir(sample.folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map(async (path) => [path.slice(sample.folder.length + 1), await readFile(path, 'utf8')]);
  const files = Object.fromEntries(await Promise.all(texts));
  const place = await openPlace(files);
  places.push(place);
  return { place, files };
}

async function checksOf({ place, files }: Awaited<ReturnType<typeof copyOf>>): Promise<CheckRun[]> {
  const plan = await planChecks(filesOf(files));
  expect(plan.setup).toEqual([]);
  return runChecks(plan, settingOf(place));
}

async function callsOf(sample: Sample): Promise<readonly Call[]> {
  const { turns } = Cassette.parse(JSON.parse(await readFile(sample.cassette, 'utf8')));
  return turns.flatMap((turn) => turn.calls);
}

/** Does what the agent's tools do, as far as a cassette needs it, and gives what the model would be told. */
async function play({ tool, input }: Call, { workspace }: Place): Promise<string> {
  const file = join(workspace, input.path ?? '');
  if (tool === 'read') return readFile(file, 'utf8');
  if (tool === 'bash') {
    const env = { PATH: process.env.PATH, HOME: workspace, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout, stderr } = spawnSync('sh', ['-c', input.command ?? ''], { cwd: workspace, env, encoding: 'utf8' });
    return stdout + stderr;
  }
  if (tool === 'edit') {
    const [before, after, ...more] = (await readFile(file, 'utf8')).split(input.old_text ?? '');
    expect([after === undefined, more]).toEqual([false, []]);
    await writeFile(file, `${before}${input.new_text}${after}`);
  }
  return '';
}

describe.each(SAMPLES)('$repository', (sample) => {
  test('a fresh copy fails the named test and no other', async () => {
    const [run, ...others] = await checksOf(await copyOf(sample));
    expect(others).toEqual([]);
    const failing = Object.entries(run?.tests ?? {}).filter(([, outcome]) => outcome !== 'passed');
    expect(failing).toEqual([[sample.failingTest, 'failed']]);
    expect(run?.exitCode).toBe(1);
  });

  test('its cassette plays to the end, sees what it expects, and fixes just that test', async () => {
    const copy = await copyOf(sample);
    const before = await checksOf(copy);
    for (const call of await callsOf(sample)) expect(await play(call, copy.place)).toContain(call.expect ?? '');
    const after = await checksOf(copy);
    expect(compareRuns(before, after)).toMatchObject({ fixed: [sample.failingTest], broken: [], notRun: [] });
    expect(verdictOf(after)).toBe('green');
  });

  test('without the edits the cassette meets something it does not expect', async () => {
    const { place } = await copyOf(sample);
    const calls = (await callsOf(sample)).filter((call) => call.tool !== 'edit');
    const heard = await Promise.all(calls.map(async (call) => (await play(call, place)).includes(call.expect ?? '')));
    expect(heard).toContain(false);
  });

  test('its own command runs the failing test', async () => {
    const { place } = await copyOf(sample);
    const [command, ...args] = sample.testCommand;
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: place.workspace, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout + stderr).toContain(sample.failingTest.split(/ > |\./).at(-1));
  });

  test('the suggested request is one its cassette is for', async () => {
    const { repository, request } = Cassette.parse(JSON.parse(await readFile(sample.cassette, 'utf8')));
    expect(repository).toBe(sample.repository);
    expect(sample.request.toLowerCase()).toContain(request.toLowerCase());
  });

  test('its cassette ends by telling all that a pull request needs', async () => {
    const last = (await callsOf(sample)).at(-1);
    expect(last?.tool).toBe('finish');
    expect(Object.keys(last?.input ?? {})).toEqual(['summary', 'why', 'verify', 'risk', 'rollback']);
  });
});
