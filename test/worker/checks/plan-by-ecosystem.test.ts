import { describe, expect, test } from 'vitest';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from './place.ts';

interface Row {
  readonly what: string;
  readonly files: Record<string, string>;
  readonly setup?: readonly string[];
  readonly checks: readonly string[];
}

const GO_TEST = 'go test ./...';
const needsModules = 'module example.org/shop\n\nrequire example.org/tax v1.0.0\n';

const go: readonly Row[] = [
  {
    what: 'a module without requirements needs no set-up',
    files: { 'go.mod': 'module example.org/shop\n', 'cart/cart_test.go': '' },
    checks: [GO_TEST],
  },
  {
    what: 'what a module requires is downloaded',
    files: { 'go.mod': needsModules, 'go.sum': '', 'cart_test.go': '' },
    setup: ['go mod download'],
    checks: [GO_TEST],
  },
  {
    what: 'a module that carries what it requires downloads nothing',
    files: { 'go.mod': needsModules, 'vendor/modules.txt': '', 'cart_test.go': '' },
    checks: [GO_TEST],
  },
  { what: 'a module without tests', files: { 'go.mod': needsModules, 'main.go': '' }, checks: [] },
  {
    what: 'each module of a go.work is tested where it is',
    files: {
      'go.work': 'go 1.24\n\nuse (\n\t./api // the server\n\t./tax/\n\t./none\n)\nuse ./cli\n',
      'api/go.mod': needsModules,
      'api/a_test.go': '',
      'tax/go.mod': 'module tax\n',
      'tax/a_test.go': '',
      'cli/go.mod': 'module cli\n',
      'cli/main.go': '',
    },
    setup: ['cd api && go mod download'],
    checks: ['cd api && go test ./...', 'cd tax && go test ./...'],
  },
  {
    what: 'a go.work that leads elsewhere leads nowhere',
    files: { 'go.work': 'use ../secrets\nuse "./a b"\nuse ./$(id)\n', '../secrets/go.mod': '', 'x_test.go': '' },
    checks: [],
  },
];

const rust: readonly Row[] = [
  {
    what: 'a crate without dependencies needs no set-up',
    files: { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/lib.rs': '' },
    checks: ['cargo test --offline --no-fail-fast'],
  },
  {
    what: 'a lock file is fetched from exactly',
    files: { 'Cargo.toml': '[package]\n[dependencies]\nx = "1"\n', 'Cargo.lock': 'source = "registry+x"\n' },
    setup: ['cargo fetch --locked'],
    checks: ['cargo test --offline --locked --no-fail-fast'],
  },
  {
    what: 'a lock file of nothing but own crates fetches nothing',
    files: { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n', 'Cargo.lock': 'version = 4\n', 'a/Cargo.toml': '' },
    checks: ['cargo test --offline --locked --workspace --no-fail-fast'],
  },
  {
    what: 'dependencies without a lock file are fetched',
    files: { 'Cargo.toml': '[package]\n[target."cfg(unix)".dev-dependencies]\nx = "1"\n' },
    setup: ['cargo fetch'],
    checks: ['cargo test --offline --no-fail-fast'],
  },
];

const junit = 'src/test/java/org/example/CartTest.java';
const oneTest = '-Dtest=CartTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false';

const resolve =
  '--init-script "$HOME/instruments/resolve.gradle" -Dorg.gradle.configuration-cache=false resolveForChecks';

const java: readonly Row[] = [
  {
    what: 'Maven downloads, then runs one test for what only a run downloads',
    files: { 'pom.xml': '<project/>', [junit]: '' },
    setup: ['mvn -B -ntp dependency:go-offline', `mvn -B -ntp --fail-never test ${oneTest}`],
    checks: ['mvn -B -o --fail-at-end test'],
  },
  {
    what: 'a Maven of its own goes first',
    files: { 'pom.xml': '<project/>', mvnw: '', 'core/src/test/kotlin/Specs.kt': '' },
    setup: ['./mvnw -B -ntp dependency:go-offline', './mvnw -B -ntp --fail-never test'],
    checks: ['./mvnw -B -o --fail-at-end test'],
  },
  {
    what: 'Gradle resolves what it would download while it runs',
    files: { 'settings.gradle.kts': '', gradlew: '', [`app/${junit}`]: '' },
    setup: [`./gradlew --no-daemon ${resolve}`],
    checks: ['./gradlew --no-daemon --offline --continue test'],
  },
  {
    what: 'a machine’s Gradle does where there is none of its own',
    files: { 'build.gradle': '', [junit]: '' },
    setup: [`gradle --no-daemon ${resolve}`],
    checks: ['gradle --no-daemon --offline --continue test'],
  },
  {
    what: 'of both the one that is brought along',
    files: { 'pom.xml': '', 'build.gradle': '', gradlew: '', [junit]: '' },
    setup: [`./gradlew --no-daemon ${resolve}`],
    checks: ['./gradlew --no-daemon --offline --continue test'],
  },
  { what: 'Java without tests', files: { 'pom.xml': '', 'src/main/java/A.java': '' }, checks: [] },
];

const ruby: readonly Row[] = [
  {
    what: 'specs with a lock file',
    files: { Gemfile: '', 'Gemfile.lock': '', '.rspec': '', 'spec/cart_spec.rb': '' },
    setup: ['BUNDLE_FROZEN=true bundle install'],
    checks: ['bundle exec rspec'],
  },
  { what: 'specs without gems', files: { 'spec/cart_spec.rb': '' }, checks: ['rspec'] },
  {
    what: 'a Rakefile with a test task',
    files: { Gemfile: '', Rakefile: 'Rake::TestTask.new', 'test/test_cart.rb': '' },
    setup: ['bundle install'],
    checks: ['bundle exec rake test'],
  },
  {
    what: 'Rails',
    files: { Gemfile: '', 'Gemfile.lock': '', 'bin/rails': '', Rakefile: '', 'test/models/cart_test.rb': '' },
    setup: ['BUNDLE_FROZEN=true bundle install'],
    checks: ['bin/rails test -v'],
  },
  {
    what: 'tests that nothing runs are run by themselves',
    files: { 'test/cart_test.rb': '' },
    checks: [`ruby -Ilib -Itest -e 'Dir["./test/**/{test_*,*_test}.rb"].sort.each { |file| require file }' -- -v`],
  },
  { what: 'Ruby without tests', files: { Gemfile: '', 'test/fixtures.yml': '' }, checks: [] },
];

const install = 'composer install --no-progress';

const php: readonly Row[] = [
  {
    what: 'a test script of its own',
    files: { 'composer.json': '{"scripts":{"test":"phpunit"}}', 'composer.lock': '{}' },
    setup: [install],
    checks: ['composer test'],
  },
  {
    what: 'PHPUnit by its settings',
    files: { 'composer.json': '{}', 'phpunit.xml.dist': '' },
    setup: [install],
    checks: ['vendor/bin/phpunit'],
  },
  {
    what: 'Pest goes before the PHPUnit it brings along',
    files: { 'composer.json': '{"require-dev":{"pestphp/pest":"^3"}}', 'phpunit.xml': '' },
    setup: [install],
    checks: ['vendor/bin/pest'],
  },
  { what: 'the machine’s PHPUnit without Composer', files: { 'phpunit.xml': '' }, checks: ['phpunit'] },
  { what: 'a composer.json that cannot be read', files: { 'composer.json': '{' }, checks: [] },
  { what: 'scripts that are none', files: { 'composer.json': '{"scripts":7}' }, checks: [] },
];

const project = '<Project><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk"/></ItemGroup></Project>';

const dotnet: readonly Row[] = [
  {
    what: 'one solution at the root',
    files: { 'Shop.sln': '', 'tests/Shop.Tests/Shop.Tests.csproj': project },
    setup: ['dotnet restore'],
    checks: ['dotnet test --no-restore --logger trx'],
  },
  {
    what: 'lock files are restored from exactly',
    files: { 'Shop.slnx': '', 'tests/T.csproj': project, 'tests/packages.lock.json': '{}' },
    setup: ['dotnet restore --locked-mode'],
    checks: ['dotnet test --no-restore --logger trx'],
  },
  {
    what: 'without a solution each test project',
    files: { 'src/Shop.csproj': '<Project/>', 'tests/A.Tests.csproj': project, 'tests/B.Tests.fsproj': project },
    setup: ['dotnet restore tests/A.Tests.csproj', 'dotnet restore tests/B.Tests.fsproj'],
    checks: [
      'dotnet test tests/A.Tests.csproj --no-restore --logger trx',
      'dotnet test tests/B.Tests.fsproj --no-restore --logger trx',
    ],
  },
  {
    what: 'the newer test platform takes no loggers',
    files: {
      'Shop.sln': '',
      'T.csproj': project,
      'global.json': '{"test":{"runner":"Microsoft.Testing.Platform"}}',
    },
    setup: ['dotnet restore'],
    checks: ['dotnet test --no-restore'],
  },
  { what: '.NET without tests', files: { 'Shop.sln': '', 'src/Shop.csproj': '<Project/>' }, checks: [] },
];

const perl: readonly Row[] = [
  { what: 'a folder of tests', files: { 't/cart.t': '', 'lib/Cart.pm': '' }, checks: ['prove -lr t'] },
  {
    what: 'a distribution is built before it is tested',
    files: { 'Makefile.PL': '', 't/cart.t': '' },
    checks: ['perl Makefile.PL && make test'],
  },
  {
    what: 'and so it is with Module::Build',
    files: { 'Build.PL': '', 't/cart.t': '' },
    checks: ['perl Build.PL && ./Build test'],
  },
];

const groups = { Go: go, Rust: rust, Java: java, Ruby: ruby, PHP: php, '.NET': dotnet, Perl: perl };

describe.each(Object.entries(groups))('%s', (_language, rows) => {
  test.each(rows)('$what', async ({ files, setup = [], checks }) => {
    const plan = await planChecks(filesOf(files));
    expect(plan.checks.map((check) => check.command)).toEqual(checks);
    expect(plan.setup.map((each) => each.command)).toEqual(checks.length > 0 ? setup : []);
  });
});
