"""Why a version of a rule or a ladder, or a change of the calendar, cannot be published. Each says what to do instead.

`field` is the field of a form that the fault is about; `sentence` is for the author, in the reader's language.
"""

from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault, Refused

__all__ = ["Fault", "Refused"]


class UnknownObligation(Fault):
    words = _("There is no obligation named %(obligation)s")


class NoSource(Fault):
    field = "source"
    words = _("Write where this rule comes from: the regulation, letter or decision")


class NoReason(Fault):
    field = "reason"
    words = _("Write why the running cases are moved, too: it stands on the record of each")


# -- the time that is given ------------------------------------------------------------------------------------------


class NoTime(Fault):
    field = "amount"
    words = _("Write how much time is given, as a whole number from 1 to %(most)s")


class UnknownUnit(Fault):
    field = "unit"
    words = _("Choose hours or working days")


class ExtensionInHours(Fault):
    field = "extension"
    words = _("A time in hours cannot be extended: set the extension to 0, or count in working days")


class NonsenseExtension(Fault):
    field = "extension"
    words = _("Write the extension as a whole number from 0 to %(most)s")


class LongestWithoutNews(Fault):
    field = "longest"
    words = _("Only the duty of news knows a next date that is promised: leave this empty")


class LongestTooShort(Fault):
    field = "longest"
    words = _("A promised date may lie at least %(least)s working days ahead, as far as the rule itself allows")


# -- from when until when --------------------------------------------------------------------------------------------


class NoSuchDay(Fault):
    field = "since"
    words = _("Write day and time as in 2026-07-21 14:20")


class NoSuchEnd(Fault):
    field = "until"
    words = _("Write the end as in 2026-07-21 14:20, or leave it empty")


class BeginsInThePast(Fault):
    field = "since"
    words = _("A version cannot begin in the past: what was promised then stays as it was. Choose now or later")


class EndsBeforeItBegins(Fault):
    field = "until"
    words = _("The end lies before the beginning. Choose a later end, or leave it empty")


class BeginsBeforeAnother(Fault):
    field = "since"
    words = _("Version %(version)s of the same scope begins on %(since)s. Choose a later beginning")


class Overlap(Fault):
    field = "since"
    words = _(
        "Version %(version)s of the same scope is in force until %(until)s, which was published. Begin then or later"
    )


class OverlappingVersions(Fault):
    words = _("%(obligation)s: versions %(first)s and %(second)s of the same scope are in force at the same time")


class Hole(Fault):
    field = "until"
    words = _(
        "From %(since)s no rule would hold, and no report could be taken in. Leave the end empty, or begin earlier"
    )


class NothingChanges(Fault):
    words = _("This is what version %(version)s says already")


class SomebodyWasFaster(Fault):
    words = _("Meanwhile %(who)s published version %(version)s. Look at the effect again, then publish")


class NotYetInForce(Fault):
    field = "running"
    words = _(
        "Running cases can only be moved to a version that is in force. Let it begin now, or leave them as they are"
    )


class TimeOfTheReporter(Fault):
    field = "running"
    words = _("The time that a reporter has been given is left alone. It holds for those asked from now on")


# -- where it holds --------------------------------------------------------------------------------------------------


class UnknownOrganisation(Fault):
    field = "organisation"
    words = _("There is no such agency, or it takes no cases")


class UnknownRegency(Fault):
    field = "regency"
    words = _("There is no such regency or city")


class UnknownCategory(Fault):
    field = "category"
    words = _("There is no such category")


class UnknownWeight(Fault):
    field = "weight"
    words = _("Choose ordinary, calling for oversight, or both")


class UnknownKind(Fault):
    field = "kind"
    words = _("Choose complaint, aspiration, request for information, or all")


class NeverFits(Fault):
    field = "organisation"
    words = _("This is owed by the desk, or decided above the agency: a rule for one agency would never apply")


# -- the steps of a ladder -------------------------------------------------------------------------------------------


class NoSteps(Fault):
    field = "steps"
    words = _("A ladder has at least one step")


class NobodyToTell(Fault):
    words = _("This time has no ladder: nobody is late when it ends")


class BadCode(Fault):
    field = "steps"
    words = _("Step %(nth)s: a code has small letters, digits and _ only, at most 24")


class StepTwice(Fault):
    field = "steps"
    words = _("The code %(code)s stands twice. Every step is taken once, so each has a code of its own")


class NonsensePercent(Fault):
    field = "steps"
    words = _("Step %(code)s: write the percent as a whole number from 1 to %(most)s")


class NoBreachStep(Fault):
    field = "steps"
    words = _("No step at 100 percent: somebody must be told at once when the time is over")


class UnknownAudience(Fault):
    field = "steps"
    words = _("Step %(code)s: there is nobody called %(audience)s")


class NonsenseMinutes(Fault):
    field = "steps"
    words = _("Step %(code)s: write the minutes for a confirmation from 0 to %(most)s")


class BreachWaits(Fault):
    field = "steps"
    words = _(
        "Step %(code)s: from 100 percent on nothing waits for the morning. Quiet hours never silence a missed time"
    )


# -- the calendar ----------------------------------------------------------------------------------------------------


class NoDay(Fault):
    field = "day"
    words = _("Write the day as in 2026-12-24")


class DayIsKnown(Fault):
    field = "day"
    words = _("%(day)s is changed already: %(name)s. Take that away first")


class DayChangesNothing(Fault):
    field = "day"
    words = _("%(day)s is like that already. Only what differs from the published calendar is kept here")


class NoName(Fault):
    field = "name"
    words = _("Write what the day is called")


class NobodyWorks(Fault):
    field = "day"
    words = _("With this the calendar would have no working day within ten years")
