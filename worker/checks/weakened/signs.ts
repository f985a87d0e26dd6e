import type { Weakening } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { type Language, languageOf } from './languages.ts';
import { type Differing, differingLines, type Line, without } from './lines.ts';
import { isSnapshot } from './test-files.ts';

/** A file of tests on both sides; its path is the one at head. */
export interface TestFile {
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

/** Lines that look as if tests ask for less than before. Signs, no proof: a reader has to look. */
export function signsIn(files: readonly TestFile[]): readonly Weakening[] {
  const differing = files.map((file) => ({ ...differingLines(file.base, file.head), path: file.path }));
  // An assertion that went to another file is not gone.
  const addedAnywhere = differing.flatMap(({ added }) => added);
  return differing.flatMap(({ path, removed, added }) => {
    if (isSnapshot(path)) return removed.slice(0, 1).map((line) => sign('expectation_changed', path, 'base', line));
    const language = languageOf(path);
    return language ? signsOf(path, language, { removed: without(removed, addedAnywhere), added }) : [];
  });
}

function signsOf(path: string, language: Language, { removed, added }: Differing): readonly Weakening[] {
  const gained = (pattern: RegExp | undefined): readonly Line[] => gainedLines(pattern, language, removed, added);
  const { lost, changed } = assertions(language, removed, added);
  return [
    ...gained(language.skip).map((line) => sign('skipped', path, 'head', line)),
    ...gained(language.focus).map((line) => sign('focused', path, 'head', line)),
    ...gained(language.swallow).map((line) => sign('failure_swallowed', path, 'head', line)),
    ...changed.map((line) =>
      sign(THRESHOLD.test(line.text) ? 'threshold_changed' : 'expectation_changed', path, 'head', line),
    ),
    ...lost.map((line) => sign('assertion_removed', path, 'base', line)),
  ];
}

/** Lines of a kind of which there are more now than before; those that only changed are not told. */
function gainedLines(
  pattern: RegExp | undefined,
  language: Language,
  removed: readonly Line[],
  added: readonly Line[],
) {
  if (!pattern) return [];
  const ofKind = (lines: readonly Line[]) => lines.filter(({ text }) => isCode(language, text) && pattern.test(text));
  return ofKind(added).slice(ofKind(removed).length);
}

const isCode = ({ comment }: Language, text: string): boolean =>
  !comment.test(text) || /^(?:\/\/go:build|#\[)/.test(text);

/** Assertions of base that nothing at head stands for, and those that ask for another value. */
function assertions(language: Language, removed: readonly Line[], added: readonly Line[]) {
  const asserts = ({ text }: Line): boolean => isCode(language, text) && language.assertion.test(text);
  const asked = ({ text }: Line): string => text.slice(text.search(language.assertion));
  const fresh = added.filter(asserts);
  const lost: Line[] = [];
  const changed: Line[] = [];
  for (const line of removed.filter(asserts)) {
    const index = fresh.findIndex((other) => skeleton(asked(other)) === skeleton(asked(line)));
    const [counterpart] = index < 0 ? [] : fresh.splice(index, 1);
    if (!counterpart) lost.push(line);
    else if (asked(counterpart) !== asked(line)) changed.push(counterpart);
  }
  return { lost, changed };
}

const LITERALS =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|-?\b\d[\d_.]*(?:e[+-]?\d+)?|\b(?:true|false|True|False|null|None|nil|undefined)\b/g;

/** A line without the values in it. */
const skeleton = (text: string): string => text.replace(LITERALS, '•').replace(/\s+/g, '');

const THRESHOLD =
  /less|greater|close|almost|within|delta|tolerance|epsilon|threshold|timeout|approx|at_?(?:least|most)|(?<![=-])[<>](?!\w+>)/i;

const MOST_TEXT = 160;

const sign = (kind: Weakening['kind'], path: string, at: Weakening['at'], { number, text }: Line): Weakening => ({
  ...{ kind, at, path: clip(path, 300), line: number, text: clip(text, MOST_TEXT) },
});
