/** What a file is written in, by its ending; undefined for everything that is none of the usual. */
export function languageOf(path: string): string | undefined {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING.get(ending);
}

const LANGUAGES: Readonly<Record<string, string>> = {
  TypeScript: 'ts tsx mts cts',
  JavaScript: 'js jsx mjs cjs',
  Python: 'py pyi',
  Go: 'go',
  Java: 'java',
  Kotlin: 'kt kts',
  Scala: 'scala',
  Rust: 'rs',
  Ruby: 'rb rake',
  'C#': 'cs',
  'C and C++': 'c h cc cpp cxx hpp hh',
  Swift: 'swift',
  PHP: 'php',
  Perl: 'pl pm t',
  Shell: 'sh bash bats',
  Elixir: 'ex exs',
  Vue: 'vue',
  Svelte: 'svelte',
  HTML: 'html htm',
  CSS: 'css scss sass less',
  SQL: 'sql',
  Protobuf: 'proto',
  Terraform: 'tf',
  Markdown: 'md mdx',
  JSON: 'json',
  YAML: 'yml yaml',
};

const BY_ENDING: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, endings]) =>
    endings.split(' ').map((each) => [each, language] as const),
  ),
);

/** `12 TypeScript, 3 JSON, 4 other`: the most frequent ones by name. */
export function languageCounts(counts: ReadonlyMap<string, number>, total: number): string {
  const named = [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, MOST_NAMED);
  const rest = total - named.reduce((sum, [, count]) => sum + count, 0);
  const parts = named.map(([language, count]) => `${count} ${language}`);
  return [...parts, ...(rest > 0 ? [`${rest} other`] : [])].join(', ');
}

const MOST_NAMED = 3;
