"""Numbers: none twice, none left out; closed days, early and late comers, messages."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from rumahrakyat.desk import by_message, opening, queries, setup, spoken, tickets
from rumahrakyat.desk.errors import ClosedThatDay, NoQueue, TooEarly, TooLate
from rumahrakyat.desk.models import Series, Ticket
from rumahrakyat.lib import wallclock
from rumahrakyat.people.operations import contact_point
from tests.desk_kit import MORNING, Desk

TUESDAY = date(2026, 7, 21)


def test_numbers_run_by_letter_and_day(desk: Desk) -> None:
    codes = [
        desk.take(letter, MORNING + timedelta(days=day)).code
        for letter, day in (("A", 0), ("A", 0), ("P", 0), ("A", 1))
    ]
    assert codes == ["A001", "A002", "P001", "A001"]


def test_a_double_tap_at_the_kiosk_is_one_number(desk: Desk) -> None:
    assert desk.take(once="same") == desk.take(once="same")
    assert desk.take().code == "A002"


@pytest.mark.django_db(transaction=True)
def test_many_kiosks_at_one_moment_leave_no_gap_and_no_double(desk: Desk) -> None:
    def take(nth: int) -> str:
        try:
            return desk.take(once=f"k{nth % 20}").code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(take, range(40)))
    assert sorted(set(codes)) == [f"A{number:03d}" for number in range(1, 21)]
    assert Series.objects.get().last == Ticket.objects.count() == 20


@pytest.mark.parametrize(
    ("local", "refusal"),
    [
        ("2026-07-21 06:15", TooEarly),
        ("2026-07-21 15:20", TooLate),
        ("2026-07-21 19:00", TooLate),
        ("2026-07-25 09:00", ClosedThatDay),
    ],
    ids=["early", "last-minutes", "evening", "saturday"],
)
def test_outside_its_hours_a_kiosk_gives_none(local: str, refusal: type[Exception], desk: Desk) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=wallclock.zone())
    with pytest.raises(refusal):
        desk.take(at=at)
    assert not Ticket.objects.exists()


def test_an_officer_gives_numbers_until_the_very_closing(desk: Desk) -> None:
    at = datetime(2026, 7, 21, 8, 25, tzinfo=UTC)
    taken = tickets.take(point=desk.point, letter="A", once="o", origin=Ticket.Origin.OFFICER, at=at)
    assert taken.ticket.code == "A001"


def test_joint_leave_closes_the_point_and_names_the_next_day(desk: Desk) -> None:
    with pytest.raises(ClosedThatDay) as refused:
        desk.take(at=datetime(2026, 3, 23, 2, 0, tzinfo=UTC))  # joint leave of Idul Fitri
    assert "Idul" in refused.value.today.why or "Fitri" in refused.value.today.why
    assert refused.value.following is not None
    assert refused.value.following.day > date(2026, 3, 23)


def test_a_closure_of_its_own_is_told_with_its_reason(desk: Desk) -> None:
    setup.close_on(point=desk.point, day=TUESDAY, reason="Listrik padam", account=desk.officers[0], at=MORNING)
    with pytest.raises(ClosedThatDay) as refused:
        desk.take()
    assert refused.value.today.why == "Listrik padam"
    assert opening.now(desk.point, MORNING).sentence.startswith("Listrik padam. ")


def test_a_letter_that_is_not_given_out_is_refused(desk: Desk) -> None:
    with pytest.raises(NoQueue):
        desk.take("Z")


def said(desk: Desk, words: str, at: datetime = MORNING, phone: str = "+6281322904471") -> str | None:
    from rumahrakyat.channels.base import Inbound, Kind, Sender  # noqa: PLC0415 -- only here
    from rumahrakyat.channels.models import Message  # noqa: PLC0415

    contact = contact_point(scheme="tel", value=phone, at=at)
    message = Message.objects.create(
        channel="whatsapp",
        direction="in",
        contact_point=contact,
        kind="text",
        status="received",
        status_at=at,
        recorded_at=at,
    )
    inbound = Inbound("whatsapp", f"m{message.pk}", Kind.TEXT, Sender(), at, text=words)
    return by_message.listen(inbound, message, contact, at)


def test_a_number_by_message_for_tomorrow_tells_all_one_needs(desk: Desk) -> None:
    answer = said(desk, "antre semarang besok") or ""
    for words in (
        "A001",
        "besok, Rabu 22 Juli",
        "07.00–15.30",
        "07.00",
        "15 menit",
        "BATAL ANTRE",
        "Cukup bawa cerita",
    ):
        assert words in answer
    assert Ticket.objects.get().state == "booked"


def test_the_same_telephone_twice_a_day_keeps_its_number(desk: Desk) -> None:
    said(desk, "ANTRE SEMARANG")
    assert "sudah punya nomor A001" in (said(desk, "Antre Semarang") or "")
    assert Ticket.objects.count() == 1


def test_a_number_given_back_by_message_leaves_room_for_another(desk: Desk) -> None:
    said(desk, "ANTRE SEMARANG")
    assert "A001" in (said(desk, "BATAL ANTRE") or "")
    assert "Tidak ada nomor" in (said(desk, "batal antre") or "")
    assert "A002" in (said(desk, "ANTRE SEMARANG") or "")


@pytest.mark.parametrize(
    ("words", "at", "part"),
    [
        ("ANTRE SEMARANG", "2026-07-21T19:00+07:00", "ANTRE SEMARANG BESOK"),
        ("ANTRE SEMARANG BESOK", "2026-07-24T09:00+07:00", "Senin 27 Juli"),
        ("ANTRE", "2026-07-21T09:00+07:00", "ANTRE SEMARANG –"),
    ],
    ids=["after-closing", "friday-for-saturday", "no-point"],
)
def test_a_message_that_gets_no_number_says_what_to_do(words: str, at: str, part: str, desk: Desk) -> None:
    assert part in (said(desk, words, datetime.fromisoformat(at)) or "")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("words", ["Antrean di puskesmas panjang sekali", "Antre pupuk dari subuh tidak dapat", "halo"])
def test_a_complaint_about_a_queue_remains_a_complaint(words: str, desk: Desk) -> None:
    assert said(desk, words) is None


def test_who_comes_in_time_keeps_the_place_and_who_comes_late_goes_behind(desk: Desk) -> None:
    said(desk, "ANTRE SEMARANG", phone="+6281300000001")
    said(desk, "ANTRE SEMARANG", phone="+6281300000002")
    early, late = Ticket.objects.order_by("pk")
    walked_in = desk.take(at=MORNING + timedelta(minutes=50))
    tickets.arrive(ticket_id=early.pk, at=early.order_at + timedelta(minutes=14))
    tickets.arrive(ticket_id=late.pk, at=MORNING + timedelta(minutes=60))
    assert queries.line(desk.point, MORNING) == [early, walked_in, late]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (47, "empat puluh tujuh"),
        (100, "seratus"),
        (215, "dua ratus lima belas"),
    ],
)
def test_numbers_are_said_in_indonesian(number: int, words: str) -> None:
    assert spoken.announcement("A", number, 2) == f"Nomor antrean A, {words}, silakan ke loket dua."
