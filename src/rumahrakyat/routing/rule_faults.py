"""Why a version of the rules cannot be published. Each sentence names the row by its place in the list."""

from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault, Refused

__all__ = ["BadRules", "Fault", "Refused"]


class BadRules(Refused, ValueError):
    """The rules contradict themselves, name what does not exist, or leave a category without a rule."""


class RowFault(Fault):
    """A fault of one row; `nth` is its place, from 1."""

    @property
    def nth(self) -> int:
        return int(str(self.values.get("nth", 0)))


# -- what a row names ------------------------------------------------------------------------------------------------


class UnknownOrganisation(RowFault):
    field = "to"
    words = _("Rule %(nth)s names %(codes)s: unknown organisations, or ones that have ended")


class UnknownCategory(RowFault):
    field = "for"
    words = _("Rule %(nth)s is for %(codes)s: unknown categories")


class UnknownFact(RowFault):
    field = "when"
    words = _("Rule %(nth)s asks for %(name)s, which nobody finds out")


class UnknownValue(RowFault):
    field = "when"
    words = _("Rule %(nth)s asks whether %(name)s is %(values)s, which it never is")


class CannotJoin(RowFault):
    field = "joined"
    words = _("Rule %(nth)s lets %(codes)s work on it, too: an outside body cannot hold cases")


class LeadJoins(RowFault):
    field = "joined"
    words = _("Rule %(nth)s names %(code)s twice: it leads already")


# -- what a row says -------------------------------------------------------------------------------------------------


class NoCategory(RowFault):
    field = "for"
    words = _("Rule %(nth)s is for no category: choose at least one")


class NoSentence(RowFault):
    field = "because"
    words = _("Rule %(nth)s has no reason: write the sentence that a verifier reads")


class BadConfidence(RowFault):
    field = "confidence"
    words = _("Rule %(nth)s: write how sure it is as a number above 0 and at most 1")


class NeverFits(RowFault):
    field = "none"
    words = _("Rule %(nth)s never fits: each of its words is among those that must not be said")


# -- the rows together -----------------------------------------------------------------------------------------------


class NeverReached(RowFault):
    field = "for"
    words = _("Rule %(nth)s is never reached: rule %(earlier)s stands before it and takes all its cases")


class Contradiction(RowFault):
    field = "to"
    words = _("Rules %(earlier)s and %(nth)s ask for the same, but one leads to %(one)s and the other to %(other)s")


class NoRule(Fault):
    field = "for"
    words = _("There are categories without a rule that always fits: %(codes)s")


class BadGuard(Fault):
    field = "to"
    words = _("Reports of misconduct or violence go to %(codes)s: unknown organisations")


# -- publishing ------------------------------------------------------------------------------------------------------


class NoReason(Fault):
    field = "reason"
    words = _("Write why the rules change: it stands in the history")


class BeginsInThePast(Fault):
    field = "since"
    words = _("A version cannot begin in the past: what was decided then stays as it was. Choose now or later")


class NoSuchDay(Fault):
    field = "since"
    words = _("Write day and time as in 2026-07-21 14:20, or leave it empty")


class BeginsBeforeAnother(Fault):
    field = "since"
    words = _("Version %(version)s begins later. Choose a beginning after it")


class NothingChanges(Fault):
    words = _("This draft says what is in force already")


class SomebodyWasFaster(Fault):
    words = _("Meanwhile version %(version)s was published, on which this draft does not build. Start a new draft")


class NothingBefore(Fault):
    words = _("There is no earlier version to go back to")


class NoNumber(Fault):
    field = "threshold"
    words = _("Write a number above 0 and below 1")
