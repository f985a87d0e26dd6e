package Calendar::Feed;
use strict;
use warnings;

use Calendar::Text qw(escape fold);
use Digest::MD5 qw(md5_hex);
use Encode qw(encode);
use Exporter 'import';
our @EXPORT_OK = qw(feed);

# The feed of some events, as octets.
sub feed {
    my @events = sort { "$a->{day} $a->{from}" cmp "$b->{day} $b->{from}" } @_;
    my @lines = ('BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//club//calendar//EN');
    push @lines, event_lines($_) for @events;
    push @lines, 'END:VCALENDAR';
    return join '', map { fold($_) . "\r\n" } @lines;
}

sub event_lines {
    my ($event) = @_;
    return (
        'BEGIN:VEVENT',
        'UID:' . identity_of($event),
        'DTSTAMP:19700101T000000Z',
        span_lines($event),
        'SUMMARY:' . escape($event->{title}),
        $event->{place} eq '' ? () : 'LOCATION:' . escape($event->{place}),
        'END:VEVENT',
    );
}

sub identity_of {
    my ($event) = @_;
    return md5_hex(encode('UTF-8', "$event->{day} $event->{title}")) . '@club';
}

sub span_lines {
    my ($event) = @_;
    my $day = digits_of($event->{day});
    return "DTSTART;VALUE=DATE:$day" if $event->{from} eq '';
    return map { "$_->[0]:${day}T" . digits_of($_->[1]) . '00' } ['DTSTART', $event->{from}], ['DTEND', $event->{to}];
}

sub digits_of {
    my ($text) = @_;
    $text =~ tr/0-9//cd;
    return $text;
}

1;
