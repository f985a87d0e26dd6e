import { describe, expect, test } from 'vitest';
import {
  accepted,
  emptyFollowUp,
  emptyRequest,
  help,
  mayNotControl,
  notEnded,
  nothingToCancel,
  nothingToRetry,
  nothingToSteer,
  problem,
  unknownCommand,
  unknownTask,
} from '#bot/views/messages.ts';
import { list, status } from '#bot/views/task-messages.ts';
import { ANA, BORN_AT, born, FAILURE, STAGES } from '../tasks.ts';
import { buttonsOf, read } from './shown.ts';

const NOW = BORN_AT + 3 * 60_000;
const { id } = STAGES.implement;

test.each([
  [
    accepted(STAGES.queued),
    'I have it: Fix the rounding of prices in the cart (acme/shop@main). Follow it in the thread I open for it.',
  ],
  [emptyRequest(), 'Say what to change as well.'],
  [unknownCommand('pizza'), 'I do not know "pizza".'],
  [unknownTask('t123'), 'I know no task t123.'],
  [unknownTask(''), 'I know no such task.'],
  [mayNotControl('cancel', ANA), 'Only Ana or an admin may cancel this task.'],
  [mayNotControl('steer', ANA), 'Only Ana or an admin may give notes to this task.'],
  [nothingToCancel(STAGES.failed), 'There is nothing left to stop. It failed: npm could not install the dependencies.'],
  [
    nothingToRetry(STAGES.green),
    'There is nothing to try again. Done: every check passed, and pull request #3 is open.',
  ],
  [
    nothingToSteer(STAGES.cancelled),
    'Nobody is working on this any more, so your note reaches nobody. Stopped in 1.0 s, asked by Ben. Reply "follow up" and what you want to ask for more.',
  ],
  [mayNotControl('follow up', ANA), 'Only Ana or an admin may ask for more on this task.'],
  [emptyFollowUp(STAGES.green), 'Say what you want as well.'],
  [notEnded(STAGES.implement), 'I can try again once attempt 1 is over. The agent is changing the code.'],
  [problem(FAILURE), 'npm could not install the dependencies.'],
  [status({ task: STAGES.implement }), 'Fix the rounding of prices in the cart: The agent is changing the code.'],
  [list([], NOW), 'You have not asked for anything yet.'],
  [list([{ task: STAGES.failed }], NOW), 'You have asked for 1 task.'],
])('%# is a full sentence', (message, sentence) => {
  expect(message.text).toBe(sentence);
  expect(message.blocks.length).toBeGreaterThan(0);
});

test('help names every command and the repositories', () => {
  const shown = read(help(['acme/shop', 'acme/api']).blocks);
  for (const command of ['/agent check', '/agent list', '/agent status', 'cancel', 'retry'])
    expect(shown).toContain(command);
  expect(shown).toContain('You may ask for: acme/shop, acme/api.');
});

test('help for somebody without a repository says whom to ask', () => {
  expect(read(help([]).blocks)).toContain('Ask whoever runs this bot to add you to its policy.');
});

test('a problem says whose it is and what to do', () => {
  expect(read(problem(FAILURE).blocks)).toBe(
    [
      'npm could not install the dependencies.',
      'Whose problem: ours, or that of a service we need. You did nothing wrong.',
      'What to do: Wait until the registry is back, then retry.',
    ].join('\n'),
  );
});

describe('the list', () => {
  test('says of each task where it stands and since when', () => {
    expect(read(list([{ task: STAGES.implement }], NOW).blocks)).toContain(
      `Fix the rounding of prices in the cart\n${id} acme/shop@main, asked 3 min ago: The agent is changing the code.`,
    );
  });

  test('names a dozen and counts the others', () => {
    const tasks = Array.from({ length: 40 }, (_, index) => ({ task: born({}, `key ${index}`) }));
    expect(read(list(tasks, NOW).blocks)).toContain('and 28 older');
  });
});

test('the status of a task shows its plan and what can be done', () => {
  const { blocks } = status({ task: STAGES.provision, permalink: 'https://acme.slack.com/archives/C0/p1' });
  expect(read(blocks)).toContain('… Set up a workspace');
  expect(buttonsOf(blocks)).toEqual(['Open thread', 'Cancel']);
});
