import { cassette, type Sample, sample } from './sample.ts';

export const ROOMS_TS: Sample = sample({
  repository: 'acme/rooms-ts',
  title: 'A bot that hands out meeting rooms, in two npm workspaces',
  language: 'TypeScript',
  needs: ['npm'],
  suggestions: [
    {
      kind: 'feature',
      words: 'When a room is taken, please also say when it is free next.',
      shows: 'Something new in two packages, with tests; one of them fails at the first try and is heeded.',
      cassette: cassette('rooms-ts'),
      expected: {
        pullRequest: 'ready',
        added: [
          'packages/bookings/test/book.test.ts > a wish > is told the next free time that is long enough',
          'packages/bookings/test/book.test.ts > a wish > is told when there is none that day',
          'packages/bookings/test/sentences.test.ts > the bot > says when a taken room is free next',
          'packages/time/test/gaps.test.ts > the gaps of a day > are none when all is busy',
          'packages/time/test/gaps.test.ts > the gaps of a day > do not depend on the order of what is busy',
          'packages/time/test/gaps.test.ts > the gaps of a day > end with the day',
          'packages/time/test/gaps.test.ts > the gaps of a day > lie around what is busy',
        ],
      },
      proof: {
        of: 'a refusal says when the room is free next',
        command: inRooms(`
          const booking = (from, to) => ({ room: 'Fir', day: '2026-03-02', span: span(from, to), by: 'Ben' });
          const rooms = [{ name: 'Fir', open: span('08:00', '18:00') }];
          const answer = book(booking('10:30', '11:30'), rooms, [booking('10:00', '11:00')]);
          assert.match(sentenceOf(answer), /from 11:00 to 12:00/);`),
      },
    },
    {
      kind: 'feature',
      words: 'Please let the bot write times as people say them: 9:30 instead of 09:30.',
      shows: 'A first try that breaks the other package: the platform sees it, and a round of repair follows.',
      cassette: cassette('rooms-ts-clock'),
      expected: {
        pullRequest: 'ready',
        added: [
          'packages/bookings/test/sentences.test.ts > the bot > says times as people do',
          'packages/time/test/clock.test.ts > a time of day > is written with two digits and said with one',
        ],
      },
      proof: {
        of: 'the bot says 9:30, and the file of bookings keeps 09:30',
        command: inRooms(`
          const booking = { room: 'Fir', day: '2026-03-02', span: span('09:30', '10:00'), by: 'Ana' };
          assert.match(sentenceOf({ ok: true, booking }), / from 9:30 to 10:00/);
          assert.match(toText([booking]), / 09:30-10:00 /);`),
      },
    },
  ],
});

/** A program that uses both packages, from outside. */
function inRooms(program: string): readonly [string, ...string[]] {
  const imports = `
    import assert from 'node:assert/strict';
    import { book } from '@rooms/bookings/book';
    import { sentenceOf } from '@rooms/bookings/sentences';
    import { toText } from '@rooms/bookings/store';
    import { span } from '@rooms/time/span';`;
  const run = '[ -d node_modules ] || npm ci --silent; node --input-type=module --eval "$1"';
  return ['sh', '-c', run, 'sh', `${imports}${program}`];
}
