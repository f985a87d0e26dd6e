/** What can be called from elsewhere in a file, by the beginnings of its lines. No parser: it may miss some and knows no meaning. */
export function definitionsIn(path: string, text: string): readonly string[] {
  const patterns = patternsOf(path);
  if (!patterns || text.includes('\0')) return [];
  const lines = text.split('\n').filter((line) => line.length <= LONGEST_LINE);
  const named = (by: readonly RegExp[]) => lines.flatMap((line) => namesIn(line.trimEnd(), by));
  const names = new Set(named(patterns.lines));
  return [...(names.size > 0 ? names : new Set(named(patterns.otherwise ?? [])))].slice(0, MOST_NAMES);
}

/** Whether this is a language whose definitions are known. */
export const hasDefinitions = (path: string): boolean => patternsOf(path) !== undefined;

const LONGEST_LINE = 300;
const MOST_NAMES = 100;

interface Patterns {
  readonly files: RegExp;
  /** Each names what a line defines in its first group, or several with commas between them. */
  readonly lines: readonly RegExp[];
  /** The same, for files where those find nothing. */
  readonly otherwise?: readonly RegExp[];
}

const patternsOf = (path: string): Patterns | undefined => LANGUAGES.find(({ files }) => files.test(path));

function namesIn(line: string, patterns: readonly RegExp[]): readonly string[] {
  for (const pattern of patterns) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found.split(',').flatMap((part) => NAME.exec(part)?.[1] ?? []);
  }
  return [];
}

/** The name others know it by: the one after `as`, before a colon. */
const NAME = /^\s*(?:type\s+)?(?:[\w$]+\s+as\s+)?([\p{L}_$][\p{L}\d_$]{0,79})\s*(?:$|[:=])/u;

const LANGUAGES: readonly Patterns[] = [
  {
    files: /\.[cm]?[jt]sx?$/,
    lines: [
      /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|interface|type|enum|namespace|const|let|var)\s+([\w$]+)/,
      /^export\s+(?:type\s+)?\{([^}]*)\}/,
      /^module\.exports\s*=\s*\{([^}]*)\}/,
      /^(?:module\.)?exports\.([\w$]+)\s*=/,
    ],
    otherwise: [/^(?:async\s+)?(?:function\s*\*?|class)\s+([\w$]+)/],
  },
  { files: /\.pyi?$/, lines: [/^(?:async\s+def|def|class)\s+([A-Za-z]\w*)/] },
  { files: /\.go$/, lines: [/^func\s+(?:\([^)]*\)\s*)?(\w+)/, /^(?:type|var|const)\s+([A-Z]\w*)/] },
  {
    files: /\.java$/,
    lines: [
      /^\s*(?:(?:public|protected|static|final|abstract|sealed)\s+)*(?:class|interface|enum|record|@interface)\s+(\w+)/,
      /^\s*(?:public|protected)\s+(?:(?:static|final|abstract|synchronized|default)\s+)*(?:<[^>]*>\s+)?(?:[\w.]+(?:<[^()=;]*>)?(?:\[\])*\s+)?(\w+)\s*\(/,
    ],
  },
  {
    files: /\.rs$/,
    lines: [
      /^\s*pub(?:\([^)]*\))?\s+(?:(?:async|unsafe|const|extern(?:\s+"[^"]*")?)\s+)*(?:fn|struct|enum|union|trait|type|mod|static|const)\s+(\w+)/,
      /^\s*macro_rules!\s*(\w+)/,
    ],
  },
  {
    files: /\.(?:rb|rake)$/,
    lines: [/^\s*(?:class|module)\s+(?:\w+::)*([A-Z]\w*)/, /^\s*def\s+(?:self\.)?([a-z_]\w*)/],
  },
  {
    files: /\.cs$/,
    lines: [
      /^\s*(?:(?:public|internal|static|sealed|abstract|partial|readonly)\s+)*(?:class|interface|struct|enum|record(?:\s+struct)?)\s+(\w+)/,
      /^\s*public\s+(?:(?:static|virtual|override|abstract|async|sealed|new)\s+)*(?:[\w.]+(?:<[^()=;]*>)?(?:\[\])*\??\s+)?(\w+)\s*[(<]/,
    ],
  },
];
