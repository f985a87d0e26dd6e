import { claimsSpeed } from './claim-speed.ts';
import type { Evidence } from './evidence.ts';
import type { Change } from './step.ts';

/** What claims are held against. */
export interface Seen {
  readonly evidence: Pick<Evidence, 'head' | 'verdict' | 'moves' | 'flaky' | 'weakened' | 'benchmarks'>;
  readonly change: Pick<Change, 'files' | 'fileCount'>;
}

export interface Judgement {
  readonly confirmed: boolean;
  readonly why: string;
}

/** A kind of claim: how it is worded, and what would have to have been seen. */
interface Rule {
  readonly claim: RegExp;
  judge(seen: Seen, sentence: string, match: RegExpExecArray): Judgement;
}

const confirmed = (why: string): Judgement => ({ confirmed: true, why });
const unconfirmed = (why: string): Judgement => ({ confirmed: false, why });

export const RULES: readonly Rule[] = [
  {
    claim:
      /\b(?:tests?|checks?|suite|specs?|CI|build)\b(?:(?!\bnot\b|n't|\bfail)[^.;]){0,40}\b(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?)\b|\b(?:everything|all) (?:now )?(?:pass(?:es|ed)?|works|is green)\b|\bno (?:\w+ )?(?:regressions?|failures?|failing tests?)\b/i,
    judge: ({ evidence }, sentence) => {
      const named = namesIn(sentence);
      if (named.length > 0 && named.every((name) => isAmong(evidence.moves.fixed, name)))
        return confirmed('it failed before and passes now');
      if (/^(?:not|un)|\b(?:not all|none of)\b/i.test(sentence)) return unconfirmed('it says so itself');
      return allPass(evidence, /\b(\d+)\s+(?:\w+ )?tests?\b/i.exec(sentence)?.[1]);
    },
  },
  {
    claim:
      /\b(?:add(?:s|ed|ing)?|wr(?:ote|ites?|itten)|creat(?:e[sd]?|ing)|introduc(?:e[sd]?|ing)|new|cover(?:s|ed)?)\b[^.;]{0,40}\b(?:unit |regression |integration |end-to-end )*(?:tests?|specs?)\b(?:[^.;]*?\b(?:for|of|that|which|covering|when|where)\b\s+(?<about>.+))?/i,
    judge: ({ evidence: { moves, verdict } }, _sentence, match) => addedTest(moves.added, verdict, match.groups?.about),
  },
  {
    claim: /\b(?:fix(?:e[sd])?|repair(?:s|ed)?|mend(?:s|ed)?)\b[^.;]{0,60}\b(?:tests?|specs?|checks?)\b/i,
    judge: ({ evidence: { moves } }, sentence) => fixedTest(moves, namesIn(sentence)),
  },
  {
    claim:
      /\bno (?:other |further )?(?:functional(?:ity)?|behaviou?r(?:al)?|visible|user-visible|breaking) changes?\b|\bno changes? (?:in|of|to) behaviou?r\b|\bbehaviou?r (?:is|stays|remains) (?:the same|unchanged|as (?:it was|before))|\bdo(?:es)? not change (?:any |the )?behaviou?r|\bpure(?:ly)? (?:a )?refactor|\bbackwards?[- ]compatible\b/i,
    judge: ({ change }) =>
      isWhole(change) && change.files.every(({ path }) => DOCUMENT.test(path))
        ? confirmed('only documents changed')
        : unconfirmed('checks cannot show that nothing else behaves differently'),
  },
  {
    claim:
      /\b(?:updat|document|add|adjust|extend|rewr|wrote|mention)\w*\b[^.;]{0,40}\b(readme|docs?|documentation|changelog)\b/i,
    judge: ({ change }, _sentence, match) => touches(change, documentCalled(match[1] ?? '')),
  },
  {
    claim: /\bno (?:new |additional |extra )?(?:dependenc(?:y|ies)|packages?)\b/i,
    judge: ({ change }) =>
      isWhole(change) && !change.files.some(({ path }) => MANIFEST.test(path))
        ? confirmed('no manifest and no lock file changed')
        : unconfirmed('manifests or lock files changed, or more files than are listed'),
  },
  {
    claim:
      /\bno (?:existing )?tests? (?:was|were|is|are|had to be)\b|\b(?:did|does|do)(?: not|n't) (?:touch|change|modify|skip|remove|weaken|delete)\b[^.;]{0,20}\btests?\b|\bwithout (?:changing|touching|skipping|weakening)\b[^.;]{0,20}\btests?\b/i,
    judge: ({ change, evidence: { moves, weakened = [] } }) =>
      isWhole(change) &&
      !change.files.some(({ path }) => TESTS.test(path)) &&
      moves.notRun.length + weakened.length === 0
        ? confirmed('no file of tests changed, and none was lost')
        : unconfirmed('files of tests changed, or tests do not run any more'),
  },
  {
    claim: claimsSpeed.claim,
    judge: ({ evidence }, sentence) => claimsSpeed.judge(evidence.benchmarks ?? [], sentence),
  },
  {
    claim:
      /\b(?:I|we) (?:have )?(?:ran|run|tested|verified|checked|confirmed|tried)\b|\b(?:tested|verified|checked) (?:\w+ )?(?:manually|locally|by hand)\b|\bmanually (?:tested|verified|checked)\b/i,
    judge: () => unconfirmed('the platform did not see it'),
  },
];

function allPass({ verdict, moves, flaky = [], head }: Seen['evidence'], counted: string | undefined): Judgement {
  if (verdict === 'unproven') return unconfirmed('this repository has no checks');
  if (verdict === 'red') return unconfirmed(`not so at ${head.slice(0, 7)}: ${troubles(moves)}`);
  if (flaky.some(({ at }) => at === 'head')) return unconfirmed('some are flaky');
  if (counted !== undefined && Number(counted) !== moves.passed) return unconfirmed(`${moves.passed} passed`);
  return confirmed(`every check passed at ${head.slice(0, 7)}`);
}

function troubles({ broken, stillFailing, notRun }: Evidence['moves']): string {
  const parts = [
    `${broken.length} broken`,
    `${stillFailing.length} still failing`,
    `${notRun.length} not run any more`,
  ];
  const found = parts.filter((part) => !part.startsWith('0 '));
  return found.join(', ') || 'a check did not pass';
}

function addedTest(added: readonly string[], verdict: Evidence['verdict'], about: string | undefined): Judgement {
  if (added.length === 0) return unconfirmed('no new test was run');
  if (verdict !== 'green') return unconfirmed('new tests ran, and not every check passed');
  const subject = about === undefined ? [] : wordsOf(about);
  const fitting = added.filter(
    (name) => subject.length === 0 || subject.some((word) => name.toLowerCase().includes(word)),
  );
  return fitting.length > 0 ? confirmed(`new and passing: ${fitting[0]}`) : unconfirmed('no new test is called so');
}

function fixedTest({ fixed, broken, stillFailing }: Evidence['moves'], names: readonly string[]): Judgement {
  const missing = names.filter((name) => !isAmong(fixed, name));
  if (names.length > 0 && missing.length === 0) return confirmed('it failed before and passes now');
  if (missing.length > 0) return unconfirmed(`“${missing[0]}” is not among the tests that failed before and pass now`);
  if (fixed.length === 0) return unconfirmed('no test that failed before passes now');
  if (broken.length + stillFailing.length > 0) return unconfirmed('other tests fail');
  return confirmed(`failed before and passes now: ${fixed[0]}`);
}

function touches(change: Seen['change'], pattern: RegExp): Judgement {
  const path = change.files.find((file) => pattern.test(file.path))?.path;
  return path === undefined ? unconfirmed('no such file is among those that changed') : confirmed(`${path} changed`);
}

const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt)$|(?:^|\/)docs?\//i;
const TESTS = /(?:^|[/._-])(?:tests?|specs?|__tests__)(?:[/._-]|$)|[a-z](?:Tests?|Spec)\.\w+$/;
const MANIFEST =
  /(?:^|\/)(?:package(?:-lock)?\.json|[\w-]*lock(?:file)?(?:\.\w+)?|[\w-]*requirements[\w-]*\.txt|pyproject\.toml|setup\.\w+|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|Gemfile\w*(?:\.lock)?|composer\.\w+|pom\.xml|[\w.]*gradle[\w.]*|[^/]*\.(?:csproj|fsproj|gemspec|lock|toml))$/i;

function documentCalled(word: string): RegExp {
  if (/readme/i.test(word)) return /(?:^|\/)readme/i;
  return /changelog/i.test(word) ? /(?:^|\/)(?:changelog|changes|history)/i : DOCUMENT;
}

/** Whether every file that changed is among those that are listed. */
const isWhole = ({ files, fileCount }: Seen['change']): boolean => files.length === fileCount;

/** What stands in quotation marks or as code; that is how tests are named in prose. */
const namesIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/`([^`]{3,200})`|"([^"]{3,200})"|“([^”]{3,200})”/g)]
    .map(([, code, straight, curly]) => code ?? straight ?? curly ?? '')
    .filter((name) => !/^(?:npm|npx|yarn|pnpm|pytest|go|cargo|make|sh|bash|node|python3?) /.test(name));

const isAmong = (names: readonly string[], name: string): boolean =>
  names.some((each) => each.toLowerCase().includes(name.toLowerCase()));

const NO_SUBJECT = new Set([
  'that',
  'this',
  'with',
  'when',
  'where',
  'which',
  'case',
  'cases',
  'tests',
  'test',
  'code',
  'change',
  'from',
  'into',
  'both',
  'each',
]);

/** The words that say something, without their endings. */
const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
    .filter((word) => !NO_SUBJECT.has(word))
    .map((word) => word.replace(/(?:ing|ed|es|s)$/, ''));
