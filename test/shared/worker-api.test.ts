import fc from 'fast-check';
import { expect, test } from 'vitest';
import { taskIdOf } from '#shared/task/task.ts';
import { ClaimRequest, claimedOrigin, sign, verify } from '#shared/worker-api.ts';

const key = '0f'.repeat(32);
const otherKey = '0e'.repeat(32);
const event = JSON.stringify({ task: taskIdOf('a'), attempt: 2, seq: 1, at: 5, fact: { type: 'agent.said' } });

test('what was signed comes out as it was, for whoever has the key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (body) => {
      fc.pre(body.isWellFormed());
      expect(verify(sign(body, key), key)).toBe(body);
      expect(verify(sign(body, key), otherKey)).toBeUndefined();
    }),
  );
});

test('what is signed fits on one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      expect(sign(body, key)).not.toMatch(/[\n\r]/);
    }),
  );
});

test('one changed character of text or MAC, and nothing comes out', () => {
  const { body, mac } = JSON.parse(sign(event, key));
  const turned = mac.startsWith('0') ? '1' : '0';
  expect(verify(JSON.stringify({ body, mac: turned + mac.slice(1) }), key)).toBeUndefined();
  expect(verify(JSON.stringify({ body: body.replace('"seq":1', '"seq":2'), mac }), key)).toBeUndefined();
  expect(verify(JSON.stringify({ body: `${body} `, mac }), key)).toBeUndefined();
});

test.for([
  ['nothing', ''],
  ['no JSON', 'hello'],
  ['a number', '7'],
  ['null', 'null'],
  ['no MAC', JSON.stringify({ body: event })],
  ['a short MAC', JSON.stringify({ body: event, mac: 'ab' })],
  ['a MAC in big letters', sign(event, key).replace(/"mac":"[^"]+"/, (mac) => mac.toUpperCase().replace('MAC', 'mac'))],
  ['a list as MAC', JSON.stringify({ body: event, mac: ['0'.repeat(64)] })],
  ['a text that is none', JSON.stringify({ body: { task: 'x' }, mac: '0'.repeat(64) })],
  ['a text too long', sign('x'.repeat(900_001), key)],
] as const)('%s is never verified', ([, raw]) => {
  expect(verify(raw, key)).toBeUndefined();
});

test('whatever comes over the wire, asking is safe', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (raw) => {
      expect(verify(raw, key)).toBeUndefined();
      expect(claimedOrigin(raw)).toBeUndefined();
    }),
  );
});

test('where an event says it is from can be asked before it is believed', () => {
  expect(claimedOrigin(sign(event, otherKey))).toEqual({ task: taskIdOf('a'), attempt: 2 });
  for (const wrong of [{ task: '../x' }, { attempt: 0 }, { attempt: '2' }]) {
    expect(claimedOrigin(sign(JSON.stringify({ ...JSON.parse(event), ...wrong }), key))).toBeUndefined();
  }
});

test('a claim names an execution and a process that booted', () => {
  const claim = { execution: 'x1', nonce: 'a'.repeat(32) };
  expect(ClaimRequest.parse(claim)).toEqual(claim);
  for (const wrong of [{ nonce: 'A'.repeat(32) }, { nonce: 'a' }, { execution: '' }]) {
    expect(ClaimRequest.safeParse({ ...claim, ...wrong }).success).toBe(false);
  }
});
