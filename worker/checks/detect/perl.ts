import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';

/** A Perl repository with a folder `t`: built the way its authors chose, since tests may need what is compiled. */
export async function detectPerl(_: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const test = [...present].find((path) => /^t\/.*\.t$/.test(path));
  if (test === undefined) return NOTHING;
  if (present.has('Build.PL')) {
    return perl('Build test', 'perl Build.PL && ./Build test', 'Build.PL', ['perl']);
  }
  if (present.has('Makefile.PL')) {
    return perl('make test', 'perl Makefile.PL && make test', 'Makefile.PL', ['perl', 'make']);
  }
  return perl('prove', 'prove -lr t', test, ['perl', 'prove']);
}

function perl(name: string, command: string, seenIn: string, needs: readonly string[]): Ecosystem {
  return ecosystem(needs, [], { name, command }, seenIn);
}
