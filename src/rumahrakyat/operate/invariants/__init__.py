"""The invariants of the live data, by the name under which `rumahrakyat check` reports them."""

from typing import Final

from rumahrakyat.operate.invariants import (
    cases,
    clocks,
    figures,
    joined,
    likeness,
    messages,
    privacy,
    rollups,
    seals,
    signs,
)
from rumahrakyat.operate.invariants.base import Finding, Invariant, Scope

__all__ = ["INVARIANTS", "Finding", "Scope", "examine", "name_of"]

INVARIANTS: Final[tuple[Invariant, ...]] = (
    messages.requests_are_taken_apart,
    messages.every_item_is_an_event,
    messages.events_are_handed_on,
    messages.messages_come_once,
    messages.told_stories_are_filed,
    cases.reports_come_once,
    cases.reports_are_whole,
    cases.open_cases_have_a_clock,
    cases.promised_times_equal_the_clocks,
    cases.late_clocks_are_escalated,
    clocks.clocks_follow_from_the_record,
    joined.joined_agencies_follow_from_the_record,
    cases.effects_are_carried_out,
    cases.chains_verify,
    seals.seals_hold,
    likeness.reports_have_their_fingerprint,
    messages.outgoing_messages_leave,
    messages.files_are_there,
    figures.figures_equal_a_recount,
    rollups.rollups_equal_a_recount,
    signs.signs_equal_a_recount,
    privacy.personal_data_stays_in_its_columns,
    privacy.logs_hold_no_personal_data,
)


def name_of(invariant: Invariant) -> str:
    return str(getattr(invariant, "__name__"))  # noqa: B009 -- a Callable's type has none


def examine(scope: Scope) -> dict[str, Finding]:
    """Every invariant with what was found, in order."""
    return {name_of(one): one(scope) for one in INVARIANTS}
