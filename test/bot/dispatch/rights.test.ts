import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRights, same } from '#bot/dispatch/rights.ts';
import { born } from '../tasks.ts';

const rights = createRights(Buffer.alloc(32, 1));
const others = createRights(Buffer.alloc(32, 2));
const { id } = born();
const UNTIL = 1_000;
const SESSION = { task: id, attempt: 2, execution: 'run 7', nonce: 'ab'.repeat(16) };

const capability = rights.capability(id, 2, UNTIL);
const session = rights.session(SESSION);

describe('a capability', () => {
  test('tells its task and attempt until its last moment', () => {
    expect(rights.readCapability(capability, UNTIL)).toEqual({ task: id, attempt: 2 });
    expect(rights.readCapability(capability, UNTIL + 1)).toBeUndefined();
  });

  test.each([
    ['another bot', others.capability(id, 2, UNTIL)],
    ['a session secret', session],
    ['the key of its events', rights.eventKey(id, 2)],
    ['one whose attempt was changed', changed(capability, [id, 3, UNTIL])],
    ['one whose end was put off', changed(capability, [id, 2, UNTIL * 10])],
    ['half of it', capability.slice(0, capability.length / 2)],
    ['one without its MAC', capability.split('.')[0] ?? ''],
    ['one whose MAC is in another alphabet', capability.toUpperCase()],
    ['nothing', ''],
    ['a dot', '.'],
  ])('is refused when it is %s', (_, text) => {
    expect(rights.readCapability(text, 0)).toBeUndefined();
  });
});

describe('a session secret', () => {
  test('tells whose it is, and is the same each time it is made', () => {
    expect(rights.readSession(session)).toEqual(SESSION);
    expect(rights.session(SESSION)).toBe(session);
  });

  test.each([
    ['another bot', others.session(SESSION)],
    ['a capability', capability],
    ['one of another execution under the same MAC', changed(session, [id, 2, 'run 8', SESSION.nonce])],
    ['cut', session.slice(0, -1)],
  ])('is refused when it is %s', (_, text) => {
    expect(rights.readSession(text)).toBeUndefined();
  });
});

describe('a place', () => {
  const file = `${id}/2/a.log`;
  const place = rights.place(file, '7', UNTIL);

  test('tells which version of its file it is for, until its last moment', () => {
    expect(rights.readPlace(place, file, UNTIL)).toBe('7');
    expect(rights.readPlace(place, file, UNTIL + 1)).toBeUndefined();
  });

  test.each([
    ['of another bot', others.place(file, '7', UNTIL)],
    ['of another file', rights.place(`${id}/2/b.log`, '7', UNTIL)],
    ['one whose version was changed', changed(place, [file, '8', UNTIL])],
    ['one whose end was put off', changed(place, [file, '7', UNTIL * 10])],
    ['a session secret', session],
    ['the key to read the file', rights.linkKey(file)],
    ['nothing', ''],
  ])('is refused when it is %s', (_, text) => {
    expect(rights.readPlace(text, file, 0)).toBeUndefined();
  });
});

test('no text makes reading a right throw', () => {
  const mac = capability.split('.')[1] ?? '';
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.base64String().map((body) => `${body}.${mac}`),
    fc.json().map((text) => `${Buffer.from(text).toString('base64url')}.${mac}`),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const read = [rights.readCapability(text, 0), rights.readSession(text), rights.readPlace(text, 'a', 0)];
      expect(read).toEqual([undefined, undefined, undefined]);
    }),
    { numRuns: 500 },
  );
});

test('keys differ by task, attempt, file and purpose', () => {
  const file = `${id}/2`;
  const keys = [rights.eventKey(id, 1), rights.eventKey(id, 2), rights.linkKey(file), rights.linkKey(`${file}/a`)];
  expect(new Set(keys).size).toBe(4);
  expect(rights.eventKey(id, 2).startsWith(rights.linkKey(file))).toBe(false);
});

test.each([
  ['equal', 'ä1', 'ä1', true],
  ['different', 'a1', 'a2', false],
  ['of different lengths', 'a', 'aa', false],
  ['as long in characters and not in bytes', 'ä', 'a', false],
])('texts that are %s', (_, expected, given, isSame) => {
  expect(same(expected, given)).toBe(isSame);
});

/** The same MAC under another body. */
function changed(sealed: string, fields: readonly unknown[]): string {
  return `${Buffer.from(JSON.stringify(fields)).toString('base64url')}.${sealed.split('.')[1]}`;
}
