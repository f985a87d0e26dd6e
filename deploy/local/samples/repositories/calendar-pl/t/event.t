use strict;
use warnings;
use utf8;

use Calendar::Event qw(parse_event);
use Test::More tests => 6;

is_deeply(
    parse_event("2026-05-09\t10:00\t12:30\tAnnual meeting\tClub house"),
    { day => '2026-05-09', from => '10:00', to => '12:30', title => 'Annual meeting', place => 'Club house' },
    'a line has a day, two times, a title and a place',
);
is(parse_event("2026-06-20\t\t\tSummer party")->{place}, '', 'times and place may be left out');

sub refuses {
    my ($line, $words, $name) = @_;
    eval { parse_event($line) };
    like($@, $words, $name);
}

refuses("9 May\t\t\tParty",                   qr/no day like/,         'a day that is none is refused');
refuses("2026-05-09\t10:00\t24:30\tParty",    qr/24:30.*no time/,      'a time that is none is refused');
refuses("2026-05-09\t10:00\t\tParty",         qr/both times or none/,  'half a span is refused');
refuses("2026-05-09\t12:00\t10:00\tParty",    qr/ends after it begins/, 'an event that ends before it begins is refused');
