"""In which language somebody is answered: the one they chose, else the one they write in when that is clear, else
Indonesian. What a telephone is set to says little: many phones in villages are set to English.
"""

from typing import Final

from rumahrakyat.correspondence.messages import ENGLISH, INDONESIAN
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.correspondence.words import plain
from rumahrakyat.people.models import Reporter
from rumahrakyat.reports.models import Report
from rumahrakyat.understanding.language import guess

# What somebody writes to choose.
_CHOICES: Final[dict[str, str]] = {
    **dict.fromkeys(("english", "in english", "english please", "bahasa inggris", "inggris"), ENGLISH),
    **dict.fromkeys(("bahasa indonesia", "indonesia", "indonesian", "bahasa"), INDONESIAN),
    **dict.fromkeys(("basa jawa", "bahasa jawa", "basa jawi", "boso jowo", "javanese", "jawa"), "jv"),
}
# A few words tell a language to a machine, but not what somebody wants to be answered in.
_FEWEST_WORDS: Final = 3


def chosen_in(text: str) -> str:
    """The language that a message asks for; empty when it is about something else."""
    return _CHOICES.get(plain(text), "")


def of_person(reporter: Reporter, *texts: str) -> str:
    """The language for a person who wrote these texts; the first that is clear decides."""
    if reporter.language:
        return str(reporter.language)
    for text in texts:
        made = guess(text)
        if made.sure and len(text.split()) >= _FEWEST_WORDS:
            return made.code
    return INDONESIAN


def of_case(report: Report, reporter: Reporter) -> str:
    """The language in which somebody who listens to a case is told of it."""
    return of_person(reporter, report.text)


def of_talk(conversation: Conversation, *texts: str) -> str:
    """The language of a conversation: of these texts, else of the case that was talked about."""
    followed = conversation.followed
    return of_person(conversation.contact_point.reporter, *texts, followed.text if followed else "")
