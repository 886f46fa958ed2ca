"""How many messages a second are taken in over HTTP, each committed before it is acknowledged, against the same rows
committed by pgbench in the same minutes on the same server.

    .venv/bin/python -m bench.intake [--pairs 5] [--seconds 5]
"""

import argparse
import contextlib
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import home, load

CLIENTS = 8
TEXT = (
    "Jalan di depan pasar desa berlubang dalam sejak dua minggu, sudah tiga orang jatuh dari motor. "
    "Kalau hujan lubangnya tidak kelihatan. Mohon segera diperbaiki sebelum ada korban lagi."
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="rumahrakyat-bench-"))
    place.chmod(0o755)
    try:
        # The demo's limits for one connection let a load generator through.
        with home.enter(place, RUMAHRAKYAT_DEMO="1"), server() as port:
            ways = {
                "webhook": measure(port, _webhooks, 200, args.pairs, args.seconds),
                "form": measure(port, _forms, 302, args.pairs, args.seconds),
            }
            ways["worker"] = worker(args.pairs, args.seconds)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(json.dumps(ways))
    return 0


Prepare = Callable[[int], Sequence[bytes]]


def measure(port: int, prepare: Prepare, wanted: int, pairs: int, seconds: int) -> dict[str, object]:
    """Interleaved pairs of one run over HTTP and one of pgbench; the median of the ratios."""
    from bench import rows  # noqa: PLC0415 -- after Django's set-up

    _run(port, prepare(CLIENTS * 4), wanted)  # wakes what is woken once, and opens the connections
    before = rows.transaction_now()
    _run(port, prepare(1), wanted)
    script = rows.script_of(before)
    guess = _run(port, prepare(CLIENTS * 10), wanted).per_second
    http, base, ratios = [], [], []
    waits: dict[str, list[float]] = {"http": [], "pgbench": []}
    for _ in range(pairs):
        requests = prepare(max(CLIENTS * 4, int(guess * seconds)))
        ours, theirs = _run(port, requests, wanted), rows.pgbench(script, seconds=seconds, clients=CLIENTS)
        http.append(ours.per_second)
        base.append(theirs.per_second)
        ratios.append(http[-1] / base[-1])
        waits["http"] += ours.waits
        waits["pgbench"] += theirs.waits
        home.say(f"{http[-1]:.0f}/s over HTTP, {base[-1]:.0f}/s by pgbench: {ratios[-1]:.0%}")
    return {
        "http": statistics.median(http),
        "pgbench": statistics.median(base),
        "ratio": statistics.median(ratios),
        "waits": {name: _percentiles(found) for name, found in waits.items()},
        "rows": sum(script.tables.values()),
        "tables": script.tables,
    }


def _percentiles(waits: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile, in milliseconds."""
    ordered = sorted(waits)
    return {"p50": statistics.median(ordered) * 1000, "p99": ordered[int(len(ordered) * 0.99)] * 1000}


def worker(pairs: int, seconds: int) -> dict[str, object]:
    """How many messages one worker takes apart and hands on a second, each to a conversation that makes a case and an
    answer of it, against the bare insert of the raw request by one client of pgbench."""
    from bench import rows  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.channels import handing, unpack  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415

    while unpack.unpack(clock.now):  # what the runs over HTTP left: taken apart, not part of the measurement
        pass
    _set_aside()
    before = rows.transaction_now()
    _store(1)
    script = rows.script_of(before)
    done, base, ratios = [], [], []
    for _ in range(pairs):
        count = 30 * seconds
        _store(count)
        began = time.perf_counter()
        unpack.unpack(clock.now)
        handing.hand_on(clock.now)
        done.append(count / (time.perf_counter() - began))
        base.append(rows.pgbench(script, seconds=seconds, clients=1).per_second)
        ratios.append(done[-1] / base[-1])
        home.say(f"{done[-1]:.0f}/s by one worker, {base[-1]:.0f}/s by pgbench: {ratios[-1]:.1%}")
    return {
        "worker": statistics.median(done),
        "pgbench": statistics.median(base),
        "ratio": statistics.median(ratios),
    }


def _set_aside() -> None:
    from rumahrakyat.channels.models import InboundEvent  # noqa: PLC0415 -- after Django's set-up

    InboundEvent.objects.filter(state="new").delete()


def _store(count: int) -> None:
    """`count` messages of as many people, as the webhook leaves them."""
    from rumahrakyat.channels import inbox, registry  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.channels.contract import Raw  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.operate.rehearsal import citizens, texts  # noqa: PLC0415

    assert "whatsapp" in registry.default()
    first = _made[0]
    _made[0] += count
    people = citizens.citizens((texts.Row(n, str(n), TEXT) for n in range(first, first + count)), seed="bench")
    for one in people:
        body = citizens.body([citizens.message(one, turn=0, text=TEXT, seconds=int(time.time()))])
        inbox.store_all("whatsapp", [Raw(body)], at=clock.now())


def _run(port: int, requests: Sequence[bytes], wanted: int) -> load.Load:
    shares = [requests[start::CLIENTS] for start in range(min(CLIENTS, len(requests)))]
    result = load.run(port, shares)
    if set(result.statuses) != {wanted}:
        raise RuntimeError(f"answers: {result.statuses}")
    return result


@contextlib.contextmanager
def server() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    web = subprocess.Popen([sys.executable, "-m", "rumahrakyat", "web", "--port", str(port)])
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        web.terminate()
        web.wait(30)


_made = [0]


def _webhooks(count: int) -> Sequence[bytes]:
    """Signed deliveries of one text message each."""
    from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, sign  # noqa: PLC0415
    from rumahrakyat.operate.rehearsal import citizens, texts  # noqa: PLC0415
    from rumahrakyat.operate.rehearsal.whatsapp import PATH, secret  # noqa: PLC0415

    first, key = _made[0], secret()
    _made[0] += count
    requests = []
    for one in citizens.citizens((texts.Row(n, str(n), TEXT) for n in range(first, first + count)), seed="bench"):
        body = citizens.body([citizens.message(one, turn=0, text=TEXT, seconds=int(time.time()))])
        headers = {"Content-Type": "application/json", SIGNATURE: sign(key, body)}
        requests.append(load.request(PATH, body, headers))
    return requests


def _forms(count: int) -> Sequence[bytes]:
    """The last post of the form, "send", from browsers that have filled in everything before."""
    from urllib.parse import urlencode  # noqa: PLC0415

    from django.http import HttpResponse  # noqa: PLC0415

    from rumahrakyat.public.draft import Draft  # noqa: PLC0415
    from rumahrakyat.public.drawer import COOKIE, Drawer  # noqa: PLC0415

    csrf = "b" * 32
    requests = []
    _made[0] += count
    for number in range(_made[0] - count, _made[0]):
        phone = f"0812 {number // 10_000:04d} {number % 10_000:04d}"  # nothing is sent: no worker runs
        draft = Draft(text=TEXT, place_done=True, contact="phone", phone=phone, identity="named")
        drawer, response = Drawer(None), HttpResponse()
        drawer.values["draft"] = draft.to_values()
        drawer.save(response)
        body = urlencode({"kunci": draft.key, "csrfmiddlewaretoken": csrf}).encode()
        cookies = f"csrftoken={csrf}; {COOKIE}={response.cookies[COOKIE].value}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        requests.append(load.request("/lapor/periksa/", body, headers))
    return requests


if __name__ == "__main__":
    sys.exit(main())
