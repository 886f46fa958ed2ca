"""Mail in, exact event out. The mails are written by ourselves in the shape of real ones (see the folder's README)."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import About, Event, Inbound, Kind
from rumahrakyat.channels.email import headers, htmltext, kit, parsing, quotes, tokens
from rumahrakyat.channels.email.parsing import original_message_id

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "3f0c2a10-5b6d-4e8f-9a01-23456789abcd"
NUMBER = "RR-482-135"
WORDS = st.text(max_size=200)


def fixture(name: str) -> bytes:
    """The mail with the marks that only this installation can make."""
    raw = (FIXTURES / f"{name}.eml").read_bytes()
    marks = {
        b"@@MESSAGE_ID@@": tokens.message_id(KEY, NUMBER, "rumahrakyat.test"),
        b"@@REPLY@@": tokens.reply_address(kit.OURS[0], NUMBER),
        b"@@BOUNCE@@": tokens.bounce_address(kit.OURS[0], KEY),
    }
    for placeholder, mark in marks.items():
        raw = raw.replace(placeholder, mark.encode())
    return raw


def event(raw: bytes) -> Event:
    (found,) = parsing.events(raw, at=RECEIVED, options=kit.options())
    return found


def inbound(raw: bytes) -> Inbound:
    found = event(raw)
    assert isinstance(found, Inbound)
    return found


def written(found: Event) -> dict[str, object]:
    if isinstance(found, Inbound):
        found = replace(found, media=tuple(replace(file, content=None) for file in found.media))
    return codec.dump(found)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.eml")))
def test_a_mail_becomes_exactly_this_event(name: str) -> None:
    found = written(event(fixture(name)))
    expected = FIXTURES / "expected" / f"{name}.json"
    if os.environ.get("WRITE_EXPECTED"):
        expected.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    assert found == json.loads(expected.read_text())


def test_the_same_mail_in_two_of_our_mailboxes_has_one_id() -> None:
    one, other = (request.body for request in kit.to_two_addresses("a"))
    assert one != other
    assert inbound(one).message_id == inbound(other).message_id


def test_another_way_of_encoding_the_same_words_does_not_make_another_mail() -> None:
    plain = fixture("proven_by_address")
    encoded = plain.replace(b"\n\n", b"\nContent-Transfer-Encoding: quoted-printable\n\n").replace(b"Saya", b"=53aya")
    assert inbound(plain).message_id == inbound(encoded).message_id


def test_a_used_message_id_with_other_words_is_another_mail() -> None:
    assert inbound(kit.text("a", words="satu")).message_id != inbound(kit.text("a", words="dua")).message_id


def test_the_message_id_of_a_mail_is_found_again_for_the_answer() -> None:
    assert original_message_id(inbound(kit.text("a")).message_id) == "<a@surel.test>"
    assert original_message_id(inbound(kit.text("")).message_id) == ""
    assert original_message_id("<a@x>\r\nBcc: <b@x>#00") == ""


@pytest.mark.parametrize("levels", [100, 1200])
def test_parts_within_parts_without_end_are_a_message_we_cannot_read(levels: int) -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(levels))
    found = inbound(b"From: a@surel.test\nMessage-ID: <dalam@surel.test>\n" + deep)
    assert (found.kind, found.sender.addresses[0].value) == (Kind.UNSUPPORTED, "a@surel.test")


def test_parts_without_number_are_a_message_we_cannot_read() -> None:
    raw = b"From: a@surel.test\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 100_000
    assert inbound(raw).kind is Kind.UNSUPPORTED


def test_headers_without_number_are_read_as_far_as_anybody_needs() -> None:
    found = inbound(b"From: a@surel.test\nSubject: Jalan\n" + b"X-A: b\n" * 300_000 + b"\nIsi.\n")
    assert (found.subject, found.text) == ("Jalan", "Jalan")


def test_comments_in_an_address_without_end_are_no_error() -> None:
    assert inbound(b"From: a@surel.test " + b"(" * 19_000 + b"\n\nIsi.\n").text == "Isi."


MALFORMED = [
    "<a ",
    "<!",
    "</",
    "<!--",
    '<a b="',
    "&",
    "<![",
    "<b>x</b>",
    "<script></s",
    "<a b='>",
    "<p>",
    "<br>",
    "<td>",
]


@pytest.mark.parametrize("piece", MALFORMED)
def test_malformed_html_without_end_is_read_at_once(piece: str) -> None:
    assert isinstance(htmltext.to_text(piece * 200_000), str)


@pytest.mark.parametrize("line", ["\n", "> a\n", "Pada 1 x@y.test menulis:\n", "Dari: a@b.test\nTanggal: 1\n", "a\n"])
def test_a_text_of_one_line_without_end_is_read_at_once(line: str) -> None:
    assert inbound(b"From: a@surel.test\n\n" + (line * 50_000).encode()).kind is Kind.TEXT


def test_a_mail_with_a_thousand_files_keeps_as_many_as_a_person_can_look_at() -> None:
    part = b"--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n"
    found = inbound(b'From: a@surel.test\nContent-Type: multipart/mixed; boundary="x"\n\n' + part * 1000 + b"--x--")
    assert len(found.media) == 40


@pytest.mark.parametrize(
    ("subject", "automatic"),
    [
        ("Out of Office: laporan", True),
        ("Automatic reply: laporan", True),
        ("Balasan otomatis", True),
        ("Sedang cuti sampai 30 Juli", True),
        ("Di luar kantor - Budi", True),
        ("Auto: Re: laporan", True),
        ("Balasan otomatis dari bank masuk terus ke HP saya", False),
        ("Di luar kantor desa ada tumpukan sampah", False),
        ("Sedang cuti malah dipotong gaji", False),
        ("Auto: mobil dinas parkir di trotoar", False),
    ],
)
def test_absence_notes_are_known_by_their_subject_and_complaints_are_not(subject: str, automatic: bool) -> None:
    found = inbound(f"From: a@surel.test\nSubject: {subject}\n\nIsi.\n".encode())
    assert (found.kind is Kind.AUTOMATIC) == automatic


def test_our_mark_in_the_address_of_somebody_else_proves_nothing() -> None:
    ours = tokens.reply_address(kit.OURS[0], NUMBER).encode()
    raw = fixture("proven_by_address").replace(ours, ours.replace(b"@rumahrakyat.test", b"@jauh.test"))
    assert inbound(raw).about is None


def test_a_mark_whose_case_was_changed_on_the_way_still_proves_the_case() -> None:
    ours = tokens.reply_address(kit.OURS[0], NUMBER).encode()
    assert inbound(fixture("proven_by_address").replace(ours, ours.upper())).about == About(NUMBER, proven=True)


@given(WORDS, st.sampled_from(["utf-8", "utf-16", "latin-1", "x-kosong", "unicode_escape", "base64", "\x00", ""]))
def test_no_charset_breaks_a_mail(words: str, charset: str) -> None:
    assert isinstance(headers.charset_decode(words.encode("utf-8", "replace"), charset), str)


names = st.sampled_from(sorted(path.stem for path in FIXTURES.glob("*.eml")))


@given(st.data(), names)
def test_no_damage_to_a_mail_is_an_error_and_none_is_skipped(data: st.DataObject, name: str) -> None:
    raw = bytearray(fixture(name))
    for _change in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    tidied = codec.tidy(event(bytes(raw)), at=RECEIVED)
    if isinstance(tidied, Inbound):
        tidied = replace(tidied, media=())
    assert codec.load(codec.dump(tidied)).event_key == codec.storable(tidied.event_key)


@given(st.binary(max_size=600))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert isinstance(event(raw), Inbound)


lines = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "> kutipan",
            "Pada Sen, 20 Jul 2026 pukul 09.40 Rumah Rakyat <lapor@x.test> menulis:",
            "Pada Sen, 20 Jul 2026 pukul 09.40 Rumah Rakyat",
            "<lapor@x.test> menulis:",
            "Dari: Rumah Rakyat <lapor@x.test>",
            "Terkirim: Selasa, 21 Juli 2026",
            "Kepada: saya",
            "-----Pesan Asli-----",
            "________________________________",
            "-- ",
            "Dikirim dari iPhone saya",
            "",
        ]
    ),
)


@given(st.lists(lines, max_size=14).map("\n".join))
def test_what_is_left_after_the_quotations_was_written_and_is_never_nothing(text: str) -> None:
    found = quotes.written(text)
    assert bool(found) == bool(text.strip())
    before = {line.strip() for line in text.split("\n")}
    assert all(line.strip() in before for line in found.split("\n"))


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12), max_size=8))
def test_words_in_html_stay_and_markup_goes(words: list[str]) -> None:
    html = "".join(f"<p class='x'>{word}</p><script>{word}</script>" for word in words)
    assert htmltext.to_text(html).split() == words


@given(st.text(max_size=300))
def test_no_html_breaks_the_reader(html: str) -> None:
    assert isinstance(htmltext.to_text(f"<div>{html}<blockquote>{html}"), str)
