"""One person behind several reporters: links that are made with a proof or by a person of ours, and can be undone.

Nothing is moved by a link. `Reporter.same_as` is worked out from the links that hold, so undoing one restores exactly
what was before. A like name is never more than a suggestion.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from rumahrakyat.people.models import Account, PersonLink, Reporter

State = PersonLink.State
PROOFS = frozenset({PersonLink.Evidence.PROVIDER, PersonLink.Evidence.RECEIPT, PersonLink.Evidence.STAFF})


class NotAProof(ValueError):
    """This kind of evidence may only suggest."""


_PERSON = """
WITH head AS (SELECT COALESCE(same_as_id, id) AS id FROM people_reporter WHERE id = %s)
SELECT id FROM people_reporter WHERE id = (SELECT id FROM head)
UNION SELECT id FROM people_reporter WHERE same_as_id = (SELECT id FROM head)
"""


def person_of(reporter_id: int) -> list[int]:
    """The ids of every reporter known to be the same person as this one, itself included. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [reporter_id])  # by hand: an OR of subqueries would read the whole table
        return [row[0] for row in cursor.fetchall()]


def of_person(column: str, reporter_id: int) -> RawSQL:
    """A condition for `filter()`: the reporter in `column` (table and column, ours) is this person. It saves a query,
    and as an array it is worked out once, whatever the size of the table it stands in."""
    return RawSQL(f"{column} = ANY(ARRAY({_PERSON}))", [reporter_id], output_field=BooleanField())  # noqa: S611 -- ours


def is_same_person(one: int, other: int) -> bool:
    """Whether two reporters are known to be one person."""
    return one == other or other in person_of(one)


def suggestions(*, limit: int) -> list[PersonLink]:
    """What waits for a person's decision, the oldest first, with names and addresses at hand."""
    waiting = PersonLink.objects.filter(state=State.SUGGESTED).order_by("made_at")
    return list(_with_people(waiting)[:limit])


def holding(*, limit: int) -> list[PersonLink]:
    """The links made last."""
    return list(_with_people(PersonLink.objects.filter(state=State.HOLDS).order_by("-decided_at"))[:limit])


def find(pk: int) -> PersonLink | None:
    return PersonLink.objects.filter(pk=pk).first()


def _with_people(links: QuerySet[PersonLink]) -> QuerySet[PersonLink]:
    named = links.select_related("first", "second")
    return named.prefetch_related("first__contact_points", "second__contact_points")


def suggest(*, one: int, other: int, evidence: PersonLink.Evidence, at: datetime) -> PersonLink | None:
    """Offer a link for a person to decide. None when they are one already, or when it was decided before."""
    if is_same_person(one, other):
        return None
    first, second = sorted((one, other))
    values = {"state": State.SUGGESTED, "evidence": evidence, "made_at": at}
    link, new = PersonLink.objects.get_or_create(first_id=first, second_id=second, defaults=values)
    return link if new else None


def join(
    *, one: int, other: int, evidence: PersonLink.Evidence, at: datetime, account: Account | None = None
) -> PersonLink:
    """Record that they are one person. A link that somebody undid holds again only by a person of ours.

    Raises NotAProof.
    """
    if evidence not in PROOFS:
        raise NotAProof(evidence)
    first, second = sorted((one, other))
    with transaction.atomic():
        _lock((first, second))
        values = {"state": State.HOLDS, "evidence": evidence, "made_at": at, "decided_at": at, "decided_by": account}
        link, new = PersonLink.objects.get_or_create(first_id=first, second_id=second, defaults=values)
        undone = link.state in {State.UNDONE, State.DISMISSED} and account is None
        if not new and link.state != State.HOLDS and not undone:
            _decide(link, State.HOLDS, account, at)
        if link.state == State.HOLDS:
            _regroup((first, second))
    return link


def accept(*, link: PersonLink, account: Account, at: datetime) -> bool:
    """A person of ours says yes to a suggestion. False when it was decided meanwhile."""
    with transaction.atomic():
        _lock((link.first_id, link.second_id))
        link = PersonLink.objects.select_for_update().get(pk=link.pk)
        if link.state != State.SUGGESTED:
            return False
        _decide(link, State.HOLDS, account, at)
        _regroup((link.first_id, link.second_id))
    return True


def dismiss(*, link: PersonLink, account: Account, at: datetime) -> bool:
    """They are two people: not suggested again. False when it was decided meanwhile."""
    still = PersonLink.objects.filter(pk=link.pk, state=State.SUGGESTED)
    return bool(still.update(state=State.DISMISSED, decided_at=at, decided_by=account))


def undo(*, link: PersonLink, account: Account, at: datetime) -> bool:
    """They were not one person after all; everything is as it was before the link. False when it holds no longer."""
    with transaction.atomic():
        _lock((link.first_id, link.second_id))
        link = PersonLink.objects.select_for_update().get(pk=link.pk)
        if link.state != State.HOLDS:
            return False
        _decide(link, State.UNDONE, account, at)
        _regroup((link.first_id, link.second_id))
    return True


def _decide(link: PersonLink, state: PersonLink.State, account: Account | None, at: datetime) -> None:
    link.state, link.decided_at, link.decided_by = state, at, account
    link.save(update_fields=["state", "decided_at", "decided_by"])


def _lock(reporters: Iterable[int]) -> None:
    """Both groups, in one order, so that two links made at once do not miss each other."""
    heads = Reporter.objects.filter(pk__in=reporters).order_by("pk").select_for_update()
    ids = {row.same_as_id or row.pk for row in heads}
    list(Reporter.objects.filter(pk__in=ids).order_by("pk").select_for_update())


def _regroup(seeds: Iterable[int]) -> None:
    """Work `same_as` out anew for everybody who was or is connected to the seeds; the lowest id heads a group."""
    touched = set(seeds)
    for row in Reporter.objects.filter(pk__in=list(touched)):
        touched |= set(person_of(row.pk))
    left = set(touched)
    while left:
        group = _connected(min(left))
        left -= group
        head = min(group)
        Reporter.objects.filter(pk__in=group).exclude(pk=head).exclude(same_as=head).update(same_as=head)
        Reporter.objects.filter(pk=head).exclude(same_as=None).update(same_as=None)


def _connected(start: int) -> set[int]:
    group, edge = {start}, {start}
    while edge:
        holding = PersonLink.objects.filter(Q(first__in=edge) | Q(second__in=edge), state=State.HOLDS)
        found = {end for pair in holding.values_list("first_id", "second_id") for end in pair}
        edge = found - group
        group |= found
    return group
