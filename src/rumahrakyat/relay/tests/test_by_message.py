"""A village head with an old telephone: "WARGA name: story", and the news to tell."""

from datetime import timedelta

import pytest
from django.db import transaction

from rumahrakyat.channels import handing
from rumahrakyat.channels.base import Address, Inbound, Kind, Sender
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.tests.fake import FakeChannel, Street
from rumahrakyat.correspondence.tests.fake import street as street  # noqa: PLC0414 -- a fixture
from rumahrakyat.lib import clock, crypto
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.relay.by_message import tell_head
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import answer, assign
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

__all__ = ["FakeChannel"]
NUMBER = "+6281300000077"


class Head:
    """`writes` sends one SMS and returns what comes back to it."""

    def __init__(self, street_: Street) -> None:
        self.street, self.at, self.nth = street_, street_.world.at, 0

    def writes(self, text: str, number: str = NUMBER) -> list[str]:
        self.nth += 1
        before = set(Message.objects.values_list("pk", flat=True))
        inbound = Inbound(
            channel="gammu", message_id=f"s{self.nth}", kind=Kind.TEXT, sender=Sender((Address("tel", number),), ""),
            sent_at=self.at, text=text,
        )  # fmt: skip
        with clock.frozen(self.at), transaction.atomic():
            handing._receive(inbound, self.at)
        return self.fresh(before)

    def fresh(self, before: set[int]) -> list[str]:
        found = Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")
        return [one.text for one in found]


@pytest.fixture
def head(street: Street, world: World) -> Head:
    account = world.accounts["outsider"]
    Membership.objects.create(account=account, role="village_head", region_id="33.15.01.2001")
    StaffContact.objects.create(
        account=account, scheme="tel", sealed_value=crypto.seal(NUMBER), made_at=world.at, confirmed_at=world.at,
        value_hash=crypto.lookup_hash("staff", NUMBER),
    )  # fmt: skip
    return Head(street)


def test_a_message_becomes_the_villagers_case(head: Head) -> None:
    (said,) = head.writes("warga Bu Sri: jembatan kayu RT 03 patah, anak sekolah memutar")
    report = Report.objects.get()
    assert (report.channel, report.reporter.name) == ("village", "Bu Sri")
    assert "Desa Depok" in report.place_words
    assert report.number in said
    assert "sebelum Rab 22/7" in said


def test_the_same_words_within_a_day_are_one_case(head: Head) -> None:
    words = "WARGA Bu Sri: jembatan kayu RT 03 patah"
    head.writes(words)
    (again,) = head.writes(words.replace("kayu", "KAYU"))
    assert Report.objects.count() == 1
    assert Report.objects.get().number in again
    head.at += timedelta(days=2)
    head.writes(words)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    "text", ["WARGA jembatan patah", "Warga Bu Sri:", "WARGA"], ids=["no colon", "no story", "bare"]
)
def test_how_it_is_written_is_said_kindly(head: Head, text: str) -> None:
    (said,) = head.writes(text)
    assert "WARGA nama: ceritanya" in said
    assert not Report.objects.exists()


def test_without_a_name_is_possible(head: Head) -> None:
    head.writes("WARGA tanpa nama: ada pungutan di pasar desa")
    assert Report.objects.get().identity == "anonymous"


def test_other_peoples_words_are_their_own(head: Head) -> None:
    said = head.writes("WARGA Bu Sri: jembatan kayu RT 03 patah", number="+6281300000099")
    assert not Report.objects.filter(channel="village").exists()
    assert all("Laporan Bu Sri" not in one for one in said)


def test_an_unconfirmed_number_speaks_for_nobody(head: Head) -> None:
    StaffContact.objects.update(confirmed_at=None)
    head.writes("WARGA Bu Sri: jembatan kayu RT 03 patah")
    assert not Report.objects.filter(channel="village").exists()


def test_news_come_back_to_be_told(head: Head, world: World) -> None:
    head.writes("WARGA Bu Sri: jembatan kayu RT 03 patah")
    case = Report.objects.get()
    assign(report_id=case.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)
    answer(
        report_id=case.pk, stage=Stage.FIELD_CHECK, text="Tim datang Kamis.", actor=world.actor("officer", case),
        at=world.at,
    )  # fmt: skip
    before = set(Message.objects.values_list("pk", flat=True))
    with clock.frozen(world.at):
        tell_head(case.entries.get(type="answered"))
        tell_head(case.entries.get(type="answered"))
    told = " ".join(head.fresh(before))
    assert f"Sampaikan kepada Bu Sri ({case.number})" in told
    assert told.count("Tim datang Kamis.") == 1
