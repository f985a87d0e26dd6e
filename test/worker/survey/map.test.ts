import { describe, expect, test } from 'vitest';
import type { RepositoryFile } from '#worker/survey/file.ts';
import { drawMap } from '#worker/survey/map.ts';

const file = (path: string, mode = '100644'): RepositoryFile => ({ path, mode, id: '1'.repeat(40) });
const filesIn = (folder: string, count: number, ending = 'ts') =>
  Array.from({ length: count }, (_, index) => file(`${folder}/a-file-${index}.${ending}`));
const draw = (files: readonly RepositoryFile[], mostCharacters = 600, close: readonly string[] = []) =>
  drawMap(files, (path) => (close.includes(path) ? 1 : 0), mostCharacters).split('\n');

describe('a map', () => {
  test('of nothing is empty', () => {
    expect(draw([])).toEqual(['']);
  });

  test('lists all there is when it fits, with what is no file of its own', () => {
    const files = [file('b.ts'), file('a.md'), file('link', '120000'), file('sub', '160000'), file('x/y/z/deep.go')];
    expect(draw(files)).toEqual(['a.md, b.ts, link (link), sub (submodule)', 'x/y/z/: deep.go']);
  });

  test('counts what does not fit, and lists code before anything else', () => {
    const files = [
      file('package.json'),
      ...filesIn('data', 50, 'json'),
      ...filesIn('src', 8),
      ...filesIn('docs', 50, 'md'),
    ];
    expect(draw(files, 200)).toEqual([
      '109 files: 51 JSON, 50 Markdown, 8 TypeScript. What is a number here is left out of this list.',
      'package.json',
      'data/ (50 JSON)',
      'docs/ (50 Markdown)',
      `src/: ${Array.from({ length: 8 }, (_, index) => `a-file-${index}.ts`).join(', ')}`,
    ]);
  });

  test('lists first where the request leads', () => {
    const files = [...filesIn('src/one', 10), ...filesIn('src/two', 10), ...filesIn('docs', 10, 'md')];
    const lines = draw(files, 250, ['docs/a-file-7.md']);
    expect(lines.filter((line) => line.includes('a-file')).map((line) => line.split(':')[0])).toEqual(['docs/']);
    expect(lines).toContain('src/one/ (10 TypeScript)');
  });

  test('names a few of very many files, the close ones among them', () => {
    const [, line = ''] = draw(filesIn('src', 5_000), 2_000, ['src/a-file-4321.ts']);
    expect(line).toMatch(/^src\/: a-file-0\.ts, .*a-file-4321\.ts, and 4940 more$/);
  });

  test('names a few of very many folders', () => {
    const files = Array.from({ length: 5_000 }, (_, index) => file(`folder-${String(index).padStart(4, '0')}/a.ts`));
    const lines = draw(files, 6_000);
    expect(lines).toContain('/ has 4960 more folders with 4960 files');
    expect(lines.filter((line) => line.startsWith('folder-'))).toHaveLength(40);
  });

  test('counts what lies deeper than anybody would look', () => {
    const deep = Array.from({ length: 500 }, (_, index) => `d${index}`).join('/');
    expect(draw([file(`${deep}/a.ts`), file('b.ts')]).join('\n').length).toBeLessThan(500);
  });

  test.each([20, 200, 2_000])('stays within %i characters but for its first line', (most) => {
    const files = Array.from({ length: 3_000 }, (_, index) =>
      file(`${index % 7}/${index % 50}/${'n'.repeat(index % 90)}${index}.py`),
    );
    expect(draw(files, most).slice(1).join('\n').length).toBeLessThanOrEqual(Math.max(most, '/ (3000 Python)'.length));
  });
});

test('a name is on one line, hides nothing and says that it was written by others', () => {
  const names = [
    'a\nb.ts',
    'c"d.ts',
    'e\u202egnp.ts',
    'f\u001b[31m.ts',
    `${'g'.repeat(300)}.ts`,
    '<context of="x">.ts',
  ];
  const lines = draw(
    names.map((name) => file(name)),
    2_000,
  );
  expect(lines).toEqual([
    `"<context of=\\"x\\">.ts", "a\\nb.ts", "c\\"d.ts", "egnp.ts", "f\\u001b[31m.ts", ${'g'.repeat(159)}…`,
  ]);
});
