"""The only way interface code obtains a case. One outside the reader's scope is `NotFound`, never "forbidden"."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from rumahrakyat.lib import crypto, ids
from rumahrakyat.organisations.scope import Scope, scope_of
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, PERMISSIONS, SEE_ALL, SEE_CASE
from rumahrakyat.reports.models import Attachment, Category, Report
from rumahrakyat.reports.models_joined import Participation
from rumahrakyat.reports.states import CONTRIBUTE

_REGION_COLUMNS = {"regency": "regency_id", "district": "district_id", "village": "village_id"}


class NotFound(LookupError):
    """There is no such case, or none within reach: the reader must not learn which."""


@dataclass(frozen=True)
class Reach:
    """What one account may do, and where. Read once per request."""

    account: Account
    scope: Scope

    def has(self, permission: str) -> bool:
        """Whether the permission is held anywhere: for menus, not for a decision about a case."""
        return self.scope.may(permission)

    def cases(self, permission: str = SEE_CASE) -> Q:
        """The condition on `Report` of the cases for which `permission` is held."""
        if permission == SEE_CASE and self.scope.everywhere(SEE_ALL):
            return Q()
        found = self.scope.condition(permission, organisation="holder_id", regions=_REGION_COLUMNS)
        if not self.scope.regions(permission):
            return found
        apart = Q(category__in=Category.objects.filter(forced_confidential=True))
        return found & (~apart | Q(holder__in=self.scope.organisations(permission)))

    def _apart(self, report: Report) -> bool:
        """Misconduct and the like are not a territory's to know: the accused may sit in its own government. Such a
        case is reached by its holder and by who reads everything."""
        if report.category is None or not report.category.forced_confidential:
            return False
        return report.holder_id not in self.scope.organisations(SEE_CASE)

    def joined(self) -> Q:
        """The condition on `Report` of the cases that bodies of this account work on beside their holders."""
        own = self.scope.organisations(SEE_CASE)
        if not own:
            return Q(pk__in=[])
        present = Participation.objects.filter(report=OuterRef("pk"), organisation__in=own, until=None)
        return Q(Exists(present))

    def actor_on(self, report: Report) -> Actor:
        """The actor this account is on `report`, with exactly the permissions held for it. Somebody of a body that is
        joined to the case sees it and may add words; it acts for that body then."""
        apart = bool(self.scope.regions(SEE_CASE)) and self._apart(report)
        region = None if apart else report.region_id
        held = frozenset(
            permission
            for permission in PERMISSIONS
            if self.scope.covers(permission, organisation=report.holder_id, region=region)
        )
        bodies = self.scope.organisations(SEE_CASE)
        if report.holder_id in bodies:
            return Actor("staff", held, self.account.pk, report.holder_id)
        joined = _joined(report, bodies)
        if joined is None:
            return Actor("staff", held, self.account.pk)
        more = {SEE_CASE, CONTRIBUTE} if joined in self.scope.organisations(ANSWER) else {SEE_CASE}
        return Actor("staff", held | more, self.account.pk, joined)

    def reads(self, report: Report) -> bool:
        """Whether this account may read the case at all."""
        return self.actor_on(report).may(SEE_CASE, SEE_ALL)


def _joined(report: Report, bodies: frozenset[int]) -> int | None:
    """The one of these bodies that is joined to the case now, the longest; no query for an account of no body."""
    if not bodies:
        return None
    present = Participation.objects.filter(report=report, organisation__in=bodies, until=None)
    return present.order_by("since", "pk").values_list("organisation", flat=True).first()


def reach_of(account: Account) -> Reach:
    """The reach of a signed-in account, in one query; a disabled one reaches nothing."""
    return Reach(account, scope_of(account))


def readable_of(reach: Reach, report_ids: Collection[int]) -> frozenset[int] | None:
    """Which of these cases lie within reach, in one query; None: every case does."""
    if reach.scope.everywhere(SEE_ALL):
        return None
    found = Report.objects.filter(reach.cases() | reach.joined(), pk__in=report_ids)
    return frozenset(found.values_list("pk", flat=True))


_WITH_ALL = ("holder", "category", "regency", "district", "village", "reporter", "assignee")


def get_for_staff(reach: Reach, number: str) -> Report:
    """The case, when its number exists and lies within reach. Raises `NotFound`."""
    report = _numbered(number)
    if report is None or not reach.reads(report):
        raise NotFound
    return report


def first_for_staff(reach: Reach, wanted: QuerySet[Report]) -> Report | None:
    """The first of the wanted cases, in their order, when there is one within reach."""
    report = Report.objects.select_related(*_WITH_ALL).filter(pk=Subquery(wanted.values("pk")[:1])).first()
    return report if report is not None and reach.reads(report) else None


def get_for_tracking(number: str) -> Report:
    """The case as anybody who knows the number may follow it. What of it may be shown, `queries.story` decides.

    Raises `NotFound`, `lib.ids.WrongNumber`.
    """
    report = _numbered(ids.parse_tracking_number(number))
    if report is None:
        raise NotFound
    return report


def _numbered(number: str) -> Report | None:
    return Report.objects.select_related(*_WITH_ALL).filter(number=number).first()


def named(number: str) -> Report | None:
    """The case with this number whoever asks: only to act on it through an operation that decides for itself whose
    it is, never to show it."""
    return _numbered(number)


def proves_reporter(report: Report, secret: str) -> bool:
    """Whether `secret` (as typed) is this report's receipt secret. Costs about 20 ms: rate-limit the caller."""
    digits = ids.normalise_secret(secret)
    if len(digits) != ids.SECRET_DIGITS or not report.secret_hash:
        return False
    return crypto.slow_verify(digits, report.secret_hash)


def get_attachment(attachment_id: str, *, reach: Reach | None, reporter_of: set[str]) -> Attachment:
    """A file the reader may see: public evidence of a public case, the reporter's own (`reporter_of`: numbers proven in
    this session), or one of a case within the staff member's reach. Raises `NotFound`.
    """
    row = Attachment.objects.select_related("report").filter(pk=attachment_id, state=Attachment.State.READY).first()
    if row is None:
        raise NotFound
    public = row.report.is_public and row.public and row.kind == Attachment.Kind.IMAGE
    staff = reach is not None and reach.reads(row.report)
    if not (public or staff or row.report.number in reporter_of):
        raise NotFound
    return row


def visible(reach: Reach) -> QuerySet[Report]:
    """Every case within reach, unordered."""
    return Report.objects.filter(reach.cases())
