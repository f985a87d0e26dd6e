import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole systems at work take longest: begun last, the last of them would be waited for alone. */
const LONGEST = [
  /scenarios\/.*kills/,
  /worker\/attempt/,
  /scenarios\//,
  /browser\//,
  /attacks\//,
  /repo-host/,
  /worker\//,
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((pattern) => pattern.test(moduleId));
      return found === -1 ? LONGEST.length : found;
    };
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}
