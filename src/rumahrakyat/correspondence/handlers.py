"""What entries of a timeline say to those who listen to the case. Each runs once, in a worker."""

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Body
from rumahrakyat.correspondence import facts, messages, reaching
from rumahrakyat.correspondence.models import CaseMessage, Conversation, Listener
from rumahrakyat.lib import clock
from rumahrakyat.reports import queries, timeline
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage

_ASK_PLACE = "ask_place"


def tell(report: Report, key: str, body: Body, *, only: Listener | None = None) -> None:
    """Queue `body` for everybody who listens to the case; `key` makes a repeat harmless."""
    wanted = Listener.objects.filter(report=report).select_related("contact_point__reporter__preferred_contact")
    told: set[tuple[str, int]] = set()
    for listener in [only] if only else list(wanted):
        channel, contact = reaching.way_to(listener)
        if contact.stopped_at or (channel, contact.pk) in told:
            continue
        told.add((channel, contact.pk))
        message = outbox.enqueue(
            channel=channel, contact_point=contact, body=body, key=f"{key}:{listener.pk}", at=clock.now()
        )
        CaseMessage.objects.get_or_create(message=message, defaults={"report": report})


def _values(report: Report, entry: Entry) -> dict[str, str]:
    return {
        "number": report.number,
        "holder": facts.holder_name(report),
        "stage": facts.stage_name(str(entry.data.get("stage", report.stage))),
        "text": entry.text,
        "due": facts.due_words(report.answer_due_at or report.reporter_due_at),
        "to": str(entry.data.get("to", "")),
        "link": facts.link(report),
    }


def receipt(entry: Entry) -> None:
    """The receipt: number, who must answer, before when. Asks for the place when nobody could tell where it is."""
    report = queries.get(entry.report_id)
    tell(report, f"entry:{entry.pk}", messages.notice("receipt", _values(report, entry)))
    if report.regency_id is None and Stage(report.stage) is Stage.RECEIVED:
        tell(report, f"place:{entry.pk}", Body(messages.TEXTS[_ASK_PLACE], ask_location=True))


def news(entry: Entry) -> None:
    """An answer, a question, a hand-over, an end: told with the agency's own words."""
    report = queries.get(entry.report_id)
    name = entry.type if entry.type in messages.TEXTS else "answered"
    buttons: tuple[tuple[str, str], ...] = ()
    if entry.type == "resolved":
        buttons = ((f"confirm:{report.number}", "solved"), (f"object:{report.number}", "not_solved"))
    tell(report, f"entry:{entry.pk}", messages.notice(name, _values(report, entry), buttons=buttons))
    _follow(report, entry)


def _follow(report: Report, entry: Entry) -> None:
    """Whoever was just asked or answered most likely talks about this case next."""
    contacts = Listener.objects.filter(report=report).values("contact_point")
    Conversation.objects.filter(contact_point__in=contacts).update(followed=report, followed_at=entry.at)


def objection_noted(entry: Entry) -> None:
    report = queries.get(entry.report_id)
    tell(report, f"entry:{entry.pk}", messages.notice("objected", _values(report, entry)))


def register() -> None:
    """Tie the handlers to the timeline; called once at start, after `routing`, so that the receipt knows the holder."""
    timeline.on(["received"], "correspondence.receipt", receipt)
    timeline.on(
        ["answered", "resolved", "asked", "handed_over", "referred", "rejected", "expired", "breached"],
        "correspondence.news",
        news,
    )
    timeline.on(["objected"], "correspondence.objected", objection_noted)
