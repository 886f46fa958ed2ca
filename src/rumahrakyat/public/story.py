"""A case as its public page tells it. Turns lines and clocks into what the components draw; asks nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.entries import ENTRY_TYPES
from rumahrakyat.reports.models import Attachment, Report, StageChoices
from rumahrakyat.reports.models_transcripts import Transcript
from rumahrakyat.reports.queries import Line
from rumahrakyat.reports.states import Closing, Stage
from rumahrakyat.web import duties, formats, handed
from rumahrakyat.web.pairs import paired
from rumahrakyat.web.recordings import recording

DESK: Final = "Rumah Rakyat"
_CITIZEN: Final = {"received", "replied", "objected", "confirmed", "appealed", "pictured"}
_AGENCY: Final = {"answered", "resolved", "asked", "referred", "rejected", "extended", "appeal_decided", "contributed",
                  "body_answered"}  # fmt: skip
_ICONS: Final = {
    "assigned": "clipboard",
    "handed_over": "forward",
    "returned": "undo",
    "expired": "archive",
    "breached": "alarm",
    "agency_joined": "people",
    "forwarded": "mail",
    "disputed": "warning",
    "dispute_decided": "shield",
    "merged": "merge",
    "unmerged": "undo",
}


def name_of(organisation: Organisation | None) -> str:
    return DESK if organisation is None or organisation.kind == "desk" else organisation.name


def stage_label(report: Report) -> str:
    """The stage for the reader; "closed" says by whom, because closed by the system is not solved."""
    if report.stage == Stage.CLOSED.value:
        return {
            Closing.REPORTER.value: _("Solved, says the reporter"),
            Closing.SYSTEM.value: _("Closed by the system"),
        }.get(report.closing, _("Closed"))
    return str(StageChoices(report.stage).label)


@dataclass(frozen=True)
class Path:
    labels: list[str]
    now: int


def path_of(report: Report) -> Path | None:
    """The five stages of the main path and where the case stands; None for a case that left it."""
    stage = Stage(report.stage_before_waiting or report.stage)
    steps = {
        Stage.RECEIVED: 0,
        Stage.ASSIGNED: 1,
        Stage.VERIFICATION: 1,
        Stage.FIELD_CHECK: 2,
        Stage.IN_PROGRESS: 3,
        Stage.RESOLVED: 4,
    }
    if stage is Stage.CLOSED and report.closing == Closing.REPORTER.value:
        return Path(_labels(), 4)
    return Path(_labels(), steps[stage]) if stage in steps else None


def _labels() -> list[str]:
    return [_("Received"), _("Verification"), _("Field check"), _("Work"), _("Done")]


@dataclass(frozen=True)
class Names:
    """Names for codes in the record: channels by a function, organisations by what was read for this story."""

    label: Callable[[str], str]
    organisations: Mapping[str, str] = field(default_factory=dict)

    def channel(self, code: str) -> str:
        own = {"web": _("the website"), "desk": _("a service point"), "phone": _("telephone")}
        return own.get(code) or self.label(code)

    def holder(self, code: object) -> str:
        return self.organisations.get(str(code), DESK) if code else DESK


def number_joined(report: Report) -> str:
    """The number of the case that goes on for a merged one."""
    return report.parent.number if report.stage == Stage.MERGED.value and report.parent else ""


@dataclass(frozen=True)
class Group:
    """The lines of one day, newest first; each is the parameters of a timeline entry."""

    day: str
    entries: list[dict[str, Any]] = field(default_factory=list)


def groups(lines: Sequence[Line], *, reporter: bool, names: Names, now: datetime) -> list[Group]:
    """The story by day, newest first."""
    found: list[Group] = []
    for line in reversed(lines):
        day = formats.near_day(line.entry.at, now)
        if not found or found[-1].day != day:
            found.append(Group(day))
        found[-1].entries.append(entry(line, reporter=reporter, names=names))
    return found


def entry(line: Line, *, reporter: bool, names: Names) -> dict[str, Any]:
    """One line as parameters of the timeline entry."""
    kind = "citizen" if line.type in _CITIZEN else "agency" if line.type in _AGENCY else "system"
    values: dict[str, Any] = {
        "kind": kind,
        "who": _sentence(line, names, reporter=reporter),
        "when": formats.clock_time(line.entry.at),
        "text": line.text,
    }
    sides = paired([_photo(one) for one in line.pictures if _is(one, Attachment.Kind.IMAGE)])
    values["photos"], values["pairs"] = sides.rest, sides.pairs
    if reporter:
        sounds = [one for one in line.pictures if _is(one, Attachment.Kind.AUDIO)]
        values["recordings"] = [_recording(one, line.transcripts.get(str(one.pk))) for one in sounds]
    if any(one.state == Attachment.State.PENDING for one in line.pictures):
        values["pending"] = _("Photos are being prepared; load this page again in a minute.")
    if kind == "system":
        values["icon"] = _ICONS.get(line.type, "clipboard")
    if kind == "citizen" and (channel := line.entry.data.get("channel")):
        values["by"] = _("by %(channel)s") % {"channel": names.channel(str(channel))}
    stage = line.entry.data.get("stage") if line.type == "answered" else "resolved" if line.type == "resolved" else None
    if stage:
        values["stage"], values["stage_label"] = str(stage), str(StageChoices(str(stage)).label)
    if line.type == "answered" and (day := line.entry.data.get("next_on")):
        named = dateformat.format(date.fromisoformat(str(day)), "l, j F")
        values["by"] = _("next word by %(day)s") % {"day": named}
    return values


def _is(one: Attachment, kind: Attachment.Kind) -> bool:
    return one.kind == kind and one.state == Attachment.State.READY


def _recording(one: Attachment, written: Transcript | None) -> dict[str, Any]:
    """The reporter's own voice, and what a person wrote down of it: a machine's guess is shown to staff alone."""
    url = reverse("public:file", args=[one.pk])
    text = written.text if written and not written.machine else ""
    return recording(url=url, media_type=one.media_type, seconds=one.seconds, text=text)


def _photo(one: Attachment) -> dict[str, str]:
    alt = _("Photo by the reporter") if one.by_citizen else _("Photo by the agency")
    return {"url": reverse("public:file", args=[one.pk]), "alt": alt, "phase": one.phase}


def _sentence(line: Line, names: Names, *, reporter: bool) -> str:
    own = {
        "received": (_("You reported"), _("A citizen reported")),
        "replied": (_("You"), _("The reporter")),
        "objected": (_("You object"), _("The reporter objects")),
        "confirmed": (_("You say that it is solved"), _("The reporter says that it is solved")),
        "appealed": (_("You appeal"), _("The reporter appeals")),
    }
    if line.type in own and not (line.type == "objected" and line.entry.actor_kind == "staff"):
        return own[line.type][0 if reporter else 1]
    data = line.entry.data
    words = {
        "holder": names.holder(data.get("holder")),
        "from": names.holder(data.get("from")),
        "joined": names.holder(data.get("organisation")),
        "to": data.get("to", ""),
    }
    agency = name_of(line.entry.organisation)
    sentences = {
        "answered": agency,
        "resolved": agency,
        "asked": _("%(agency)s asks") % {"agency": agency},
        "assigned": _("Verified and passed on to %(holder)s.") % words,
        "handed_over": _("%(from)s handed it over to %(holder)s. Your deadline has not changed.") % words,
        "returned": _("%(from)s gave it back to the desk. Your deadline has not changed.") % words,
        "referred": _("Referred to %(to)s") % words,
        "rejected": _("Not taken up"),
        "expired": _("Closed by the system after ten days without a word. Not counted as solved."),
        "transcribed": _("%(agency)s wrote down what you said") % {"agency": agency},
        "breached": duties.missed(data, words["holder"]),
        "extended": _("%(agency)s takes more time, which the law allows once") % {"agency": agency},
        "appeal_decided": duties.appeal_decided(data),
        "agency_joined": _("%(joined)s works on it, too.") % words,
        "contributed": _("%(agency)s, which works on it, too") % {"agency": agency},
        "merged": _("Joined with %(to)s: both are handled as one case") % words,
        "unmerged": _("Separated from %(number)s: a case of its own again") % {"number": data.get("number", "")},
        **handed.sentences(line, words, public=True),
    }
    return sentences.get(line.type) or str(ENTRY_TYPES[line.type].sentence)


def holders(lines: Sequence[Line], report: Report, names: Names, *, now: datetime) -> list[dict[str, Any]]:
    """Who had the case and for how long, from its record: one part for each holder, each wait for the reporter, and
    each stretch past the deadline. The last part is the present one while the case is open."""
    parts: list[dict[str, Any]] = []
    holder, state = DESK, "first"
    start = lines[0].entry.at if lines else now
    for line in lines:
        after = _holding_after(line, holder, state, names)
        if after == (holder, state):
            continue
        _add_part(parts, holder, state, start, line.entry.at)
        (holder, state), start = after, line.entry.at
    _add_part(parts, holder, state, start, report.closed_at or now)
    if report.is_open and parts:
        parts[-1]["note"] = _("since %(moment)s, now") % {"moment": formats.moment(start, now)}
        if parts[-1]["state"] in ("past", "first"):
            parts[-1]["state"] = "now"
    return parts


def _holding_after(line: Line, holder: str, state: str, names: Names) -> tuple[str, str]:
    """Who has the case after this line, and how it counts."""
    if line.type in ("assigned", "handed_over"):
        return names.holder(line.entry.data.get("holder")), "past"
    if line.type == "returned":
        return DESK, "first"
    if line.type == "asked":
        return holder, "wait"
    if line.type == "breached":
        charged = line.entry.data.get("holder")
        return holder, "late" if names.holder(charged) == holder else state
    back = "first" if holder == DESK else "past"
    if line.type in ("answered", "resolved", "referred", "rejected") or line.entry.data.get("resumed"):
        return holder, back
    return holder, state


def _add_part(parts: list[dict[str, Any]], holder: str, state: str, start: datetime, end: datetime) -> None:
    seconds = max(0.0, (end - start).total_seconds())
    notes = {"wait": _("waiting for the reporter"), "late": _("past the deadline")}
    parts.append({"name": holder, "seconds": seconds, "state": state, "note": notes.get(state, "")})


def place_of(report: Report) -> str:
    """Desa Depok, Toroh, Kabupaten Grobogan. A confidential case names no place finer than its regency."""
    if report.regency is None:
        return ""
    regency = report.regency.short_name
    if not report.is_public:
        return regency
    parts = []
    if report.village:
        parts.append(f"{report.village.kind} {report.village.name}")
    if report.district:
        parts.append(report.district.name if report.village else f"{report.district.kind} {report.district.name}")
    return ", ".join([*parts, regency])
