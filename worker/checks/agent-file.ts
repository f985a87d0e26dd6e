import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { command, path, plainName } from './agent-file-fields.ts';
import { type Check, PRINTED_FORMATS, REPORT_FORMATS, type SetUp } from './check.ts';
import { fileNameOf } from './log.ts';
import { type BenchmarkPlan, Benchmarks, type ScreenshotPlan, Screenshots } from './measures.ts';

/** A repository's own word on how it is set up and checked; every part may be left out and is then found out. */
export const AGENT_FILE = '.agent.yml';

export interface AgentFile {
  readonly setup?: readonly SetUp[];
  readonly checks?: readonly Check[];
  readonly benchmarks?: readonly BenchmarkPlan[];
  readonly screenshots?: readonly ScreenshotPlan[];
  readonly protected: readonly string[];
}

/** What to write, shown wherever a file is missing or wrong. */
export const AGENT_FILE_EXAMPLE = `setup:
  - npm ci
checks:
  - name: test
    run: npm test
`;

const Report = z
  .strictObject({
    /** The runner that writes it, or `junit` for any JUnit XML, `tap` for anything that speaks TAP. */
    format: z.enum(REPORT_FORMATS),
    /** Where the command writes it; a glob may name several. Left out only for what is printed, not written. */
    path: path.optional(),
  })
  .refine(({ format, path: file }) => file !== undefined || isPrinted(format), 'needs the path of the report file')
  .transform(({ format, path: file }) => ({ format, ...(file !== undefined && { path: file }) }));

function isPrinted(format: string): boolean {
  return PRINTED_FORMATS.some((printed) => printed === format);
}

const CheckEntry = z
  .strictObject({
    name: plainName,
    /** Without network. Exit code 0 is a pass. */
    run: command,
    report: Report.optional(),
    /** No more than the bot's own limit, which also holds when this is left out. */
    timeout_minutes: z.number().positive().max(1_440).optional(),
  })
  .transform((entry) => ({
    name: entry.name,
    command: entry.run,
    ...(entry.report && { report: entry.report }),
    ...(entry.timeout_minutes !== undefined && { timeoutMs: entry.timeout_minutes * 60_000 }),
  }));

const AgentFileSchema = z.strictObject({
  /** Commands that install what the checks need, with access to the package registries. */
  setup: z.array(command).max(20).optional(),
  checks: z
    .array(CheckEntry)
    .min(1)
    .max(20)
    .refine(
      (checks) => new Set(checks.map((check) => fileNameOf(check.name))).size === checks.length,
      'two checks have the same name',
    )
    .optional(),
  /** Run a few times before and after the change. */
  benchmarks: Benchmarks.optional(),
  screenshots: Screenshots.optional(),
  /** Globs of paths no task may change. */
  protected: z.array(z.string().min(1).max(300)).max(100).default([]),
});

const MAX_CHARACTERS = 64 * 1024;

/** Reads `.agent.yml`. Throws one TaskError that names line and field of the first problem and shows what to write. */
export function parseAgentFile(text: string): AgentFile {
  if (text.length > MAX_CHARACTERS) throw invalid(`it is longer than ${MAX_CHARACTERS / 1024} KiB`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw invalid(`line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  const parsed = AgentFileSchema.safeParse(plainData(document) ?? {});
  if (parsed.success) return agentFile(parsed.data);
  const [issue] = parsed.error.issues;
  const field = issue?.path ?? [];
  throw invalid(`line ${lineOf(document, lines, field)}, ${inWords(field)}: ${issue?.message}`);
}

type YamlDocument = ReturnType<typeof parseDocument>;

/** Aliases are refused: a few lines of them can unfold to gigabytes, and no honest file of this kind needs one. */
function plainData(document: YamlDocument): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw invalid('it uses YAML aliases (`*name`), which are not allowed here', cause);
  }
}

function agentFile({ setup, protected: globs, ...named }: z.infer<typeof AgentFileSchema>): AgentFile {
  return {
    ...(setup && { setup: setup.map((each) => ({ command: each })) }),
    ...(named.checks && { checks: named.checks }),
    ...(named.benchmarks && { benchmarks: named.benchmarks }),
    ...(named.screenshots && { screenshots: named.screenshots }),
    protected: globs,
  };
}

/** The line of a field, or of the nearest thing around it that is there. */
function lineOf(document: YamlDocument, lines: LineCounter, field: readonly PropertyKey[]): number {
  const node: unknown = document.getIn(field, true);
  const range = z.object({ range: z.tuple([z.number()]).rest(z.number()) }).safeParse(node);
  if (range.success) return lines.linePos(range.data.range[0]).line;
  return field.length > 0 ? lineOf(document, lines, field.slice(0, -1)) : 1;
}

/** `checks › 2 › run`, counted from 1 as people do. */
function inWords(field: readonly PropertyKey[]): string {
  const parts = field.map((part) => (typeof part === 'number' ? String(part + 1) : String(part)));
  return parts.join(' › ') || 'the file';
}

function invalid(problem: string, cause?: unknown): TaskError {
  return new TaskError(
    'agent_file_invalid',
    `${AGENT_FILE} on the base branch cannot be used: ${clip(oneLine(problem), 500)}.`,
    {
      whose: 'yours',
      remedy: `Correct ${AGENT_FILE} on the base branch, for example:\n${AGENT_FILE_EXAMPLE}`,
      cause,
    },
  );
}
