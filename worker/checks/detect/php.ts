import * as z from 'zod';
import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';

const Manifest = z.looseObject({ scripts: z.record(z.string(), z.unknown()).catch({}).default({}) });
type Manifest = z.infer<typeof Manifest>;

/** A PHP repository with tests: its own `test` script, else Pest or PHPUnit. */
export async function detectPhp(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const text = await files.read('composer.json');
  const settings = SETTINGS.find((name) => present.has(name));
  if (text === undefined) {
    const check = { name: 'phpunit', command: 'phpunit' };
    return settings ? ecosystem(['php', 'phpunit'], [], check, settings) : NOTHING;
  }
  const command = commandOf(text, settings !== undefined);
  if (command === undefined) return NOTHING;
  const check = { name: command.replace(/^vendor\/bin\//, ''), command };
  return ecosystem(['php', 'composer'], ['composer install --no-progress'], check, 'composer.json');
}

const SETTINGS = ['phpunit.xml', 'phpunit.dist.xml', 'phpunit.xml.dist'];

function commandOf(text: string, hasSettings: boolean): string | undefined {
  if (manifestIn(text).scripts.test !== undefined) return 'composer test';
  if (text.includes('"pestphp/pest"')) return 'vendor/bin/pest';
  return hasSettings || text.includes('"phpunit/phpunit"') ? 'vendor/bin/phpunit' : undefined;
}

/** One that cannot be read is Composer's to complain about, in the set-up. */
function manifestIn(text: string): Manifest {
  try {
    return Manifest.catch({ scripts: {} }).parse(JSON.parse(text));
  } catch {
    return { scripts: {} };
  }
}
