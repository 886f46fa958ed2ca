"""Parts of the product are killed while people write; what was acknowledged is a report, once."""

import argparse
import secrets
import time
from pathlib import Path

import pytest

from bench.kill_replay import rehearse
from tests.journeys.site import START_SECONDS, Site, begun, finish, until

pytestmark = pytest.mark.journey


def test_killed_web_and_workers_lose_and_double_nothing(site: Site, texts: Path) -> None:
    seed = secrets.token_hex(4)
    wish = argparse.Namespace(file=texts, limit=60, kills=6, pause=2.0, batch=3, seed=seed)
    before = site.ask("check")[1]["reports"]
    result = rehearse(site, wish)
    assert result["replay"] == 0, result
    assert result["check"] == {"ok": True, "reports": before + 60, "wrong": []}, f"seed {seed}"
    assert min(result["killed"].values()) >= 1  # type: ignore[attr-defined]


def test_a_killed_database_loses_nothing_that_was_acknowledged(site: Site, texts: Path) -> None:
    seed = secrets.token_hex(4)
    words = ["--channel", "whatsapp", "--twice", "--limit", "40", "--batch", "2", "--base-url", site.url]
    before = site.ask("check")[1]["reports"]
    replay = site.begin("replay", str(texts), *words, "--seed", seed, "--json")
    begun(replay)
    for _ in range(2):
        time.sleep(1 + int(seed, 16) % 100 / 50)
        site.kill_database()
        until(site.answers, START_SECONDS)
    status, played = finish(replay)
    assert (status, played["reports"], played["acknowledged"]) == (0, 40, 40), f"seed {seed}: {played}"
    status, checked = site.ask("check", "--chains", "all", "--wait", "300")
    assert status == 0, checked
    assert checked["reports"] == before + 40


def test_the_same_replay_adds_nothing_and_the_form_takes_a_second_press_as_the_first(site: Site, texts: Path) -> None:
    words = ["replay", str(texts), "--limit", "5", "--twice", "--base-url", site.url, "--seed", "again"]
    first = site.ask(*words, "--channel", "whatsapp")
    count = site.ask("check")[1]["reports"]
    second = site.ask(*words, "--channel", "whatsapp")
    assert (first[0], second[0], site.ask("check")[1]["reports"]) == (0, 0, count)
    status, pressed = site.ask(*words, "--channel", "web")
    assert (status, pressed["reports"], pressed["sent"]) == (0, 5, 10)
    assert site.ask("check")[1]["reports"] == count + 5
