"""What can be written on a timeline. Each type says what happened; the words are chosen at display.

`public`: shown to everybody who may see the case's story. `reporter`: shown to the reporter and staff.
Neither: internal to staff.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EntryType:
    code: str
    sentence: str | Promise
    public: bool = True
    reporter: bool = False


ENTRY_TYPES: Final[dict[str, EntryType]] = {
    entry_type.code: entry_type
    for entry_type in (
        EntryType("received", _("Reported")),
        EntryType("classified", _("Category and place noted"), public=False),
        EntryType("assigned", _("Passed on to %(holder)s")),
        EntryType("answered", _("Answered")),
        EntryType("resolved", _("Declared done")),
        EntryType("asked", _("Asked the reporter")),
        EntryType("replied", _("The reporter added")),
        EntryType("objected", _("The reporter objected")),
        EntryType("confirmed", _("The reporter confirmed that it is solved")),
        EntryType("handed_over", _("%(from)s handed over to %(holder)s")),
        EntryType("returned", _("%(from)s returned it to the desk")),
        EntryType("referred", _("Referred to %(to)s")),
        EntryType("rejected", _("Not taken up")),
        EntryType("expired", _("Closed by the system, not counted as solved")),
        EntryType("waiting_ended", _("Waiting for the reporter ended"), public=False),
        EntryType("noted", _("Internal note"), public=False),
        EntryType("transcribed", _("What was spoken was written down"), public=False, reporter=True),
        EntryType("escalated", _("Reminder sent"), public=False),
        EntryType("breached", _("The deadline passed without an answer")),
        EntryType("extended", _("More time was taken, with the reason")),
        EntryType("appealed", _("The reporter appealed")),
        EntryType("appeal_decided", _("The appeal was decided")),
        EntryType("merged", _("Joined with %(to)s")),
        EntryType("unmerged", _("Separated from %(from)s")),
        EntryType("joined", _("A report of the same matter was joined"), public=False),
        EntryType("agency_joined", _("Another agency works on it, too")),
        EntryType("agency_left", _("An agency has done its part"), public=False),
        EntryType("contributed", _("Word of an agency that works on it, too")),
        EntryType("acknowledged", _("A reminder was confirmed"), public=False),
        EntryType("explained", _("The agency explained a missed deadline"), public=False),
        EntryType("ruled", _("A missed deadline was ruled on"), public=False),
        EntryType("reprimanded", _("The agency was reprimanded"), public=False),
        EntryType("reprimand_answered", _("The agency answered a reprimand"), public=False),
        EntryType("explanation_asked", _("An explanation was asked of the agency"), public=False),
        EntryType("explanation_given", _("The agency gave the explanation it was asked for"), public=False),
        EntryType("word_said", _("A word to the agency"), public=False),
        EntryType("watched", _("Somebody who directs watches this case"), public=False),
        EntryType("unwatched", _("Somebody who directs watches this case no longer"), public=False),
        EntryType("finding_made", _("A finding from outside the administration"), public=False),
        EntryType("finding_answered", _("A recommendation was answered"), public=False),
        EntryType("finding_moved", _("About a recommendation"), public=False),
        EntryType("to_ombudsman", _("Handed to the Ombudsman on the reporter's wish"), public=False, reporter=True),
        EntryType("ombudsman_said", _("Word of the Ombudsman"), public=False, reporter=True),
        EntryType("dossier_taken", _("A dossier was taken"), public=False),
        EntryType("erased", _("What was personal was erased"), public=False, reporter=True),
        EntryType("restamped", _("Judged by another version of the rules"), public=False),
        EntryType("given", _("Given to a colleague"), public=False),
        EntryType("taken", _("Taken by an officer"), public=False),
        EntryType("put_back", _("Put back for colleagues"), public=False),
        EntryType("released", _("Left without an officer"), public=False),
        EntryType("task_given", _("A task was given"), public=False),
        EntryType("task_taken", _("A task was taken"), public=False),
        EntryType("task_done", _("A task was done"), public=False),
        EntryType("task_reopened", _("A task is open again"), public=False),
        EntryType("task_withdrawn", _("A task was taken back"), public=False),
        EntryType("linked", _("Linked with %(number)s"), public=False),
        EntryType("unlinked", _("No longer linked with %(number)s"), public=False),
        EntryType("split", _("A part became a case of its own: %(number)s"), public=False, reporter=True),
        EntryType("public_edited", _("The public text was changed"), public=False),
        EntryType("photo_hidden", _("A photo was hidden from the public"), public=False),
        EntryType("photo_shown", _("A photo is shown to the public again"), public=False),
        EntryType("threatened", _("A threat was reported"), public=False),
        EntryType("proposed", _("An answer waits for approval"), public=False),
        EntryType("approved", _("The answer was approved"), public=False),
        EntryType("sent_back", _("The answer was sent back with a reason"), public=False),
        EntryType("delivery_failed", _("A message could not be delivered"), public=False),
        EntryType("relayed", _("Told through the village head"), public=False, reporter=True),
        EntryType("pictured", _("Photos to the report arrived")),
        EntryType("told", _("The village head told the citizen"), public=False, reporter=True),
        EntryType("visited", _("A field officer was there"), public=False),
        EntryType("told_at_desk", _("Told at a service point"), public=False, reporter=True),
        EntryType("receipt_reissued", _("A lost receipt was replaced by a new one"), public=False, reporter=True),
        EntryType("forwarded", _("%(to)s was asked by letter")),
        EntryType("forward_noted", _("About a letter to an outside body"), public=False),
        EntryType("body_answered", _("%(to)s answered")),
        EntryType("disputed", _("Two bodies disagree whose it is; a coordinator decides")),
        EntryType("dispute_said", _("A body's words to the one who decides"), public=False),
        EntryType("dispute_decided", _("It was decided whose it is: %(holder)s")),
        EntryType("dispute_settled", _("The disagreement settled itself"), public=False),
    )
}
# Types that upper layers may append through `operations.record`; the rest belong to the operations of this package.
EXTERNAL: Final = frozenset(
    {
        "proposed", "approved", "sent_back",
        "escalated", "breached", "delivery_failed", "threatened", "acknowledged", "explained", "ruled", "reprimanded",
        "reprimand_answered", "explanation_asked", "explanation_given", "word_said", "watched", "unwatched",
        "restamped", "relayed", "pictured", "told", "visited",
        "told_at_desk", "receipt_reissued",
        "finding_made", "finding_answered", "finding_moved", "to_ombudsman", "ombudsman_said", "dossier_taken",
        "erased", "forwarded", "forward_noted", "body_answered",
        "disputed", "dispute_said", "dispute_decided", "dispute_settled",
    }
)  # fmt: skip
