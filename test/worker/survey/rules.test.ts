import { expect, test } from 'vitest';
import { rulesFor, rulesIn } from '#worker/survey/rules.ts';

const at = (path: string, id = path, mode = '100644') => ({ path, id, mode });

test('rules are plain files of known names, and each text of a folder is there once', () => {
  const files = [
    at('AGENTS.md'),
    at('CLAUDE.md'),
    at('.cursorrules'),
    at('sub/.cursorrules'),
    at('.github/copilot-instructions.md'),
    at('a/AGENTS.md', 'same'),
    at('a/CLAUDE.md', 'same'),
    at('b/agents.md', 'same'),
    at('c/AGENTS.md', 'c', '120000'),
    at('d/AGENTS.md', 'd', '160000'),
    at('e/AGENTS.md.bak'),
    at('e/MY-AGENTS.md'),
    at('vendor/x/AGENTS.md'),
  ];
  expect(rulesIn(files).map(({ path, folder }) => [path, folder])).toEqual([
    ['.cursorrules', ''],
    ['.github/copilot-instructions.md', ''],
    ['a/AGENTS.md', 'a'],
    ['b/agents.md', 'b'],
  ]);
});

test('rules hold for their folder and all below it, the closest first', () => {
  const rules = rulesIn([
    at('.cursorrules'),
    at('a/AGENTS.md'),
    at('a/b/AGENTS.md'),
    at('a/b/CLAUDE.md'),
    at('ab/AGENTS.md'),
  ]);
  const pathsFor = (path: string) => rulesFor(path, rules).map((rule) => rule.path);
  expect(pathsFor('a/b/c/x.ts')).toEqual(['a/b/AGENTS.md', 'a/b/CLAUDE.md', 'a/AGENTS.md', '.cursorrules']);
  expect(pathsFor('a/x.ts')).toEqual(['a/AGENTS.md', '.cursorrules']);
  expect(pathsFor('a')).toEqual(['a/AGENTS.md', '.cursorrules']);
  expect(pathsFor('x.ts')).toEqual(['.cursorrules']);
});
