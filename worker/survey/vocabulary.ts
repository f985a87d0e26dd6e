/** What people said, and how much each of it counts. */
export type Asked = readonly { readonly text: string; readonly weight: number }[];

interface Vocabulary {
  readonly weights: ReadonlyMap<string, number>;
  /** What looks like a file or a folder. */
  readonly mentions: ReadonlySet<string>;
  /** What looks like a name in code, as it was written. */
  readonly identifiers: ReadonlySet<string>;
}

const MOST_CHARACTERS = 20_000;
const MOST_WORDS = 300;
const MOST_MENTIONS = 40;

/** The words a request is made of, each as heavy as the heaviest text it stands in. */
export function vocabularyOf(asked: Asked): Vocabulary {
  const texts = asked.map(({ text, weight }) => ({ text: text.slice(0, MOST_CHARACTERS), weight }));
  const heaviestFirst = texts.toSorted((one, other) => other.weight - one.weight);
  const words = heaviestFirst.flatMap(({ text, weight }) => [...wordsIn(text)].map((word) => [word, weight] as const));
  const found = (pattern: RegExp) => heaviestFirst.flatMap(({ text }) => text.match(pattern) ?? []);
  return {
    weights: new Map(words.slice(0, MOST_WORDS).toReversed()),
    mentions: new Set(found(PATHS).slice(0, MOST_MENTIONS).map(tidied)),
    identifiers: new Set(found(NAMES).slice(0, MOST_MENTIONS)),
  };
}

/** `src/cart.js`, `cart.js`, `packages/bookings/`. */
const PATHS = /[\w@.-]{1,80}(?:\/[\w@.-]{1,80}){1,20}\/?|[\w-]{1,80}(?:\.[\w-]{1,40}){0,3}\.[a-z]\w{0,7}(?!\w)/gi;
/** `applyDiscount`, `apply_discount`, `ApplyDiscount`. */
const NAMES = /(?<!\w)(?:[a-z]\w{0,60}[A-Z]\w{0,60}|[A-Z][a-z]\w{0,60}[A-Z]\w{0,60}|[a-z]\w{0,60}_\w{1,60})(?!\w)/g;

const tidied = (mention: string): string => mention.toLowerCase().replace(/^(?:\.?\/)+|[/.]+$/g, '');

/** Words as they are compared: small, whole, in the singular, without those that every sentence has. */
export function wordsIn(text: string): ReadonlySet<string> {
  const apart = text.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  const words = (apart.match(/[\p{L}\d]+/gu) ?? []).map(singular);
  return new Set(words.filter((word) => word.length >= SHORTEST && !COMMON.has(word)));
}

const SHORTEST = 3;

const singular = (word: string): string => (word.length > SHORTEST && /[^su]s$/.test(word) ? word.slice(0, -1) : word);

const COMMON = new Set(
  (
    'the and for with that this from not but are was has have had when what which will would should could can may must ' +
    'all any each some one two new old add make made use used get set let into out its it there here then than please ' +
    'want need like also only just still now our your their you they we who why how does did done more most less very ' +
    'file folder code test spec src lib index main bug fix change http https www com'
  ).split(' '),
);
