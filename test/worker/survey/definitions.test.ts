import { expect, test } from 'vitest';
import { definitionsIn, hasDefinitions } from '#worker/survey/definitions.ts';

test.each<[string, string, readonly string[]]>([
  [
    'a.ts',
    `import { x } from './x.ts';
export const limit = 1;
export default async function load() {}
export abstract class Cart<T> extends Base {
  add() {}
}
export interface Price { cents: number }
export type { Money, Tax as Vat } from './money.ts';
function own() {}
const inner = () => 1;
  export const indented = 1;`,
    ['limit', 'load', 'Cart', 'Price', 'Money', 'Vat'],
  ],
  ['a.cjs', 'module.exports = { total, sum: add, ...rest };\nexports.mean = 1;', ['total', 'sum', 'mean']],
  ['script.js', 'async function main() {}\nclass Cart {}\nmain();', ['main', 'Cart']],
  [
    'a.py',
    'import os\nclass Book(Base):\n    def add(self):\n        pass\nasync def post(x): pass\ndef _own(): pass\nLIMIT = 1',
    ['Book', 'post'],
  ],
  [
    'a.go',
    'package a\nfunc (c *Cart) Total() int {\nfunc New[T any](x T) T {\ntype Cart struct {\nvar Limit = 1\nvar own = 1',
    ['Total', 'New', 'Cart', 'Limit'],
  ],
  [
    'A.java',
    'package a;\npublic final class Cart {\n  private int cents;\n  public Cart(int c) {}\n  public static <T> Map<String, T> sum(List<T> all) {\n  void own() {}\n  protected record Line(int a) {}',
    ['Cart', 'sum', 'Line'],
  ],
  [
    'a.rs',
    'pub fn total() -> u32 {\npub(crate) struct Cart;\nimpl Cart {\n    pub async fn add(&self) {}\n    fn own() {}\nmacro_rules! price {\npub const LIMIT: u8 = 1;',
    ['total', 'Cart', 'add', 'price', 'LIMIT'],
  ],
  [
    'a.rb',
    'module Shop::Cart\n  class Line < Base\n    def self.build(x)\n    def empty?\n    attr_reader :x',
    ['Cart', 'Line', 'build', 'empty'],
  ],
  [
    'A.cs',
    'namespace A;\npublic sealed record struct Price(int Cents);\ninternal class Cart {\n  public override string ToString() => "";\n  public async Task<int> Sum<T>(T x) {\n  private int own() => 1;\n  public int Cents { get; }',
    ['Price', 'Cart', 'ToString', 'Sum'],
  ],
])('of %s the names are known that others can call', (path, text, names) => {
  expect(definitionsIn(path, text)).toEqual(names);
});

test.each([
  ['a file in a language nobody taught us', 'a.zig', 'pub fn main() void {}'],
  ['a binary one', 'a.ts', 'export const a = 1;\0'],
  ['lines that no person wrote', 'a.js', `export const a = 1;${' '.repeat(300)}`],
])('nothing is known of %s', (_, path, text) => {
  expect(definitionsIn(path, text)).toEqual([]);
});

test('data has no definitions', () => {
  expect(['a.json', 'a.md', 'Makefile', 'a.ts.snap'].filter(hasDefinitions)).toEqual([]);
});
