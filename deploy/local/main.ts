import { resolve } from 'node:path';
import { readArguments, USAGE } from './arguments.ts';
import { startPlayground } from './playground.ts';
import { localRepository, sampleRepositories } from './repositories.ts';
import { tellProblem } from './tell-problem.ts';
import { converse } from './terminal.ts';

const PORT = 4100;

/** `npm start`: the playground, and a conversation with it in this terminal. */
async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
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
  await converse(playground);
  await leave();
}

main().catch(tellProblem);
