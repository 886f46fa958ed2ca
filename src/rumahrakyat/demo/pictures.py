"""Drawn stand-ins for photographs: what was reported, and the same place when the work is done. No real place."""

import io
import random
from collections.abc import Callable
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
_HORIZON = 300
Draw = ImageDraw.ImageDraw
_SCENE_OF: Final = {
    "road": "road", "walk": "road", "sign": "road", "transport": "road", "lamp": "lamp", "drain": "flood",
    "flood": "flood", "irrigation": "flood", "water": "flood", "landslide": "flood", "bridge": "bridge",
    "waste": "waste", "pollution": "waste", "market": "waste", "schoolbuilding": "house", "house": "house",
    "storm": "house", "tourism": "house",
}  # fmt: skip
VARIANTS = 4


def has_scene(topic: str) -> bool:
    """Whether there is something to photograph at all; a question about a form has no picture."""
    return topic in _SCENE_OF


def photo(topic: str, *, done: bool, variant: int) -> bytes:
    """A JPEG of 960x720 for the topic: as it was found, or `done`. The same arguments give the same picture."""
    return _render(_SCENE_OF.get(topic, "desk"), done, variant % VARIANTS)


@cache
def _render(scene: str, done: bool, variant: int) -> bytes:
    rng = random.Random(f"{scene}{variant}")  # noqa: S311 -- a drawing
    image = Image.new("RGB", (WIDTH, HEIGHT), "#cfe6ee")
    _SCENES[scene](ImageDraw.Draw(image, "RGBA"), rng, done)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84)
    return out.getvalue()


def _landscape(draw: Draw, rng: random.Random, *, night: bool = False) -> None:
    sky, hill, grass = ("#1d2b3a", "#16222c", "#1b2f26") if night else ("#cfe6ee", "#8fb8a0", "#a9c98b")
    draw.rectangle((0, 0, WIDTH, HEIGHT), sky)
    for _ in range(3):
        x, height = rng.randint(-150, WIDTH), rng.randint(60, 150)
        draw.ellipse((x, _HORIZON - height, x + rng.randint(380, 620), _HORIZON + height), hill)
    draw.rectangle((0, _HORIZON, WIDTH, HEIGHT), grass)
    for x in (rng.randint(20, 120), rng.randint(700, 800)):
        _home(draw, x, _HORIZON + rng.randint(-10, 30), night=night)
    for x in (rng.randint(170, 260), rng.randint(620, 690), rng.randint(850, 920)):
        _palm(draw, x, _HORIZON + 50, rng.randint(110, 170), night=night)


def _home(draw: Draw, x: int, y: int, *, night: bool) -> None:
    wall, roof = ("#3c4a52", "#2e2522") if night else ("#f0e3c8", "#b5623f")
    draw.rectangle((x, y - 60, x + 130, y + 30), wall)
    draw.polygon([(x - 15, y - 60), (x + 65, y - 115), (x + 145, y - 60)], roof)
    draw.rectangle((x + 52, y - 25, x + 80, y + 30), "#6d4c3a")
    draw.rectangle((x + 14, y - 38, x + 40, y - 12), "#f5d27a" if night else "#9fc3cf")


def _palm(draw: Draw, x: int, y: int, height: int, *, night: bool) -> None:
    trunk, leaf = ("#2b2622", "#20362a") if night else ("#8a6b4a", "#4f8a5b")
    draw.line((x, y, x + 10, y - height), trunk, 9)
    for dx, dy in ((-60, 12), (-48, -22), (0, -46), (50, -24), (64, 10)):
        draw.line((x + 10, y - height, x + 10 + dx, y - height + dy), leaf, 11)


def _road(draw: Draw, *, colour: str = "#6f7476", line: bool = True) -> None:
    draw.polygon([(400, _HORIZON), (520, _HORIZON), (880, HEIGHT), (60, HEIGHT)], colour)
    if line:
        for top, bottom, half in ((330, 370, 3), (410, 470, 5), (520, 600, 8), (650, 720, 12)):
            draw.polygon(
                [(460 - half, top), (460 + half, top), (462 + half * 2, bottom), (458 - half * 2, bottom)], "#e9e6da"
            )


def _draw_road(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng)
    _road(draw, line=done)
    for _ in range(7):
        y = rng.randint(400, 680)
        half = 150 + (y - 400)
        x, width = 470 + rng.randint(-half + 60, half - 60), 34 + (y - 380) // 3
        if done:
            draw.rectangle((x - width, y - width // 3, x + width, y + width // 3), "#4d5254")
        else:
            draw.ellipse((x - width - 8, y - width // 2 - 6, x + width + 8, y + width // 2 + 6), "#58503f")
            draw.ellipse((x - width, y - width // 2, x + width, y + width // 2), "#8c7a5a")
            draw.ellipse((x - width // 2, y - width // 4, x + width // 2, y + width // 4), "#a9b7b4")


def _draw_lamp(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng, night=True)
    _road(draw, colour="#2c3236", line=done)
    for x, y, size in ((250, 560, 1.0), (345, 430, 0.62), (690, 600, 1.1)):
        top = y - int(330 * size)
        arm = x + int(70 * size) * (1 if x < 460 else -1)
        if done:
            draw.polygon(
                [(arm - 8, top), (arm + 8, top), (arm + int(150 * size), y + 30), (arm - int(150 * size), y + 30)],
                (255, 222, 140, 70),
            )
        draw.line((x, y, x, top), "#5d6b70", max(4, int(10 * size)))
        draw.line((x, top, arm, top - 6), "#5d6b70", max(3, int(8 * size)))
        draw.ellipse((arm - 14, top - 14, arm + 14, top + 8), "#ffe6a0" if done else "#39444a")


def _draw_flood(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng)
    _road(draw, line=done)
    if done:
        draw.polygon([(60, HEIGHT), (0, HEIGHT), (340, _HORIZON), (365, _HORIZON)], "#8d9a97")
        draw.polygon([(20, HEIGHT), (44, HEIGHT), (360, _HORIZON), (350, _HORIZON)], "#7fb0c4")
        return
    draw.rectangle((0, _HORIZON + 70, WIDTH, HEIGHT), (124, 112, 84, 225))
    for _ in range(26):
        x, y = rng.randint(0, WIDTH), rng.randint(_HORIZON + 90, HEIGHT)
        draw.line((x, y, x + rng.randint(40, 150), y), (214, 205, 178, 150), 4)
    draw.rectangle((430, 470, 450, 560), "#c2452f")
    draw.rectangle((405, 455, 475, 480), "#f0ae2e")


def _draw_bridge(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng)
    draw.polygon([(330, _HORIZON), (640, _HORIZON), (900, HEIGHT), (120, HEIGHT)], "#6fa3b5")
    draw.rectangle((0, 470, WIDTH, 490), "#5f4b38")
    for index in range(16):
        if not done and index in {5, 6, 9, 11}:
            continue
        draw.rectangle((index * 60 + 2, 490, index * 60 + 54, 525), "#9a7a55" if index % 2 else "#8b6c49")
    for x in range(0, WIDTH, 120):
        draw.line((x, 470, x + (0 if done else rng.randint(-24, 24)), 380), "#5f4b38", 10)
    draw.line((0, 385, WIDTH, 385 if done else 430), "#5f4b38", 8)


def _draw_waste(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng)
    _road(draw)
    if done:
        for x, colour in ((640, "#147564"), (740, "#d98a00"), (840, "#3b6ea5")):
            draw.rectangle((x, 470, x + 70, 590), colour)
            draw.rectangle((x - 6, 455, x + 76, 474), "#3d4c48")
        return
    for _ in range(130):
        x = int(rng.gauss(690, 110))
        y = 620 - int(max(0, 190 - abs(x - 690)) * rng.random())
        colour = rng.choice(["#e8e4d8", "#4b4f52", "#c2452f", "#3b6ea5", "#d9b25f", "#6e8b5b", "#b9c6c2"])
        size = rng.randint(14, 40)
        draw.polygon([(x, y), (x + size, y - size // 3), (x + size - 6, y + size // 2), (x - 6, y + size // 2)], colour)


def _draw_house(draw: Draw, rng: random.Random, done: bool) -> None:
    _landscape(draw, rng)
    draw.rectangle((170, 330, 800, 600), "#f4ead2")
    draw.polygon([(130, 330), (250, 200), (720, 200), (840, 330)], "#b5623f")
    for x in range(220, 780, 115):
        draw.rectangle((x, 390, x + 70, 470), "#9fc3cf")
        draw.rectangle((x, 390, x + 70, 470), outline="#6d4c3a", width=6)
    draw.rectangle((440, 480, 520, 600), "#6d4c3a")
    if done:
        return
    draw.polygon([(300, 215), (430, 210), (470, 300), (340, 322)], "#3c3430")
    for x in (330, 370, 415):
        draw.line((x, 212, x + 28, 318), "#8b6c49", 9)
    draw.line((650, 340, 700, 470, 668, 590), "#7d7464", 5)


def _draw_desk(draw: Draw, rng: random.Random, done: bool) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), "#e7efec")
    draw.rectangle((0, 470, WIDTH, HEIGHT), "#b08d63")
    for index in range(rng.randint(2, 4)):
        x = 120 + index * 60
        draw.polygon([(x, 640 - index * 12), (x + 330, 600 - index * 12), (x + 380, 520), (x + 170, 530)], "#fbfaf5")
    for y in range(545, 620, 18):
        draw.line((330, y, 560, y - 24), "#b9c6c2", 5)
    draw.rectangle((690, 520, 820, 640), "#147564" if done else "#84928e")
    draw.ellipse((715, 470, 795, 540), "#0b5d4e" if done else "#586864")
    draw.rectangle((80, 90, 420, 330), "#ffffff")
    draw.rectangle((80, 90, 420, 330), outline="#98d0c3", width=10)
    draw.ellipse((600, 80, 760, 240), "#ffffff", outline="#586864", width=8)
    draw.line((680, 160, 680, 105), "#3d4c48", 7)
    draw.line((680, 160, 720, 175), "#3d4c48", 7)


_SCENES: Final[dict[str, Callable[[Draw, random.Random, bool], None]]] = {
    "road": _draw_road, "lamp": _draw_lamp, "flood": _draw_flood, "bridge": _draw_bridge, "waste": _draw_waste,
    "house": _draw_house, "desk": _draw_desk,
}  # fmt: skip
