import { cassette, type Sample, sample } from './sample.ts';

const CALENDAR = 'without --today the calendar of this machine counts';

const DRY_RUN = `
  folder=$(mktemp -d)
  trap 'rm -r "$folder"' EXIT
  touch "$folder/db-2020-01-02.tar.gz" "$folder/db-2020-01-03.tar.gz"
  sh bin/keep --dry-run "$folder" | grep db-2020-01-02 && test -f "$folder/db-2020-01-02.tar.gz"
`;

export const KEEP_SH: Sample = sample({
  repository: 'acme/keep-sh',
  title: 'A script that thins out a folder of backups',
  language: 'Shell',
  needs: ['make'],
  suggestions: [
    {
      kind: 'red baseline',
      words: 'Please add a --dry-run that only says what would be removed.',
      shows: 'A test that fails for another reason, before and after: it is left alone, said, and keeps this a draft.',
      cassette: cassette('keep-sh'),
      expected: {
        pullRequest: 'draft',
        added: ['--dry-run removes nothing', '--dry-run says what would be removed'],
        stillFailing: [CALENDAR],
      },
      proof: {
        of: 'keep --dry-run names a backup and leaves it',
        command: ['sh', '-c', DRY_RUN],
      },
    },
    {
      kind: 'bug',
      words: 'The tests fail although nobody changed anything. Please find out why.',
      shows:
        'The same failing test, asked about: here the test is wrong and the script right, and the agent shows that.',
      cassette: cassette('keep-sh-calendar'),
      expected: { pullRequest: 'ready', fixed: [CALENDAR] },
      proof: { of: CALENDAR, command: ['sh', 'tests/run.sh', 'rules'] },
    },
  ],
});
