import { parse } from 'yaml';
import * as z from 'zod';
import type { SetUp } from '../check.ts';
import type { Reading } from './reading.ts';
import { folderInside, installsSystemPackages } from './sandbox-limits.ts';

const Env = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);
const Defaults = z.looseObject({
  run: z.looseObject({ shell: z.string().optional(), 'working-directory': z.string().optional() }).optional(),
});
const Step = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).nullish(),
  run: z.string().optional(),
  env: Env.nullish(),
  shell: z.string().optional(),
  'working-directory': z.string().optional(),
  if: z.unknown().optional(),
});
type Step = z.infer<typeof Step>;
const Job = z.looseObject({ env: Env.nullish(), defaults: Defaults.nullish(), steps: z.array(Step).max(50) });
const Workflow = z.looseObject({
  env: Env.nullish(),
  defaults: Defaults.nullish(),
  jobs: z.looseObject({ 'copilot-setup-steps': Job }),
});

/** What all steps of the job have in common. */
interface Common {
  readonly env: Readonly<Record<string, string>>;
  readonly shell: string | undefined;
  readonly folder: string | undefined;
}

/** The commands of GitHub's own file for agents. Actions are not run: most of them only bring what is installed here. */
export function readCopilotSteps(text: string): Reading {
  const workflow = Workflow.safeParse(plainData(text));
  if (!workflow.success) return { refused: 'it has no job “copilot-setup-steps” with steps' };
  const { env, defaults, jobs } = workflow.data;
  const job = jobs['copilot-setup-steps'];
  const runs = { ...defaults?.run, ...job.defaults?.run };
  const common = { env: { ...env, ...job.env }, shell: runs.shell, folder: runs['working-directory'] };
  const readings = job.steps.map((step, index) => readStep(step, index + 1, common));
  const refused = readings.find((reading) => 'refused' in reading);
  if (refused) return refused;
  return {
    setup: readings.flatMap((reading) => ('setup' in reading ? reading.setup : [])),
    leftOut: readings.flatMap((reading) => ('setup' in reading ? reading.leftOut : [])),
  };
}

/** A file that is no YAML, or that unfolds without end, has no such job either. */
function plainData(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function readStep(step: Step, number: number, common: Common): Reading {
  if (step.uses !== undefined) return readAction(step.uses, step.with?.version);
  if (step.run === undefined) return { setup: [], leftOut: [] };
  const shell = step.shell ?? common.shell ?? 'bash';
  const folder = step['working-directory'] ?? common.folder ?? '.';
  const env = { ...common.env, ...step.env };
  const problem = problemOf({ ...step, run: step.run }, { shell, folder, env });
  if (problem !== undefined) return { refused: `its step ${number} ${problem}` };
  if (installsSystemPackages(step.run))
    return { setup: [], leftOut: [`step ${number}, which installs system packages`] };
  return { setup: [stepOf(step.run.trim(), { shell, folder, env })], leftOut: [] };
}

interface How {
  readonly shell: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

function stepOf(command: string, { shell, folder, env }: How): SetUp {
  return {
    command,
    ...(shell === 'bash' && { shell }),
    ...(folder !== '.' && { folder }),
    ...(Object.keys(env).length > 0 && { env }),
  };
}

/** What only GitHub could do. */
function problemOf(step: Step & { readonly run: string }, { shell, folder, env }: How): string | undefined {
  if (step.if !== undefined) return 'has a condition, which only GitHub can decide';
  const texts = [step.run, folder, ...Object.values(env)];
  if (texts.some((text) => text.includes('${{'))) return 'needs an expression, which only GitHub fills in';
  const file = /\bGITHUB_(?:ENV|PATH|OUTPUT|STATE|TOKEN)\b/.exec(step.run)?.[0];
  if (file !== undefined) return `uses ${file}, which only GitHub provides`;
  if (shell !== 'bash' && shell !== 'sh') return `is written for the shell “${shell.slice(0, 40)}”`;
  return folderInside(folder) ? undefined : 'starts in a folder outside of the repository';
}

/** Actions that bring a language: the one that is installed here stands in. */
const LANGUAGES = /(?:^|\/)(?:setup-[\w-]+|rust-toolchain|toolchain)(?:@|$)/;

function readAction(action: string, version: unknown): Reading {
  if (/^actions\/checkout(?:@|$)/.test(action)) return { setup: [], leftOut: [] };
  if (/^pnpm\/action-setup(?:@|$)/.test(action)) return { setup: [pnpm(version)], leftOut: [] };
  const name = action.slice(0, 60);
  const words = LANGUAGES.test(action) ? `${name} (what is installed here is used)` : name;
  return { setup: [], leftOut: [words] };
}

function pnpm(version: unknown): SetUp {
  const wanted = /^\d+(?:\.\d+){0,2}$/.exec(String(version))?.[0] ?? 'latest';
  return { command: `npm install --global --prefix "$HOME/.local" --no-audit --no-fund pnpm@${wanted}` };
}
