import json
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from rumahrakyat.lib import http
from rumahrakyat.regions import geocoder
from rumahrakyat.regions.names import place_from_words

TEXT = "Lampu di Jalan Pahlawan Semarang mati, hubungi Budi 081234567890"
IN_THE_CITY = {"lat": "-6.9946", "lon": "110.4191"}
IN_THE_REGENCY = {"lat": "-7.1400", "lon": "110.4050"}
IN_JAKARTA = {"lat": "-6.2000", "lon": "106.8000"}


class Server:
    """A stand-in on this machine that answers what it is told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, b"[]", list[dict[str, list[str]]]()
        self.agents: list[str] = []
        self.hurry = Event()
        self.hurry.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(parse_qs(urlsplit(self.path).query))
                outer.agents.append(self.headers["User-Agent"])
                outer.hurry.wait(5)
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(outer.body)))
                with suppress(ConnectionError):  # whoever asked may have gone
                    self.end_headers()
                    self.wfile.write(outer.body)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    standin = Server()
    thread = Thread(target=standin.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.GEOCODER_URL, settings.GEOCODER_EMAIL = standin.url, "peta@example.org"
    geocoder.forget_pause()
    yield standin
    http.forget_connections()
    standin.http.shutdown()
    standin.http.server_close()
    thread.join()


def answer(server: Server, *rows: object) -> str | None:
    server.body = json.dumps(rows).encode()
    found = geocoder.look_up(TEXT, place_from_words(TEXT))
    return found.code if found else None


def test_it_is_off_until_a_server_is_named(settings: Settings) -> None:
    assert not geocoder.is_on()
    settings.GEOCODER_URL = "https://peta.example.org"
    assert geocoder.is_on()


def test_an_answer_among_the_places_left_open_decides(server: Server) -> None:
    assert str(answer(server, IN_THE_CITY)).startswith("33.74.")
    geocoder.forget_pause()
    assert str(answer(server, IN_THE_REGENCY)).startswith("33.22.")


def test_only_the_words_for_the_place_leave_the_house(server: Server) -> None:
    answer(server, IN_THE_CITY)
    asked = server.asked[0]
    assert asked["q"] == ["jalan pahlawan semarang, Jawa Tengah"]
    assert asked["bounded"] == ["1"]
    assert asked["email"] == ["peta@example.org"]
    assert "peta@example.org" in server.agents[0]
    assert "Budi" not in str(asked)
    assert "0812" not in str(asked)


@pytest.mark.parametrize(
    "text", ["jalan depan rumah Pak Budi Semarang", "JALAN MILIK BAMBANG SEMARANG", "Semarang", "saya butuh bantuan"]
)
def test_without_a_named_street_nobody_is_asked(server: Server, text: str) -> None:
    assert geocoder.look_up(text, place_from_words(text)) is None
    assert server.asked == []


@pytest.mark.parametrize("rows", [(), (IN_JAKARTA,), (IN_THE_CITY, IN_THE_REGENCY), ({"lat": "x"},), (3,), ({},)])
def test_no_answer_or_a_doubtful_one_changes_nothing(server: Server, rows: tuple[object, ...]) -> None:
    assert answer(server, *rows) is None


def test_an_answer_that_disagrees_with_the_words_changes_nothing(server: Server) -> None:
    assert answer(server, {"lat": "-7.5681", "lon": "110.8291"}) is None


@pytest.mark.parametrize(("status", "body"), [(429, b"[]"), (500, b""), (200, b"<html>"), (200, b"{}"), (200, b"\xff")])
def test_after_trouble_it_is_left_in_peace_for_a_while(server: Server, status: int, body: bytes) -> None:
    server.status, server.body = status, body
    found = place_from_words(TEXT)
    assert geocoder.look_up(TEXT, found) is None
    assert geocoder.look_up(TEXT, found) is None
    assert len(server.asked) == 1


def test_a_server_that_is_gone_changes_nothing(server: Server, settings: Settings) -> None:
    settings.GEOCODER_URL = "http://127.0.0.1:9"
    assert geocoder.look_up(TEXT, place_from_words(TEXT)) is None


def test_a_server_that_does_not_answer_in_time_changes_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.1)
    http.forget_connections()
    server.hurry.clear()
    assert answer(server, IN_THE_CITY) is None
    assert len(server.asked) == 1
    server.hurry.set()


def test_one_question_a_second(server: Server) -> None:
    answer(server, IN_THE_CITY)
    answer(server, IN_THE_CITY)
    assert len(server.asked) == 1
