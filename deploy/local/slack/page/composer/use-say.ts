import { TaskError } from '#shared/task/failure.ts';
import type { Call } from '../client/ask.ts';
import { useDesk } from '../client/desk.ts';
import { isKnownCommand, readCommand } from './completion.ts';

interface Place {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** Says something in a channel, or in a thread of it. Resolves to words about what went wrong. */
export function useSay(place: Place): (text: string) => Promise<string | undefined> {
  const { call } = useDesk();
  return async (text) => {
    try {
      return await say(call, place, text);
    } catch (problem) {
      // It is told where the person typed; what is no refusal is a bug, for the console as well.
      if (problem instanceof TaskError) return `${problem.message} ${problem.remedy}`;
      console.error(problem);
      return String(problem);
    }
  };
}

async function say(call: Call, { channel, thread }: Place, text: string): Promise<string | undefined> {
  const command = readCommand(text);
  if (command === undefined) {
    await (thread === undefined ? call('post', { channel, text }) : call('reply', { channel, thread, text }));
    return undefined;
  }
  if (!isKnownCommand(command.command)) return `${command.command} is no command here; /agent is.`;
  if (thread !== undefined) return 'Commands work in the channel, not in a thread.';
  const outcome = await call('slash', { ...command, channel });
  return outcome.ok ? undefined : `The app did not answer: ${outcome.text}. What you typed is still here.`;
}
