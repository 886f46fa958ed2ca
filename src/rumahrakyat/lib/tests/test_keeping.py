"""Sealing, look-up hashes, blobs, canonical bytes, phone numbers, the clock."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib import clock, crypto
from rumahrakyat.lib.blobs import BlobStore, MissingBlob
from rumahrakyat.lib.canonical import canonical, instant
from rumahrakyat.lib.phone import WrongPhone, display_phone, mask_phone, parse_phone

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.text(max_size=300))
def test_what_is_sealed_can_be_opened_and_not_read(text: str) -> None:
    token = crypto.seal(text)
    assert crypto.unseal(token) == text
    assert len(text) < 4 or text not in token


def test_a_foreign_token_is_a_named_failure() -> None:
    with pytest.raises(crypto.Sealed):
        crypto.unseal("gAAAAA-not-ours")


@given(st.text(max_size=20), st.text(max_size=20))
def test_lookup_hashes_agree_only_for_the_same_parts(first: str, second: str) -> None:
    same = crypto.lookup_hash("tel", first) == crypto.lookup_hash("tel", second)
    assert same == (first == second)


def test_a_slow_hash_knows_its_secret_and_survives_rubbish() -> None:
    hashed = crypto.slow_hash("1234567890123456")
    assert crypto.slow_verify("1234567890123456", hashed)
    assert not crypto.slow_verify("1234567890123457", hashed)
    assert not crypto.slow_verify("1234567890123456", "")


def test_a_blob_is_found_by_its_digest_and_stored_once(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    digest = store.put(b"evidence")
    assert store.put(b"evidence") == digest
    assert store.get(digest) == b"evidence"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 64, "G" * 64])
def test_a_wrong_digest_names_no_file(tmp_path: Path, digest: str) -> None:
    with pytest.raises(MissingBlob):
        BlobStore(tmp_path).get(digest)


@given(json)
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(value: object) -> None:
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert canonical(turned) == canonical(value)


def test_floats_have_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"lat": 7.1})


def test_an_instant_is_written_in_utc() -> None:
    wib = timezone(timedelta(hours=7))
    assert instant(datetime(2026, 7, 21, 9, 42, tzinfo=wib)) == "2026-07-21T02:42:00.000000Z"


@pytest.mark.parametrize(
    "typed", ["0813-2290-4471", "+62 813 2290 4471", "6281322904471", "81322904471", "(0813) 2290.4471"]
)
def test_a_mobile_number_is_understood_however_it_is_written(typed: str) -> None:
    assert parse_phone(typed) == "+6281322904471"


@pytest.mark.parametrize(("typed", "reason"), [("0813 2290 4", "short"), ("", "shape"), ("abc", "shape")])
def test_an_incomplete_number_says_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(WrongPhone) as caught:
        parse_phone(typed)
    assert caught.value.reason == reason


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_named_failure(text: str) -> None:
    try:
        number = parse_phone(text)
    except WrongPhone as error:
        reason = error.reason
    else:
        reason = "short" if number.startswith("+") else "no plus"
    assert reason in {"short", "long", "shape"}


def test_a_masked_number_is_recognised_by_its_owner_only() -> None:
    assert mask_phone("+6281322904471") == "0813 •••• 4471"
    assert display_phone("+6281322904471") == "0813 2290 4471"


def test_the_clock_can_be_moved_for_one_context_only() -> None:
    moment = datetime(2026, 7, 21, tzinfo=UTC)
    with clock.frozen(moment):
        assert clock.now() == moment
    assert clock.now() != moment
