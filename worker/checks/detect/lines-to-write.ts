import { AGENT_FILE } from '../agent-file.ts';

/** What to tell somebody whose repository shows no tests: what was seen in it, and lines that would suit it. */
export function linesToWrite(paths: readonly string[]): string {
  const guess = GUESSES.find(({ seen }) => paths.some((path) => seen.test(path)));
  const { setup, run } = guess ?? SOMETHING;
  const seen = guess && paths.find((path) => guess.seen.test(path));
  const lines = [...(setup ? ['setup:', `  - ${setup}`] : []), 'checks:', '  - name: test', `    run: ${run}`];
  return `I found no tests I know how to run${seen ? `, but ${seen}` : ''}. Write ${AGENT_FILE}, for example:\n${lines.join('\n')}\n`;
}

interface Guess {
  readonly seen: RegExp;
  readonly setup?: string;
  readonly run: string;
}

const SOMETHING = { setup: undefined, run: './run-tests.sh' };

/** What people of each world type, the most telling file first. Their names are short, because messages quote them. */
const GUESSES: readonly Guess[] = [
  { seen: /^justfile$/i, run: 'just test' },
  { seen: /^Taskfile\.ya?ml$/, run: 'task test' },
  { seen: /^CMakeLists\.txt$/, run: 'cmake -B build && cmake --build build && ctest --test-dir build' },
  { seen: /^meson\.build$/, run: 'meson setup build && meson test -C build' },
  { seen: /^configure(?:\.ac)?$/, run: './configure && make check' },
  { seen: /^mix\.exs$/, setup: 'mix deps.get', run: 'mix test' },
  { seen: /^Package\.swift$/, setup: 'swift package resolve', run: 'swift test' },
  { seen: /^deno\.jsonc?$/, setup: 'deno install', run: 'deno test' },
  { seen: /^build\.sbt$/, setup: 'sbt update', run: 'sbt test' },
  { seen: /^dune-project$/, run: 'dune test' },
  { seen: /^stack\.yaml$/, setup: 'stack build --only-dependencies', run: 'stack test' },
  { seen: /^[^/]+\.cabal$/, setup: 'cabal build --only-dependencies', run: 'cabal test' },
  { seen: /^pubspec\.yaml$/, setup: 'dart pub get', run: 'dart test' },
  { seen: /^project\.clj$/, setup: 'lein deps', run: 'lein test' },
  { seen: /^[\w.-]+(?:\/[\w.-]+)?\.bats$/, run: 'bats --recursive .' },
  { seen: /^package\.json$/, setup: 'npm ci', run: 'npm test' },
  { seen: /^go\.mod$/, setup: 'go mod download', run: 'go test ./...' },
  { seen: /^pom\.xml$/, setup: 'mvn -B dependency:go-offline', run: 'mvn -B -o verify' },
  { seen: /^build\.gradle(?:\.kts)?$/, run: 'gradle --no-daemon --offline check' },
  { seen: /^(?:Gemfile|Rakefile)$/, setup: 'bundle install', run: 'bundle exec rake' },
  { seen: /^composer\.json$/, setup: 'composer install', run: 'composer test' },
  { seen: /^[\w.-]+\.(?:slnx?|csproj)$/, setup: 'dotnet restore', run: 'dotnet test --no-restore' },
  { seen: /^(?:pyproject\.toml|setup\.py|requirements\.txt)$/, run: 'python3 -m unittest' },
  { seen: /^Makefile$/i, run: 'make' },
  { seen: /^[\w-]*test[\w-]*\.sh$/, run: 'sh ./test.sh' },
];
