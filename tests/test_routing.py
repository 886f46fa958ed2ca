"""The router on real reports, with everything that follows from a report switched on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from rumahrakyat.config.loading import load_province
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.operations import anonymous_reporter
from rumahrakyat.people.roles import HAND_OVER, VERIFY
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.province import active
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Category, Entry, Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS
from rumahrakyat.reports.submission import Submission
from rumahrakyat.routing import operations, queries
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.operations import Correction, NothingToConfirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
VERIFIER = Actor("staff", frozenset({VERIFY}))
TEMBALANG = {"lat": -7.0555, "lon": 110.4386}


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real province, loaded once: each test runs in a transaction inside that of the load."""
    with django_db_blocker.unblock(), transaction.atomic():
        list(load_province(active().name, at=AT))
        yield
        transaction.set_rollback(True)


def file(text: str, **given: object) -> Report:
    """A report that came in and went through all that follows from it."""
    with clock.frozen(AT):
        submission = Submission(
            text=text,
            channel="web",
            reporter=anonymous_reporter(at=AT),
            received_at=AT,
            **given,  # type: ignore[arg-type]
        )
        report, _new = cases.submit(submission=submission, actor=Actor("citizen"), at=AT)
        effects.run_due(report_id=report.pk)
    report.refresh_from_db()
    return report


def decision_of(report: Report) -> Decision:
    decision = queries.decision_of(report)
    assert decision is not None
    return decision


def test_a_clear_report_goes_to_its_holder_at_once() -> None:
    report = file("PJU mati, lampu jalan padam sebulan, gelap gulita", **TEMBALANG)
    assert report.holder == Organisation.objects.get(code="PEMDA-33.74")
    assert report.district_id == "33.74.10"
    assert report.category is not None
    assert report.category.code == "infrastruktur.penerangan"
    assert decision_of(report).outcome == Outcome.AUTOMATIC
    assert len(decision_of(report).reasons) >= 3


def test_without_a_place_a_local_matter_waits_with_the_reason() -> None:
    report = file("KTP saya belum jadi, blangko habis")
    assert report.holder is None
    assert decision_of(report).outcome == Outcome.OPEN
    assert "Tempat" in decision_of(report).why


def test_an_outside_bodys_matter_waits_with_a_referral_ready() -> None:
    report = file("listrik padam terus, PLN tidak datang", place_words="Cepu, Blora")
    decision = decision_of(report)
    assert (report.holder, decision.action) == (None, "refer")
    assert decision.referral_to.startswith("PT PLN")
    assert "123" in decision.referral_text


def test_a_lost_sandal_gets_a_kind_referral_and_no_agency() -> None:
    report = file("sandal saya hilang di masjid, tolong carikan pak gub")
    assert report.holder is None
    assert "Polsek" in decision_of(report).referral_text


def test_misconduct_becomes_confidential_and_goes_to_the_inspectorate() -> None:
    report = file("Petugas kelurahan minta uang pelicin 200 ribu supaya KTP jadi, ini pungli", place_words="Kota Tegal")
    assert report.visibility == "confidential"
    assert report.holder == Organisation.objects.get(code="INSP")


def test_violence_becomes_confidential_and_goes_to_the_protection_agency() -> None:
    report = file("suami memukuli saya dan anak, ini KDRT, mohon perlindungan", place_words="Kudus")
    assert report.visibility == "confidential"
    assert report.holder == Organisation.objects.get(code="DP3AP2KB")


def test_danger_to_life_is_marked_urgent() -> None:
    urgent = file("anak hanyut di sungai, mohon evakuasi sekarang")
    assert urgent.urgent


def test_an_emoji_is_a_greeting_and_waits() -> None:
    report = file("😀😀")
    assert report.holder is None
    assert decision_of(report).why


def test_deciding_twice_about_one_entry_gives_one_decision() -> None:
    report = file("jalan berlubang", place_words="Kudus")
    entry = Entry.objects.get(report=report, type="received")
    first = operations.decide(entry=entry, at=AT)
    assert operations.decide(entry=entry, at=AT) == first
    assert Decision.objects.filter(report=report).count() == 1


def test_a_report_that_was_moved_before_the_router_came_stays_where_it_is() -> None:
    submission = Submission(text="PJU mati", channel="web", reporter=anonymous_reporter(at=AT), received_at=AT)
    report, _new = cases.submit(submission=submission, actor=Actor("citizen"), at=AT)
    holder = Organisation.objects.get(code="DISHUB")
    cases.assign(report_id=report.pk, holder=holder, actor=VERIFIER, at=AT)
    decision = operations.decide(entry=Entry.objects.get(report=report, type="received"), at=AT)
    report.refresh_from_db()
    assert (report.holder, decision.outcome) == (holder, Outcome.OVERTAKEN)


def test_a_place_told_later_finds_the_holder() -> None:
    report = file("lampu jalan padam, PJU mati, gelap gulita")
    assert report.holder is None
    with clock.frozen(AT):
        place = cases.PlaceTold(lat=TEMBALANG["lat"], lon=TEMBALANG["lon"], words="")
        reporter = Actor("citizen", REPORTER_PERMISSIONS)
        cases.reply(report_id=report.pk, text="", actor=reporter, at=AT, channel="web", place=place)
        effects.run_due(report_id=report.pk)
    report.refresh_from_db()
    assert report.holder == Organisation.objects.get(code="PEMDA-33.74")


def test_a_place_told_later_is_noted_on_a_case_somebody_holds() -> None:
    report = file("Petugas minta uang pelicin, ini pungli")
    assert report.holder is not None
    with clock.frozen(AT):
        place = cases.PlaceTold(words="Kecamatan Toroh, Kabupaten Grobogan")
        reporter = Actor("citizen", REPORTER_PERMISSIONS)
        cases.reply(report_id=report.pk, text="", actor=reporter, at=AT, channel="web", place=place)
        effects.run_due(report_id=report.pk)
    holder = report.holder
    report.refresh_from_db()
    assert (report.holder, report.regency_id) == (holder, "33.15")


def test_a_report_that_comes_back_is_looked_at_again_but_left_to_a_person() -> None:
    report = file("PJU mati, lampu jalan padam, gelap gulita", **TEMBALANG)
    officer = Actor("staff", frozenset({HAND_OVER}))
    with clock.frozen(AT):
        cases.return_to_desk(report_id=report.pk, text="Bukan milik kami.", actor=officer, at=AT)
        effects.run_due(report_id=report.pk)
    report.refresh_from_db()
    assert report.holder is None
    assert decision_of(report).outcome == Outcome.OPEN


def test_the_verifier_confirms_a_referral_in_one_step() -> None:
    report = file("listrik padam terus, PLN tidak datang")
    decision = operations.confirm(report_id=report.pk, actor=VERIFIER, at=AT + timedelta(minutes=5))
    report.refresh_from_db()
    assert report.stage == "referred"
    assert report.referred_to.startswith("PT PLN")
    assert decision.outcome == Outcome.CONFIRMED


def test_what_has_no_proposal_cannot_be_confirmed() -> None:
    report = file("entahlah pokoknya begitu")
    with pytest.raises(NothingToConfirm):
        operations.confirm(report_id=report.pk, actor=VERIFIER, at=AT)


def test_a_correction_is_kept_beside_the_routers_choice() -> None:
    report = file("listrik padam terus, PLN tidak datang")
    correction = Correction(
        region=Region.objects.get(pk="33.15.13"),
        category=Category.objects.get(code="infrastruktur.penerangan"),
        organisation=Organisation.objects.get(code="PEMDA-33.15"),
    )
    decision = operations.correct(report_id=report.pk, correction=correction, actor=VERIFIER, at=AT)
    report.refresh_from_db()
    assert decision is not None
    assert decision.outcome == Outcome.CORRECTED
    assert (decision.organisation.code, decision.chosen_organisation.code) == ("PLN", "PEMDA-33.15")  # type: ignore[union-attr]
    assert (report.regency_id, report.district_id, report.village_id) == ("33.15", "33.15.13", None)


def test_only_a_verifier_corrects() -> None:
    report = file("listrik padam")
    with pytest.raises(NotPermitted):
        operations.correct(report_id=report.pk, correction=Correction(), actor=Actor("staff"), at=AT)


def test_a_decision_holds_none_of_the_citizens_own_words() -> None:
    report = file("Nama saya Sumarni, hp 081234567890, PJU mati di depan rumah", place_words="Toroh Grobogan")
    decision = decision_of(report)
    kept = str(
        [decision.reasons, decision.guesses, decision.alternatives, decision.inputs, decision.places, decision.why]
    )
    assert "Sumarni" not in kept
    assert "0812" not in kept


def test_the_alternatives_are_organisations_with_shares() -> None:
    report = file("jalan rusak berlubang", place_words="Toroh Grobogan")
    alternatives = queries.alternatives_of(decision_of(report))
    assert "DPUBMCK" in {one.organisation.code for one in alternatives}


def test_a_place_outside_the_province_gets_a_referral_to_its_own_government() -> None:
    report = file("jalan rusak berlubang di Jakarta Selatan")
    decision = decision_of(report)
    assert (report.holder, decision.action) == (None, "refer")
    assert "lapor.go.id" in decision.referral_text
