"""The whole story of a case as staff read it: every entry, internal ones too, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rumahrakyat.channels import registry
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.entries import ENTRY_TYPES
from rumahrakyat.reports.models import Attachment, StageChoices
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.queries import Line
from rumahrakyat.understanding.tone import tone_of
from rumahrakyat.web import duties, formats, handed
from rumahrakyat.web.pairs import paired
from rumahrakyat.web.recordings import recording
from rumahrakyat.workbench.directed import panel as directed
from rumahrakyat.workbench.team import words as together

_KINDS: Final = {
    "received": "citizen",
    "replied": "citizen",
    "objected": "citizen",
    "confirmed": "citizen",
    "answered": "agency",
    "resolved": "agency",
    "asked": "agency",
    "referred": "agency",
    "rejected": "agency",
    "extended": "agency",
    "contributed": "agency",
    "appealed": "citizen",
    "appeal_decided": "agency",
    "noted": "note",
    "transcribed": "note",
    **dict.fromkeys(together.ICONS, "note"),
    **dict.fromkeys(directed.ICONS, "note"),
    "pictured": "citizen",
    "visited": "note",
    "body_answered": "agency",
    "dispute_said": "note",
    "finding_made": "note",
    "finding_answered": "agency",
    "finding_moved": "note",
    "to_ombudsman": "citizen",
    "dossier_taken": "note",
    "erased": "note",
}
_ICONS: Final = {
    "assigned": "forward",
    "handed_over": "forward",
    "returned": "undo",
    "expired": "archive",
    "breached": "alarm",
    "escalated": "bell",
    "classified": "clipboard",
    "waiting_ended": "hourglass",
    "delivery_failed": "warning",
    "restamped": "target",
    "forwarded": "mail",
    "forward_noted": "mail",
    "disputed": "warning",
    "dispute_decided": "shield",
    "dispute_settled": "check-circle",
    "agency_joined": "people",
    "agency_left": "check-circle",
    "merged": "merge",
    "joined": "merge",
    "unmerged": "undo",
    **together.ICONS,
    **directed.ICONS,
    "given": "person",
    "taken": "person",
    "put_back": "undo",
    "released": "people",
    "relayed": "people",
    "told": "check-circle",
    "visited": "pin",
    "finding_made": "shield",
    "finding_moved": "shield",
    "ombudsman_said": "shield",
    "dossier_taken": "download",
    "erased": "archive",
}


@dataclass(frozen=True)
class Day:
    """The entries of one local day; each is the parameters of a timeline entry."""

    title: str
    entries: list[dict[str, Any]] = field(default_factory=list)


def days(lines: Sequence[Line], names: Mapping[str, str], now: datetime) -> list[Day]:
    found: list[Day] = []
    for line in reversed(lines):
        title = formats.near_day(line.entry.at, now)
        if not found or found[-1].title != title:
            found.append(Day(title))
        found[-1].entries.append(_entry(line, names))
    return found


def seal(lines: Sequence[Line]) -> str:
    """The line that closes the story."""
    count = len(lines)
    words = ngettext(
        "%(n)s entry, each chained to the one before: none can be changed or removed unseen.",
        "%(n)s entries, each chained to the one before: none can be changed or removed unseen.",
        count,
    )
    return words % {"n": formats.number(count)}


def _entry(line: Line, names: Mapping[str, str]) -> dict[str, Any]:
    kind = _KINDS.get(line.type, "system")
    values: dict[str, Any] = {
        "kind": kind,
        "icon": _ICONS.get(line.type)
        or {"citizen": "person", "agency": "office", "note": "lock"}.get(kind, "clipboard"),
        "who": sentence(line, names),
        "when": formats.clock_time(line.entry.at),
        "by": _by(line),
        "text": _text(line),
        "photos": [_photo(one) for one in line.pictures if _shown(one)],
        "sounds": [_sound(one, line.transcripts.get(str(one.pk))) for one in line.pictures if _is_sound(one)],
        "pending": _pending(line.pictures),
        "seq": line.entry.seq,
        "tone": tone_of(line.text).kind if kind == "citizen" and line.text else "",
    }
    values["pairs"] = paired(values["photos"])
    stage = {"answered": line.entry.data.get("stage"), "resolved": "resolved"}.get(line.type)
    if stage:
        values["stage"], values["stage_label"] = str(stage), str(StageChoices(str(stage)).label)
    if line.type == "answered" and (day := line.entry.data.get("next_on")):
        named = dateformat.format(date.fromisoformat(str(day)), "l, j F")
        values["promised"] = _("Next word promised by %(day)s") % {"day": named}
    return values


def _shown(one: Attachment) -> bool:
    return one.kind == Attachment.Kind.IMAGE and one.state == Attachment.State.READY


def _photo(one: Attachment) -> dict[str, Any]:
    alt = _("Photo by the citizen") if one.by_citizen else _("Photo by the agency")
    return {"url": reverse("public:file", args=[one.pk]), "alt": alt, "phase": one.phase, "hidden": not one.public}


def _is_sound(one: Attachment) -> bool:
    return one.kind == Attachment.Kind.AUDIO and one.state == Attachment.State.READY


def _sound(one: Attachment, written: Transcript | None) -> dict[str, Any]:
    """The recording and what is said in it; `words` stand in the form for whoever may write it down."""
    url = reverse("public:file", args=[one.pk])
    text, machine = (written.text, written.machine) if written else ("", False)
    shown = recording(url=url, media_type=one.media_type, seconds=one.seconds, text=text, machine=machine)
    return {"id": str(one.pk), "shown": shown, "words": text, "machine": machine}


def _pending(files: Sequence[Attachment]) -> str:
    states = {one.state for one in files}
    if Attachment.State.PENDING in states:
        return _("Files are being prepared; they appear in a minute.")
    if Attachment.State.REFUSED in states:
        return _("A file could not be opened and is not shown.")
    others = {Attachment.Kind.VIDEO, Attachment.Kind.DOCUMENT}
    return _("With a video or document") if any(one.kind in others for one in files) else ""


def _text(line: Line) -> str:
    if line.type in {"agency_joined", "agency_left", *together.WITH_REASON}:
        return str((line.entry.personal or {}).get("reason", ""))
    reason = str((line.entry.personal or {}).get("no_photo_reason", ""))
    if reason:
        return f"{line.text}\n\n{_('Without a photo: %(reason)s') % {'reason': reason}}"
    return line.text


def _by(line: Line) -> str:
    """The channel of the citizen; the unit of the agency and, inside, who wrote it."""
    if channel := line.entry.data.get("channel"):
        return registry.label(str(channel))
    if line.type == "noted":
        return _("%(name)s, seen by staff only") % {"name": line.entry.account or ""}
    return str(line.entry.account or "") if line.entry.actor_kind == "staff" else ""


def _name(organisation: Organisation | None) -> str:
    return organisation.name if organisation else "Rumah Rakyat"


def sentence(line: Line, names: Mapping[str, str]) -> str:
    """What happened, in words for staff; of an answer, the agency that gave it."""
    data, agency = line.entry.data, _name(line.entry.organisation)
    words = _words(line, names)
    sentences = {
        "received": _("The citizen reported"),
        "replied": _("The citizen added"),
        "objected": _("The citizen objects"),
        "confirmed": _("The citizen says that it is solved"),
        "answered": agency,
        "resolved": agency,
        "asked": _("%(agency)s asks the citizen") % words,
        "referred": _("%(agency)s referred it to %(to)s") % words,
        "rejected": _("%(agency)s did not take it up") % words,
        "noted": _("Internal note"),
        "transcribed": _("Written down: what the recording says"),
        "assigned": _("Passed on to %(holder)s") % words,
        "handed_over": _("%(from)s handed it over to %(holder)s") % words,
        "returned": _("%(from)s gave it back to the desk") % words,
        "classified": _("Place and category noted"),
        "escalated": _("Reminder to the %(audience)s") % words,
        "breached": duties.missed(data, words["holder"]),
        "extended": _("%(agency)s took more time") % words,
        "appealed": _("The citizen appeals"),
        "appeal_decided": duties.appeal_decided(data),
        **_together(words),
        **handed.sentences(line, words),
        **_among_colleagues(words),
        **together.sentences(line, words),
        **directed.sentences(line),
        "expired": _("Closed by the system, not counted as solved"),
        "waiting_ended": _("The citizen did not answer in time; the case goes on"),
        "delivery_failed": _("A message could not be delivered"),
    }
    return sentences.get(line.type) or str(ENTRY_TYPES[line.type].sentence)


def _words(line: Line, names: Mapping[str, str]) -> dict[str, str]:
    """What the sentences name: bodies, people, numbers."""
    data = line.entry.data
    return {
        "agency": _name(line.entry.organisation),
        "holder": _named(data.get("holder"), names),
        "from": _named(data.get("from"), names),
        "joined": _named(data.get("organisation"), names),
        "to": data.get("to", ""),
        "number": data.get("number", ""),
        "person": names.get(f"person:{data.get('person')}", ""),
        "before": names.get(f"person:{data.get('person_before')}", ""),
        "audience": _audience(str(data.get("audience", ""))),
    }


def _together(words: Mapping[str, str]) -> dict[str, str]:
    """What joins cases, and agencies on a case."""
    return {
        "merged": _("Joined with %(to)s; both are handled as one") % words,
        "unmerged": _("Separated from %(number)s, a case of its own again") % words,
        "joined": _("%(number)s was joined to this case") % words,
        "agency_joined": _("%(joined)s works on it, too") % words,
        "agency_left": _("%(joined)s has done its part") % words,
        "contributed": _("%(agency)s, which works on it, too") % words,
    }


def _among_colleagues(words: Mapping[str, str]) -> dict[str, str]:
    """Which person has the case."""
    given = _("Given to %(person)s, before that with %(before)s") if words["before"] else _("Given to %(person)s")
    taken = _("%(person)s took it from %(before)s") if words["before"] else _("%(person)s took it")
    return {
        "given": given % words,
        "taken": taken % words,
        "put_back": _("Put back for whoever takes it, before that with %(before)s") % words,
        "released": _("%(before)s does not have it any more; it waits for whoever takes it") % words,
    }


def _named(code: object, names: Mapping[str, str]) -> str:
    return names.get(str(code), str(code)) if code else _("the desk")


def _audience(code: str) -> str:
    return {
        "officer": pgettext("reminder", "officer"),
        "head": pgettext("reminder", "head of the agency"),
        "deputy": pgettext("reminder", "deputy of the head"),
        "secretary": pgettext("reminder", "Regional Secretary"),
        "governor": pgettext("reminder", "Governor"),
    }.get(code, code)
