import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import gsm  # type: ignore[import-untyped]

from rumahrakyat.channels import smstext

EVERY_GSM_SIGN = [sign for sign in smstext.BASIC if sign != "\x1b"] + list(smstext.EXTENSION.values())
# The library has a backtick where the standard has a paragraph sign, and no form feed.
KNOWN_TO_SMPPLIB = [sign for sign in EVERY_GSM_SIGN if sign not in "§\f"]
gsm_text = st.text(st.sampled_from(EVERY_GSM_SIGN), max_size=700)
any_text = st.text(max_size=400) | st.text(st.sampled_from("a€🙏é\ud83d\ude4f"), max_size=400)


@pytest.mark.parametrize(
    ("text", "coding", "lengths"),
    [
        ("", "gsm7", [0]),
        ("x" * 160, "gsm7", [160]),
        ("x" * 161, "gsm7", [153, 8]),
        ("x" * 306, "gsm7", [153, 153]),
        ("[" * 80, "gsm7", [160]),
        ("x" + "[" * 80, "gsm7", [153, 8]),
        ("x" * 152 + "[" + "y" * 20, "gsm7", [152, 22]),
        ("ꦗ" * 70, "ucs2", [70]),
        ("ꦗ" * 71, "ucs2", [67, 4]),
        ("🙏" * 35, "ucs2", [70]),
        ("🙏" * 36, "ucs2", [66, 6]),
    ],
)
def test_a_text_is_cut_where_the_standard_says(text: str, coding: str, lengths: list[int]) -> None:
    encoded = smstext.parts(text)
    width = 1 if coding == "gsm7" else 2
    assert encoded.coding == coding
    assert [len(smstext.encode(part, encoded.coding)) // width for part in encoded.parts] == lengths


@given(gsm_text | any_text)
def test_parts_are_the_whole_text_and_none_is_too_long(text: str) -> None:
    encoded = smstext.parts(text)
    most = (smstext.WHOLE if len(encoded.parts) == 1 else smstext.PART)[encoded.coding]
    width = 1 if encoded.coding == "gsm7" else 2
    octets = [smstext.encode(part, encoded.coding) for part in encoded.parts]
    assert "".join(encoded.parts) == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert all(len(part) <= most * width for part in octets)
    assert sum(map(len, octets)) == smstext.length(text) * width


@given(gsm_text | any_text)
def test_every_part_can_be_read_alone(text: str) -> None:
    encoded = smstext.parts(text)
    read = smstext.decode_gsm if encoded.coding == "gsm7" else smstext.decode_ucs2
    assert tuple(read(smstext.encode(part, encoded.coding)) for part in encoded.parts) == encoded.parts


@given(st.text(st.sampled_from(KNOWN_TO_SMPPLIB), max_size=300))
def test_the_alphabet_is_the_one_that_another_library_knows(text: str) -> None:
    assert smstext.encode(text, "gsm7") == gsm.gsm_encode(text)


@given(st.binary(max_size=200))
def test_no_octets_are_an_error(octets: bytes) -> None:
    assert len(smstext.decode_gsm(octets)) <= len(octets)
    assert len(smstext.decode_ucs2(octets)) <= len(octets)


@given(any_text)
def test_plain_signs_stand_for_typographic_ones_only_when_that_saves_something(text: str) -> None:
    simpler = smstext.plain(text)
    assert simpler == text or smstext.coding_of(simpler) == "gsm7"


def test_one_curly_quote_does_not_halve_a_message() -> None:
    assert smstext.plain("Jum’at – “selesai”…") == 'Jum\'at - "selesai"...'
    assert smstext.plain("’🙏") == "’🙏"


def test_the_header_names_reference_total_and_number() -> None:
    assert smstext.header(0x1A7, 3, 2).hex() == "050003a70302"
    assert smstext.reference("kunci") == smstext.reference("kunci")


@given(st.integers(0, 255), st.integers(1, 255), st.data())
def test_a_header_is_read_as_it_was_written(reference: int, total: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, total))
    written = smstext.header(reference, total, number)
    assert smstext.read_header(written) == smstext.Header(reference, total, number)


def test_headers_of_other_kinds_are_read_too() -> None:
    assert smstext.read_header(bytes.fromhex("060804abcd0302")) == smstext.Header(0xABCD, 3, 2)
    assert smstext.read_header(bytes.fromhex("0b05040b8423f00003a70201")) == smstext.Header(0xA7, 2, 1)


@given(st.binary(max_size=20))
def test_no_header_is_an_error(octets: bytes) -> None:
    found = smstext.read_header(octets)
    assert found is None or 0 < found.number <= found.total


def test_more_parts_than_a_telephone_can_join_are_refused() -> None:
    assert len(smstext.parts("x" * 153 * 255).parts) == 255
    with pytest.raises(smstext.TooLong):
        smstext.parts("x" * (153 * 255 + 1))
