import type { FaultRequest } from '../../faults/fault.ts';

/** A number one can choose before the fault is set. */
interface Amount {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** Something that can be made to go wrong, in words, with what may be chosen about it. */
export interface FaultKind {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  readonly amounts: readonly Amount[];
  readonly make: (amounts: Readonly<Record<string, number>>) => FaultRequest;
}

export interface FaultFamily {
  readonly label: string;
  readonly kinds: readonly FaultKind[];
}

const times = (value: number): Amount => ({ name: 'times', label: 'times', value, least: 1, most: 1_000 });
const seconds = (value: number): Amount => ({ name: 'seconds', label: 'seconds', value, least: 0, most: 600 });

/** Everything the drawer offers. */
export const CATALOGUE: readonly FaultFamily[] = [
  {
    label: 'When the app calls Slack',
    kinds: [
      {
        id: 'rate_limited',
        label: 'Rate limit',
        explanation: 'The next calls are refused: too many, come back later.',
        amounts: [times(5), seconds(3)],
        make: (given) => ({ kind: 'rate_limited', retryAfterSeconds: given.seconds ?? 3, times: given.times ?? 5 }),
      },
      {
        id: 'fail',
        label: 'Fail',
        explanation: 'The next calls answer internal_error.',
        amounts: [times(3)],
        make: (given) => ({ kind: 'fail', error: 'internal_error', times: given.times ?? 3 }),
      },
      {
        id: 'fail_http',
        label: 'Break',
        explanation: 'The next calls answer with a server error, 503.',
        amounts: [times(3)],
        make: (given) => ({ kind: 'fail_http', status: 503, times: given.times ?? 3 }),
      },
      {
        id: 'answer_late',
        label: 'Answer late',
        explanation: 'The next calls are done at once, but answered late.',
        amounts: [times(5), seconds(4)],
        make: (given) => ({ kind: 'answer_late', delayMs: (given.seconds ?? 4) * 1_000, times: given.times ?? 5 }),
      },
      {
        id: 'lose_call',
        label: 'Lose calls',
        explanation: 'The next calls never arrive: nothing is done, nothing is answered.',
        amounts: [times(2)],
        make: (given) => ({ kind: 'lose_call', times: given.times ?? 2 }),
      },
      {
        id: 'lose_answer',
        label: 'Lose answers',
        explanation: 'The next calls are done, but the app never hears of it.',
        amounts: [times(2)],
        make: (given) => ({ kind: 'lose_answer', times: given.times ?? 2 }),
      },
      {
        id: 'rate_limits',
        label: 'Slack’s own limits',
        explanation: 'Counts every call as Slack does, until it is cleared.',
        amounts: [],
        make: () => ({ kind: 'rate_limits', on: true }),
      },
    ],
  },
  {
    label: 'When Slack tells the app',
    kinds: [
      {
        id: 'repeat_deliveries',
        label: 'Repeat',
        explanation: 'The next deliveries come twice.',
        amounts: [times(5)],
        make: (given) => ({ kind: 'repeat_deliveries', of: 'all', times: given.times ?? 5 }),
      },
      {
        id: 'delay_deliveries',
        label: 'Delay',
        explanation:
          'The next deliveries come late. Past three seconds Slack tells people that the app did not answer.',
        amounts: [times(3), seconds(2)],
        make: (given) => ({
          kind: 'delay_deliveries',
          of: 'all',
          delayMs: (given.seconds ?? 2) * 1_000,
          times: given.times ?? 3,
        }),
      },
      {
        id: 'shuffle_deliveries',
        label: 'Shuffle',
        explanation: 'The next events come in another order.',
        amounts: [times(6)],
        make: (given) => ({ kind: 'shuffle_deliveries', of: 'events', window: 3, times: given.times ?? 6 }),
      },
    ],
  },
];
