"""Thousands of deliveries over all channels, repeated, shuffled, at once, while workers are killed and replaced.

Every message is made by its channel's kit, signed as its provider signs it, and comes in by the channel's own way:
webhooks through the view, the others through what feeds and listeners call. Workers are processes of their own that do
what the product's worker does; only the last step of sending, the provider's own answer, is played.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from unittest import mock
from urllib.parse import quote

from django.db import connection, connections

from rumahrakyat.channels import inbox, registry
from rumahrakyat.channels.base import Outgoing, Receipt
from rumahrakyat.channels.conformance.bench import Bench, kit_of
from rumahrakyat.channels.contract import Adapter, Raw, Request, TakesQuery
from rumahrakyat.channels.models import InboundEvent, Message, Outbox, RawInbound
from rumahrakyat.correspondence.models import HeldMessage
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import PendingEffect, Report

# Every channel whose messages are words of a person; the telephone brings calls and recordings and answers by others.
CHANNELS = (
    "whatsapp", "telegram", "facebook", "instagram", "x", "email", "gammu", "smpp", "kannel", "smshttp", "twilio",
)  # fmt: skip
COMPLAINTS = (
    "Jalan di depan pasar berlubang dalam sejak hujan kemarin, tolong diperbaiki",
    "Lampu jalan di depan balai desa mati sudah dua minggu, gelap sekali kalau malam",
    "Sampah menumpuk di pinggir sungai dan baunya sampai ke rumah warga",
    "Air PDAM tidak mengalir sejak tiga hari, warga terpaksa membeli air",
)


class People(Sequence[Any]):
    """As many people as are asked for, shaped like the kit's own. Numbers of two channels never meet."""

    def __init__(self, like: Sequence[Any], channel: int) -> None:
        self.like, self.channel = like[0], channel

    def __len__(self) -> int:
        return 10**6

    def __getitem__(self, who: Any) -> Any:
        digits = f"{self.channel:02}{who:05}"
        if isinstance(self.like, tuple):
            return f"Warga {digits}", f"warga{digits}@surel.test"
        return self.like[: -len(digits)] + digits


@contextmanager
def many_people() -> Iterator[None]:
    """Every kit with as many people as are asked for."""
    with ExitStack() as stack:
        for number, code in enumerate(CHANNELS):
            shared = import_module("rumahrakyat.channels.metagraph.kit")
            module = shared if code in {"facebook", "instagram"} else kit_of(code)
            for name in ("PEOPLE", "NUMBERS", "PHONES"):
                found = getattr(module, name, None)
                if found is not None and not isinstance(found, People):
                    stack.enter_context(mock.patch.object(module, name, People(found, number)))
        yield


def adapters() -> registry.Registry:
    """Every channel, configured as its kit says; what is sent is taken and named by its key.

    The kits' messages are of a fixed day, so the windows that they opened are closed by now: here none ever closes.
    """
    made = registry.Registry()
    for code in CHANNELS:
        adapter = kit_of(code).adapter()
        adapter.capabilities = replace(adapter.capabilities, reply_window=None)
        adapter.send = _taken(adapter)
        made.add(adapter)
    return made


def _taken(adapter: Adapter) -> Callable[[Outgoing], Receipt]:
    def send(outgoing: Outgoing) -> Receipt:
        assert outgoing.address.scheme in adapter.capabilities.schemes
        return Receipt(f"{adapter.code}:{outgoing.key}")

    return send


@dataclass(frozen=True)
class Delivery:
    code: str
    request: Request


def deliveries(messages: int, copies: int, choice: random.Random) -> list[Delivery]:
    """`messages` distinct ones, spread over the channels, each `copies` times, in any order."""
    made = []
    for number in range(messages):
        code = CHANNELS[number % len(CHANNELS)]
        words = f"{COMPLAINTS[number % len(COMPLAINTS)]} (nomor {number})"
        item = kit_of(code).text(f"m{number}", words=words, who=number)
        requests = kit_of(code).requests(item)
        made += [Delivery(code, request) for request in requests for _copy in range(copies)]
    choice.shuffle(made)
    return made


def deliver(todo: list[Delivery], benches: dict[str, Bench]) -> int:
    """Deliver until the list is empty; how many were taken. A refusal that asks to come back is repeated."""
    taken = 0
    while True:
        try:
            one = todo.pop()
        except IndexError:
            return taken
        _deliver(one, benches[one.code])
        taken += 1


def _deliver(one: Delivery, bench: Bench) -> None:
    if bench.kit.INGRESS == "webhook":
        status = bench.post(one.request)
        assert status in {200, 202, 204}, (one.code, status)
        return
    raw = bench.adapter.raw(one.request) if isinstance(bench.adapter, TakesQuery) else one.request.body
    inbox.store_all(one.code, [Raw(raw, dict(one.request.headers))], at=clock.now())


def play(*, messages: int, copies: int, kills: int, seed: str, hands: int = 4, workers: int = 2) -> dict[str, Any]:
    """Deliver everything with `hands` at once while `workers` processes work and are killed; what came of it."""
    choice = random.Random(seed)  # noqa: S311 -- a shuffle
    with ExitStack() as stack:
        made = adapters()
        stack.enter_context(mock.patch.object(registry, "default", return_value=made))
        stack.enter_context(many_people())
        benches = {code: Bench(kit_of(code), None) for code in CHANNELS}
        todo = deliveries(messages, copies, choice)
        total = len(todo)
        team = Team(workers)
        stack.callback(team.end)
        threads, troubles = _hands(hands, todo, benches)
        killed = team.kill_some(kills, choice, lambda: any(thread.is_alive() for thread in threads))
        for thread in threads:
            thread.join()
        if troubles:
            raise troubles[0]
        team.keep_until(_nothing_left)
    return {"deliveries": total, "killed": killed, **outcome(messages)}


def _hands(
    count: int, todo: list[Delivery], benches: dict[str, Bench]
) -> tuple[list[threading.Thread], list[BaseException]]:
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            deliver(todo, benches)
        except BaseException as error:  # noqa: BLE001 -- raised again by whoever waits
            troubles.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _hand in range(count)]
    for thread in threads:
        thread.start()
    return threads, troubles


def _nothing_left() -> bool:
    waiting = RawInbound.objects.filter(state="new").exists() or InboundEvent.objects.filter(state="new").exists()
    unsent = Outbox.objects.filter(state__in=["queued", "retry", "sending"]).exists()
    return not (waiting or unsent or PendingEffect.objects.exists())


def outcome(messages: int) -> dict[str, Any]:
    """What the database says: how many are stored, lost, doubled, filed; and answers that went elsewhere."""
    stored = Counter(Message.objects.filter(direction="in").values_list("channel", flat=True))
    came = dict(Message.objects.filter(direction="in").values_list("contact_point", "channel"))
    answers = list(Message.objects.filter(direction="out").values_list("contact_point", "channel", "status"))
    answered = {contact for contact, _channel, _status in answers}
    distinct = Message.objects.filter(direction="in").values("channel", "external_id").distinct().count()
    return {
        "stored": sum(stored.values()),
        "distinct": distinct,
        "lost": messages - distinct,
        "doubled": sum(stored.values()) - distinct,
        "failed": InboundEvent.objects.filter(state="failed").count(),
        "reports": Report.objects.count(),
        "held": HeldMessage.objects.count(),
        "unanswered": len(set(came) - answered),
        "answers": len(answers),
        "elsewhere": sum(channel != came.get(contact) for contact, channel, _status in answers),
        "unsent": sum(status != "sent" for _contact, _channel, status in answers),
        "channels": dict(sorted(stored.items())),
    }


class Team:
    """Workers in processes of their own, that can be killed and are replaced."""

    def __init__(self, count: int) -> None:
        self.members = [self._begin() for _member in range(count)]

    def _begin(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DATABASE_URL": database_url(), "RUMAHRAKYAT_LOG_LEVEL": "ERROR"}
        return subprocess.Popen([sys.executable, "-m", "tests.deliveries_worker"], env=environment)

    def kill_some(self, kills: int, choice: random.Random, go_on: Callable[[], bool]) -> int:
        """Kill members one after the other, each when it has had time to begin to work."""
        killed = 0
        while killed < kills:
            time.sleep(choice.uniform(0.8, 2.5))
            member = self.members.pop(0)
            member.send_signal(signal.SIGKILL)
            member.wait()
            killed += 1
            self.members.append(self._begin())
            if not go_on() and _nothing_left():
                break
        return killed

    def keep_until(self, done: Callable[[], bool], seconds: float = 600.0) -> None:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("the workers do not come to an end")
            for place, member in enumerate(self.members):
                if member.poll() is not None:
                    self.members[place] = self._begin()
            time.sleep(0.3)

    def end(self) -> None:
        for member in self.members:
            member.terminate()
        for member in self.members:
            member.wait()


def database_url() -> str:
    at = connection.settings_dict
    host, name = quote(str(at["HOST"]), safe=""), at["NAME"]
    password = f":{quote(str(at['PASSWORD']), safe='')}" if at["PASSWORD"] else ""
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{quote(str(at['USER']), safe='')}{password}@{port}/{name}?host={host}"
