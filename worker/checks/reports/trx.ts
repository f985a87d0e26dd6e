import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';
import { type Element, parseXml } from './xml.ts';

/** What `dotnet test --logger trx` writes: a test is told by its class and name. */
export function parseTrx(text: string): readonly ReportedTest[] {
  const root = parseXml(text);
  if (root.name !== 'TestRun') throw new Error(`<${root.name}> is no TRX report`);
  const classes = classesIn(root);
  return childrenOf(root, 'Results').flatMap((result) => resultsOf(result, classes));
}

/** Results point to their definitions, which alone know the class. */
function classesIn(root: Element): ReadonlyMap<string, string> {
  const found = childrenOf(root, 'TestDefinitions').map(({ attributes, children }) => {
    const method = children.find(({ name }) => name === 'TestMethod');
    return [attributes.id ?? '', method?.attributes.className ?? ''] as const;
  });
  return new Map(found);
}

function childrenOf(root: Element, name: string): readonly Element[] {
  return root.children.filter((child) => child.name === name).flatMap(({ children }) => children);
}

/** Of a test with data only the rows count, which stand inside it. */
function resultsOf(result: Element, classes: ReadonlyMap<string, string>): readonly ReportedTest[] {
  if (!result.name.endsWith('TestResult')) return [];
  const rows = childrenOf(result, 'InnerResults').flatMap((row) => resultsOf(row, classes));
  if (rows.length > 0) return rows;
  const { testId = '', testName = '', outcome = '' } = result.attributes;
  const group = withoutAssembly(classes.get(testId) ?? '');
  return [{ titles: titlesOf(group, testName), outcome: OUTCOMES.get(outcome) ?? 'skipped' }];
}

/** Older test platforms write `Shop.CartTests, Shop.Tests, Version=…`. */
function withoutAssembly(className: string): string {
  return className.replace(/,.*$/, '');
}

/** xUnit's names begin with the class, those of NUnit and MSTest do not. */
function titlesOf(group: string, name: string): readonly string[] {
  if (group === '') return [name];
  return [group, name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name];
}

/** An outcome that is not among these is no pass. */
const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['Passed', 'passed'],
  ['Failed', 'failed'],
  ['Error', 'error'],
  ['Timeout', 'error'],
  ['Aborted', 'error'],
  ['PassedButRunAborted', 'error'],
  ['Disconnected', 'error'],
  ['NotRunnable', 'error'],
]);
