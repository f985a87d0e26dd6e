import type { Evidence, FlakyTest } from '#shared/task/evidence.ts';

/** Something a reviewer should know before believing the evidence. */
export interface Callout {
  readonly label: string;
  readonly items: readonly string[];
  /** What it means, as a sentence. */
  readonly note: string;
}

/** All there is to know, in the same words for thread and pull request; nothing to say is left out. */
export function calloutsOf({ definitionsChanged, flaky = [] }: Evidence): readonly Callout[] {
  const callouts = [
    {
      label: 'The change touches what defines the checks',
      items: definitionsChanged,
      note: 'The checks ran as they were before it.',
    },
    {
      label: 'Flaky',
      items: flaky.map(flakyWords),
      note: 'The same commit passes and fails them, so they count neither as fixed nor as broken.',
    },
  ];
  return callouts.filter(({ items }) => items.length > 0);
}

/** What can be cut comes last. */
const flakyWords = ({ test, at, failed, runs }: FlakyTest): string =>
  `failed ${failed} of ${runs} runs ${at === 'base' ? 'before' : 'after'}: ${test}`;
