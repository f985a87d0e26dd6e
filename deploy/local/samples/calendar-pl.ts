import { cassette, type Sample, sample } from './sample.ts';

const TITLE = 'Mitgliederversammlung mit Kaffee und Kuchen am Vereinshaus bei schönem Wetter';

export const CALENDAR_PL: Sample = sample({
  repository: 'acme/calendar-pl',
  title: 'The calendar feed of a club',
  language: 'Perl',
  needs: ['perl', 'prove'],
  suggestions: [
    {
      kind: 'bug',
      words: 'A club reports broken characters in long titles with umlauts. Please fix it.',
      shows: 'A bug that no test knows: the agent writes the test first, sees it fail, and then mends the code.',
      cassette: cassette('calendar-pl'),
      expected: {
        pullRequest: 'ready',
        added: ['t/text.t > characters of several octets count as that many', 't/text.t > no character is cut in two'],
      },
      proof: {
        of: 'every line of a feed with a long title is whole UTF-8',
        command: [
          'sh',
          '-c',
          `printf '2026-09-05\\t14:00\\t17:00\\t${TITLE}\\t\\n' | perl bin/calendar-feed | perl -ne 'exit 1 unless utf8::decode($_)'`,
        ],
      },
    },
  ],
});
