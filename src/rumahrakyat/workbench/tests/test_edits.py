"""Two officers answer the same cases at the same moment, on connections of their own: nothing is lost in silence."""

import pytest
from django.test import Client

from tests.cast import World
from tests.edits import Officer, race


def officer(world: World, name: str) -> Officer:
    client = Client()
    client.force_login(world.accounts[name])

    def post(path: str, form: dict[str, str]) -> tuple[int, str]:
        answer = client.post(path, form)
        return answer.status_code, answer.content.decode()

    return Officer(name, lambda path: client.get(path).content.decode(), post)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_one_of_forty_simultaneous_edits_is_recorded_or_handed_back(world: World) -> None:
    numbers = [world.assigned().number for _ in range(2)]
    found = race([officer(world, "officer"), officer(world, "head")], numbers, 20)
    assert (found["edits"], found["lost"], found["doubled"]) == (40, 0, 0)
    assert found["recorded"] + found["refused"] == 40
    assert found["refused"] >= 10  # they do meet
