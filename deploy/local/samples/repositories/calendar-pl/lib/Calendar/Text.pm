package Calendar::Text;
use strict;
use warnings;

use Encode qw(encode);
use Exporter 'import';
our @EXPORT_OK = qw(escape fold);

my $MAX_OCTETS = 75;

# A text as a value of the format (RFC 5545, 3.3.11).
sub escape {
    my ($text) = @_;
    $text =~ s/([\\;,])/\\$1/g;
    $text =~ s/\r?\n/\\n/g;
    return $text;
}

# A line as octets, folded where it is too long (RFC 5545, 3.1).
sub fold {
    my ($line) = @_;
    my $octets = encode('UTF-8', $line);
    my @pieces = substr $octets, 0, $MAX_OCTETS, '';
    push @pieces, ' ' . substr $octets, 0, $MAX_OCTETS - 1, '' while length $octets;
    return join "\r\n", @pieces;
}

1;
