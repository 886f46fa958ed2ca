from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from rumahrakyat.config.middleware import DatabaseAway, chosen_language, content_security_policy
from rumahrakyat.lib import clock
from rumahrakyat.lib.jobs import run
from tests.cast import World
from tests.pages import PageClient


def spoken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(("cookie", "language"), [("", "id"), ("en", "en"), ("jv", "jv"), ("tlh", "id")])
def test_the_language_is_indonesian_unless_chosen_here(rf: RequestFactory, cookie: str, language: str) -> None:
    request = rf.get("/", headers={"accept-language": "en-US"})
    request.COOKIES["django_language"] = cookie
    response = chosen_language(spoken)(request)
    assert response.content.decode() == language
    assert response["Content-Language"] == language


def test_every_answer_forbids_scripts_from_elsewhere_and_inline(rf: RequestFactory) -> None:
    policy = content_security_policy(spoken)(rf.get("/"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_database_that_is_away_is_said_with_the_time_to_try_again(rf: RequestFactory) -> None:
    middleware = DatabaseAway(spoken)
    response = middleware.process_exception(rf.get("/lapor/"), OperationalError("server closed the connection"))
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert middleware.process_exception(rf.get("/"), ValueError("something else")) is None


@pytest.mark.django_db
def test_the_character_nobody_types_reaches_no_search_and_no_form(client: Client) -> None:
    assert client.get("/laporan/?q=jalan%00rusak").status_code == 200
    page = client.post("/masuk/", {"login": "off\0icer", "password": "salah\0"})
    assert (page.status_code, 'value="officer"' in page.content.decode()) == (200, True)


@pytest.mark.django_db
def test_an_address_for_forms_alone_leads_on_whoever_opens_it(world: World) -> None:
    client = PageClient()
    client.force_login(world.accounts["officer"])
    page = client.get("/kerja/banyak/")
    assert page.status_code == 405
    assert "Tidak ada yang bisa dibaca di alamat ini" in page.content.decode()
    assert 'href="/kerja/mulai/"' in page.content.decode()


@pytest.mark.django_db
def test_health_tells_of_the_database_and_of_a_silent_worker(client: Client) -> None:
    answer = client.get("/sehat/")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": "working",
        "worker": "silent",
        "jobs_waiting": 0,
        "sweeper": {
            "last_sweep": None,
            "seconds_since": None,
            "oldest_due": None,
            "lag_seconds": 0.0,
            "failed": 0,
            "standing_still": False,
        },
        "record": {
            "sealed_to": None,
            "seal_overdue": False,
            "seal_faults": 0,
            "verified_at": None,
            "verified_faults": 0,
            "verification_silent": False,
        },
    }


def test_health_is_503_with_all_its_parts_when_the_sweeper_stands_still(client: Client, world: World) -> None:
    with clock.frozen(world.at):
        run("duty.sweep")
    with clock.frozen(world.at + timedelta(minutes=2)):
        answer = client.get("/sehat/")
    assert (answer.status_code, answer.json()["database"]) == (503, "working")
    sweeper = answer.json()["sweeper"]
    assert (sweeper["last_sweep"], sweeper["seconds_since"]) == (world.at.isoformat(), 120.0)
    assert sweeper["standing_still"]
