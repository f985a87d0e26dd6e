import { expect, test } from 'vitest';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from './place.ts';

const junit = 'src/test/java/org/example/CartTest.java';
const project = '<Project><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk"/></ItemGroup></Project>';

test.each<[Record<string, string>, string[]]>([
  [{ 'go.mod': '', 'a_test.go': '' }, ['go']],
  [{ 'Cargo.toml': '' }, ['cargo']],
  [{ 'pom.xml': '', [junit]: '' }, ['mvn', 'java']],
  [{ 'build.gradle': '', gradlew: '', [junit]: '' }, ['java']],
  [{ Gemfile: '', 'spec/a_spec.rb': '' }, ['ruby', 'bundle']],
  [{ 'composer.json': '{}', 'phpunit.xml': '' }, ['php', 'composer']],
  [{ 'a.sln': '', 'a.csproj': project }, ['dotnet']],
  [{ 't/a.t': '' }, ['perl', 'prove']],
  [{ 'tests/test_a.py': 'import unittest' }, ['python3']],
])('%j needs %j', async (files, needs) => {
  const plan = await planChecks(filesOf(files));
  expect([...plan.setup, ...plan.checks].map((step) => step.needs)).toContainEqual(needs);
});

test.each<[string, Record<string, string>, string, string]>([
  ['Maven', { 'pom.xml': '', [junit]: '' }, 'junit', '**/target/surefire-reports/*.xml'],
  ['Gradle', { 'build.gradle': '', [junit]: '' }, 'junit', '**/build/test-results/**/*.xml'],
  ['.NET', { 'a.sln': '', 't/a.csproj': project }, 'trx', '**/TestResults/**/*.trx'],
  ['one .NET project', { 't/a.csproj': project }, 'trx', 't/**/TestResults/**/*.trx'],
])('%s writes its reports where it always does', async (_what, files, format, path) => {
  const [check] = (await planChecks(filesOf(files))).checks;
  expect(check?.report).toEqual({ format, path });
});
