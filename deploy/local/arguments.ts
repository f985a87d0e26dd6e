import { parseArgs } from 'node:util';
import { TaskError } from '#shared/task/failure.ts';

const OPTIONS = {
  repo: { type: 'string', multiple: true, default: [] as string[] },
  cassette: { type: 'string', multiple: true, default: [] as string[] },
  model: { type: 'string' },
  endpoint: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  sample: { type: 'string' },
  terminal: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface PlaygroundArguments {
  /** Local git repositories to add. */
  readonly repo: readonly string[];
  readonly cassette: readonly string[];
  /** A real model instead of recordings, behind an OpenAI-compatible endpoint. */
  readonly model?: { readonly name: string; readonly endpoint: string };
  readonly port?: number;
  readonly data?: string;
  readonly sample?: string;
  readonly terminal: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads what was typed behind `npm start --` or `npm run demo --`. */
export function readArguments(argv: readonly string[]): PlaygroundArguments {
  const { port, data, sample, model, endpoint, ...values } = parse(argv);
  if ((model === undefined) !== (endpoint === undefined))
    throw wrong(
      '--model and --endpoint belong together.',
      'Give the name of a model and where it is, such as --model qwen3 --endpoint http://127.0.0.1:11434/v1.',
    );
  return {
    ...values,
    ...(model !== undefined && endpoint !== undefined && { model: { name: model, endpoint } }),
    ...(data !== undefined && { data }),
    ...(sample !== undefined && { sample }),
    ...(port !== undefined && { port: readPort(port) }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), USAGE);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  // Three in a row are used.
  if (Number.isInteger(port) && port >= 1 && port <= 65_533) return port;
  throw wrong(`--port ${text} is no port.`, 'Give a number from 1 to 65533; that port and the next two are used.');
}

const wrong = (words: string, remedy: string) => new TaskError('arguments_wrong', words, { whose: 'yours', remedy });

export const USAGE = `Options: --repo PATH       add a local git repository (cloned, never touched); may be given again
         --cassette FILE   what the scripted model plays for it; may be given again
         --model NAME      ask this model instead of playing recordings; its key, if any, in BELLHOP_MODEL_KEY
         --endpoint URL    where it is: any address that speaks OpenAI's chat completions, up to and with /v1
         --port NUMBER     first of three ports: Slack, GitHub, bot
         --data FOLDER     where everything durable lies
         --terminal        (start) a conversation in this terminal, beside the page
         --sample NAME     (demo) which sample to ask for
         --json            (demo) one JSON object at the end and nothing else`;
