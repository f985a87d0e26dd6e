import type { RepositoryFiles } from '../check.ts';
import { detectDotnet } from './dotnet.ts';
import { type Detect, type Ecosystem, inFolder, NOTHING } from './ecosystem.ts';
import { projectFolders, within } from './folders.ts';
import { detectGo } from './go.ts';
import { detectJava } from './java.ts';
import { detectMake } from './make.ts';
import { detectNode } from './node.ts';
import { detectPerl } from './perl.ts';
import { detectPhp } from './php.ts';
import { detectPython } from './python.ts';
import { detectRuby } from './ruby.ts';
import { detectRust } from './rust.ts';

/** A kind of project, and the names of files that make a folder one. */
interface Kind {
  readonly manifest: RegExp;
  readonly detect: Detect;
}

const KINDS: readonly Kind[] = [
  { manifest: /^package\.json$/, detect: detectNode },
  {
    manifest: /^(?:pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|pytest\.ini|requirements[\w-]*\.txt)$/,
    detect: detectPython,
  },
  { manifest: /^go\.(?:mod|work)$/, detect: detectGo },
  { manifest: /^Cargo\.toml$/, detect: detectRust },
  { manifest: /^(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/, detect: detectJava },
  { manifest: /^(?:Gemfile|gems\.rb|Rakefile|\.rspec)$/, detect: detectRuby },
  { manifest: /^(?:composer\.json|phpunit\.(?:dist\.)?xml(?:\.dist)?)$/, detect: detectPhp },
  { manifest: /^[^/]+\.slnx?$/, detect: detectDotnet },
  { manifest: /^(?:Makefile\.PL|Build\.PL|cpanfile)$/, detect: detectPerl },
];

/** What a repository is made of, at its root or, where the root is no project of that kind, in its folders. */
export async function detect(files: RepositoryFiles, paths: readonly string[]): Promise<readonly Ecosystem[]> {
  const present = new Set(paths);
  const found: Ecosystem[] = [];
  for (const kind of KINDS) found.push(...(await detectKind(kind, files, present)));
  const make = await detectMake(
    files,
    present,
    found.flatMap((each) => each.checks),
  );
  return [...found, make];
}

async function detectKind(
  { manifest, detect: look }: Kind,
  files: RepositoryFiles,
  present: ReadonlySet<string>,
): Promise<readonly Ecosystem[]> {
  const folders = projectFolders(present, manifest);
  const isAtRoot = [...present].some((path) => manifest.test(path));
  const root = isAtRoot ? await look(files, present) : NOTHING;
  if (root.checks.length > 0) return [root];
  const below = await Promise.all(folders.slice(0, MAX_FOLDERS).map((folder) => lookInto(folder, look, files)));
  const checked = below.filter(({ checks }) => checks.length > 0);
  // Small repositories have tests and nothing else that would tell what they are.
  return checked.length > 0 || isAtRoot ? [root, ...checked] : [await look(files, present)];
}

/** More are not looked into: a repository of that size has to say itself what is worth checking. */
const MAX_FOLDERS = 50;

async function lookInto(folder: string, look: Detect, files: RepositoryFiles): Promise<Ecosystem> {
  const part = within(files, folder);
  return inFolder(folder, await look(part, new Set(await part.list())));
}
