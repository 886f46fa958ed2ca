"""A rehearsal through the web form, without a script: the three steps, the check page, and "send" pressed twice."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import httpx

from rumahrakyat.operate.rehearsal.door import Door, DoorClosed
from rumahrakyat.operate.rehearsal.texts import Row

AT_ONCE = 4
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|kunci)" value="([^"]*)"')
_PLACE = re.compile(r'<input type="radio" name="tempat" id="tempat-\d+" value="([^"]+)" checked>')
_RECEIPT = re.compile(r"/lapor/terima/([A-Z0-9-]+)/")
Fields = dict[str, str]


@dataclass(frozen=True)
class Form:
    """A rehearsal by form. `twice`: the last button is pressed twice."""

    door: Door
    twice: bool

    def play(self, rows: Sequence[Row]) -> list[list[str]]:
        """Fill in the form for each row; returns the numbers on the receipts, one for every press of "send"."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self._one, rows))

    def _one(self, row: Row) -> list[str]:
        with self.door.client(self._address(row)) as browser:
            self._step(browser, "/lapor/", {"cerita": row.text})
            page = self._get(browser, "/lapor/tempat/")
            offered = _PLACE.search(page)
            self._step(browser, "/lapor/tempat/", {"tempat": offered[1]} if offered else {"tidak-tahu": "1"}, page)
            self._step(browser, "/lapor/kontak/", {"kabar": "none", "nama-boleh": "named"})
            check = self._get(browser, "/lapor/periksa/")
            return [self._send(browser, check) for _ in range(2 if self.twice else 1)]

    def _address(self, row: Row) -> str:
        """A loopback address of its own for every few citizens, so that limits for one connection do not bite."""
        if urlsplit(self.door.base_url).hostname != "127.0.0.1":
            return ""
        return f"127.{1 + row.line // 62_500 % 250}.{1 + row.line // 250 % 250}.{1 + row.line % 250}"

    def _get(self, browser: httpx.Client, path: str) -> str:
        answer = self.door.ask(browser, browser.build_request("GET", path))
        if answer.status_code != 200:
            raise DoorClosed(f"{path} answers {answer.status_code}")
        return answer.text

    def _step(self, browser: httpx.Client, path: str, fields: Fields, page: str = "") -> None:
        answer = self._post(browser, path, page or self._get(browser, path), fields)
        if answer.status_code != 302:
            raise DoorClosed(f"{path} answers {answer.status_code} to what was filled in")

    def _send(self, browser: httpx.Client, page: str) -> str:
        answer = self._post(browser, "/lapor/periksa/", page, {})
        receipt = _RECEIPT.search(answer.headers.get("Location", ""))
        if receipt is None:
            raise DoorClosed(f"the form answers {answer.status_code} and gives no receipt")
        return receipt[1]

    def _post(self, browser: httpx.Client, path: str, page: str, fields: Fields) -> httpx.Response:
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(page)}
        return self.door.ask(browser, browser.build_request("POST", path, data={**hidden, **fields}))
