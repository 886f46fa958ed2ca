"""The stages of a case and the named transitions between them, as data. No Django here.

Source of the stages: the province's own promise (verification, field check, work, done: solving is not required,
progress is); "closed by the system" is kept apart from "solved" everywhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rumahrakyat.people import roles


class Stage(StrEnum):
    RECEIVED = "received"
    VERIFICATION = "verification"
    ASSIGNED = "assigned"
    FIELD_CHECK = "field_check"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WAITING_REPORTER = "waiting_reporter"
    REJECTED = "rejected"
    REFERRED = "referred"
    MERGED = "merged"


class Closing(StrEnum):
    """Who closed a closed case. Only the reporter's word makes it solved for certain."""

    REPORTER = "reporter"
    SYSTEM = "system"
    OFFICER = "officer"


ENDED: Final = frozenset({Stage.CLOSED, Stage.REJECTED, Stage.REFERRED, Stage.MERGED})
OPEN: Final = frozenset(Stage) - ENDED
HELD: Final = frozenset({Stage.ASSIGNED, Stage.VERIFICATION, Stage.FIELD_CHECK, Stage.IN_PROGRESS})
MAIN_PATH: Final = (Stage.RECEIVED, Stage.VERIFICATION, Stage.FIELD_CHECK, Stage.IN_PROGRESS, Stage.RESOLVED)
ANSWER_STAGES: Final = (Stage.VERIFICATION, Stage.FIELD_CHECK, Stage.IN_PROGRESS, Stage.RESOLVED)

# What a reporter may do with the own case; given by the receipt secret or the channel, not by a role.
REPLY: Final = "reporter.reply"
OBJECT: Final = "reporter.object"
CONFIRM: Final = "reporter.confirm"
APPEAL: Final = "reporter.appeal"
REPORTER_PERMISSIONS: Final = frozenset({REPLY, OBJECT, CONFIRM, APPEAL})
# What a body may do that works on a case beside its holder; given by its being joined, not by a role.
CONTRIBUTE: Final = "joined.contribute"
# What only the clock may do.
EXPIRE: Final = "system.expire"
ROUTE: Final = "system.route"


@dataclass(frozen=True)
class Transition:
    """One allowed move. `to` is None when the case goes back to the stage before it waited, or stays where it is.

    `permissions`: holding any one of them is enough. `counts`: whether it is a response in the sense of the 1x24-hour
    rule when the holder makes it. `note`/`proof`: what must come with it. `by_holder`: only somebody who acts for the
    body that holds the case may make it.
    """

    name: str
    from_: frozenset[Stage]
    to: Stage | None
    permissions: frozenset[str]
    note: bool = False
    proof: bool = False
    counts: bool = False
    by_holder: bool = False


_ENDED_OR_RESOLVED = ENDED - {Stage.MERGED} | {Stage.RESOLVED}
_BEFORE_END = HELD | {Stage.RECEIVED, Stage.WAITING_REPORTER}


def _t(name: str, from_: frozenset[Stage], to: Stage | None, *permissions: str, **flags: bool) -> Transition:
    return Transition(name, from_, to, frozenset(permissions), **flags)


_ANSWERABLE = HELD | {Stage.WAITING_REPORTER}
_WITH_HOLDER = _ANSWERABLE | {Stage.RESOLVED}
_ANSWER: Final = {"note": True, "counts": True, "by_holder": True}
_APPEALABLE = frozenset({Stage.RESOLVED, Stage.CLOSED, Stage.REJECTED, Stage.REFERRED})
TRANSITIONS: Final[dict[str, Transition]] = {
    transition.name: transition
    for transition in (
        _t("classify", _BEFORE_END, None, roles.VERIFY, ROUTE),
        _t("assign", frozenset({Stage.RECEIVED}), Stage.ASSIGNED, roles.VERIFY, ROUTE),
        _t("answer_verification", _ANSWERABLE, Stage.VERIFICATION, roles.ANSWER, **_ANSWER),
        _t("answer_field_check", _ANSWERABLE, Stage.FIELD_CHECK, roles.ANSWER, **_ANSWER),
        _t("answer_in_progress", _ANSWERABLE, Stage.IN_PROGRESS, roles.ANSWER, **_ANSWER),
        _t("resolve", _ANSWERABLE, Stage.RESOLVED, roles.RESOLVE, proof=True, **_ANSWER),
        _t("ask_reporter", HELD | {Stage.RECEIVED}, Stage.WAITING_REPORTER, roles.ANSWER, roles.VERIFY, note=True),
        _t("hand_over", _ANSWERABLE, Stage.ASSIGNED, roles.HAND_OVER, note=True),
        _t("return_to_desk", _ANSWERABLE, Stage.RECEIVED, roles.HAND_OVER, note=True),
        _t("refer", _BEFORE_END, Stage.REFERRED, roles.VERIFY, note=True, counts=True),
        _t("reject", _BEFORE_END, Stage.REJECTED, roles.VERIFY, note=True, counts=True),
        _t("join_agency", _BEFORE_END, None, roles.JOIN, ROUTE, note=True),
        _t("leave_agency", frozenset(Stage), None, roles.JOIN, CONTRIBUTE, note=True),
        _t("contribute", _BEFORE_END, None, CONTRIBUTE, note=True),
        _t("note", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, CONTRIBUTE, note=True),
        _t("transcribe", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, note=True),
        _t("reply", frozenset(Stage) - {Stage.MERGED}, None, REPLY, note=True),
        _t("object", _ENDED_OR_RESOLVED | HELD, None, OBJECT, note=True),
        _t("confirm", frozenset({Stage.RESOLVED}), Stage.CLOSED, CONFIRM),
        _t("expire", frozenset({Stage.RESOLVED}), Stage.CLOSED, EXPIRE),
        _t("extend", _ANSWERABLE, None, roles.ANSWER, note=True, by_holder=True),
        _t("appeal", _APPEALABLE, None, APPEAL, note=True),
        _t("decide_appeal", frozenset(Stage) - {Stage.MERGED}, None, roles.DECIDE_APPEAL, note=True),
        _t("merge", _BEFORE_END, Stage.MERGED, roles.VERIFY, note=True),
        _t("unmerge", frozenset({Stage.MERGED}), None, roles.VERIFY, note=True),
        _t("give_to_person", _WITH_HOLDER, None, roles.ANSWER, roles.DISPATCH, by_holder=True),
        _t("take", _WITH_HOLDER, None, roles.ANSWER, by_holder=True),
        _t("put_back", _WITH_HOLDER, None, roles.ANSWER, roles.DISPATCH, by_holder=True),
        _t("give_task", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, CONTRIBUTE, note=True),
        _t("work_on_task", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, roles.WORK_IN_FIELD, CONTRIBUTE),
        _t("link", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, note=True),
        _t("split", _BEFORE_END, None, roles.VERIFY, note=True),
        _t("edit_public", frozenset(Stage), None, roles.EDIT_PUBLIC, note=True),
        _t("report_threat", frozenset(Stage), None, roles.ANSWER, roles.VERIFY, CONTRIBUTE),
        _t("stop_waiting", frozenset({Stage.WAITING_REPORTER}), None, EXPIRE, REPLY),
    )
}


def after_objection(stage: Stage, *, held: bool) -> Stage:
    """Where an objection leads: what was done is at work again, what ended goes back to holder or desk."""
    if stage in HELD:
        return stage
    if stage is Stage.RESOLVED:
        return Stage.IN_PROGRESS
    return Stage.ASSIGNED if held else Stage.RECEIVED


def allowed(stage: Stage, permissions: frozenset[str]) -> list[Transition]:
    """The moves open to somebody with `permissions` on a case at `stage`, in the order of the table."""
    return [t for t in TRANSITIONS.values() if stage in t.from_ and t.permissions & permissions]
