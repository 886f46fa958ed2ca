"""Nothing is lost, doubled or answered elsewhere, whatever comes how often on which channel, and whoever is killed."""

import pytest

from tests.deliveries import CHANNELS, play

EACH = 6


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_every_message_is_kept_once_and_answered_where_it_came_from(world: object) -> None:
    messages = EACH * len(CHANNELS)
    found = play(messages=messages, copies=5, kills=3, seed="six each")
    assert found["deliveries"] >= 5 * messages
    assert {name: found[name] for name in ("lost", "doubled", "failed", "unanswered", "elsewhere", "unsent")} == {
        "lost": 0, "doubled": 0, "failed": 0, "unanswered": 0, "elsewhere": 0, "unsent": 0,
    }  # fmt: skip
    assert found["stored"] == found["reports"] == messages
    assert set(found["channels"].values()) == {EACH}
