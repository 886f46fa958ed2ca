"""What the timeline sets in motion here; and the mails that are answers of outside bodies."""

from rumahrakyat.correspondence import staff_words
from rumahrakyat.handover import afterwards, appeals, disputes, replies, telling
from rumahrakyat.reports import timeline


def register() -> None:
    """Called once at start."""
    telling.declare()
    timeline.on(["handed_over"], "handover.follow", disputes.follow, inline=True)
    timeline.on(
        ["answered", "resolved", "merged", "rejected", "referred"], "handover.settle", disputes.settle, inline=True
    )
    timeline.on(["appealed"], "handover.appeal", appeals.open_matter, inline=True)
    timeline.on(["appeal_decided"], "handover.appeal_decided", appeals.note_decision, inline=True)
    timeline.on(["replied"], "handover.after_end", afterwards.hear, inline=True)
    timeline.on(["objected", "appeal_decided"], "handover.reopened", afterwards.note_reopened, inline=True)
    staff_words.add_listener("15 outside bodies", replies.hear)
