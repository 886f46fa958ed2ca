import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels.gateways.numbers import STYLES, Style, e164, is_machine, sender, written

ANI = "+6281322904471"


@pytest.mark.parametrize(
    "told", ["6281322904471", "081322904471", "+62 813-2290-4471", "81322904471", "006281322904471", "+62081322904471"]
)
def test_one_number_is_the_same_however_a_gateway_writes_it(told: str) -> None:
    assert e164(told) == ANI


@pytest.mark.parametrize(("told", "found"), [("6591234567", "+6591234567"), ("60123456789", "+60123456789")])
def test_a_number_of_another_country_needs_no_plus(told: str, found: str) -> None:
    assert e164(told) == found


def test_a_range_that_nobody_has_heard_of_is_still_a_number() -> None:
    assert e164("6289000000001") == "+6289000000001"


@pytest.mark.parametrize("told", ["3636", "TELKOMSEL", "BANK-1", "1800", "+", "٠٨١٣٢٢٩٠٤٤٧١"])
def test_a_short_code_or_a_name_is_a_machine_that_nobody_answers(told: str) -> None:
    who = sender(told)
    assert (who.addresses, who.display_name, is_machine(who)) == ((), told, True)


def test_nobody_is_no_machine() -> None:
    assert not is_machine(sender(" "))
    assert not is_machine(sender(ANI))


@pytest.mark.parametrize(("style", "expected"), [("62", ANI[1:]), ("0", "081322904471"), ("+62", ANI)])
def test_a_number_is_written_as_the_gateway_wants_it(style: Style, expected: str) -> None:
    assert written(ANI, style) == expected


def test_a_foreign_number_is_never_written_with_a_nought() -> None:
    assert [written("+60123456789", style) for style in STYLES] == ["60123456789", "60123456789", "+60123456789"]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_whatever_stands_in_the_sender_is_a_number_or_a_name(told: str) -> None:
    who = sender(told)
    assert len(who.addresses) <= 1
    assert all(address.value.startswith("+") and address.value[1:].isdigit() for address in who.addresses)


@settings(deadline=None)
@given(st.integers(10**8, 10**10 - 1).map(lambda rest: f"+628{rest}"), st.sampled_from(STYLES))
def test_a_written_number_is_read_as_the_same(number: str, style: Style) -> None:
    assert e164(written(number, style)) == e164(number)
