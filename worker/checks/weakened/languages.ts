/** How tests of a language look, as far as a line can tell. */
export interface Language {
  readonly files: RegExp;
  readonly comment: RegExp;
  readonly skip: RegExp;
  /** Runs this test and leaves out all others. */
  readonly focus?: RegExp;
  readonly assertion: RegExp;
  /** Lets a failure pass. */
  readonly swallow: RegExp;
}

const SLASHES = /^(?:\/\/|\/\*|\*)/;
const HASH = /^#/;

const LANGUAGES: readonly Language[] = [
  {
    files: /\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/,
    comment: SLASHES,
    skip: /\b(?:it|test|describe|context|suite|bench)(?:\.\w+)*\.(?:skip|skipIf|todo|fails|failing|fixme)\b|\bx(?:it|test|describe|context|specify)\s*\(|\b(?:t|this|ctx|context)\.skip\s*\(|\b(?:skip|todo)\s*:\s*(?!false\b)/,
    focus: /\b(?:it|test|describe|context|suite)(?:\.\w+)*\.only\b|\bf(?:it|describe|context)\s*\(|\bonly\s*:\s*true\b/,
    assertion:
      /\b(?:expect|assert|should|t\.(?:is|not|truthy|deepEqual|throws|equal|ok|same|match))\b\s*[.(]|\.should\b|\.plan\s*\(/,
    swallow: /\bcatch\s*[({]|\.catch\s*\(/,
  },
  {
    files: /\.py$/,
    comment: HASH,
    skip: /@(?:pytest\.mark|mark)\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip)\s*\(|@(?:unittest\.)?(?:skip|skipIf|skipUnless|expectedFailure)\b|\bself\.skipTest\s*\(|\bSkipTest\b|\bcollect_ignore(?:_glob)?\b|\b__test__\s*=\s*False/,
    assertion: /^assert\b|\bself\.assert\w+\s*\(|\bpytest\.(?:raises|warns|approx)\b|\bassert_\w+\s*\(/,
    swallow: /^except\b|\bsuppress\s*\(/,
  },
  {
    files: /\.go$/,
    comment: SLASHES,
    skip: /\b[tb]\.Skip(?:f|Now)?\s*\(|^\/\/go:build\s+ignore|\btesting\.Short\s*\(/,
    assertion: /\b[tb]\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\s*\(|\b(?:assert|require|is)\.\w+\s*\(/,
    swallow: /\brecover\s*\(/,
  },
  {
    files: /\.rs$/,
    comment: SLASHES,
    skip: /#\[ignore\b|#\[cfg\(any\(\)\)\]|#\[should_panic\b/,
    assertion: /\b(?:debug_)?assert(?:_\w+)?!|\bpanic!/,
    swallow: /\bcatch_unwind\b/,
  },
  {
    files: /\.(?:java|kts?|groovy|scala)$/,
    comment: SLASHES,
    skip: /@(?:Disabled\w*|Ignore)\b|\bassum(?:e|ing)(?:True|False|That)?\s*\(|\benabled\s*=\s*false|\bpending\b|\bignore\s*\(/,
    assertion: /\bassert\w*\b|\bverify\s*\(|\bshould\w*\b|\bfail\s*\(/,
    swallow: /\bcatch\s*[({]/,
  },
  {
    files: /\.(?:cs|fs|vb)$/,
    comment: SLASHES,
    skip: /\[(?:Ignore|Explicit)\b|\bSkip\s*=\s*"|\bAssert\.(?:Ignore|Inconclusive|Skip\w*)\s*\(/,
    assertion: /\bAssert\.\w+|\.Should\w*\s*\(/,
    swallow: /\bcatch\b/,
  },
  {
    files: /\.rb$/,
    comment: HASH,
    skip: /^(?:skip|pending)\b|\bx(?:it|describe|context|specify|example)\b|\b(?:skip|pending)\s*[:=]>?\s*(?!false\b)|\bomit\b/,
    focus: /\bf(?:it|describe|context|specify)\b|\bfocus\s*:\s*true|:focus\b/,
    assertion: /\b(?:expect|assert\w*|refute\w*|must_\w+|wont_\w+)\b|\.should\w*\b/,
    swallow: /^rescue\b|\srescue\s/,
  },
  {
    files: /\.php$/,
    comment: /^(?:\/\/|\/\*|\*|#(?!\[))/,
    skip: /\bmarkTest(?:Skipped|Incomplete)\s*\(|->(?:skip|todo)\s*\(|@requires\b/,
    focus: /->only\s*\(/,
    assertion: /(?:->|::)assert\w+\s*\(|\bexpect\w*\s*\(/,
    swallow: /\bcatch\s*\(/,
  },
  {
    files: /\.(?:t|pl|pm)$/,
    comment: HASH,
    skip: /\bskip_all\b|\b(?:SKIP|TODO):|\bskip\s*\(?['"]|\$TODO\b/,
    assertion: /^(?:ok|is|isnt|like|unlike|is_deeply|cmp_ok|can_ok|isa_ok|pass|dies_ok|lives_ok|throws_ok)\b/,
    swallow: /\beval\s*\{/,
  },
  {
    files: /\.(?:sh|bash|bats)$/,
    comment: HASH,
    skip: /^skip\b/,
    assertion: /^(?:assert\w*|refute\w*|\[\[?|test|grep|diff|cmp)\b|^\[\[? /,
    swallow: /\|\|\s*(?:true|:|exit 0)/,
  },
];

export const languageOf = (path: string): Language | undefined => LANGUAGES.find(({ files }) => files.test(path));
