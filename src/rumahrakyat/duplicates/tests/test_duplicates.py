"""From reports that come in to one case with many people, through the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from rumahrakyat.channels.models import Outbox
from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.duplicates import campaigns, keeping, operations, queries
from rumahrakyat.duplicates.following import follow
from rumahrakyat.duplicates.models import Campaign, Fingerprint, Suggestion
from rumahrakyat.duplicates.queries import Told
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import effects, merging
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import PendingEffect, Report
from rumahrakyat.reports.operations import Classification, answer, assign, classify, erase_personal
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

POTHOLE = "Lubang besar di Jalan Pemuda dekat pasar, motor saya jatuh tadi malam."
AGAIN = "Aspal jalan Pemuda berlubang dalam, sudah tiga motor jatuh di dekat pasar."
CALL = (
    "Kami menolak penggusuran pedagang alun-alun karena belum ada tempat baru, relokasi harus dimusyawarahkan dulu "
    "bersama paguyuban dan ganti rugi kios wajib dibayar lunas sebelum pembongkaran."
)
DEPOK: dict[str, object] = {"lat": -7.09, "lon": 110.9}


def filed(world: World, text: str, **given: object) -> Report:
    """A report with its place and matter noted, and looked at."""
    report = world.report(text, **{**DEPOK, **given})  # type: ignore[arg-type]
    place = Classification("33.15", "33.15.01", "33.15.01.2001", world.categories["roads"])
    classify(report_id=report.pk, classification=place, actor=ROUTER, at=world.at)
    operations.look(report_id=report.pk, at=world.at)
    report.refresh_from_db()
    return report


def told(text: str = AGAIN) -> Told:
    return Told(text, "33.15.01.2001", lat=-7.0901, lon=110.9)


def test_a_second_report_of_one_pothole_is_suggested_with_reasons(world: World) -> None:
    first, second = filed(world, POTHOLE), filed(world, AGAIN)
    (found,) = queries.suggestions(second, within=world.reach("verifier").cases(VERIFY))
    assert found.report == first
    assert not found.ended
    assert {"di tempat yang sama", "urusan yang sama"} <= set(found.reasons)
    assert [one.report for one in queries.suggestions(first, within=world.reach("verifier").cases(VERIFY))] == [second]


def test_looking_twice_changes_nothing(world: World) -> None:
    filed(world, POTHOLE)
    second = filed(world, AGAIN)
    before = list(Fingerprint.objects.order_by("pk").values()), list(Suggestion.objects.values())
    operations.look(report_id=second.pk, at=world.at)
    assert (list(Fingerprint.objects.order_by("pk").values()), list(Suggestion.objects.values())) == before


def test_fingerprints_can_be_made_anew(world: World) -> None:
    report = filed(world, POTHOLE)
    kept = Fingerprint.objects.filter(pk=report.pk).values().get()
    Fingerprint.objects.all().delete()
    assert keeping.fill_missing(at=report.recorded_at + timedelta(seconds=1))
    assert not keeping.fill_missing(at=report.recorded_at + timedelta(seconds=1))
    assert Fingerprint.objects.filter(pk=report.pk).values().get() == kept


@pytest.mark.django_db(transaction=True)
def test_two_workers_may_keep_one_fingerprint_at_once(world: World) -> None:
    reports = [filed(world, f"{POTHOLE} {n}") for n in range(20)]
    Fingerprint.objects.all().delete()
    together = Barrier(2)

    def keep_all() -> int:
        try:
            new = 0
            for report in reports:
                together.wait(timeout=30)
                new += keeping.keep(report)[1]
            return new
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told_new = [one.result() for one in [pool.submit(keep_all) for _ in range(2)]]
    assert sum(told_new) == Fingerprint.objects.count() == len(reports)


def test_erased_words_leave_the_fingerprint(world: World) -> None:
    report = filed(world, POTHOLE)
    erase_personal(report_id=report.pk)
    assert keeping.fill_missing(at=report.recorded_at + timedelta(seconds=1))
    kept = Fingerprint.objects.get(pk=report.pk)
    assert (kept.words, kept.names, kept.band_1) == ([], [], None)


def test_a_dismissed_suggestion_does_not_come_back(world: World) -> None:
    first, second = filed(world, POTHOLE), filed(world, AGAIN)
    verifier = world.actor("verifier", second)
    assert operations.dismiss(one=second.pk, other=first.pk, actor=verifier, at=world.at)
    operations.look(report_id=second.pk, at=world.at + timedelta(hours=1))
    assert queries.suggestions(second, within=world.reach("verifier").cases(VERIFY)) == []
    with pytest.raises(NotPermitted):
        operations.dismiss(one=second.pk, other=first.pk, actor=world.actor("officer", second), at=world.at)


def test_a_confidential_case_is_named_to_nobody(world: World) -> None:
    secret = filed(world, POTHOLE, confidential=True)
    second = filed(world, AGAIN)
    assert queries.suggestions(second, within=world.reach("verifier").cases(VERIFY)) == []
    assert [one.report for one in queries.offers(told(), at=world.at) if one.report == secret] == []
    assert queries.suggested_among([second.pk], within=world.reach("verifier").cases()) == {}


def test_a_citizen_is_offered_a_public_open_case_alone(world: World) -> None:
    case = filed(world, POTHOLE)
    (offer,) = queries.offers(told(), at=world.at)
    assert (offer.report, offer.reporters) == (case, 1)
    assert queries.offers(told("Petugas meminta uang pelicin untuk KTP, pungli di kantor."), at=world.at) == []
    Report.objects.filter(pk=case.pk).update(stage=Stage.CLOSED.value, closing="reporter")
    assert queries.offers(told(), at=world.at) == []


def test_a_report_nobody_has_looked_at_is_not_offered(world: World) -> None:
    report = world.report(POTHOLE, lat=-7.09, lon=110.9)
    operations.look(report_id=report.pk, at=world.at)
    assert queries.offers(told(), at=world.at) == []


def test_who_follows_keeps_a_report_of_their_own_and_is_counted(world: World) -> None:
    case, mine = filed(world, POTHOLE), world.report(AGAIN, lat=-7.0901, lon=110.9)
    assert follow(report=mine, number=case.number, told=told(), at=world.at)
    mine.refresh_from_db()
    assert (mine.stage, mine.parent_id) == (Stage.MERGED.value, case.pk)
    assert merging.reporters_of([case.pk]) == {case.pk: 2}


def test_nobody_follows_a_case_that_was_not_offered(world: World) -> None:
    other = filed(world, "Lampu penerangan mati di Sayung sejak lama sekali.", lat=-6.9, lon=110.5)
    mine = world.report(AGAIN, lat=-7.0901, lon=110.9)
    assert not follow(report=mine, number=other.number, told=told(), at=world.at)
    assert Report.objects.get(pk=mine.pk).stage == Stage.RECEIVED.value


@pytest.mark.parametrize("channel", ["web", "sms", "whatsapp", "email", "phone"])
def test_a_persons_repeat_goes_on_in_the_own_case_whatever_the_channel(world: World, channel: str) -> None:
    mine = Contact("tel", "+628120099001", "whatsapp")
    first = filed(world, POTHOLE, contact=mine, channel=channel)
    again = filed(world, POTHOLE + " Tolong!", contact=mine, channel="web")
    neighbour = filed(world, POTHOLE)
    assert (again.stage, again.parent_id) == (Stage.MERGED.value, first.pk)
    assert neighbour.stage == Stage.RECEIVED.value
    assert merging.reporters_of([first.pk]) == {first.pk: 1}


def test_the_same_words_of_one_person_elsewhere_are_another_case(world: World) -> None:
    mine = Contact("tel", "+628120099002", "whatsapp")
    filed(world, POTHOLE, contact=mine)
    assert filed(world, POTHOLE, contact=mine, lat=-7.2).stage == Stage.RECEIVED.value


def test_fifty_reporters_on_three_channels_hear_the_answer_once(world: World) -> None:
    case = filed(world, POTHOLE)
    assign(report_id=case.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)
    verifier = world.actor("verifier", case)
    ways = (("tel", "whatsapp"), ("email", "email"), ("telegram", "telegram"))
    for nth in range(49):
        scheme, channel = ways[nth % 3]
        value = {"telegram": f"{9000 + nth}", "email": f"warga{nth}@contoh.id"}.get(scheme, f"+62813000{nth:05d}")
        report = world.report(AGAIN, contact=Contact(scheme, value, channel))
        merging.merge(report_id=report.pk, into_id=case.pk, text="Lubang yang sama.", actor=verifier, at=world.at)
    twice = world.report(AGAIN, contact=Contact("tel", "+6281300000000", "whatsapp"))
    merging.merge(report_id=twice.pk, into_id=case.pk, text="Lubang yang sama.", actor=verifier, at=world.at)
    assert merging.reporters_of([case.pk]) == {case.pk: 50}
    PendingEffect.objects.all().delete()  # receipts and the news of the joining are not what is asked here
    stage, officer = Stage.IN_PROGRESS, world.actor("officer", case)
    answer(report_id=case.pk, stage=stage, text="Besok ditambal.", actor=officer, at=world.at + timedelta(hours=1))
    effects.run_due()
    addresses = list(Outbox.objects.values_list("channel", "contact_point"))
    assert len(addresses) == len(set(addresses))
    assert len({contact for _channel, contact in addresses}) == 50
    assert len({channel for channel, _contact in addresses}) == 3


def test_unmerging_gives_every_reporter_the_own_case_back(world: World) -> None:
    case, mine = filed(world, POTHOLE), filed(world, AGAIN)
    verifier = world.actor("verifier", mine)
    merging.merge(report_id=mine.pk, into_id=case.pk, text="Sama.", actor=verifier, at=world.at)
    merging.unmerge(report_id=mine.pk, text="Ternyata lain.", actor=verifier, at=world.at)
    mine.refresh_from_db()
    assert (mine.stage, mine.parent) == (Stage.RECEIVED.value, None)
    assert merging.reporters_of([case.pk, mine.pk]) == {case.pk: 1, mine.pk: 1}


def campaign_of(world: World, count: int = 5) -> list[Report]:
    places: tuple[dict[str, object], ...] = ({}, {"lat": -6.9, "lon": 110.5})
    return [filed(world, f"{CALL} Warga {n}.", **places[n % 2]) for n in range(count)]


def lines(world: World, name: str = "verifier") -> list[queries.CampaignLine]:
    return queries.campaign_lines(within=world.reach(name).cases(VERIFY), at=world.at)


def test_one_text_from_five_people_is_one_line(world: World) -> None:
    campaign_of(world, 4)
    assert lines(world) == []
    filed(world, CALL)
    (line,) = lines(world)
    assert (line.count, line.joined) == (5, 0)
    filed(world, CALL)
    assert [one.count for one in lines(world)] == [6]
    assert Campaign.objects.count() == 1


def test_one_person_is_no_campaign(world: World) -> None:
    for _ in range(6):
        filed(world, CALL, contact=Contact("tel", "+628120099003", "whatsapp"))
    assert lines(world) == []


def test_a_campaign_is_gathered_and_scattered_in_small_steps(world: World) -> None:
    members = campaign_of(world)
    (line,) = lines(world)
    verifier = world.accounts["verifier"]
    campaigns.gather(campaign_id=line.campaign.pk, account=verifier, at=world.at)
    assert campaigns.step(at=world.at)
    assert Report.objects.filter(stage=Stage.MERGED.value).count() == 1
    while campaigns.step(at=world.at):
        pass
    assert merging.reporters_of([members[0].pk]) == {members[0].pk: 5}
    assert [(one.count, one.joined) for one in lines(world)] == [(5, 4)]
    campaigns.scatter(campaign_id=line.campaign.pk, account=verifier, at=world.at)
    while campaigns.step(at=world.at):
        pass
    assert not Report.objects.filter(stage=Stage.MERGED.value).exists()


def test_confidential_members_are_not_joined_to_public_ones(world: World) -> None:
    campaign_of(world)
    secret = filed(world, CALL, confidential=True)
    campaigns.gather(campaign_id=Campaign.objects.get().pk, account=world.accounts["verifier"], at=world.at)
    while campaigns.step(at=world.at):
        pass
    secret.refresh_from_db()
    assert secret.stage == Stage.RECEIVED.value
    assert Report.objects.filter(stage=Stage.MERGED.value).count() == 4


def test_campaigns_are_for_verifiers(world: World) -> None:
    campaign_of(world)
    one = Campaign.objects.get()
    for decide in (campaigns.gather, campaigns.scatter, campaigns.dismiss):
        with pytest.raises(NotPermitted):
            decide(campaign_id=one.pk, account=world.accounts["officer"], at=world.at)
    assert lines(world, "officer") == []
    assert campaigns.dismiss(campaign_id=one.pk, account=world.accounts["verifier"], at=world.at)
    assert lines(world) == []
