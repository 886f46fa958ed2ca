"""A complaint where everybody reads it, from the person's page to the case and back: the number in public, the
question alone."""

import pytest

from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.base import Said
from rumahrakyat.channels.standins.tests.hands import Citizen, demo, opens, work
from rumahrakyat.lib import clock
from rumahrakyat.reports import effects
from rumahrakyat.reports.models import Report
from tests.cast import World, world

__all__ = ["demo", "world"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
]
COMPLAINT = "Lampu jalan di depan pasar besar mati sejak Kamis, gelap sekali, tolong segera diperbaiki pak"


def complain(code: str, public: str) -> Citizen:
    citizen = opens(code, name="Bu Siti", typed="siti.demak")
    person = registry.get(code).store.person(citizen.key)
    assert person is not None
    citizen.standin.say(person, Said(text=COMPLAINT, public=public), at=clock.now())
    for _turn in range(3):
        work()
        effects.run_due()
    return citizen


@pytest.mark.parametrize(
    ("code", "public", "asked_alone"),
    [
        ("facebook", "comment", True),
        ("facebook", "post", True),
        ("facebook", "mention", False),
        ("instagram", "comment", True),
        ("instagram", "mention", False),
    ],
)
def test_the_number_is_told_in_public_and_what_is_missing_is_asked_alone(
    world: World, code: str, public: str, asked_alone: bool
) -> None:
    citizen = complain(code, public)
    number = Report.objects.get().number
    answers = [one for one in citizen.standin.store.thread(citizen.key) if one.data["direction"] == "out"]
    in_public = [one for one in answers if one.data["public"]]
    assert [number in one.data["text"] for one in in_public] == [True]
    assert [one.data["under"] != "" for one in answers if not one.data["public"]] == [True] * asked_alone
