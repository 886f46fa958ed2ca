"""Telling the people concerned of a finding and of what became of it: behind the bell."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from rumahrakyat.handover import people
from rumahrakyat.oversight.models_findings import Finding, OmbudsmanCase, Recommendation
from rumahrakyat.people import notices
from rumahrakyat.people.roles import EXPLAIN, FIND, RECEIVE_COMPLAINTS, RULE_ON_BREACH

MADE: Final = "finding_made"
ANSWERED: Final = "finding_answered"
MOVED: Final = "finding_moved"
BROUGHT: Final = "to_ombudsman"


def declare() -> None:
    """Give the notices their sentences; called once at start."""
    notices.declare(MADE, _("Finding %(finding)s with %(count)s recommendations for %(body)s"))
    notices.declare(ANSWERED, _("%(body)s answered recommendation %(recommendation)s"))
    notices.declare(MOVED, _("There is word about recommendation %(recommendation)s"))
    notices.declare(BROUGHT, _("The reporter brings %(number)s to the Ombudsman"))


def path_of(finding: Finding) -> str:
    return f"/pantau/temuan/{finding.pk}/"


def made(finding: Finding, at: datetime) -> None:
    """The heads of the body, and the secretary, who sees that it is carried out."""
    heads = people.of_body(finding.organisation, EXPLAIN)
    data = {"finding": finding.number, "body": finding.organisation.short_name}
    data["count"] = str(finding.recommendations.count())
    _tell(
        [*heads, *people.of_province(RULE_ON_BREACH)], MADE, finding, f"{finding.number}", data, at, finding.made_by_id
    )


def answered(one: Recommendation, by: int, at: datetime) -> None:
    body = one.finding.organisation
    wanted = [one.finding.made_by_id, *people.of_province(FIND)]
    data = {"recommendation": one.number, "body": body.short_name}
    _tell(wanted, ANSWERED, one.finding, f"{one.number}:{one.state}:{at.timestamp()}", data, at, by)


def moved(one: Recommendation, by: int, at: datetime) -> None:
    heads = people.of_body(one.finding.organisation, EXPLAIN)
    data = {"recommendation": one.number}
    _tell(heads, MOVED, one.finding, f"{one.number}:{one.state}:{at.timestamp()}", data, at, by)


def brought(one: OmbudsmanCase, at: datetime) -> None:
    """Whoever receives complaints for the Ombudsman, and the secretary."""
    notices.tell(
        accounts=[*people.of_province(RECEIVE_COMPLAINTS), *people.of_province(RULE_ON_BREACH)], code=BROUGHT,
        key=f"ombudsman:{one.pk}", path="/pantau/ombudsman/", number=one.report.number, at=at,
    )  # fmt: skip


def _tell(  # noqa: PLR0917 -- the words of one notice
    accounts: Iterable[int], code: str, finding: Finding, key: str, data: dict[str, str], at: datetime, by: int
) -> None:
    number = finding.report.number if finding.report else ""
    notices.tell(
        accounts=accounts, code=code, key=f"{code}:{key}"[:120], path=path_of(finding), at=at, number=number, by=by,
        data=data,
    )  # fmt: skip
