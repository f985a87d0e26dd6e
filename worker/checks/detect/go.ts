import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, inFolder, NOTHING } from './ecosystem.ts';
import { isPlain } from './folders.ts';

/** A Go module with tests, or each such module a `go.work` puts together: `go test ./...` never leaves its module. */
export async function detectGo(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const work = await files.read('go.work');
  if (work === undefined) return moduleIn('', files, present);
  const folders = [...new Set(usedBy(work))].filter((folder) => folder === '' || isPlain(folder));
  const modules = await Promise.all(
    folders.map(async (folder) => {
      const found = await moduleIn(folder, files, present);
      return folder === '' || found === NOTHING ? found : inFolder(folder, found);
    }),
  );
  return {
    setup: modules.flatMap(({ setup }) => setup),
    checks: modules.flatMap(({ checks }) => checks),
    words: 'go test (go.work)',
  };
}

async function moduleIn(folder: string, files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const start = folder === '' ? '' : `${folder}/`;
  const text = await files.read(`${start}go.mod`);
  const test = [...present].find((path) => path.startsWith(start) && /_test\.go$/.test(path));
  if (text === undefined || test === undefined) return NOTHING;
  // A module that carries what it needs in its own folder downloads nothing.
  const isSelfContained = !/^require\b/m.test(text) || present.has(`${start}vendor/modules.txt`);
  const setup = isSelfContained ? [] : ['go mod download'];
  return ecosystem(['go'], setup, { name: 'go test', command: 'go test ./...' }, 'go.mod');
}

/** The folders of `use ./a` and of `use ( … )`. */
function usedBy(work: string): readonly string[] {
  const block = /^use\s*\(([^)]*)\)/gm;
  const single = /^use\s+([^\s(]\S*)/gm;
  const listed = [...work.matchAll(block)].flatMap(([, lines = '']) => lines.split('\n'));
  const named = [...work.matchAll(single)].map(([, folder = '']) => folder);
  return [...listed, ...named]
    .map((line) => line.replace(/\/\/.*$/, '').trim())
    .filter((folder) => folder !== '')
    .map((folder) => folder.replace(/^\.\/?/, '').replace(/\/$/, ''));
}
