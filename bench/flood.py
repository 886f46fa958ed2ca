"""One sender writes thousands of messages in a minute: nothing is lost, and neither cases nor answers are thousands.

    .venv/bin/python -m bench.flood --messages 10000

Works in a database of its own, as `bench.deliveries`. Exit status 0 only when every message is kept.
"""

import argparse
import json
import os
import sys
import time
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")

import django

django.setup()

from rumahrakyat.channels import handing, inbox, registry, unpack  # noqa: E402 -- models exist from here on
from rumahrakyat.channels.contract import Raw  # noqa: E402
from rumahrakyat.channels.models import InboundEvent, Message  # noqa: E402
from rumahrakyat.channels.whatsapp import kit  # noqa: E402
from rumahrakyat.config import database  # noqa: E402
from rumahrakyat.config.loading import load_province  # noqa: E402
from rumahrakyat.correspondence.models import HeldMessage  # noqa: E402
from rumahrakyat.lib import clock  # noqa: E402
from rumahrakyat.operate.conformance import scratch_database  # noqa: E402
from rumahrakyat.regions.province import active  # noqa: E402
from rumahrakyat.reports.models import Report  # noqa: E402

BATCH = 50
TEXT = "Jalan di depan pasar berlubang dalam sejak hujan kemarin, tolong diperbaiki"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    args = parser.parse_args()
    alone = registry.Registry()
    alone.add(kit.adapter())
    with database.available(), scratch_database("flood"):
        list(load_province(active().name, at=clock.now()))
        with mock.patch.object(registry, "default", return_value=alone):
            found = flood(args.messages)
    print(json.dumps(found))
    return 0 if found["kept"] == args.messages and not found["failed"] else 1


def flood(count: int) -> dict[str, float]:
    """Store them all, then let one worker hand them on; what became of them."""
    began = time.monotonic()
    now = int(clock.now().timestamp()) - 60
    for first in range(0, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        items = [kit.text(f"flood.{n}", words=f"{TEXT} ({n})", at=now + n * 60 // count) for n in numbers]
        for request in kit.requests(*items):
            inbox.store_all("whatsapp", [Raw(request.body)], at=clock.now())
    stored = time.monotonic() - began
    while InboundEvent.objects.filter(state="new").exists() or unpack.unpack(clock.now):
        handing.hand_on(clock.now)
    return {
        "messages": count,
        "kept": Message.objects.filter(direction="in").values("external_id").distinct().count(),
        "failed": InboundEvent.objects.filter(state="failed").count(),
        "reports": Report.objects.count(),
        "held": HeldMessage.objects.count(),
        "answers": Message.objects.filter(direction="out").count(),
        "seconds_to_store": round(stored, 1),
        "seconds_in_all": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
