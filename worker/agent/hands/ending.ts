import type { Result } from '../../sandbox/sandbox.ts';

/** How a command ended, as a sentence. Without the time it took: the same end must read the same. */
export function endOf({ exitCode, stopped }: Pick<Result, 'exitCode' | 'stopped'>): string {
  if (stopped) return `It was stopped: ${STOPS[stopped]}.`;
  return exitCode === 0 ? 'It succeeded.' : `It failed with exit code ${exitCode}.`;
}

const STOPS: Readonly<Record<NonNullable<Result['stopped']>, string>> = {
  timeout: 'it took longer than it may',
  memory: 'it used more memory than it may',
  disk: 'it wrote more to the disk than it may',
  output: 'it printed more than it may',
  aborted: 'the attempt ends',
};
