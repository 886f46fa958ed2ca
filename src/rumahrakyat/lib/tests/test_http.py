import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from rumahrakyat.lib import http


@pytest.fixture
def site() -> Iterator[str]:
    """A site on this machine: /hops/N redirects N times, /away redirects into a private network, /big is large."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            word, _, number = self.path.strip("/").partition("/")
            goal = {
                "hops": f"/hops/{int(number) - 1}" if number.isdigit() and int(number) else "",
                "away": "http://10.0.0.1/",
            }
            body = b"x" * 5000 if word == "big" else self.headers["Host"].encode()
            self.send_response(302 if goal.get(word) else 200)
            if goal.get(word):
                self.send_header("Location", goal[word])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_trusted_origin_may_be_private_and_is_asked_by_its_name(site: str) -> None:
    reply = http.request("GET", f"{site}/", trusted=site)
    assert (reply.status, reply.content.decode()) == (200, site.removeprefix("http://"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:192.168.0.1]/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(http.PrivateAddress):
        http.request("GET", url)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_args: Any, **_more: Any) -> list[Any]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.215.14", 80)), (*kind, ("192.168.1.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(http.PrivateAddress):
        http.request("GET", "http://contoh.go.id/")


def test_another_port_of_the_trusted_machine_is_not_trusted(site: str) -> None:
    with pytest.raises(http.PrivateAddress):
        http.request("GET", "http://127.0.0.1:9/", trusted=site)


def test_three_redirects_are_followed_and_a_fourth_is_not(site: str) -> None:
    assert http.request("GET", f"{site}/hops/3", trusted=site).status == 200
    with pytest.raises(http.HttpProblem, match="too many redirects"):
        http.request("GET", f"{site}/hops/4", trusted=site)


def test_a_redirect_into_a_private_network_is_refused(site: str) -> None:
    with pytest.raises(http.PrivateAddress):
        http.request("GET", f"{site}/away", trusted=site)


def test_an_answer_that_is_too_large_is_not_read_to_its_end(site: str) -> None:
    with pytest.raises(http.HttpProblem, match="too large"):
        http.request("GET", f"{site}/big", trusted=site, largest=1000)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://contoh.go.id/", "", "http://"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(http.HttpProblem) as caught:
        http.request("GET", url)
    assert caught.value.permanent


def test_nobody_at_home_is_a_passing_trouble_that_names_no_path(site: str) -> None:
    with pytest.raises(http.HttpProblem) as caught:
        http.request("GET", "http://127.0.0.1:9/rahasia", trusted="http://127.0.0.1:9")
    assert not caught.value.permanent
    assert "rahasia" not in str(caught.value)
