import { cycles } from './cycles.ts';
import { importsOf, withoutComments } from './imports.ts';

/** Our files by their path from the root. */
export type Sources = Readonly<Record<string, string>>;

const MAX_LINES = 250;

/** Every place where the code is not as DESIGN.md draws it, in words. */
export function violations(sources: Sources): readonly string[] {
  const imports = new Map(Object.entries(sources).map(([file, source]) => [file, importsOf(file, source)]));
  return [
    ...cycles(imports).map((cycle) => `import cycle: ${cycle.join(' → ')}`),
    ...[...imports].flatMap(([file, imported]) => imported.flatMap((target) => wrongArrow(file, target) ?? [])),
    ...Object.entries(sources).flatMap(([file, source]) => [...wrongReading(file, source), ...wrongSize(file, source)]),
    ...misnamedFolders(Object.keys(sources)),
  ];
}

/** Who may not import what, but for the same folder. */
const CLOSED: Readonly<Record<string, RegExp>> = {
  shared: /^(?:bot|worker|deploy|test)\//,
  bot: /^(?:worker|deploy|test)\//,
  worker: /^(?:bot|deploy|test)\//,
  deploy: /^test\//,
};

const CHOOSES_ADAPTERS = /^(?:bot\/main\.ts$|bot\/stacks\/|worker\/main\.ts$|deploy\/|test\/|shared\/adapters\/)/;
const ADAPTER = /^shared\/adapters\//;
/** Of packages, those that only describe or read data. */
const FOR_VIEWS = /^(?:bot\/views|shared\/text|shared\/task)\/|^(?:@slack\/types|zod)$/;

function wrongArrow(file: string, target: string): string | undefined {
  const [folder = ''] = file.split('/');
  if (CLOSED[folder]?.test(target)) return `${file} may not import ${target}`;
  if (ADAPTER.test(target) && !CHOOSES_ADAPTERS.test(file))
    return `${file} imports ${target}: adapters are chosen in main.ts`;
  if (file.startsWith('bot/views/') && !FOR_VIEWS.test(target)) {
    return `${file} imports ${target}: views import only views, shared/text and shared/task`;
  }
  return undefined;
}

const ENVIRONMENT =
  /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[\s*['"`]env|import[^;]*\benv\b[^;]*from\s*['"](?:node:)?process['"]/;
/** A main.ts hands it on whole, so that its config.ts can be tried with another. */
const READS_ENVIRONMENT = /(?:^|\/)config\.ts$|^(?:bot|worker)\/main\.ts$|^deploy\/|^test\//;

function wrongReading(file: string, source: string): readonly string[] {
  if (READS_ENVIRONMENT.test(file) || !ENVIRONMENT.test(withoutComments(source))) return [];
  return [`${file} reads the environment: that is for a config.ts`];
}

function wrongSize(file: string, source: string): readonly string[] {
  const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
  return lines > MAX_LINES ? [`${file} has ${lines} lines, more than ${MAX_LINES}`] : [];
}

const DRAWERS = /^(?:utils?|helpers?|common|lib)$/;

function misnamedFolders(files: readonly string[]): readonly string[] {
  const folders = new Set(files.flatMap(foldersOf));
  return [...folders]
    .filter((folder) => DRAWERS.test(folder.split('/').at(-1) ?? ''))
    .map((folder) => `${folder} is no place: name it after what is in it`);
}

function foldersOf(file: string): readonly string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
