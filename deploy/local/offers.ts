import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { allProcesses, hasVariable } from '#shared/adapters/local/job-runner/processes.ts';
import type { BotProcess } from './bot-process.ts';
import type { PlaygroundRepository } from './repositories.ts';
import { SAMPLES } from './samples/samples.ts';
import type { Act, Offers } from './slack/client/offers.ts';

interface Around {
  readonly repositories: readonly PlaygroundRepository[];
  readonly githubUrl: string;
  /** Where workers keep their workspaces. */
  readonly scratch: string;
  /** The folders programs are looked for in, as PATH has them. */
  readonly path: string;
  /** The bot, once it was started. */
  readonly bot: () => BotProcess | undefined;
}

/** What the page of the local Slack can tell a newcomer, and do to the playground. */
export function offersOf({ repositories, githubUrl, scratch, path, bot }: Around): Offers {
  const names = new Set(repositories.map(({ name }) => name));
  return {
    repositories: [...names],
    suggestions: SAMPLES.filter(({ repository }) => names.has(repository)).flatMap((sample) => suggested(sample, path)),
    links: [{ label: 'Local GitHub', url: githubUrl, explanation: 'The repositories and their pull requests' }],
    acts: [killWorkers(scratch), killBot(bot)],
  };
}

function suggested({ repository, language, needs, suggestions }: (typeof SAMPLES)[number], path: string) {
  const missing = needs.filter((program) => !isOnPath(program, path));
  const unavailable = missing.length > 0 && `${missing.join(' and ')} is not installed on this machine`;
  return suggestions.map(({ words: request, shows }) => ({
    repository,
    request,
    shows,
    language,
    ...(unavailable && { unavailable }),
  }));
}

function isOnPath(program: string, path: string): boolean {
  return path.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder; perhaps in the next.
      return false;
    }
  });
}

/** As the kernel does when memory runs out: at once, and without a word to anybody. */
function killWorkers(scratch: string): Act {
  return {
    id: 'kill-workers',
    label: 'Kill the workers',
    explanation: 'SIGKILL to every worker process; what they worked on is tried again.',
    act: async () => {
      const workers = allProcesses().filter(({ pid, ended }) => !ended && hasVariable(pid, 'BELLHOP_SCRATCH', scratch));
      for (const { pid } of workers) process.kill(pid, 'SIGKILL');
      return workers.length === 0
        ? 'No worker runs.'
        : `Killed ${workers.length === 1 ? 'one worker' : `${workers.length} workers`}.`;
    },
  };
}

function killBot(bot: Around['bot']): Act {
  return {
    id: 'kill-bot',
    label: 'Kill the bot',
    explanation: 'SIGKILL to the bot; it is started again, and goes on where it was.',
    act: async () => {
      await bot()?.kill();
      await bot()?.start();
      return 'The bot was killed and is back.';
    },
  };
}
