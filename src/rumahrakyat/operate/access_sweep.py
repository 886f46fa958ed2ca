"""Asks every address of the table as everybody, and says where the answer is not the expected one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from rumahrakyat.lib import clock
from rumahrakyat.operate.access_table import ROWS, THINGS
from rumahrakyat.operate.access_table.rows import ANONYMOUS, SIGN_IN, Row, Thing, Things
from rumahrakyat.operate.access_table.world import Setting, build

LATER = timedelta(hours=1)  # everybody's clock stands an hour after the world's noon
Answer = dict[str, Any]


@dataclass
class Prepared:
    """The world with everything that the rows point at."""

    setting: Setting
    things: dict[str, Things] = field(default_factory=dict)

    def of(self, row: Row) -> Things:
        return self.things[row.things] if row.things else {"": Thing()}


@transaction.atomic
def prepare() -> Prepared:
    """Build the world, and every object of the table in it, in one transaction. The database must be empty."""
    setting = build()
    with clock.frozen(setting.at + LATER):
        return Prepared(setting, {name: make(setting) for name, make in THINGS.items()})


def declared() -> set[str]:
    """Every address of the site, by name; by its route where it has none."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: Iterable[URLPattern | URLResolver], space: str = "", route: str = "") -> Iterator[str]:
    for one in patterns:
        here = f"{route}{one.pattern}"
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from _names(one.url_patterns, inside, here)
        else:
            yield f"{space}{one.name}" if one.name else here


def undeclared() -> list[str]:
    """Addresses that no row names, and rows that name none."""
    known = {row.url for row in ROWS}
    standing = {name for name in declared() if not name.startswith("dev/")}  # outside systems, in demo mode only
    return sorted(standing ^ known)


def ask_all(prepared: Prepared, roles: Iterable[str], *, brief: bool = False) -> Iterator[Answer]:
    """Every row for each role, each in a transaction that is taken back. Yields one answer for each request. `brief`:
    what is open to the whole world is asked as nobody only, and for one object where a role has no business at all."""
    with clock.frozen(prepared.setting.at + LATER):
        for role in roles:
            browser = Client()
            browser.raise_request_exception = False
            if role != ANONYMOUS:
                browser.force_login(prepared.setting.accounts[role])
            signed_in = browser.cookies.output(header="", sep=";")
            for row, name, thing in _asked_of(prepared, role, brief):
                browser.cookies = SimpleCookie(signed_in)  # as it came: a page may sign somebody out
                yield _asked(browser, row, role, name, thing)


def _asked_of(prepared: Prepared, role: str, brief: bool) -> Iterator[tuple[Row, str, Thing]]:
    for row in ROWS:
        if not brief or row.opens is not None or role == ANONYMOUS:
            things = list(prepared.of(row).items())
            few = brief and row.closed_to(role, [thing for _name, thing in things])
            for name, thing in things[:1] if few else things:
                yield row, name, thing


def _asked(browser: Client, row: Row, role: str, name: str, thing: Thing) -> Answer:
    expected = row.expected(role, thing)
    got = _status(browser, row, thing)
    said = {"url": row.url, "method": row.method, "role": role, "object": name}
    return {**said, "expected": " or ".join(sorted(expected)), "got": got, "right": got in expected}


def _status(browser: Client, row: Row, thing: Thing) -> str:
    response = answer_to(browser, row, thing)
    if response.status_code == 302 and response["Location"].split("?")[0] == resolve_url("account_login"):
        return SIGN_IN
    return str(response.status_code)


def answer_to(browser: Client, row: Row, thing: Thing) -> HttpResponse:
    """What the row's address answers for a thing, with all that asking changed taken back."""
    try:
        path = reverse(row.url, kwargs={**row.parts, **thing.parts})
    except NoReverseMatch:
        path = f"/{row.url}"
    with transaction.atomic():
        response: Any
        if row.method == "GET":
            response = browser.get(f"{path}?{row.query}" if row.query else path)
        else:
            response = browser.post(path, {**row.sent, **thing.sent})
        transaction.set_rollback(True)
    return response  # type: ignore[no-any-return]
