"""Single sign-on against a provider of its own that signs real tokens, and the second factor by role."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from pytest_django import Settings

from rumahrakyat.lib import clock
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.organisations.staffing import Invited, Post
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.people.roles import ANSWER
from tests.cast import World

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class House:
    """A provider. `claims` are laid over those of an honest token; `key` signs; `algorithm` stands in its head."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = KEY
    algorithm: str = "RS256"
    nonce: str = ""

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            names = {"authorization_endpoint": "masuk", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.issuer, **{name: f"{self.issuer}/{at}" for name, at in names.items()}}
        if path.endswith("keys"):
            numbers = KEY.public_key().public_numbers()
            n, e = (plain(one.to_bytes((one.bit_length() + 7) // 8, "big")) for one in (numbers.n, numbers.e))
            return {"keys": [{"kty": "RSA", "kid": "k1", "n": n, "e": e}]}
        return {"id_token": self.token()}

    def token(self) -> str:
        now = int(clock.now().timestamp())
        honest = {
            "iss": self.issuer, "aud": "rumah", "iat": now, "exp": now + 300, "nonce": self.nonce,
            "email": "officer@dinas.test", "email_verified": True,
        }  # fmt: skip
        parts = [{"alg": self.algorithm, "kid": "k1"}, {**honest, **self.claims}]
        said = ".".join(plain(json.dumps(part).encode()) for part in parts)
        return f"{said}.{plain(self.key.sign(said.encode(), padding.PKCS1v15(), SHA256()))}"


@pytest.fixture
def house(settings: Settings, world: World) -> Iterator[House]:
    made, frozen = House(), clock.now()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with clock.frozen(frozen):
                body = json.dumps(made.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SSO_ISSUER, settings.SSO_CLIENT_ID, settings.SSO_CLIENT_SECRET = made.issuer, "rumah", "secret"
    Account.objects.filter(username="officer").update(email="officer@dinas.test")
    yield made
    server.shutdown()
    server.server_close()


def come_back(house: House, client: Client, state: str = "") -> Any:
    there = client.get("/masuk/satu/")
    asked = parse_qs(urlsplit(there["Location"]).query)
    house.nonce = asked["nonce"][0]
    return client.get("/masuk/satu/kembali/", {"code": "c", "state": state or asked["state"][0]})


def test_somebody_known_by_a_verified_address_is_signed_in(house: House, client: Client) -> None:
    answer = come_back(house, client)
    assert (answer.status_code, answer["Location"]) == (302, "/kerja/mulai/")
    assert client.get("/kerja/").status_code == 200
    assert "/masuk/satu/" in Client().get("/masuk/").content.decode()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"email": "nobody@dinas.test"}, "unknown"),
        ({"email_verified": False}, "unverified"),
        ({"aud": "another house"}, "audience"),
        ({"iss": "https://elsewhere.test"}, "issuer"),
        ({"exp": 1}, "expired"),
    ],
)
def test_what_cannot_be_believed_signs_nobody_in(
    house: House, client: Client, claims: dict[str, Any], why: str
) -> None:
    house.claims = claims
    accounts = Account.objects.count()
    assert come_back(house, client).status_code == 403
    assert client.get("/kerja/").status_code == 302
    assert Account.objects.count() == accounts
    assert AuditLine.objects.get(act="sign-in.single_refused").data == {"why": why}


def test_a_foreign_key_or_no_signature_is_refused(house: House, client: Client) -> None:
    house.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert come_back(house, client).status_code == 403
    house.key, house.algorithm = KEY, "none"
    assert come_back(house, client).status_code == 403


def test_the_way_back_belongs_to_one_way_there(house: House, client: Client) -> None:
    assert come_back(house, client, state="made up").status_code == 403
    assert client.get("/masuk/satu/kembali/", {"code": "c", "state": ""}).status_code == 403


def test_a_closed_account_stays_closed(house: House, client: Client) -> None:
    Account.objects.filter(username="officer").update(is_active=False)
    assert come_back(house, client).status_code == 403


def test_an_invited_one_comes_in_by_the_sign_on_with_the_role_of_the_invitation(
    house: House, client: Client, world: World
) -> None:
    head = world.accounts["head"]
    staffing.invite(
        invited=Invited("Sari", "email", "sari@dinas.test"),
        post=Post("officer", world.organisations["ROADS"]),
        by=head,
        scope=scope_of(head),
        at=clock.now(),
    )
    house.claims = {"email": "Sari@Dinas.test"}
    assert come_back(house, client).status_code == 302
    made = Account.objects.get(email="sari@dinas.test")
    assert not made.has_usable_password()
    assert scope_of(made).covers(ANSWER, organisation=world.organisations["ROADS"].pk)


def test_without_a_provider_the_addresses_do_not_exist(client: Client, world: World) -> None:
    assert client.get("/masuk/satu/").status_code == 404
    assert "/masuk/satu/" not in client.get("/masuk/").content.decode()


def test_a_provider_that_is_away_is_said_and_the_password_still_works(
    settings: Settings, client: Client, world: World
) -> None:
    settings.SSO_ISSUER, settings.SSO_CLIENT_ID, settings.SSO_CLIENT_SECRET = "http://127.0.0.1:9", "rumah", "s"
    answer = client.get("/masuk/satu/")
    assert answer.status_code == 503
    assert "/masuk/" in answer.content.decode()


def test_a_role_that_needs_a_second_factor_is_led_to_it(settings: Settings, client: Client, world: World) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"governor"})
    for name, there in (("governor", "/masuk/langkah-kedua/pasang/"), ("officer", "")):
        client.force_login(world.accounts[name])
        answer = client.get("/pantau/" if name == "governor" else "/kerja/")
        assert answer.headers.get("Location", "") == there
