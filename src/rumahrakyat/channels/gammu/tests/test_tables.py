"""Against the daemon's tables, without the daemon."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Outgoing, Status, StatusUpdate
from rumahrakyat.channels.contract import Fetched
from rumahrakyat.channels.gammu import feeds, parsing, tables
from rumahrakyat.channels.gammu.adapter import GammuAdapter
from rumahrakyat.channels.gammu.options import Options, from_environment
from rumahrakyat.channels.gammu.scratch import Scratch, database

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CITIZEN = Address("tel", "+6281322904471")
PHONE = """INSERT INTO phones ("IMEI", "IMSI", "ID", "Client", "Send", "Receive", "Signal", "Battery", "TimeOut")
VALUES ('1', '1', 'modem1', 'Gammu', true, true, 60, 100, localtimestamp + interval '5 seconds')"""


@pytest.fixture
def scratch(db: None) -> Iterator[Scratch]:
    with database() as made:
        yield made


@pytest.fixture
def adapter(scratch: Scratch) -> GammuAdapter:
    return GammuAdapter(Options(database_url=scratch.url))


def run(scratch: Scratch, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(scratch.url, autocommit=True) as opened:
        cursor = opened.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def row(scratch: Scratch, text: str, *, udh: str = "", sender: str = CITIZEN.value) -> None:
    run(
        scratch,
        'INSERT INTO inbox ("SenderNumber", "TextDecoded", "UDH", "Text", "RecipientID", "ReceivingDateTime") '
        "VALUES (%s, %s, %s, '', 'modem1', '2026-11-21 08:30:00')",
        sender,
        text,
        udh,
    )


def sent_row(scratch: Scratch, key: str, status: str, *, place: int = 1, number: int = 7, udh: str = "") -> None:
    run(
        scratch,
        'INSERT INTO sentitems ("ID", "CreatorID", "SenderID", "SequencePosition", "Status", "Text", "UDH") '
        "VALUES (%s, %s, 'modem1', %s, %s, '', %s)",
        number,
        key,
        place,
        status,
        udh,
    )


def inbound(items: Any) -> list[Inbound]:
    found = [event for item in items for event in parsing.events(item.body, at=AT)]
    assert all(isinstance(event, Inbound) for event in found)
    return found  # type: ignore[return-value]


def updates(fetched: Fetched) -> list[tuple[str, Status]]:
    found = [event for item in fetched.items for event in parsing.events(item.body, at=AT)]
    return [(event.external_id, event.status) for event in found if isinstance(event, StatusUpdate)]


def key() -> str:
    return str(uuid.uuid4())


def test_a_row_is_taken_until_it_is_settled_and_then_no_more(scratch: Scratch) -> None:
    row(scratch, "Jalan rusak")
    feed = feeds.Inbox(scratch.url)
    first, again = feed.fetch(""), feed.fetch("")
    assert [item.body for item in first.items] == [item.body for item in again.items]
    feed.settle(first)
    feed.settle(again)
    assert feed.fetch("").items == []
    (message,) = inbound(first.items)
    assert (message.text, message.sent_at) == ("Jalan rusak", datetime(2026, 11, 21, 8, 30, tzinfo=UTC))


def test_parts_are_waited_for_and_what_came_is_taken_after_a_while(scratch: Scratch) -> None:
    patient, impatient = feeds.Inbox(scratch.url, patience=60), feeds.Inbox(scratch.url, patience=0)
    row(scratch, "satu", udh="050003A70301")
    row(scratch, "pendek")
    found = patient.fetch("")
    assert [message.text for message in inbound(found.items)] == ["pendek"]
    patient.settle(found)
    assert patient.fetch(found.cursor).items == []
    row(scratch, "dua", udh="050003A70302")
    (message,) = inbound(impatient.fetch(found.cursor).items)
    assert (message.text, message.truncated) == ("satudua", True)
    row(scratch, "tiga", udh="050003A70303")
    whole = patient.fetch(found.cursor)
    (message,) = inbound(whole.items)
    assert (message.text, message.truncated, whole.cursor) == ("satudua" + "tiga", False, "")


def test_two_long_messages_under_one_reference_are_two(scratch: Scratch) -> None:
    for words in ("pertama", "kedua"):
        row(scratch, words, udh="050003A70201")
        row(scratch, "", udh="050003A70202")
    assert [message.text for message in inbound(feeds.Inbox(scratch.url).fetch("").items)] == ["pertama", "kedua"]


def test_rows_that_only_continue_what_was_taken_are_settled_without_a_word(scratch: Scratch) -> None:
    row(scratch, "", udh="050003A70302")
    found = feeds.Inbox(scratch.url, patience=0).fetch("")
    assert (found.items, len(found.tokens)) == ([], 1)


def test_a_full_look_asks_for_another(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 3)
    for number in range(4):
        row(scratch, f"pesan {number}")
    feed = feeds.Inbox(scratch.url)
    first = feed.fetch("")
    feed.settle(first)
    rest = feed.fetch(first.cursor)
    assert (len(first.items), first.more, len(rest.items), rest.more) == (3, True, 1, False)


def test_a_long_answer_is_put_in_parts_and_only_once(scratch: Scratch, adapter: GammuAdapter) -> None:
    ours = key()
    text = "Laporan Ibu sudah kami terima – terima kasih. " * 8
    for _attempt in range(2):
        assert adapter.send(Outgoing(CITIZEN, Body(text), ours)).external_id == ours
    first = run(scratch, 'SELECT "ID", "TextDecoded", "Coding", "MultiPart", "DeliveryReport", "UDH" FROM outbox')
    others = run(scratch, 'SELECT "ID", "TextDecoded", "UDH" FROM outbox_multipart ORDER BY "SequencePosition"')
    assert [(entry[2], entry[3], entry[4]) for entry in first] == [("Default_No_Compression", True, "yes")]
    assert first[0][1] + "".join(entry[1] for entry in others) == text.replace("–", "-")
    assert {entry[0] for entry in others} == {first[0][0]}
    assert [entry[-1][-4:] for entry in (*first, *others)] == ["0301", "0302", "0303"]


def test_what_the_daemon_has_sent_is_not_put_again_but_what_it_failed_to_send_is(
    scratch: Scratch, adapter: GammuAdapter
) -> None:
    sent, failed = key(), key()
    sent_row(scratch, sent, "SendingOK")
    sent_row(scratch, failed, "SendingError", number=8)
    for ours in (sent, failed):
        adapter.send(Outgoing(CITIZEN, Body("Halo"), ours))
    assert run(scratch, 'SELECT "CreatorID" FROM outbox') == [(failed,)]


def test_messages_to_one_number_keep_their_order(scratch: Scratch, adapter: GammuAdapter) -> None:
    for number in range(5):
        adapter.send(Outgoing(CITIZEN, Body(f"pesan {number}"), key()))
    order = run(scratch, 'SELECT "TextDecoded" FROM outbox ORDER BY "InsertIntoDB"')
    assert [entry[0] for entry in order] == [f"pesan {number}" for number in range(5)]


def test_statuses_are_told_once_and_a_change_again(scratch: Scratch) -> None:
    ours = key()
    feed = feeds.Statuses(scratch.url)
    sent_row(scratch, ours, "SendingOK")
    sent_row(scratch, "Gammu 1.42.0", "SendingOK", number=9)
    first = feed.fetch("")
    assert updates(first) == [(ours, Status.SENT)]
    second = feed.fetch(first.cursor)
    assert updates(second) == []
    run(scratch, 'UPDATE sentitems SET "Status" = \'DeliveryOK\' WHERE "CreatorID" = %s', ours)
    third = feed.fetch(second.cursor)
    assert updates(third) == [(ours, Status.DELIVERED)]
    assert updates(feed.fetch(third.cursor)) == []


def test_a_message_is_delivered_when_all_its_parts_are(scratch: Scratch) -> None:
    ours = key()
    feed = feeds.Statuses(scratch.url)
    sent_row(scratch, ours, "DeliveryOK", udh="050003A70201")
    assert updates(feed.fetch("")) == []
    sent_row(scratch, ours, "SendingOK", place=2, udh="050003A70202")
    assert updates(feed.fetch("")) == [(ours, Status.SENT)]
    run(scratch, "UPDATE sentitems SET \"Status\" = 'DeliveryOK'")
    assert updates(feed.fetch("")) == [(ours, Status.DELIVERED)]


def test_of_a_message_sent_twice_the_last_time_counts(scratch: Scratch) -> None:
    ours = key()
    sent_row(scratch, ours, "SendingError", number=1)
    sent_row(scratch, ours, "SendingOK", number=2)
    assert updates(feeds.Statuses(scratch.url).fetch("")) == [(ours, Status.SENT)]


def test_statuses_of_a_busy_second_are_all_read(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 2)
    keys = [key() for _ in range(5)]
    for number, ours in enumerate(keys):
        sent_row(scratch, ours, "SendingOK", number=number)
    feed = feeds.Statuses(scratch.url)
    found = [fetched := feed.fetch("")]
    while fetched.more:
        found.append(fetched := feed.fetch(fetched.cursor))
    assert sorted(ours for look in found for ours, _ in updates(look)) == sorted(keys)


def test_a_modem_in_order_is_no_problem(scratch: Scratch, adapter: GammuAdapter) -> None:
    run(scratch, PHONE)
    assert adapter.probe(at=AT).problems == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("DELETE FROM phones", "No modem"),
        ("UPDATE phones SET \"TimeOut\" = localtimestamp - interval '1 hour'", "sign of life"),
        ('UPDATE phones SET "Signal" = 9', "weak signal"),
        ('UPDATE phones SET "Battery" = 5', "low on power"),
        ('UPDATE phones SET "Receive" = false', "not to receive"),
        ('UPDATE gammu SET "Version" = 12', "version 12"),
    ],
)
def test_what_is_wrong_with_a_modem_is_said(scratch: Scratch, adapter: GammuAdapter, change: str, word: str) -> None:
    run(scratch, PHONE)
    run(scratch, change)
    (problem,) = adapter.probe(at=AT).problems
    assert word in problem


def test_messages_that_no_modem_takes_are_a_problem(scratch: Scratch, adapter: GammuAdapter) -> None:
    run(scratch, PHONE)
    adapter.send(Outgoing(CITIZEN, Body("Halo"), key()))
    assert adapter.probe(at=AT).problems == []
    run(scratch, "UPDATE outbox SET \"InsertIntoDB\" = localtimestamp - interval '1 hour'")
    assert adapter.probe(at=AT).problems == ["1 messages have waited for a modem for more than 15 minutes."]


def test_a_daemon_in_another_time_zone_is_a_problem(scratch: Scratch, adapter: GammuAdapter) -> None:
    run(scratch, PHONE)
    row(scratch, "halo")
    run(scratch, "UPDATE inbox SET \"ReceivingDateTime\" = now() AT TIME ZONE 'UTC'")
    assert adapter.probe(at=AT).problems == []
    run(scratch, "UPDATE inbox SET \"ReceivingDateTime\" = now() AT TIME ZONE 'Asia/Jakarta'")
    (problem,) = adapter.probe(at=AT).problems
    assert "TZ=UTC" in problem


def test_a_day_is_counted(scratch: Scratch, adapter: GammuAdapter) -> None:
    row(scratch, "panjang", udh="050003A70201")
    row(scratch, "", udh="050003A70202")
    row(scratch, "pendek")
    ours = key()
    for place in (1, 2):
        sent_row(scratch, ours, "SendingOK", place=place)
    sent_row(scratch, key(), "SendingError", number=8)
    run(scratch, "UPDATE sentitems SET \"SendingDateTime\" = '2026-11-21 23:59:59'")
    tally = adapter.tally(date(2026, 11, 21))
    assert (tally.received, tally.sent) == (2, 1)
    assert adapter.tally(date(2026, 11, 22)).received == 0


def test_a_database_that_is_away_is_a_passing_trouble_and_strange_tables_are_an_alarm(scratch: Scratch) -> None:
    away = GammuAdapter(Options(database_url=scratch.url.replace(scratch.name, "nowhere")))
    with pytest.raises(DeliveryError) as caught:
        away.send(Outgoing(CITIZEN, Body("Halo"), key()))
    assert (caught.value.permanent, caught.value.alarm) == (False, False)
    run(scratch, "DROP TABLE outbox")
    with pytest.raises(DeliveryError) as caught:
        GammuAdapter(Options(database_url=scratch.url)).send(Outgoing(CITIZEN, Body("Halo"), key()))
    assert caught.value.alarm


def test_a_text_of_more_parts_than_telephones_join_is_refused_for_good(adapter: GammuAdapter) -> None:
    with pytest.raises(DeliveryError) as caught:
        adapter.send(Outgoing(CITIZEN, Body("x" * 40_000), key()))
    assert caught.value.permanent


def test_the_address_of_the_database_may_come_from_a_file(tmp_path: Any) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql:///smsd\n", encoding="utf-8")
    assert from_environment({"RUMAHRAKYAT_GAMMU_DATABASE_URL_FILE": str(file)}).database_url == "postgresql:///smsd"
    assert from_environment({"RUMAHRAKYAT_GAMMU_DATABASE_URL_FILE": "/nowhere"}).problems()
    assert Options().problems()
    assert not GammuAdapter(Options()).configured()
