#!/usr/bin/perl
# An SMS centre for tests: Net::SMPP answers on the line; what it is to do comes as lines of JSON on the standard input,
# and what happens goes as lines of JSON to the standard output.
#
#   {"do":"deliver","source":"628...","ton":1,"coding":8,"esm":0,"hex":"...","receipted":"...","state":2}
#   {"do":"answer","status":88}    the next submit_sm is answered so (0x58: throttled)
#   {"do":"refuse","status":14}    the next bind is
#   {"do":"drop"}                  every connection is cut
#   {"do":"switch"}                another receiver, if there is one, gets what comes next
#   {"do":"unanswered"}            connections are cut at the next deliver_sm_resp, which is then not counted
use strict;
use warnings;
use IO::Select;
use JSON::PP;
use Net::SMPP;
use Time::HiRes qw(time);

use constant { BIND_RX => 1, BIND_TX => 2, SUBMIT => 4, UNBIND => 6, BIND_TRX => 9, ENQUIRE => 0x15 };
use constant { DELIVER_RESP => 0x80000005, ENQUIRE_RESP => 0x80000015, RETRY_SECONDS => 0.3 };

$| = 1;
my $json = JSON::PP->new->canonical;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, async => 1) or die "cannot listen: $!";
my $watched = IO::Select->new($listener, \*STDIN);
my (@answers, @refusals, @undelivered, %receivers, %open);
my ($messages, $unanswered, $turn) = (0, 0, 0);

sub report { print $json->encode({@_}), "\n" }

sub forget {
    my ($line) = @_;
    $watched->remove($line);
    delete $receivers{$line};
    delete $open{$line};
    # What was not answered is delivered again on the next session.
    for my $one (@undelivered) { delete $one->{seq} if defined $one->{line} && $one->{line} eq "$line" }
    close $line;
    report(is => 'closed');
}

sub deliver {
    my @ready = map { $receivers{$_} } sort keys %receivers or return;
    my $line = $ready[$turn % @ready];
    for my $one (@undelivered) {
        next if defined $one->{seq} || ($one->{after} // 0) > time;
        my @options;
        push @options, receipted_message_id => "$one->{receipted}\0" if defined $one->{receipted};
        push @options, message_state => chr $one->{state} if defined $one->{state};
        my $octets = pack 'H*', $one->{hex};
        my $short = $one->{payload} ? '' : $octets;
        push @options, message_payload => $octets if $one->{payload};
        $one->{line} = "$line";
        $one->{seq} = $line->deliver_sm(
            source_addr_ton => $one->{ton} // 1, source_addr_npi => 1, source_addr => $one->{source},
            dest_addr_ton => 0, dest_addr_npi => 1, destination_addr => '90500',
            esm_class => $one->{esm} // 0, data_coding => $one->{coding} // 0, short_message => $short, @options);
    }
}

my $orders = '';

sub obey {
    sysread(STDIN, $orders, 65536, length $orders) or exit 0;
    while ($orders =~ s/^(.*)\n//) { follow($json->decode($1)) }
}

sub follow {
    my ($order) = @_;
    my $do = $order->{do};
    if ($do eq 'deliver') { push @undelivered, $order }
    elsif ($do eq 'answer') { push @answers, $order->{status} }
    elsif ($do eq 'refuse') { push @refusals, $order->{status} }
    elsif ($do eq 'drop') { forget($_) for values %open }
    elsif ($do eq 'switch') { $turn++ }
    elsif ($do eq 'unanswered') { $unanswered = 1 }
}

sub answered {
    my ($line, $pdu) = @_;
    my ($one) = grep { defined $_->{seq} && $_->{seq} == $pdu->{seq} } @undelivered or return;
    if ($unanswered) {
        $unanswered = 0;
        return forget($line);
    }
    report(is => 'answered', status => $pdu->{status}, source => $one->{source});
    if ($pdu->{status}) {
        delete $one->{seq};
        $one->{after} = time + RETRY_SECONDS;
        return;
    }
    @undelivered = grep { $_ != $one } @undelivered;
}

sub submitted {
    my ($line, $pdu) = @_;
    my $status = @answers ? shift @answers : 0;
    my $id = $status ? '' : sprintf '%08X', 0xA0 + ++$messages;
    $line->submit_sm_resp(seq => $pdu->{seq}, status => $status, message_id => $id);
    report(is => 'submitted', status => $status, id => $id, source => $pdu->{source_addr},
        source_ton => $pdu->{source_addr_ton}, to => $pdu->{destination_addr}, esm => $pdu->{esm_class},
        coding => $pdu->{data_coding}, report => $pdu->{registered_delivery}, hex => unpack('H*', $pdu->{short_message}));
}

sub hear {
    my ($line) = @_;
    my $pdu = $line->read_pdu or return forget($line);
    my $cmd = $pdu->{cmd};
    if ($cmd == BIND_RX || $cmd == BIND_TX || $cmd == BIND_TRX) {
        my $status = @refusals ? shift @refusals : 0;
        my %names = (BIND_RX, 'receiver', BIND_TX, 'transmitter', BIND_TRX, 'transceiver');
        my $answer = "bind_$names{$cmd}_resp";
        $line->$answer(seq => $pdu->{seq}, status => $status, system_id => 'CENTRE');
        $receivers{$line} = $line if !$status && $cmd != BIND_TX;
        report(is => 'bound', as => $names{$cmd}, system_id => $pdu->{system_id}, status => $status);
    }
    elsif ($cmd == SUBMIT) { submitted($line, $pdu) }
    elsif ($cmd == DELIVER_RESP) { answered($line, $pdu) }
    elsif ($cmd == ENQUIRE) { $line->enquire_link_resp(seq => $pdu->{seq}) }
    elsif ($cmd == UNBIND) { $line->unbind_resp(seq => $pdu->{seq}); forget($line) }
}

report(is => 'listening', port => $listener->sockport);
while (1) {
    for my $ready ($watched->can_read(0.1)) {
        if ($ready == $listener) {
            my $line = $listener->accept or next;
            $open{$line} = $line;
            $watched->add($line);
        }
        elsif ($ready == \*STDIN) { obey() }
        elsif ($open{$ready}) { hear($ready) }
    }
    deliver();
}
