"""What staff do from their pages: each form once, drafts kept until then, a reminder read when its case is opened."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rumahrakyat.duty import operations as duty
from rumahrakyat.lib import crypto
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ACKNOWLEDGE, ANSWER, EXPLAIN, REPRIMAND
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.deeds import DO
from rumahrakyat.workbench.models import Draft, SentForm

MOST_DRAFT = 12_000  # characters of one field


def carry_out(*, deed: Deed, account: Account, at: datetime) -> bool:
    """Do what the form says and drop its draft, in one transaction. False when this very form was carried out before.

    Two presses of one button meet at the token: the second waits for the first, then finds it done.
    Raises the errors of `reports.operations`, and `routing.operations.NothingToConfirm`.
    """
    with transaction.atomic():
        _row, fresh = SentForm.objects.get_or_create(
            token=deed.token,
            defaults={"account": account, "report_id": deed.report_id, "action": deed.action, "at": at},
        )
        if not fresh:
            return False
        DO[deed.action](deed, at)
        Draft.objects.filter(account=account, report=deed.report_id).delete()
    return True


def keep_draft(
    *, account: Account, report: Report, action: str, words: Mapping[str, str], at: datetime
) -> Draft | None:
    """Keep what is being written in the form of `action`, beside what the case's other forms hold.

    Nothing but spaces in all of them drops the draft; then None.
    """
    with transaction.atomic():
        mine = Draft.objects.filter(account=account, report=report)
        known = mine.select_for_update().first()
        kept = {name: value for name, value in (known.words if known else {}).items() if not _of(action, name)}
        kept |= {f"{action}.{name}": value[:MOST_DRAFT] for name, value in words.items() if value.strip()}
        if not kept:
            mine.delete()
            return None
        values = {"sealed": crypto.seal(json.dumps(kept)), "saved_at": at}
        draft, _created = Draft.objects.update_or_create(account=account, report=report, defaults=values)
        return draft


def _of(action: str, name: str) -> bool:
    return name.partition(".")[0] == action


def read(*, report: Report, account: Account, actor: Actor, at: datetime) -> None:
    """The case lies open before this person: the reminders that were meant for them are acknowledged.

    Called when the case's page is shown, because reading is what a reminder asks for; a button "I have read this"
    would measure obedience, not reading. It is safe on a GET: only the first time counts, no clock and no answer
    depends on it, and it touches nothing but this person's own unread reminders.
    """
    if report.holder_id is None or not actor.may(ACKNOWLEDGE, ANSWER):
        return
    audience = "officer"
    if actor.may(ACKNOWLEDGE):
        above = "secretary" if actor.may(REPRIMAND) else "deputy"
        audience = "head" if actor.may(EXPLAIN) else above
    duty.acknowledge(
        report_id=report.pk,
        account=account,
        audience=audience,
        organisation_ids=frozenset({report.holder_id}),
        at=at,
    )
