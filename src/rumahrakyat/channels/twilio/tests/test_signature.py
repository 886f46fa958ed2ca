from random import Random
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.twilio.signature import HEADER, sign, valid

URL = "https://lapor.example.go.id/kanal/twilio/?a=1"
TOKENS = ("token-baru", "token-lama")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def request(body: bytes, *, url: str = URL, token: str = TOKENS[0], signed: bytes | None = None) -> Request:
    return Request("POST", {HEADER: sign(token, url, body if signed is None else signed)}, {}, body, url)


def test_the_signature_is_the_one_of_the_providers_manual() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    signature = sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", urlencode(fields).encode())
    assert signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_json_body_is_signed_through_its_digest_in_the_address() -> None:
    body = b'{"property": "value", "boolean": true}'
    digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    url = f"https://mycompany.com/myapp.php?bodySHA256={digest}&foo=1&bar=2"
    asked = Request("POST", {HEADER: sign("12345", url)}, {}, body, url)
    assert valid(asked, ["12345"]) is Verdict.GENUINE
    assert valid(Request("POST", asked.headers, {}, body + b" ", url), ["12345"]) is Verdict.FORGED


def test_both_tokens_of_a_rotation_are_taken_and_no_other() -> None:
    assert valid(request(b"Body=a", token=TOKENS[1]), TOKENS) is Verdict.GENUINE
    assert valid(request(b"Body=a", token="token-asing"), TOKENS) is Verdict.FORGED
    assert valid(request(b"Body=a"), []) is Verdict.FORGED


def test_a_request_without_a_signature_is_unsigned() -> None:
    assert valid(Request("POST", {}, {}, b"Body=a", URL), TOKENS) is Verdict.MISSING


@pytest.mark.parametrize("changed", [b"Body=b", b"Body=a&To=x", b"", b'{"Body": "a"}'])
def test_a_changed_form_is_forged(changed: bytes) -> None:
    assert valid(request(changed, signed=b"Body=a"), TOKENS) is Verdict.FORGED


def test_the_signature_holds_for_one_address_alone() -> None:
    asked = request(b"Body=a")
    elsewhere = Request("POST", asked.headers, {}, asked.body, URL.replace("a=1", "a=2"))
    assert valid(elsewhere, TOKENS) is Verdict.FORGED


@pytest.mark.parametrize(
    ("seen", "signed", "verdict"),
    [
        ("https://a.example/x", "https://a.example:443/x", Verdict.GENUINE),
        ("https://a.example:443/x", "https://a.example/x", Verdict.GENUINE),
        ("http://a.example/x", "http://a.example:80/x", Verdict.GENUINE),
        ("https://a.example:8443/x", "https://a.example:8443/x", Verdict.GENUINE),
        ("https://a.example:8443/x", "https://a.example/x", Verdict.FORGED),
        ("https://a.example/x", "http://a.example/x", Verdict.FORGED),
    ],
)
def test_the_default_port_may_be_written_or_not(seen: str, signed: str, verdict: Verdict) -> None:
    headers = {HEADER: sign(TOKENS[0], signed, b"Body=a")}
    assert valid(Request("POST", headers, {}, b"Body=a", seen), TOKENS) is verdict


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_does_not_matter(fields: list[tuple[str, str]], dice: Random) -> None:
    mixed = dice.sample(fields, len(fields))
    asked = request(urlencode(mixed).encode(), signed=urlencode(fields).encode())
    assert valid(asked, TOKENS) is Verdict.GENUINE


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=40))
def test_no_body_and_no_signature_can_break_the_check(body: bytes, signature: str) -> None:
    asked = Request("POST", {HEADER: signature.encode("utf-8", "replace").decode()}, {}, body, URL)
    assert valid(asked, TOKENS) in {Verdict.FORGED, Verdict.MISSING}
