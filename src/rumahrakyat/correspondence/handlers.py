"""What entries of a timeline say to those who listen to the case. Each runs once, in a worker."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Body
from rumahrakyat.correspondence import asking, facts, languages, messages, messages_after, reaching
from rumahrakyat.correspondence.models import CaseMessage, Conversation, Listener
from rumahrakyat.correspondence.turns import Say
from rumahrakyat.lib import clock
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports import merging, queries, timeline
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage

_ASK_PLACE = "ask_place"


Told = set[tuple[str, int]]


# The same news in another language: what is told in private, and in public.
Spoken = Callable[[str], tuple[Body, Body | None]]


@dataclass(frozen=True)
class Said:
    """One message to one address, as it will be queued; `key` makes a repeat harmless."""

    report: Report
    channel: str
    contact: ContactPoint
    body: Body
    key: str


def queue(said: Iterable[Said]) -> None:
    """Hand the messages to the outbox, each tied to its case."""
    for one in said:
        message = outbox.enqueue(
            channel=one.channel, contact_point=one.contact, body=one.body, key=one.key, at=clock.now()
        )
        CaseMessage.objects.get_or_create(message=message, defaults={"report": one.report})


def addressed(
    report: Report,
    key: str,
    body: Body,
    *,
    public: Body | None = None,
    told: Told | None = None,
    spoken: Spoken | None = None,
) -> list[Said]:
    """`body` for everybody who listens to the case. Who only ever wrote in public is told `public` there, or nothing
    when there is no such wording. `told`: channels and addresses that know it already, because they listen to several
    cases that go on as one; those that are told now are added. `spoken`: the same for those who are answered in
    another language than Indonesian."""
    wanted = Listener.objects.filter(report=report).select_related("contact_point__reporter__preferred_contact")
    told = set() if told is None else told
    made = []
    for listener in wanted:
        channel, contact = reaching.way_to(listener)
        if contact.stopped_at or (channel, contact.pk) in told:
            continue
        told.add((channel, contact.pk))
        in_public = bool(listener.under) and (channel, contact) == (listener.channel, listener.contact_point)
        language = languages.of_case(report, listener.contact_point.reporter)
        private, open_words = spoken(language) if spoken and language != messages.INDONESIAN else (body, public)
        if in_public and open_words is None:
            continue
        said = replace(open_words, reply_to=listener.under) if in_public and open_words else private
        made.append(Said(report, channel, contact, said, f"{key}:{listener.pk}"))
    return made


def _values(report: Report, entry: Entry) -> dict[str, str]:
    due = report.answer_due_at or report.reporter_due_at
    following, following_short = facts.next_words(report)
    return {
        "number": report.number,
        "subject": f"Laporan {report.number}: {report.title}" if report.is_public else f"Laporan {report.number}",
        "holder": facts.holder_name(report),
        "agency": facts.short_name(report),
        "stage": facts.stage_name(str(entry.data.get("stage", report.stage))),
        "text": entry.text,
        "next": following,
        "next_short": following_short,
        "due": facts.due_words(due),
        "until": messages.short_moment(due) if due else "-",
        "to": str(entry.data.get("to", "")),
        "link": facts.link(report),
    }


def _notify(report: Report, entry: Entry, name: str, **given: Any) -> None:
    queue(_noticed(report, entry, name, **given))


def _noticed(
    report: Report,
    entry: Entry,
    name: str,
    buttons: tuple[tuple[str, str], ...] = (),
    *,
    more: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> list[Said]:
    values = {**_values(report, entry), **(more or {})}
    public = messages.public_notice(name, values, open_case=report.is_public)

    def spoken(language: str) -> tuple[Body, Body | None]:
        said = _spoken_values(report, entry, language)
        private = messages.notice(name, values, buttons=buttons, language=language, spoken=said)
        in_public = {**values, **said}
        return private, messages.public_notice(name, in_public, open_case=report.is_public, language=language)

    body = messages.notice(name, values, buttons=buttons)
    return addressed(report, f"entry:{entry.pk}", body, public=public, told=told, spoken=spoken)


def _spoken_values(report: Report, entry: Entry, language: str) -> dict[str, str]:
    """What a language says otherwise: the stage, the times, what a deadline was for."""
    if language != messages.ENGLISH:
        return {}
    due = facts.due_words(report.answer_due_at or report.reporter_due_at, language)
    following, short = facts.next_words(report, language)
    return {
        "stage": facts.stage_name(str(entry.data.get("stage", report.stage)), language),
        "next": following,
        "next_short": short,
        "due": due,
        "until": due,
        "what": facts.MISSED_ENGLISH.get(str(entry.data.get("obligation", "first_response")), ""),
    }


def receipt(entry: Entry) -> None:
    """The receipt: number, who must answer, before when. Asks for the place when nobody could tell where it is. A
    report that was joined to another at once is told so by that, with its number and whose deadline holds."""
    report = queries.get(entry.report_id)
    if Stage(report.stage) is Stage.MERGED:
        return
    _notify(report, entry, "receipt")
    if report.regency_id is None and Stage(report.stage) is Stage.RECEIVED:
        _ask_place(report, f"place:{entry.pk}")
    asking.privately(report, key=f"ask:{entry.pk}", at=clock.now())


def _ask_place(report: Report, key: str) -> None:
    def spoken(language: str) -> tuple[Body, Body | None]:
        place = messages.body_of(Say(_ASK_PLACE, ask_location=True), language)
        return replace(place, about=report.number), None

    body, _public = spoken(messages.INDONESIAN)
    queue(addressed(report, key, body, spoken=spoken))


def news(entry: Entry) -> None:
    """An answer, a question, a hand-over, an end: told with the agency's own words."""
    if entry.data.get("moved"):
        return  # a decision that moved the case: its hand-over told it
    report = queries.get(entry.report_id)
    queue(news_of(report, entry))
    _follow(report, entry, _buttons(report, entry))


def news_of(report: Report, entry: Entry) -> list[Said]:
    """What everybody who hears of the case is told of such an entry, and where. A preview shows these very messages."""
    name = entry.type if entry.type in messages.TEXTS else "answered"
    told: Told = set()
    own = _noticed(report, entry, name, _buttons(report, entry), told=told)
    return own + _for_joined(report, entry, entry.text or _WITHOUT_WORDS.get(entry.type, ""), told)


def _buttons(report: Report, entry: Entry) -> tuple[tuple[str, str], ...]:
    if entry.type != "resolved":
        return ()
    return ((f"confirm:{report.number}", "solved"), (f"object:{report.number}", "not_solved"))


def _for_joined(parent: Report, entry: Entry, text: str, told: Told) -> list[Said]:
    """The reporters of cases that were merged into this one hear how it goes on, each address once however often its
    owner reported. A question is meant for the reporter of this one alone; of a confidential case nothing is told but
    that there is news."""
    if entry.type == "asked":
        return []
    made = []
    for child in merging.family(parent.pk):
        values = {**_values(parent, entry), "number": child.number, "to": parent.number, "text": text}
        values["subject"] = f"Laporan {child.number}"
        name = "of_parent" if parent.is_public else "news"
        public = messages.public_notice("news", values, open_case=True)
        key = f"entry:{entry.pk}:{child.pk}"
        made += addressed(child, key, messages.notice(name, values), public=public, told=told)
    return made


_WITHOUT_WORDS = {
    "expired": "Laporan ditutup sistem dan tidak dihitung tuntas.",
    "breached": "Batas waktunya lewat. Sudah kami naikkan ke pimpinan.",
}


def missed(entry: Entry) -> None:
    """A deadline of the case passed; what follows for the present holder's own time is not told to the citizen."""
    what = facts.MISSED.get(str(entry.data.get("obligation", "first_response")))
    if what is None or entry.data.get("own"):
        return
    report = queries.get(entry.report_id)
    name, short = facts.charged(entry.data, report)
    told: Told = set()
    _notify(report, entry, "breached", more={"what": what, "charged": name, "agency": short}, told=told)
    queue(_for_joined(report, entry, _WITHOUT_WORDS["breached"], told))


def decided(entry: Entry) -> None:
    """What became of an appeal."""
    report = queries.get(entry.report_id)
    _notify(report, entry, "appeal_granted" if entry.data.get("granted") else "appeal_refused")


def joined(entry: Entry) -> None:
    """The case goes on as another one: its page is the one to follow."""
    report = queries.get(entry.report_id)
    _notify(report, entry, "merged", more={"link": facts.link(merging.head_of(report))})


def parted(entry: Entry) -> None:
    """A part of the report is a case of its own now; its receipt comes with it."""
    _notify(queries.get(entry.report_id), entry, "split", more={"to": str(entry.data.get("number", ""))})


def _follow(report: Report, entry: Entry, buttons: tuple[tuple[str, str], ...]) -> None:
    """Whoever was just asked or answered most likely talks about this case next, and may answer by a bare number."""
    for listener in Listener.objects.filter(report=report, under="").select_related("contact_point__reporter"):
        channel, contact = reaching.way_to(listener)
        language = languages.of_case(report, listener.contact_point.reporter)
        offered = [[choice, messages.label(label, language)] for choice, label in buttons]
        known = {"followed": report, "followed_at": entry.at, "offered": offered, "offered_at": entry.at}
        Conversation.objects.update_or_create(
            contact_point=contact, channel=channel, defaults=known, create_defaults={**known, "updated_at": entry.at}
        )


def objection_noted(entry: Entry) -> None:
    report = queries.get(entry.report_id)
    _notify(report, entry, "objected")


def register() -> None:
    """Tie the handlers to the timeline; called once at start, after `routing`, so that the receipt knows the holder."""
    timeline.on(["received"], "correspondence.receipt", receipt)
    timeline.on(
        [
            "answered", "resolved", "asked", "handed_over", "referred", "rejected", "expired", "extended", "appealed",
            "unmerged", *messages_after.NEWS,
        ],
        "correspondence.news",
        news,
    )  # fmt: skip
    timeline.on(["breached"], "correspondence.missed", missed)
    timeline.on(["appeal_decided"], "correspondence.decided", decided)
    timeline.on(["merged"], "correspondence.merged", joined)
    timeline.on(["split"], "correspondence.split", parted)
    timeline.on(["objected"], "correspondence.objected", objection_noted)
