"""The write path of the roster: who is on call, who is away, how somebody is reached, when they sleep."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max

from rumahrakyat.lib import crypto
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.models_roster import EVERY_DAY, Absence, OnCall, QuietHours, StaffContact
from rumahrakyat.organisations.roster import AUDIENCES, OF_BODY
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account


class WrongRoster(ValueError):
    """`field` names what is wrong: audience, weekdays, hours, until, stand_in, or the way to a person (value)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Hours:
    """`weekdays`: digits, 0 = Monday. Without `begins` and `ends` the whole day, local times. From `since` (None: now)
    until `until` (None: until it is ended)."""

    weekdays: str = EVERY_DAY
    begins: time | None = None
    ends: time | None = None
    since: datetime | None = None
    until: datetime | None = None


def put_on_call(
    *,
    organisation: Organisation | None,
    audience: str,
    account: Account,
    order: int,
    hours: Hours,
    by: Account | None,
    at: datetime,
) -> OnCall:
    """Give somebody a turn. Raises `WrongRoster`."""
    if audience not in AUDIENCES or (organisation is None and audience in OF_BODY):
        raise WrongRoster("audience")
    days = "".join(sorted(set(hours.weekdays) & set(EVERY_DAY)))
    if not days:
        raise WrongRoster("weekdays")
    if (hours.begins is None) != (hours.ends is None):
        raise WrongRoster("hours")
    begin = hours.since or at
    if hours.until is not None and hours.until <= begin:
        raise WrongRoster("until")
    return OnCall.objects.create(
        organisation=organisation,
        audience=audience,
        account=account,
        order=order,
        weekdays=days,
        begins=hours.begins,
        ends=hours.ends,
        since=begin,
        until=hours.until,
        made_by=by,
        made_at=at,
    )


def end_turn(*, turn: OnCall, at: datetime) -> None:
    """Take somebody off the list at once; the row stays as a record. A turn that has not begun is dropped."""
    if turn.since >= at:
        turn.delete()
        return
    OnCall.objects.filter(pk=turn.pk).update(until=at)


def move_turn(*, turn: OnCall, order: int) -> None:
    OnCall.objects.filter(pk=turn.pk).update(order=max(1, order))


def note_absence(
    *,
    account: Account,
    since: datetime,
    until: datetime | None,
    stand_in: Account | None,
    reason: str,
    by: Account,
    at: datetime,
) -> Absence:
    """Raises `WrongRoster` when it ends before it begins, or when somebody is to stand in for themselves."""
    if until is not None and until <= since:
        raise WrongRoster("until")
    if stand_in is not None and (stand_in.pk == account.pk or not stand_in.is_active):
        raise WrongRoster("stand_in")
    with transaction.atomic():
        if stand_in is not None:  # who has somebody's roles meanwhile
            data = {"stand_in": stand_in.username, "since": since.isoformat(), "until": until and until.isoformat()}
            audit.record(act="people.stand_in", account=by.pk, at=at, subject=account.username, data=data)
        return Absence.objects.create(
            account=account,
            since=since,
            until=until,
            stand_in=stand_in,
            reason=" ".join(reason.split())[:120],
            made_by=by,
            made_at=at,
        )


def end_absence(*, absence: Absence, at: datetime) -> None:
    """Somebody is back (or will not be away after all)."""
    if absence.since >= at:
        absence.delete()
        return
    Absence.objects.filter(pk=absence.pk).update(until=at)


def add_contact(*, account: Account, scheme: str, value: str, at: datetime) -> StaffContact:
    """A further way to somebody, last in their order. Twice is once. Raises `WrongRoster`."""
    plain = canonical(scheme, value)
    with transaction.atomic():
        mine = StaffContact.objects.select_for_update().filter(account=account)
        last = StaffContact.objects.filter(pk__in=mine.values("pk")).aggregate(last=Max("order"))["last"] or 0
        found, _created = StaffContact.objects.get_or_create(
            account=account,
            scheme=scheme,
            value_hash=crypto.lookup_hash("staff", plain),
            defaults={"sealed_value": crypto.seal(plain), "order": last + 1, "made_at": at},
        )
    return found


def canonical(scheme: str, value: str) -> str:
    """The value as it is kept. Raises `WrongRoster`."""
    typed = value.strip()
    try:
        match scheme:
            case StaffContact.Scheme.TEL | StaffContact.Scheme.WA:
                return parse_phone(typed)
            case StaffContact.Scheme.EMAIL if "@" in typed[1:-1] and " " not in typed:
                return typed.lower()
            case StaffContact.Scheme.TELEGRAM if typed.isdecimal():
                return typed
    except WrongPhone as error:
        raise WrongRoster("value") from error
    raise WrongRoster("value")


def remove_contact(*, account: Account, pk: int) -> None:
    StaffContact.objects.filter(account=account, pk=pk).delete()


def put_first(*, account: Account, pk: int) -> None:
    """This way is tried before the person's others."""
    with transaction.atomic():
        mine = list(StaffContact.objects.select_for_update().filter(account=account).order_by("order", "pk"))
        ordered = sorted(mine, key=lambda one: (one.pk != pk, one.order, one.pk))
        for order, one in enumerate(ordered, start=1):
            StaffContact.objects.filter(pk=one.pk).update(order=order)


def confirm_contact(*, account: Account, value: str, at: datetime) -> None:
    """Something that was sent to this value was confirmed by its owner."""
    hashed = crypto.lookup_hash("staff", value)
    StaffContact.objects.filter(account=account, value_hash=hashed).update(confirmed_at=at)


def set_quiet_hours(*, account: Account, begins: time, ends: time) -> None:
    """Both equal: never quiet."""
    QuietHours.objects.update_or_create(account=account, defaults={"begins": begins, "ends": ends})
