import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';
import { type Element, parseXml } from './xml.ts';

interface Case {
  readonly suites: readonly string[];
  readonly test: Element;
}

/** JUnit XML as pytest and most runners write it: a test is told by file, class and name. */
export function parseJUnit(text: string): readonly ReportedTest[] {
  return casesOf(text).map(({ suites, test }) => {
    const { file, classname } = test.attributes;
    if (classname === undefined) return reported(test, suites);
    if (!file?.endsWith('.py')) return reported(test, [classname]);
    return inPython(reported(test, []), file, classname);
  });
}

/** pytest's class begins with the module: `tests.test_cart.TestCart` in `tests/test_cart.py` is `TestCart`. */
function inPython(test: ReportedTest, file: string, classname: string): ReportedTest {
  const { titles, outcome } = test;
  const module = file.slice(0, -'.py'.length).replaceAll('/', '.');
  if (classname === '' || classname === module) return test;
  if (classname.startsWith(`${module}.`)) return { ...test, titles: [classname.slice(module.length + 1), ...titles] };
  // Inherited from another file, which pytest names: the class says where the test runs.
  return { titles: [classname, ...titles], outcome };
}

/** `node --test`'s junit reporter: suites nest, and the class is only the innermost one again. */
export function parseNodeTest(text: string): readonly ReportedTest[] {
  return casesOf(text).map(({ suites, test }) =>
    isFile(test) ? reportedFile(test) : unquoted(reported(test, suites)),
  );
}

/** Node escapes quotation marks twice. */
function unquoted(test: ReportedTest): ReportedTest {
  return { ...test, titles: test.titles.map((title) => title.replaceAll('&quot;', '"')) };
}

/** A file that ended before any test of it, well or not, is reported as a test of its own name. */
function isFile({ attributes: { file, name } }: Element): boolean {
  return file !== undefined && name !== undefined && file.endsWith(`/${name}`);
}

function reportedFile(test: Element): ReportedTest {
  const outcome = outcomeOf(test);
  return { file: test.attributes.file ?? '', titles: [], outcome: outcome === 'failed' ? 'error' : outcome };
}

function reported(test: Element, group: readonly string[]): ReportedTest {
  const { file, name } = test.attributes;
  const titles = [...group, name ?? ''].filter((title) => title !== '');
  return { ...(file && { file }), titles, outcome: outcomeOf(test) };
}

/** A skip stands above a failure: a test that is expected to fail, or still to do, says both. */
function outcomeOf(test: Element): TestOutcome {
  const said = new Set(test.children.map((child) => child.name));
  if (said.has('skipped')) return 'skipped';
  if (said.has('error')) return 'error';
  return said.has('failure') ? 'failed' : 'passed';
}

function casesOf(text: string): readonly Case[] {
  const root = parseXml(text);
  if (root.name !== 'testsuites' && root.name !== 'testsuite') throw new Error(`<${root.name}> is no JUnit report`);
  return casesIn(root, []);
}

function casesIn(suite: Element, suites: readonly string[]): readonly Case[] {
  return suite.children.flatMap((child) => {
    if (child.name === 'testcase') return [{ suites, test: child }];
    if (child.name !== 'testsuite') return [];
    const { name } = child.attributes;
    return casesIn(child, name ? [...suites, name] : suites);
  });
}
