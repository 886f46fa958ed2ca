"""Tracking numbers: said aloud, typed anyhow, and a slip of one digit is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number, receipt_secret, tracking_number

serials = st.integers(1, 99_999_999)


@given(serials, st.sampled_from(["{}", " {} ", "rr{}", "RR {}", "rr-{}"]), st.sampled_from(["-", " ", "", ".", "–"]))
def test_a_number_is_understood_however_it_is_typed(serial: int, frame: str, dash: str) -> None:
    number = tracking_number(serial)
    bare = number.removeprefix("RR-")
    assert parse_tracking_number(frame.format(bare.replace("-", dash))) == number


@given(serials, st.data())
def test_one_wrong_digit_is_always_noticed(serial: int, data: st.DataObject) -> None:
    digits = tracking_number(serial).removeprefix("RR-").replace("-", "")
    index = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[index]]))
    with pytest.raises(WrongNumber) as caught:
        parse_tracking_number(digits[:index] + other + digits[index + 1 :])
    assert caught.value.reason == "check"


@given(serials, st.data())
def test_two_swapped_neighbours_are_always_noticed(serial: int, data: st.DataObject) -> None:
    digits = tracking_number(serial).removeprefix("RR-").replace("-", "")
    index = data.draw(st.integers(0, len(digits) - 2))
    if digits[index] == digits[index + 1]:
        return
    swapped = digits[:index] + digits[index + 1] + digits[index] + digits[index + 2 :]
    with pytest.raises(WrongNumber):
        parse_tracking_number(swapped)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("RR-", "empty"), ("RR-12", "shape"), ("hello", "shape"), ("1" * 30, "shape"), ("١٢٣٤٥٦", "shape")],
)
def test_what_is_no_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(WrongNumber) as caught:
        parse_tracking_number(text)
    assert caught.value.reason == reason


def test_secrets_are_sixteen_digits_and_differ() -> None:
    made = {receipt_secret() for _ in range(200)}
    assert len(made) == 200
    assert all(len(secret) == 16 and secret.isdigit() for secret in made)
