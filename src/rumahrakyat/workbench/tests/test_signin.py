"""Signing in, with and without the second step."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from rumahrakyat.people.queries import DEMO_PASSWORD
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import PASSWORD, World


@pytest.fixture(autouse=True)
def _no_counted_attempts() -> None:
    cache.clear()


def test_an_officer_signs_in_and_lands_on_the_queue(world: World, client: Client) -> None:
    page = client.post("/masuk/", {"login": "officer", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/kerja/"


def test_a_wrong_password_is_said_and_nothing_more(world: World, client: Client) -> None:
    page = client.post("/masuk/", {"login": "officer", "password": "salah sekali sandinya"})
    assert "Belum berhasil" in page.content.decode()


def test_guessing_is_slowed_down(world: World, client: Client) -> None:
    for _guess in range(6):
        page = client.post("/masuk/", {"login": "officer", "password": "salah sekali sandinya"})
    assert page.status_code in {200, 429}
    page = client.post("/masuk/", {"login": "officer", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/masuk/daftar/", "/masuk/sandi/lupa/", "/masuk/surel/", "/masuk/signup/"])
def test_nobody_signs_up_or_resets_by_mail(path: str, client: Client, db: None) -> None:
    assert client.get(path).status_code == 404


def test_the_old_address_leads_on(client: Client, db: None) -> None:
    assert client.get("/masuk/login/?next=/kerja/").headers["Location"] == "/masuk/?next=/kerja/"


def test_a_demo_offers_its_accounts(world: World, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    account = world.accounts["verifier"]
    account.is_demo, account.title = True, "Verifikator"
    account.set_password(DEMO_PASSWORD)
    account.save()
    offered = client.get("/masuk/").content.decode()
    assert 'value="verifier"' in offered
    assert 'href="/dev/"' in offered
    page = client.post("/masuk/", {"login": "verifier", "password": DEMO_PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/kerja/masuk/"


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(world: World, client: Client) -> None:
    pressed = client.post("/kerja/urungkan/", headers={"Referer": "http://testserver/kerja/?kategori=jalan"})
    assert pressed["Location"] == "/masuk/?next=/kerja/%3Fkategori%3Djalan"
    elsewhere = client.post("/kerja/urungkan/", headers={"Referer": "http://elsewhere.example/x/"})
    assert elsewhere["Location"] == "/masuk/?next=/kerja/"


def test_a_narrowed_list_is_still_narrowed_after_signing_in(world: World, client: Client) -> None:
    assert client.get("/kerja/?kategori=jalan")["Location"] == "/masuk/?next=/kerja/%3Fkategori%3Djalan"


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_with_the_second_step_a_password_alone_is_not_enough(world: World, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(world.accounts["officer"], secret)
    page = client.post("/masuk/", {"login": "officer", "password": PASSWORD}, follow=True)
    assert "Kode dari HP Anda" in page.content.decode()
    page = client.post("/masuk/langkah-kedua/masuk/", {"code": code_for(secret)}, follow=True)
    assert page.redirect_chain[-1][0] == "/kerja/"


def test_the_second_step_is_switched_on_and_off(world: World, client: Client) -> None:
    client.post("/masuk/", {"login": "officer", "password": PASSWORD})
    assert "Nyalakan" in client.get("/masuk/langkah-kedua/").content.decode()
    page = client.get("/masuk/langkah-kedua/pasang/", follow=True)
    if page.redirect_chain:  # the password is asked for once more before anything of the account changes
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        page = client.get("/masuk/langkah-kedua/pasang/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/masuk/langkah-kedua/pasang/", {"code": code_for(secret)})
    assert "Langkah kedua menyala" in client.get("/masuk/langkah-kedua/").content.decode()
    for path in ("kode/", "kode/buat/", "lepas/"):
        assert client.get(f"/masuk/langkah-kedua/{path}").status_code == 200


def test_one_page_each_for_password_and_leaving(world: World, sign_in: SignIn) -> None:
    client = sign_in("officer")
    for path in ("/masuk/sandi/", "/masuk/keluar/", "/masuk/ulang/"):
        assert client.get(path).status_code == 200, path
