import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';

/** A Java repository with tests, built by Maven or Gradle; where both could, by the one it brings along itself. */
export async function detectJava(_: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const tests = [...present].filter((path) => TEST.test(path));
  const gradle = GRADLE_FILES.find((name) => present.has(name));
  const hasMaven = present.has('pom.xml');
  if (tests.length === 0) return NOTHING;
  if (hasMaven && !(gradle && present.has('gradlew') && !present.has('mvnw'))) return maven(present, tests);
  return gradle === undefined ? NOTHING : gradleIn(present, gradle);
}

const TEST = /(?:^|\/)src\/\w*[tT]est\w*\/(?:java|kotlin|groovy|scala)\/.+\.(?:java|kt|groovy|scala)$/;
const GRADLE_FILES = ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];

/**
 * Surefire fetches what runs the tests only when it runs some, and `go-offline` does not know of it: so one test class
 * is run beforehand, well or not.
 */
function maven(present: ReadonlySet<string>, tests: readonly string[]): Ecosystem {
  const isWrapped = present.has('mvnw');
  const program = isWrapped ? './mvnw' : 'mvn';
  const one = tests.map((path) => /\/(\w+Tests?)\.\w+$/.exec(path)?.[1]).find((name) => name !== undefined);
  const chosen = one ? ` -Dtest=${one} -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false` : '';
  return ecosystem(
    isWrapped ? ['java'] : ['mvn', 'java'],
    [`${program} -B -ntp dependency:go-offline`, `${program} -B -ntp --fail-never test${chosen}`],
    {
      name: 'mvn test',
      command: `${program} -B -o --fail-at-end test`,
      report: { format: 'junit', path: '**/target/surefire-reports/*.xml' },
    },
    'pom.xml',
  );
}

function gradleIn(present: ReadonlySet<string>, seenIn: string): Ecosystem {
  const isWrapped = present.has('gradlew');
  const program = `${isWrapped ? './gradlew' : 'gradle'} --no-daemon`;
  return ecosystem(
    isWrapped ? ['java'] : ['gradle', 'java'],
    [
      `${program} --init-script "$HOME/instruments/resolve.gradle" -Dorg.gradle.configuration-cache=false resolveForChecks`,
    ],
    {
      name: 'gradle test',
      command: `${program} --offline --continue test`,
      report: { format: 'junit', path: '**/build/test-results/**/*.xml' },
    },
    seenIn,
  );
}
