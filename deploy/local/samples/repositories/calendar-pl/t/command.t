use strict;
use warnings;

use Test::More tests => 2;

my $feed = `$^X bin/calendar-feed < t/data/spring.tsv`;
is_deeply(
    [$feed =~ /^SUMMARY:(.*)\r$/mg],
    ['Work in the garden', 'Annual meeting', 'Summer party'],
    'the command makes a feed of a list, by day',
);

my $problem = `$^X bin/calendar-feed < t/data/wrong.tsv 2>&1`;
like($problem, qr/^line 2: .*no day like/, 'a wrong line is named by its number');
