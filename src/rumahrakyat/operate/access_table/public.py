"""The public pages: open to the whole world. What of a case may be read there, its visibility decides."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.roles import SEE_ALL, SEE_CASE
from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import Evidence

_OPEN: Final = (
    "home", "track", "cases", "points", "help", "rules", "registers", "privacy", "accessibility", "robots", "seals",
    "seals-explained", "seals-all", "seals-feed", "seals-program",
)  # fmt: skip


def _files(world: Setting) -> Things:
    """A recording of each case: never public, so it takes the right to read the case."""
    found = {}
    for name in ("own", "foreign", "confidential"):
        case = world.cases[name]
        case.refresh_from_db()
        (kept,) = attachments.keep(case, [Evidence(b"OggS", "audio/ogg")], by_citizen=True, at=world.at)
        attachments.process_pending()
        thing = world.thing(case)
        found[name] = Thing(
            {"attachment_id": str(kept.pk)}, holder=thing.holder, region=thing.region, never=thing.never
        )
    return found


def _stories(world: Setting) -> Things:
    return {name: Thing({"number": world.cases[name].number}) for name in ("own", "foreign", "confidential")}


ROWS: Final = (
    *(Row(f"public:{name}", None) for name in _OPEN),
    *(Row(f"public:{name}", None) for name in ("report", "source")),
    # The later steps of a report lead back to the first while nothing was told.
    *(Row(f"public:report-{name}", None, good=302) for name in ("place", "contact", "check", "follow")),
    Row("public:report-discard", None, "POST", 302),
    Row("public:report-photo", None, good=404, parts={"digest": "0" * 64}),
    Row("public:receipt", None, good=302, things="story"),
    Row("public:survey", None, good=404, parts={"token": "0" * 26}),
    Row("public:story", None, things="story"),
    # The reporter's own, proven by the secret of the receipt: whoever serves has no way in here.
    Row("public:act", None, "POST", 404, things="story"),
    Row("public:hearing", None, good=404, things="story"),
    Row("public:ombudsman", None, good=404, things="story"),
    Row("public:prove", None, things="story"),
    Row("public:register", None, good=404, parts={"code": "2026Q3"}),
    Row("public:register-file", None, good=404, parts={"code": "2026Q3", "kind": "json"}),
    Row("public:seal", None, good=404, parts={"day": "2026-07-21", "kind": "json"}),
    Row("public:file", (SEE_CASE, SEE_ALL), things="file", anonymous=404),
)
THINGS: Final[dict[str, Maker]] = {"file": _files, "story": _stories}
