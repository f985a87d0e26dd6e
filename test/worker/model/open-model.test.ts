import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Config } from '#worker/config.ts';
import { temporaryFolder } from '../../contracts/temporary-folder.ts';

const OPENING = fileURLToPath(new URL('processes/open-model.ts', import.meta.url));
const ON_VERTEX = { model: 'gemini-3-pro', project: 'a-project', location: 'global' };

async function open(model: Config['model']): Promise<{ name: string; packages: readonly string[] }> {
  const cassette = join(temporaryFolder(), 'tiny.json');
  writeFileSync(cassette, JSON.stringify({ repository: 'acme/tiny', request: 'mend', turns: [{ text: 'Done.' }] }));
  const { stdout } = await execa('node', [OPENING, JSON.stringify({ model, cassettes: [cassette] })]);
  return JSON.parse(stdout);
}

test.each<[Config['model'], string, readonly string[]]>([
  [{ provider: 'scripted' }, 'scripted (tiny)', []],
  [{ provider: 'openai', model: 'qwen3', url: 'http://127.0.0.1:1/v1' }, 'qwen3', []],
  [{ provider: 'vertexai', ...ON_VERTEX }, 'gemini-3-pro', ['@google-cloud/vertexai']],
  [{ provider: 'genai', ...ON_VERTEX }, 'gemini-3-pro', ['@google/genai']],
  [{ provider: 'gemini', model: 'gemini-3-pro', key: 'k' }, 'gemini-3-pro', ['@google/genai']],
])('of Google’s packages, %j loads only its own', async (model, name, packages) => {
  const opened = await open(model);
  expect(opened.name).toBe(name);
  expect(opened.packages.filter((loaded) => loaded.startsWith('@google'))).toEqual(packages);
});
