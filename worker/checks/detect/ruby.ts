import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';

/** A Ruby repository with specs for RSpec, or with tests for Minitest or test-unit. */
export async function detectRuby(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const gemfile = GEMFILES.find((name) => present.has(name));
  const check = checkOf(await files.read('Rakefile'), present);
  if (!check) return NOTHING;
  const { seenIn, command, name } = check;
  if (gemfile === undefined) return ecosystem(['ruby'], [], { name, command }, seenIn);
  // Exactly what the lock file says, where there is one.
  const frozen = present.has('Gemfile.lock') || present.has('gems.locked') ? 'BUNDLE_FROZEN=true ' : '';
  const bundled = command.startsWith('bin/') ? command : `bundle exec ${command}`;
  return ecosystem(['ruby', 'bundle'], [`${frozen}bundle install`], { name, command: bundled }, seenIn);
}

const GEMFILES = ['Gemfile', 'gems.rb'];

interface Runner {
  readonly name: string;
  readonly command: string;
  readonly seenIn: string;
}

function checkOf(rakefile: string | undefined, present: ReadonlySet<string>): Runner | undefined {
  const paths = [...present];
  const spec = paths.find((path) => /^spec\/.*_spec\.rb$/.test(path));
  if (spec !== undefined) return { name: 'rspec', command: 'rspec', seenIn: present.has('.rspec') ? '.rspec' : spec };
  const test = paths.find((path) => TEST.test(path));
  if (test === undefined) return undefined;
  if (present.has('bin/rails')) return { name: 'rails test', command: 'bin/rails test -v', seenIn: 'bin/rails' };
  if (rakefile !== undefined && /\bTestTask\b|\btask\b.*\btest\b/.test(rakefile)) {
    return { name: 'rake test', command: 'rake test', seenIn: 'Rakefile' };
  }
  return { name: 'ruby tests', command: ALL_TESTS, seenIn: test };
}

const TEST = /^test\/(?:.*\/)?(?:test_[^/]+|[^/]+_test)\.rb$/;
const ALL_TESTS = `ruby -Ilib -Itest -e 'Dir["./test/**/{test_*,*_test}.rb"].sort.each { |file| require file }' -- -v`;
