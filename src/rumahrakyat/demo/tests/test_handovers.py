"""What the demo day shows of cases that change hands."""

from datetime import timedelta

from rumahrakyat.correspondence.intake import CITIZEN
from rumahrakyat.demo.handovers import hand_around
from rumahrakyat.handover.models import AfterWord, Answer, Appeal, Dispute, Letter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.operations import Classification
from tests.cast import ROUTER, World


def test_the_day_shows_a_disagreement_letters_an_appeal_and_a_late_word(world: World) -> None:
    Account.objects.update(is_demo=True)
    Organisation.objects.filter(code="POWER").update(code="PLN")
    for nth in range(9):
        report = world.report()
        where = Classification(regency="33.15")
        cases.classify(report_id=report.pk, classification=where, actor=ROUTER, at=world.at)
        cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)
        if nth < 2:
            officer = world.actor("officer", report)
            cases.resolve(report_id=report.pk, text="Ditutup.", no_photo_reason="malam", actor=officer, at=world.at)
            cases.confirm(report_id=report.pk, actor=CITIZEN, at=world.at, channel="web")
    hand_around(until=world.at + timedelta(hours=6))
    assert [one.objects.count() for one in (Dispute, Letter, Answer, Appeal, AfterWord)] == [1, 1, 1, 1, 1]
