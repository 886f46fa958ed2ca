"""Who may open the pages of `workbench.handover`: letters to outside bodies, disputes, appeals, words after the end."""

from datetime import timedelta
from typing import Final

from rumahrakyat.correspondence import intake
from rumahrakyat.handover import letters, passing
from rumahrakyat.handover.letters import Asked
from rumahrakyat.handover.models import AfterWord, Appeal, Dispute
from rumahrakyat.operate.access_table.rows import AGENCY, OTHER_AGENCY, REGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import (
    ANSWER,
    APPROVE,
    DECIDE_APPEAL,
    DECIDE_DISPUTE,
    HAND_OVER,
    RESOLVE,
    VERIFY,
)
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

_DECIDERS: Final = frozenset({"secretary", "province_coordinator", "coordinator"})
_SIDES: Final = frozenset({"officer", "deputy", "head"})


def _by(world: Setting, holder: str) -> Actor:
    """Somebody of the body that holds a case, with all that its officers may do."""
    may = frozenset({ANSWER, HAND_OVER, RESOLVE})
    return Actor("staff", may, world.accounts["officer"].pk, world.organisations[holder].pk)


def _disputes(world: Setting) -> Things:
    """One in which AGENCY is a side, and one between others in another regency."""
    found = {}
    for name, regency, sides, seen in (
        ("own", REGENCY, (AGENCY, OTHER_AGENCY), _DECIDERS | _SIDES),
        ("foreign", "33.21", (OTHER_AGENCY, "DESK"), _DECIDERS - {"coordinator"}),
    ):
        report = world.case(holder=sides[0], regency=regency)
        at = world.at + timedelta(minutes=5)
        to = world.organisations[sides[1]]
        passing.hand_over(report_id=report.pk, holder=to, text="Itu urusan mereka.", actor=_by(world, sides[0]), at=at)
        passing.send_back(report_id=report.pk, text="Bukan urusan kami.", actor=_by(world, sides[1]), at=at)
        found[name] = Thing({"pk": Dispute.objects.get(report=report).pk}, seen_by=seen)
    return found


def _reply_form(world: Setting) -> Things:
    """What the link of a letter opens."""
    report = world.case(holder=AGENCY)
    asked = Asked(world.organisations["POWER"], "Mohon diperiksa.")
    made = letters.send(report_id=report.pk, asked=asked, actor=_by(world, AGENCY), at=world.at + timedelta(minutes=5))
    return {"any": Thing({"token": letters.token_of(made.number)})}


def _letters(world: Setting) -> Things:
    body = world.organisations["POWER"]
    found = {}
    for name, holder in (("own", AGENCY), ("foreign", OTHER_AGENCY)):
        report = world.case(holder=holder)
        at = world.at + timedelta(minutes=5)
        made = letters.send(report_id=report.pk, asked=Asked(body, "Mohon diperiksa."), actor=_by(world, holder), at=at)
        found[name] = Thing({"pk": made.pk}, holder=holder, region=REGENCY, sent={"what": "print"})
    return found


def _done(world: Setting, holder: str) -> Report:
    report = world.case(holder=holder)
    return cases.resolve(
        report_id=report.pk, text="Sudah kami tutup.", no_photo_reason="malam", actor=_by(world, holder),
        at=world.at + timedelta(minutes=5),
    )  # fmt: skip


def _appeals(world: Setting) -> Things:
    report = _done(world, AGENCY)
    intake.appeal(report=report, text="Belum ditutup.", channel="web", at=world.at + timedelta(minutes=9))
    return {"own": Thing({"pk": Appeal.objects.get(report=report).pk}, holder=AGENCY, region=REGENCY)}


def _after(world: Setting) -> Things:
    found = {}
    for name, holder in (("own", AGENCY), ("foreign", OTHER_AGENCY)):
        report = _done(world, holder)
        at = world.at + timedelta(minutes=9)
        cases.confirm(report_id=report.pk, actor=intake.CITIZEN, at=at, channel="web")
        intake.add_words(report=report, text="Terima kasih.", channel="web", at=at)
        word = AfterWord.objects.get(report=report)
        found[name] = Thing({"pk": word.pk}, holder=holder, region=REGENCY, sent={"what": "aside"})
    return found


_HANDS: Final = (DECIDE_DISPUTE, HAND_OVER)
_WRITES: Final = (HAND_OVER, VERIFY)
_ABOVE: Final = (DECIDE_APPEAL, DECIDE_DISPUTE, APPROVE)
ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:disputes", _HANDS),
    Row("workbench:dispute", _HANDS, things="dispute"),
    Row("workbench:dispute", _HANDS, "POST", 422, things="dispute"),
    Row("workbench:letters", _WRITES),
    Row("workbench:letter", _WRITES, things="letter to a body"),
    Row("workbench:letter", _WRITES, "POST", 302, things="letter to a body"),
    Row("workbench:letter-paper", _WRITES, things="letter to a body"),
    Row("workbench:appeals", _ABOVE, only=frozenset({"secretary", "coordinator"})),
    Row("workbench:appeal", (DECIDE_APPEAL,), things="appeal"),
    Row("workbench:appeal", (DECIDE_APPEAL,), "POST", 422, things="appeal"),
    Row("workbench:after-words", (ANSWER, VERIFY)),
    Row("workbench:after-word", (ANSWER, VERIFY), things="words after the end"),
    Row("workbench:after-word", (ANSWER, VERIFY), "POST", 302, things="words after the end"),
    # The random part of the link is the key: whoever has it answers for the body.
    Row("public:letter-reply", None, good=404, parts={"token": "0" * 32}),
    Row("public:letter-reply", None, things="reply form"),
    Row("public:letter-reply", None, "POST", 422, things="reply form"),
    Row("public:letter-paper", None, good=404, parts={"token": "0" * 32}),
)
THINGS: Final[dict[str, Maker]] = {
    "dispute": _disputes,
    "letter to a body": _letters,
    "reply form": _reply_form,
    "appeal": _appeals,
    "words after the end": _after,
}
