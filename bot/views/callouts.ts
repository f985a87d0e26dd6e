import type { Evidence, FlakyTest, Weakening } from '#shared/task/evidence.ts';

/** Something a reviewer should know before believing the evidence. */
export interface Callout {
  readonly label: string;
  readonly items: readonly string[];
  /** What it means, as a sentence. */
  readonly note: string;
}

/** All there is to know, in the same words for thread and pull request; nothing to say is left out. */
export function calloutsOf({ definitionsChanged, weakened = [], flaky = [] }: Evidence): readonly Callout[] {
  const callouts = [
    {
      label: 'The change touches what defines the checks',
      items: definitionsChanged,
      note: 'The checks ran as they were before it.',
    },
    {
      label: 'To be looked at in the tests',
      items: weakened.map(weakenedWords),
      note: 'These are signs that tests ask for less than before; whether they do is for a reader to say.',
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

const KINDS: Readonly<Record<Weakening['kind'], string>> = {
  skipped: 'is skipped now',
  focused: 'leaves out all other tests',
  assertion_removed: 'an assertion is gone or another',
  expectation_changed: 'another value is expected',
  threshold_changed: 'another bound is allowed',
  failure_swallowed: 'a failure may be caught',
  file_removed: 'the file is gone',
  file_renamed: 'the file is no test by its new name',
  dependency_patched: 'something installed was changed',
};

function weakenedWords({ kind, path, line, at, text }: Weakening): string {
  const place = line === undefined ? path : `${path}:${line}${at === 'base' ? ' before' : ''}`;
  return `${place}: ${KINDS[kind]}${text === undefined ? '' : `: ${text}`}`;
}
