"""At the counter: sit down, call the next number, serve, put aside, send on, finish, take a break.

Each function locks the counter first, then the ticket, so that two officers or a double press never get the same number
and nobody is called twice. Forms name the ticket they were made for; one that has moved on raises `Gone`.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from rumahrakyat.desk.errors import Busy, CallFirst, CounterTaken, Gone, NobodyWaits, NotAtCounter
from rumahrakyat.desk.models import Call, Counter, Queue, Ticket
from rumahrakyat.lib import wallclock
from rumahrakyat.people.models import Account

State = Ticket.State
_ACTIVE = (State.CALLED, State.SERVING)


def sit_down(*, counter_id: int, account: Account, at: datetime) -> Counter:
    """Open a counter. Whoever sat at another one leaves it. Raises `CounterTaken`, and `Busy` when a visit is not
    finished where one sat before."""
    with transaction.atomic():
        mine = Q(pk=counter_id) | Q(officer=account)
        found = {one.pk: one for one in Counter.objects.select_for_update().filter(mine, active=True).order_by("pk")}
        counter = found.pop(counter_id, None)
        if counter is None:
            raise Gone
        if counter.officer_id not in {None, account.pk}:
            raise CounterTaken
        for other in found.values():
            _leave(other, at)
        if counter.officer_id != account.pk or counter.state != Counter.State.OPEN:
            counter.officer, counter.state, counter.since = account, Counter.State.OPEN, at
            counter.save(update_fields=["officer", "state", "since"])
    return counter


def get_up(*, account: Account, at: datetime) -> None:
    """Close the own counter. Raises `Busy`. Nothing happens to whoever sits nowhere."""
    with transaction.atomic():
        counter = Counter.objects.select_for_update().filter(officer=account).first()
        if counter is not None:
            _leave(counter, at)


def _leave(counter: Counter, at: datetime) -> None:
    if _at(counter).exists():
        raise Busy
    counter.officer, counter.state, counter.since = None, Counter.State.CLOSED, at
    counter.save(update_fields=["officer", "state", "since"])


def pause(*, account: Account, at: datetime, back: bool = False) -> Counter:
    """Take a break, or come back from it. Raises `Busy` while somebody is at the counter, `NotAtCounter`."""
    with transaction.atomic():
        counter = _own(account, working=False)
        if not back and _at(counter).exists():
            raise Busy
        wanted = Counter.State.OPEN if back else Counter.State.BREAK
        if counter.state != wanted:
            counter.state, counter.since = wanted, at
            counter.save(update_fields=["state", "since"])
    return counter


def call_next(*, account: Account, at: datetime) -> Ticket:
    """Call whoever is next to the own counter; the one who is there already when the press was a second one.

    Raises `NotAtCounter`, `NobodyWaits`.
    """
    with transaction.atomic():
        counter = _own(account)
        there = _at(counter).first()
        if there is not None:
            return there
        ticket = _next(counter, at)
        if ticket is None:
            raise NobodyWaits
        ticket.state, ticket.counter, ticket.calls, ticket.called_at = State.CALLED, counter, 1, at
        ticket.save(update_fields=["state", "counter", "calls", "called_at"])
        _say(ticket, counter, at)
    return ticket


def _next(counter: Counter, at: datetime) -> Ticket | None:
    """Sent to this counter, else the letter it prefers, else the letter whose turn it is, else whoever came first.

    Rows that another counter is just taking are passed over.
    """
    day = wallclock.day_of(at)
    waiting = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        service_point=counter.service_point_id, day=day, state=State.WAITING
    )
    line = waiting.order_by("order_at", "pk")
    mine = line.filter(for_counter=counter).first()
    if mine is not None:
        return mine
    # What was sent to a counter that has closed meanwhile is everybody's again.
    free = line.filter(Q(for_counter=None) | Q(for_counter__state=Counter.State.CLOSED))
    for letter in [counter.prefers, *_turns(counter.service_point_id, day)]:
        if letter and (found := free.filter(letter=letter).first()):
            return found
    return free.filter(letter__in=_ordinary(counter.service_point_id)).first() or free.first()


def _ordinary(point_id: int) -> list[str]:
    return list(Queue.objects.filter(service_point=point_id, after=0).values_list("letter", flat=True))


def _turns(point_id: int, day: date) -> list[str]:
    """The letters whose turn has come: called last so many calls of other letters ago as their rule says, the longest
    passed over first."""
    rules = dict(Queue.objects.filter(service_point=point_id, after__gt=0).values_list("letter", "after"))
    if not rules:
        return []
    calls = Call.objects.filter(service_point=point_id, day=day, again=False).order_by("-pk")
    recent = list(calls.values_list("letter", flat=True)[: max(rules.values())])
    passed = {letter: recent.index(letter) if letter in recent else len(recent) for letter in rules}
    due = [letter for letter, after in rules.items() if passed[letter] >= after]
    return sorted(due, key=lambda letter: (rules[letter] - passed[letter], letter))


def call_again(*, account: Account, ticket_id: int, calls: int, at: datetime) -> Ticket:
    """Call the number at the own counter once more. `calls`: how often it had been called on the page, so that a second
    press is no further call. Raises `Gone`, `NotAtCounter`."""
    with transaction.atomic():
        counter, ticket = _mine(account, ticket_id, State.CALLED)
        if ticket.calls == calls:
            ticket.calls += 1
            ticket.save(update_fields=["calls"])
            _say(ticket, counter, at, again=True)
    return ticket


def _say(ticket: Ticket, counter: Counter, at: datetime, *, again: bool = False) -> None:
    Call.objects.create(
        ticket=ticket, counter=counter, service_point_id=ticket.service_point_id, day=ticket.day,
        letter=ticket.letter, again=again, at=at,
    )  # fmt: skip


def put_aside(*, account: Account, ticket_id: int) -> Ticket:
    """Nobody came: the number may come back later the same day. Raises `CallFirst`, `Gone`, `NotAtCounter`."""
    with transaction.atomic():
        counter, ticket = _mine(account, ticket_id, State.CALLED)
        wanted = counter.service_point.setup.calls
        if ticket.calls < wanted:
            raise CallFirst(wanted)
        ticket.state, ticket.counter = State.ASIDE, None
        ticket.save(update_fields=["state", "counter"])
    return ticket


def serve(*, account: Account, ticket_id: int, at: datetime) -> Ticket:
    """The person is at the counter. Twice is once. Raises `Gone`, `NotAtCounter`."""
    with transaction.atomic():
        _counter, ticket = _mine(account, ticket_id, *_ACTIVE)
        if ticket.state == State.CALLED:
            ticket.state, ticket.served_at = State.SERVING, at
            ticket.save(update_fields=["state", "served_at"])
    return ticket


def finish(*, account: Account, ticket_id: int, outcome: str, at: datetime) -> Ticket:
    """The visit is over; `outcome` says what came of it. Twice is once. Raises `Gone`, `NotAtCounter`."""
    with transaction.atomic():
        counter = _own(account, working=False)
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
        if ticket.state == State.DONE:
            return ticket
        if ticket.counter_id != counter.pk or ticket.state not in _ACTIVE:
            raise Gone
        made = ticket.intakes.exists()
        ticket.state, ticket.ended_at = State.DONE, at
        ticket.served_at = ticket.served_at or ticket.called_at
        ticket.outcome = Ticket.Outcome.CASE if made else outcome or Ticket.Outcome.INFORMED
        ticket.save(update_fields=["state", "ended_at", "served_at", "outcome"])
    return ticket


def send_on(*, account: Account, ticket_id: int, counter_id: int) -> Ticket:
    """To another counter, an agency's on a topic day: the person is next there. Raises `Gone`, `NotAtCounter`."""
    with transaction.atomic():
        own, ticket = _mine(account, ticket_id, *_ACTIVE)
        there = Counter.objects.filter(pk=counter_id, service_point=own.service_point_id, active=True)
        to = there.exclude(pk=own.pk).first()
        if to is None:
            raise Gone
        ticket.state, ticket.for_counter, ticket.counter, ticket.calls = State.WAITING, to, None, 0
        ticket.served_at = None
        ticket.save(update_fields=["state", "for_counter", "counter", "calls", "served_at"])
    return ticket


def _own(account: Account, *, working: bool = True) -> Counter:
    found = Counter.objects.select_for_update(of=("self",)).select_related("service_point__setup")
    counter = found.filter(officer=account).first()
    if counter is None or (working and counter.state != Counter.State.OPEN):
        raise NotAtCounter
    return counter


def _mine(account: Account, ticket_id: int, *states: str) -> tuple[Counter, Ticket]:
    counter = _own(account)
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id, counter=counter).first()
    if ticket is None or ticket.state not in states:
        raise Gone
    return counter, ticket


def _at(counter: Counter) -> QuerySet[Ticket]:
    return Ticket.objects.filter(counter=counter, state__in=_ACTIVE)
