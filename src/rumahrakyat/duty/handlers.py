"""Clocks follow the timeline, inline: a case and its clocks are committed together or not at all."""

from rumahrakyat.duty import operations
from rumahrakyat.duty.engine import KNOWN
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.reports import timeline
from rumahrakyat.reports.entries import ENTRY_TYPES


def register() -> None:
    """Tie the clocks to the timeline; called once at start."""
    timeline.on(sorted(KNOWN & ENTRY_TYPES.keys()), "duty.follow", operations.follow, inline=True)
    # After the clocks: they say first what the entry met, and when.
    timeline.on(sorted(negligence.KEEPS), "duty.correct", negligence.correct_late_record, inline=True)
