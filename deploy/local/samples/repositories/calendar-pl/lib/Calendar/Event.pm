package Calendar::Event;
use strict;
use warnings;

use Exporter 'import';
our @EXPORT_OK = qw(parse_event);

my $DAY  = qr/^\d{4}-\d\d-\d\d$/;
my $TIME = qr/^(?:[01]\d|2[0-3]):[0-5]\d$/;

# An event of one line of the list.
sub parse_event {
    my ($line) = @_;
    my ($day, $from, $to, $title, $place) = split /\t/, $line;
    die "a line has a day and a title\n" unless defined $title && $title =~ /\S/;
    die "'$day' is no day like 2026-05-09\n" unless $day =~ $DAY;
    for my $time (grep { length } $from, $to) {
        die "'$time' is no time like 10:30\n" unless $time =~ $TIME;
    }
    die "an event has both times or none\n" if length $from xor length $to;
    die "an event ends after it begins\n" if length $from && $to le $from;
    return { day => $day, from => $from, to => $to, title => $title, place => $place // '' };
}

1;
