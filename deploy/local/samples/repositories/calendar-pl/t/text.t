use strict;
use warnings;
use utf8;

use Calendar::Text qw(escape fold);
use Test::More tests => 5;

is(escape('Tea, cake; coffee\\water'), 'Tea\\, cake\\; coffee\\\\water', 'commas, semicolons and backslashes are escaped');
is(escape("hall\nfirst floor"), 'hall\\nfirst floor', 'a line break is escaped');

is(fold('SUMMARY:' . 'x' x 67), 'SUMMARY:' . 'x' x 67, 'a line of 75 octets stays whole');
is(fold('x' x 76), 'x' x 75 . "\r\n x", 'a longer one goes on after a space');
is_deeply(
    [map { length } split /\r\n/, fold('x' x 200)],
    [75, 75, 52],
    'no piece is longer than 75 octets, its space included',
);
