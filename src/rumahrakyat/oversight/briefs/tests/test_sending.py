"""Whom a brief reaches, how often, by which way: over real sockets to a WhatsApp provider and a mail server."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from pypdf import PdfReader

from rumahrakyat.channels import registry, windows, wordings
from rumahrakyat.channels import sending as channel_sending
from rumahrakyat.channels.base import Template
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.email import kit as mails
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence, QuietHours, StaffContact
from rumahrakyat.oversight.briefs import keeping, message, paper, sending
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, Edition
from rumahrakyat.oversight.briefs.readers import readers
from rumahrakyat.oversight.models_briefs import Brief, BriefSent
from rumahrakyat.oversight.tests.kit import WIB, World, hours
from rumahrakyat.people.models import Account
from rumahrakyat.people.operations import contact_point

TUESDAY = date(2026, 7, 21)
SIX = datetime(2026, 7, 21, 6, 0, tzinfo=WIB)
NINE = SIX + timedelta(hours=3)
MONDAY = datetime(2026, 7, 20, 6, 0, tzinfo=WIB)
TODAY = Edition(DAILY, ALL, TUESDAY)
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


@pytest.fixture
def provider() -> Iterator[Peer]:
    with serving() as peer:
        yield peer


@pytest.fixture(autouse=True)
def _channels(provider: Peer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    fresh = registry.Registry()
    fresh.add(whatsapp.adapter(provider.url))
    fresh.add(mails.adapter())
    monkeypatch.setattr(registry, "default", lambda: fresh)
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield


def person(
    role: str, *, organisation: Organisation | None = None, region: str = "", ways: tuple[tuple[str, str], ...] = ()
) -> Account:
    account = Account.objects.create_user(username=f"{role}{region}{organisation or ''}", name="Sri Rejeki")
    Membership.objects.create(account=account, role=role, organisation=organisation, region_id=region or None)
    for order, (scheme, value) in enumerate(ways):
        StaffContact.objects.create(
            account=account, scheme=scheme, sealed_value=crypto.seal(value), order=order,
            value_hash=crypto.lookup_hash("staff", value), made_at=MONDAY,
        )  # fmt: skip
    return account


@pytest.fixture
def governor(world: World) -> Account:
    world.report(hours(20), holder=world.roads)
    world.report(hours(44), holder=world.schools)
    return person("governor", ways=(("wa", "+6281322904471"), ("email", "gubernur@rumahrakyat.test")))


def sent_to(account: Account) -> list[str]:
    return list(BriefSent.objects.filter(account=account).order_by("channel").values_list("channel", flat=True))


def test_the_governor_has_it_on_whatsapp_and_by_mail_once(governor: Account) -> None:
    assert [sending.send_due(at=SIX + timedelta(minutes=nth)) for nth in range(3)] == [1, 0, 0]
    assert sent_to(governor) == ["email", "whatsapp"]
    assert Message.objects.filter(direction="out").count() == 2


def test_before_its_hour_nothing_is_sent(governor: Account) -> None:
    assert sending.send_due(at=SIX - timedelta(minutes=1)) == 0
    assert sent_to(governor) == []


def test_a_machine_that_starts_at_nine_sends_today_s_and_not_yesterday_s(governor: Account) -> None:
    sending.send_due(at=NINE)
    brief = Brief.objects.get()
    assert (brief.day, brief.content["note"]) == (TUESDAY, "Disusun pukul 09.00, sesudah pukul 06.00.")
    assert sent_to(governor) == ["email", "whatsapp"]


def test_whoever_sleeps_longer_has_it_when_the_quiet_ends(governor: Account) -> None:
    QuietHours.objects.create(account=governor, begins=time(22), ends=time(7))
    assert sending.send_due(at=SIX) == 0
    assert sending.send_due(at=SIX + timedelta(hours=1)) == 1
    assert Brief.objects.get().made_at == SIX + timedelta(hours=1)


def test_a_reader_whose_role_ended_gets_none(governor: Account) -> None:
    Membership.objects.filter(account=governor).update(until=SIX - timedelta(hours=1))
    assert sending.send_due(at=SIX) == 0


def test_a_worker_that_dies_before_its_commit_has_sent_nothing_and_the_next_one_sends(
    governor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_point: str) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "reach", die)
        with pytest.raises(SystemExit):
            sending.send_due(at=SIX)
    assert (sent_to(governor), Message.objects.count()) == ([], 0)
    assert sending.send_due(at=SIX) == 1


def test_a_brief_that_cannot_be_made_does_not_hold_up_the_others(
    governor: Account, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    regent = person("regent", region=world.demak, ways=(("tel", "+6281322904473"),))
    freeze = keeping.freeze

    def fail(edition: Edition, *, at: datetime) -> Brief:
        if edition.whose == ALL:
            raise OSError("no space left on device")
        return freeze(edition, at=at)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "freeze", fail)
        assert sending.send_due(at=SIX) == 1
    assert (sent_to(governor), sent_to(regent)) == ([], ["whatsapp"])
    assert sending.send_due(at=SIX + timedelta(minutes=1)) == 1
    assert sent_to(governor) == ["email", "whatsapp"]


def test_two_workers_with_the_same_reader_send_once(governor: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either has sent."""
    seen = sending._without_theirs(SIX)
    monkeypatch.setattr(sending, "_without_theirs", lambda _local: seen)
    assert [sending.send_due(at=SIX), sending.send_due(at=SIX)] == [1, 0]
    assert sent_to(governor) == ["email", "whatsapp"]


def test_what_cannot_arrive_on_one_channel_is_told_to_the_operator_only_when_none_is_left(governor: Account) -> None:
    sending.send_due(at=SIX)
    Outbox.objects.filter(channel="whatsapp").update(state=Outbox.State.FAILED)
    assert sending.follow_up(at=NINE) == 1
    assert set(BriefSent.objects.values_list("channel", "outcome")) == {("whatsapp", "failed"), ("email", "")}


def test_when_nothing_reaches_a_reader_the_operator_is_told_once_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sending, "tell_operator", lambda _words, *, key, at: told.append(f"{key} {at:%H}"))
    for nth in range(2):
        person("regent", region=(world.demak, world.pati)[nth], ways=(("wa", f"+62813229044{nth}2"),))
    sending.send_due(at=SIX)
    Outbox.objects.update(state=Outbox.State.FAILED)
    assert [sending.follow_up(at=NINE), sending.follow_up(at=NINE)] == [2, 0]
    assert set(told) == {"brief:nobody:20260721 09"}
    assert not BriefSent.objects.exclude(outcome="failed").exists()


def test_within_the_window_of_whatsapp_it_is_the_whole_brief_and_no_template(world: World, provider: Peer) -> None:
    person("governor", ways=(("wa", "+6281322904471"),))
    point = contact_point(scheme="tel", value="+6281322904471", at=SIX)
    windows.opened(channel="whatsapp", contact_point=point, sent_at=SIX - timedelta(hours=1), at=SIX)
    sending.send_due(at=SIX)
    channel_sending.send_due(lambda: SIX, sleep=lambda _seconds: None)
    assert "template" not in {one["type"] for one in provider.sent}
    assert "Terlambat sekarang" in str(provider.sent)


def test_a_stand_in_has_the_brief_of_whom_they_stand_in_for_and_whoever_is_away_too(world: World) -> None:
    head, other = person("head", organisation=world.roads), person("officer", organisation=world.roads)
    Absence.objects.create(
        account=head,
        stand_in=other,
        since=MONDAY - timedelta(days=1),
        until=MONDAY + timedelta(hours=4),
        made_at=MONDAY,
    )
    assert {one.account.pk for one in readers(at=MONDAY)} == {head.pk, other.pk}
    assert {one.account.pk for one in readers(at=MONDAY + timedelta(hours=5))} == {head.pk}


@pytest.mark.usefixtures("governor")
def test_a_reader_without_any_way_is_written_down_and_not_tried_every_minute(world: World) -> None:
    alone = person("regent", region=world.demak)
    sending.send_due(at=SIX)
    assert sent_to(alone) == [""]
    assert sending.send_due(at=NINE) == 0


def test_asked_for_again_it_is_the_frozen_one_and_a_double_click_sends_once(governor: Account) -> None:
    sending.send_due(at=SIX)
    brief = Brief.objects.get()
    assert [sending.send_again(brief, governor, at=NINE) for _click in range(2)] == [True, False]
    assert Message.objects.filter(direction="out").count() == 4


def test_heads_have_theirs_on_mondays_and_regents_every_day(world: World) -> None:
    head = person("head", organisation=world.roads)
    regent = person("regent", region=world.demak)
    whose = {(one.account.pk, one.kind, one.whose) for one in readers(at=SIX)}
    assert whose == {(head.pk, "weekly", "body:DPUBMCK"), (regent.pk, "daily", "regency:33.21")}
    sending.send_due(at=SIX)
    assert set(Brief.objects.values_list("whose", flat=True)) == {"regency:33.21"}
    sending.send_due(at=SIX + timedelta(days=6))
    assert Brief.objects.filter(kind="weekly").get().whose == "body:DPUBMCK"


def test_the_filled_template_fits_whatever_the_bodies_are_called(world: World) -> None:
    Organisation.objects.update(name=LONG)
    for nth in range(5):
        world.report(hours(30 + nth), holder=(world.roads, world.schools, world.demak_town)[nth % 3])
    content = keeping.shown(TODAY, at=NINE).content
    body = message.body_of(content, None)
    assert isinstance(body.template, Template)
    assert len(wordings.filled(body.template)) <= message.TEMPLATE_MOST
    assert not any("\n" in one for one in body.template.parameters)
    assert len(body.text) <= message.WINDOW_MOST
    assert len(body.short) <= 160


def test_the_page_is_one_page_with_the_longest_names_and_the_same_bytes_each_time(world: World) -> None:
    Organisation.objects.update(name=LONG)
    for nth in range(9):
        holder = Organisation.objects.create(code=f"B{nth}", name=LONG, short_name=f"B{nth}", kind="agency")
        world.report(hours(30 + nth), holder=holder)
    found = keeping.shown(TODAY, at=NINE)
    raw = paper.pdf(found.content, found.sha256)
    pages = PdfReader(BytesIO(raw))
    assert len(pages.pages) == 1
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert raw == paper.pdf(found.content, found.sha256)
