"""The signatures printed in RFC 5849, section 1.2, and what must not change them."""

from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.x.oauth import Credentials, Moment, header, query, signature

PRINTER = Credentials("dpf43f3p2l4k3l03", "", "kd94hf93k423kf44", "")
JANE = Credentials("dpf43f3p2l4k3l03", "nnch734d00sl2jdk", "kd94hf93k423kf44", "pfkkdhi9sl3r4s00")
words = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=4)


def test_the_first_request_of_the_standard_has_its_signature() -> None:
    parameters = {
        "oauth_consumer_key": PRINTER.consumer_key,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "137131200",
        "oauth_nonce": "wIjqoS",
        "oauth_callback": "http://printer.example.com/ready",
    }
    found = signature("POST", "https://photos.example.net/initiate", parameters, PRINTER)
    assert found == "74KNZJeDHnMBp0EMJ9ZHt/XKycU="


def test_a_request_in_somebody_s_name_has_its_signature() -> None:
    parameters = {
        "file": "vacation.jpg",
        "size": "original",
        "oauth_consumer_key": JANE.consumer_key,
        "oauth_token": JANE.token,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "137131202",
        "oauth_nonce": "chapoH",
    }
    found = signature("GET", "http://photos.example.net/photos", parameters, JANE)
    assert found == "MdpQcU8iPSUjWoN/UDMsK2sui9I="


@given(words)
def test_the_order_of_parameters_does_not_matter(parameters: dict[str, str]) -> None:
    turned = dict(reversed(parameters.items()))
    assert signature("get", "https://a.id/", parameters, JANE) == signature("GET", "https://a.id/", turned, JANE)


@given(words)
def test_a_query_holds_nothing_that_an_address_may_not(parameters: dict[str, str]) -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%&=")
    assert set(query(parameters)) <= allowed


def test_the_header_names_no_secret() -> None:
    made = header("GET", "https://a.id/", {}, JANE, moment=Moment(1, "sekali"))["Authorization"]
    assert made.startswith("OAuth ")
    assert JANE.consumer_secret not in made
    assert JANE.token_secret not in made
    assert repr(JANE).count("kd94hf93k423kf44") == 0
