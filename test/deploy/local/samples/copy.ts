import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll } from 'vitest';
import type { Proof, Sample } from '#deploy/local/samples/sample.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import { planChecks } from '#worker/checks/plan.ts';
import { runChecks, runSetup } from '#worker/checks/run.ts';
import { filesOf, openPlace, type Place, settingOf } from '../../../worker/checks/place.ts';

/** A sample's files, set up to be worked on. */
export interface Copy {
  readonly place: Place;
  check(): Promise<readonly CheckRun[]>;
  /** Whether somebody who believes nobody is convinced. */
  isProved(proof: Proof): Promise<boolean>;
  /** What is there now, but for what the set-up and the tests themselves leave. */
  files(): Promise<readonly string[]>;
  /** Puts the code back as it was and leaves the tests as they are; where only tests were changed, puts those back. */
  takeBack(): Promise<void>;
}

const places: Place[] = [];
afterAll(async () => {
  await Promise.all(places.splice(0).map((place) => place.remove()));
});

/** A fresh copy, gone after the tests. */
export async function copyOf(sample: Sample): Promise<Copy> {
  const files = await textsIn(sample.folder);
  const place = await openPlace(files);
  places.push(place);
  const plan = await planChecks(filesOf(files));
  await runSetup(plan, settingOf(place));
  return {
    place,
    check: () => runChecks(plan, settingOf(place)),
    isProved: (proof) => succeeds(proof, place.workspace),
    files: () => filesIn(place.workspace),
    takeBack: () => takeBack(place.workspace, files),
  };
}

async function succeeds({ command: [program, ...args] }: Proof, cwd: string): Promise<boolean> {
  const { exitCode } = await execa(program, args, { cwd, reject: false });
  return exitCode === 0;
}

const LEFT_BEHIND = /(?:^|\/)(?:node_modules|__pycache__)\//;

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files
    .map((file) => relative(folder, file))
    .filter((path) => !LEFT_BEHIND.test(path))
    .toSorted();
}

async function textsIn(folder: string): Promise<Record<string, string>> {
  const paths = await filesIn(folder);
  const texts = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const TESTS = /(?:^|\/)(?:t|tests?)\//;

async function takeBack(workspace: string, files: Readonly<Record<string, string>>): Promise<void> {
  const now = await textsIn(workspace);
  const changed = Object.entries(files).filter(([path, text]) => now[path] !== text);
  const code = changed.filter(([path]) => !TESTS.test(path));
  for (const [path, text] of code.length > 0 ? code : changed) await writeFile(join(workspace, path), text);
}

/** The programs a sample needs and this machine has not. */
export function missingFor({ needs }: Sample): readonly string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return needs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
}
