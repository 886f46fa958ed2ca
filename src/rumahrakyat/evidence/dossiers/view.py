"""The record as people read it: every value ready to be set on paper. Pure but for the names of entry types."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import dateformat, translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rumahrakyat.evidence.dossiers import words
from rumahrakyat.people.roles import ROLES
from rumahrakyat.reports.entries import ENTRY_TYPES
from rumahrakyat.reports.models import StageChoices

Values = Mapping[str, Any]
_LONGEST: Final = 6000  # signs of one text on paper; the record has all of it


def parsed(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _when(text: str | None) -> str:
    """21 Juli 2026 12.00 WIB: with the year, because it is read years later."""
    if not text:
        return ""
    there = localtime(parsed(text))
    return f"{dateformat.format(there, 'j F Y H.i')} {there.tzname()}"


def _due(text: str | None) -> str:
    """The same for a deadline: one at midnight is the end of the day before."""
    if not text:
        return ""
    there = localtime(parsed(text))
    if (there.hour, there.minute) != (0, 0):
        return _when(text)
    return f"{dateformat.format(there - timedelta(minutes=1), 'j F Y')} 24.00 {there.tzname()}"


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " … (selengkapnya di record.json)"


def view(record: Values, taking: Values, sha256: str, thumbnails: Mapping[str, str]) -> dict[str, Any]:
    """`thumbnails`: for the id of a picture the file to set."""
    with translation.override("id"):
        return {
            "title": words.TITLE,
            "number": record["number"],
            "heading": record["report"]["title"],
            "sha256": sha256,
            "zone": settings.TIME_ZONE,
            "taking": _taking(taking),
            "facts": _facts(record),
            "text": _clipped(record["report"]["text"] or words.ERASED),
            "story": [_entry(one, thumbnails, record["bodies"]) for one in record["entries"]],
            "clocks": [_clock(one) for one in record["clocks"]],
            "breaches": [_breach(one) for one in record["breaches"]],
            "said": _said(record),
            "messages": [_message(one) for one in record["messages"]],
            "calls": [_call(one) for one in record["calls"]],
            "files": [_file(nth, one, thumbnails) for nth, one in enumerate(record["attachments"], 1)],
            "readings": [_reading(one) for one in record["readings"]],
            "seal": _seal(record),
            "head": record["chain"]["head"],
            "length": str(record["chain"]["length"]),
        }


def _taking(taking: Values) -> list[list[str]]:
    by = taking["by"]
    rows = [
        ["Diambil", _when(taking["taken_at"])],
        ["Oleh", ", ".join(filter(None, (by["name"], by["title"]))) or "baris perintah pemasang"],
        ["Alasan", taking["reason"]],
        ["Untuk", taking["handed_to"]],
        ["Identitas pelapor", "disertakan" if taking["identity_shown"] else "tidak disertakan"],
    ]
    return [row for row in rows if row[1]]


def _name(one: Values | None, empty: str = words.DESK) -> str:
    return str(one["name"]) if one else empty


def _facts(record: Values) -> list[list[str]]:
    facts, reporter = record["report"], record["reporter"]
    place = ", ".join(_name(facts[part]) for part in ("village", "district", "regency") if facts[part])
    who = words.IDENTITY[facts["identity"]]
    if reporter["shown"] and reporter["name"]:
        contacts = ", ".join(one["value"] for one in reporter["contacts"])
        who = f"{reporter['name']} ({contacts})" if contacts else str(reporter["name"])
    rows = [
        ["Jenis", f"{words.KINDS[facts['kind']]}, {words.VISIBILITY[facts['visibility']]}"],
        ["Diterima", f"{_when(facts['received_at'])} lewat {_channel(facts['channel'])}"],
        ["Kejadian", _when(facts["occurred_at"])],
        ["Pelapor", who],
        ["Tempat", "; ".join(filter(None, (place, facts["place"], facts["point"])))],
        ["Bidang", _name(facts["category"], "")],
        ["Pemegang sekarang", _name(facts["holder"])],
        ["Tahap", str(StageChoices(facts["stage"]).label)],
        ["Ditutup", _when(facts["closed_at"])],
        ["Dirujuk ke", facts["referred_to"]],
        ["Dilanjutkan sebagai", facts["goes_on_as"] or ""],
    ]
    return [[name, str(value)] for name, value in rows if value]


def _channel(code: str) -> str:
    return words.CHANNELS.get(code, code)


def _entry(one: Values, thumbnails: Mapping[str, str], bodies: Values) -> dict[str, Any]:
    data = one["data"]
    text = _clipped(str((one["personal"] or {}).get("text", "")))
    if one["personal_state"] == "erased":
        text = words.ERASED
    named = [str(each["id"]) for each in data.get("attachments", []) if isinstance(each, dict)]
    return {
        "seq": str(one["seq"]),
        "when": _when(one["at"]),
        "what": sentence(one, bodies),
        "who": _actor(one),
        "text": text,
        "more": [str(each) for each in (one["personal"] or {}).get("recommendations", [])],
        "late": one["type"] == "breached",
        "internal": not ENTRY_TYPES[one["type"]].public,
        "pictures": [thumbnails[each] for each in named if each in thumbnails],
        "hash": one["hash"],
        "recorded": _when(one["recorded_at"]) if _when(one["recorded_at"]) != _when(one["at"]) else "",
    }


def sentence(one: Values, bodies: Values) -> str:
    """What an entry says: the timeline's own words, or where those leave open to whom and which deadline, the whole."""
    data, whole = one["data"], words.SENTENCES.get(one["type"])
    known: dict[str, str] = defaultdict(str, {key: _said_of(value, bodies) for key, value in data.items()})
    if whole is None or "obligation" not in data:
        return str(ENTRY_TYPES[one["type"]].sentence) % known
    obligation = words.OBLIGATIONS.get(data["obligation"], data["obligation"])
    audience = words.AUDIENCE.get(data.get("audience", ""), "")
    return whole % {**known, "obligation": obligation[:1].lower() + obligation[1:], "audience": audience}


def _said_of(value: object, bodies: Values) -> str:
    """A body by its name; nobody is the house itself."""
    if value is None:
        return words.DESK
    return str(bodies.get(value, value)) if isinstance(value, str) else str(value)


def _actor(one: Values) -> str:
    who = ", ".join(filter(None, (one["who"]["name"], one["who"]["organisation"])))
    return who or words.ACTORS.get(str(one["actor"]).partition(":")[0], "")


def _clock(one: Values) -> dict[str, Any]:
    name = words.OBLIGATIONS.get(one["obligation"], one["obligation"])
    outcome, late = "masih berjalan", bool(one["breached_at"])
    if one["met_at"]:
        outcome = f"dipenuhi {_when(one['met_at'])}"
    elif one["stopped_at"]:
        outcome = f"berhenti {_when(one['stopped_at'])}"
    return {
        "name": name if one["cycle"] == 1 else f"{name} ke-{one['cycle']}",
        "started": _when(one["started_at"]), "due": _due(one["due_at"]), "outcome": outcome,
        "late": f"lewat tenggat {_due(one['due_at'])}" if late else "",
        "source": one["rule"]["source"],
        "held": [
            [
                "menunggu pelapor" if each["waiting"] else _name(each["holder"]),
                f"{_when(each['since'])} – {_when(each['until']) or 'sekarang'}",
            ]
            for each in one["tenures"]
        ],
    }  # fmt: skip


def _breach(one: Values) -> dict[str, Any]:
    said = [f"Penjelasan {_when(each['at'])}: {each['text'] or words.ERASED}" for each in one["explanations"]]
    said += [
        f"Putusan {_when(each['at'])}: {words.RULING.get(each['decision'], each['decision'])}. {each['text']}"
        for each in one["rulings"]
    ]
    name = words.OBLIGATIONS.get(one["obligation"], one["obligation"])
    head = f"{name}, {_name(one['holder'])}, tenggat {_due(one['due_at'])}: {words.BREACH.get(one['state'], '')}"
    return {"head": head, "said": said}


def _said(record: Values) -> list[dict[str, Any]]:
    """Reprimands, findings, letters and appeals, each a head with lines."""
    found: list[dict[str, Any]] = []
    for one in record["reprimands"]:
        state = words.REPRIMAND.get(one["state"], one["state"])
        head = f"Teguran {one['number']} kepada {_name(one['organisation'])}: {state}"
        found.append({"head": head, "said": [f"Ditandatangani {_when(one['signed_at'])} oleh {one['signer']}"]})
    for one in record["findings"]:
        head = f"Temuan {one['number']} ({one['by']}) kepada {_name(one['organisation'])}"
        told = [one["text"] or words.ERASED, *_recommended(one)]
        found.append({"head": head, "said": told})
    for one in record["letters"]:
        answered = f"dijawab {_when(one['answered_at'])}" if one["answered_at"] else "belum dijawab"
        head = f"Surat {one['number']} kepada {_name(one['to'])}"
        found.append({"head": head, "said": [answered]})
    for one in record["appeals"]:
        decided = {None: "belum diputus", True: "dikabulkan", False: "ditolak"}[one["granted"]]
        head = f"Banding {one['number']}, {_when(one['made_at'])}: {decided}"
        found.append({"head": head, "said": [part for part in (one["text"], one["reason"]) if part]})
    return found


def _recommended(finding: Values) -> list[str]:
    return [
        f"Rekomendasi {one['number']}, tenggat {_due(one['due_at'])}, "
        f"{words.RECOMMENDATION.get(one['state'], one['state'])}: "
        + " ".join(filter(None, (one["text"], one["answer"] and f"Jawaban: {one['answer']}",
                                 one["proof"] and f"Bukti: {one['proof']}")))
        for one in finding["recommendations"]
    ]  # fmt: skip


def _message(one: Values) -> list[str]:
    text = {"erased": words.ERASED, "withheld": words.WITHHELD}.get(one["text_state"], _clipped(one["text"] or ""))
    way = "dari pelapor" if one["direction"] == "in" else "kepada pelapor"
    return [_when(one["at"]), f"{_channel(one['channel'])}, {way}", words.STATUS.get(one["status"], ""), text]


def _call(one: Values) -> list[str]:
    way = "masuk" if one["direction"] == "in" else "keluar"
    length = f"{one['seconds']} detik" if one["seconds"] is not None else ""
    return [_when(one["started_at"]), f"telepon {way}", "dijawab" if one["answered_at"] else "tidak dijawab", length]


def _file(nth: int, one: Values, thumbnails: Mapping[str, str]) -> dict[str, str]:
    by, kind = "pelapor" if one["by_citizen"] else "petugas", words.FILES.get(one["kind"], one["kind"])
    about = one["file"] or f"tidak ada dalam berkas: {words.ABSENT.get(one['absent'], one['absent'])}"
    return {
        "nth": str(nth), "picture": thumbnails.get(one["id"], ""), "about": about,
        "by": f"{kind}, dari {by}, {_when(one['created_at'])}", "sha256": one["content_sha256"],
    }  # fmt: skip


def _reading(one: Values) -> list[str]:
    who = ", ".join(filter(None, (one["name"], one["organisation"]))) or "baris perintah"
    return [_when(one["at"]), who, _roles(one["roles"]), words.READ.get(one["what"], str(one["what"]))]


def _roles(codes: str) -> str:
    return ", ".join(str(_(ROLES[code].label)) if code in ROLES else code for code in codes.split(",") if code)


def _seal(record: Values) -> list[list[str]]:
    seal = record["seal"]
    if seal is None:
        return []
    return [
        ["Hari yang disegel", str(seal["day"])],
        ["Catatan terakhir dalam segel", str(seal["seq"])],
        ["Akar segel", str(seal["root"])],
    ]
