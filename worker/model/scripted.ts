import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import type { Cassette, Turn } from './cassette.ts';
import type { Message, Model } from './model.ts';

/** Plays a cassette. It thinks nothing and costs nothing, and says in its name what it is. */
export function scriptedModel(cassette: Cassette): Model {
  return {
    name: `scripted (${cassette.name})`,
    async ask({ messages, signal }) {
      signal.throwIfAborted();
      const { round, played } = positionOf(messages);
      const turns = round === 0 ? cassette.turns : (cassette.fix[round - 1] ?? GIVING_UP);
      checkExpectations(
        cassette,
        turns[played - 1],
        messages.findLast((message) => message.role === 'tool'),
      );
      const turn = turns[played];
      if (!turn) throw ended(cassette);
      const calls = turn.calls.map(({ tool, input }, index) => ({
        id: `${round}-${played}-${index}`,
        name: tool,
        input,
      }));
      return { text: turn.text, calls, tokens: { input: 0, output: 0 } };
    },
  };
}

const NOTHING_MORE = 'The recording has nothing for this round of failed checks.';
/** A fix round nobody recorded changes nothing, so that what was done before stands as it is. */
const GIVING_UP: readonly Turn[] = [
  {
    text: NOTHING_MORE,
    calls: [
      {
        tool: 'finish',
        input: { summary: NOTHING_MORE, why: NOTHING_MORE, verify: '', risk: '', rollback: '' },
      },
    ],
  },
];

type ToolMessage = Extract<Message, { role: 'tool' }>;

/** Where the play stands: a round ends with `finish`. Read from the conversation, so that there is nothing to remember. */
function positionOf(messages: readonly Message[]): { readonly round: number; readonly played: number } {
  const turns = messages.filter((message) => message.role === 'model');
  const finished = turns.map((turn) => turn.calls.some(({ name }) => name === 'finish'));
  return { round: finished.filter(Boolean).length, played: turns.length - (finished.lastIndexOf(true) + 1) };
}

function checkExpectations(cassette: Cassette, turn: Turn | undefined, seen: ToolMessage | undefined): void {
  for (const [index, { tool, expect }] of (turn?.calls ?? []).entries()) {
    const text = seen?.results[index]?.text ?? '';
    if (expect !== undefined && !text.includes(expect)) throw unexpected(cassette, { tool, expect, text });
  }
}

function unexpected(
  { name }: Cassette,
  { tool, expect, text }: { tool: string; expect: string; text: string },
): TaskError {
  return new TaskError(
    'cassette_mismatch',
    `The scripted model (${name}) expected the result of ${tool} to contain “${clip(expect, 300)}”. It was: ${clip(text, 1_000)}`,
    {
      whose: 'service',
      remedy: 'The repository is not as it was when this was recorded: restore it, or record it again.',
    },
  );
}

function ended({ name }: Cassette): TaskError {
  return new TaskError('cassette_ended', `The recording of the scripted model (${name}) ends before it calls finish.`, {
    whose: 'service',
    remedy: 'Let the last turn of the recording call finish.',
  });
}
