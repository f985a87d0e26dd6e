use strict;
use warnings;
use utf8;

use Calendar::Feed qw(feed);
use Encode qw(decode);
use Test::More tests => 5;

my $meeting = { day => '2026-05-09', from => '10:00', to => '12:30', title => 'Annual meeting', place => 'Club house' };
my $party   = { day => '2026-06-20', from => '', to => '', title => 'Sommerfest für alle', place => '' };

is((() = feed($meeting, $party) =~ /\r\n/g), (() = feed($meeting, $party) =~ /\n/g), 'every line ends with CR LF');
like(feed($meeting), qr/^DTSTART:20260509T100000\r\nDTEND:20260509T123000\r$/m, 'times are written without signs');
like(feed($party), qr/^DTSTART;VALUE=DATE:20260620\r$/m, 'an event without times lasts the whole day');
like(decode('UTF-8', feed($party)), qr/^SUMMARY:Sommerfest für alle\r$/m, 'titles are UTF-8');

my ($identity) = feed($meeting) =~ /^(UID:.*)\r$/m;
like(feed({ %$meeting, place => 'School' }), qr/^\Q$identity\E\r$/m, 'an event that moves to another place stays the same event');
