import { dirname, join } from 'node:path/posix';

/** What a file imports or exports on, types and `import()` too: our own files by their path, the rest as it is named. */
export function importsOf(file: string, source: string): readonly string[] {
  const code = withoutComments(source);
  return [STATIC, BARE, DYNAMIC].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier = '']) => resolved(file, specifier)),
  );
}

/** Statements begin a line, as the formatter leaves them; that keeps examples within strings out. */
const STATIC = /^(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]/gm;
const BARE = /^import\s*['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

function resolved(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
}

/** Comments go; strings stay, and what looks like a comment within one stays with it. */
export function withoutComments(source: string): string {
  return source.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, '') : found));
}

const STRING_OR_COMMENT =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<![\\/*])\/\*[\s\S]*?\*\/|(?<=^|[\s;,{}()])\/\/[^\n]*/gm;
