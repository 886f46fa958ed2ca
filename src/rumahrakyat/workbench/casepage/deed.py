"""One form of a case's page, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.publishing import Copy
from rumahrakyat.reports.tasks_of_cases import NewTask
from rumahrakyat.routing.operations import Correction


@dataclass(frozen=True)
class Deed:
    """One form of a case's page, checked in shape only: the operations below decide whether it may be done.

    `token` is the form's one-time token, `seen_seq` the last entry that stood on the page.
    """

    action: str
    report_id: int
    actor: Actor
    token: UUID
    seen_seq: int
    text: str = ""
    stage: str = ""
    holder: Organisation | None = None
    to: str = ""
    reason: str = ""
    evidence: Sequence[Evidence] = ()
    correction: Correction | None = None
    attachment: str = ""
    next_on: date | None = None
    into: int | None = None
    granted: bool = False
    template: int | None = None
    with_macro: bool = False
    person: int | None = None
    chosen: Sequence[str] = ()
    task: NewTask | None = None
    copy: Copy | None = None
    part: str = ""
