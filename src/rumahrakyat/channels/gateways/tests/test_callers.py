import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.gateways.callers import Doorkeeper, WrongNetwork, client, networks

SECRETS = ("kata-sandi-bersama-baru", "kata-sandi-bersama-lama")
PROVIDER = networks(["203.0.113.0/24", "2001:db8::/32"])
PROXY = networks(["10.0.0.5"])


def asked(address: str = "203.0.113.7", **headers: str) -> Request:
    return Request("GET", headers, client=address)


def test_both_secrets_of_a_rotation_open_the_door_and_no_other() -> None:
    door = Doorkeeper(SECRETS)
    assert [door.verdict(asked(), given) for given in (*SECRETS, "asing", "")] == [
        Verdict.GENUINE,
        Verdict.GENUINE,
        Verdict.FORGED,
        Verdict.MISSING,
    ]


def test_without_a_secret_and_a_list_nobody_is_let_in() -> None:
    assert Doorkeeper().verdict(asked(), "") is Verdict.FORGED


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("203.0.113.200", Verdict.GENUINE),
        ("::ffff:203.0.113.200", Verdict.GENUINE),
        ("2001:db8::9", Verdict.GENUINE),
        ("203.0.114.1", Verdict.FORGED),
        ("", Verdict.FORGED),
        ("unix:", Verdict.FORGED),
    ],
)
def test_the_list_holds_for_the_address_of_the_sender(address: str, verdict: Verdict) -> None:
    assert Doorkeeper(allowed=PROVIDER).verdict(asked(address), "") is verdict
    assert Doorkeeper(SECRETS, PROVIDER).verdict(asked(address), SECRETS[0]) is verdict


def test_the_list_does_not_replace_the_secret() -> None:
    assert Doorkeeper(SECRETS, PROVIDER).verdict(asked(), "asing") is Verdict.FORGED


@pytest.mark.parametrize(
    ("address", "told", "found"),
    [
        ("10.0.0.5", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "203.0.113.7, 198.51.100.2", "198.51.100.2"),
        ("10.0.0.5", "203.0.113.7, 10.0.0.5", "203.0.113.7"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("198.51.100.2", "203.0.113.7", "198.51.100.2"),
    ],
)
def test_only_our_own_proxy_is_believed_about_the_sender(address: str, told: str, found: str) -> None:
    assert client(asked(address, **{"x-forwarded-for": told}), PROXY) == found


def test_what_is_no_network_is_named() -> None:
    with pytest.raises(WrongNetwork) as caught:
        networks(["203.0.113.0/24", "provider.example"])
    assert caught.value.text == "provider.example"


@settings(deadline=None)
@given(st.text(), st.text())
def test_no_guess_opens_the_door(given_secret: str, told: str) -> None:
    request = asked("198.51.100.2", **{"x-forwarded-for": told})
    assert Doorkeeper(SECRETS, PROVIDER, PROXY).verdict(request, given_secret) is not Verdict.GENUINE
