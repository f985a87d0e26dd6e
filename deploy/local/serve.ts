import { once } from 'node:events';
import { resolve } from 'node:path';
import { readArguments, USAGE } from './arguments.ts';
import { type Playground, startPlayground } from './playground.ts';
import { localRepository, sampleRepositories } from './repositories.ts';
import { SAMPLES } from './samples/samples.ts';
import { converse } from './terminal.ts';

const PORT = 4100;

/** The playground, on a page and, with `--terminal`, in a conversation here, until somebody ends it. */
export async function serve(argv: readonly string[]): Promise<void> {
  const options = readArguments(argv);
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  const playground = await startPlayground({
    data: resolve(options.data ?? '.bellhop/playground'),
    port: options.port ?? PORT,
    repositories: [...sampleRepositories(), ...options.repo.map(localRepository)],
    cassettes: options.cassette.map((file) => resolve(file)),
    ...(options.model && { model: options.model }),
    onBotDeath: () => process.stdout.write('The bot died; it is started again.\n'),
  });
  const leave = async () => {
    await playground.close();
    process.exit(0);
  };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  if (options.terminal) await converse(playground);
  else await show(playground);
  await leave();
}

async function show({ slack }: Playground): Promise<void> {
  const [{ repository, suggestions }] = SAMPLES;
  process.stdout.write(`
  Bellhop's playground is open:  ${slack.url}

  Type there  /agent ${repository} ${suggestions[0].words}
  or choose another suggestion. Ctrl+C ends it; what happened is kept.

`);
  // Nothing to wait for but a signal.
  await once(process, 'beforeExit');
}
