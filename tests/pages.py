"""A test client that reads every page it fetches the way a careful reviewer would, and fails on what it finds.

Fragments asked for by htmx are checked too, for what holds of a part of a page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client

MAX_BYTES = 100_000
LANGUAGES = ("id", "en", "jv")
FIELDS = ("input", "select", "textarea")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "image", "reset")
DATA_SCRIPTS = ("application/json", "application/ld+json")
MARKERS = re.compile(r"\{\{|\}\}|\{%|%\}|%\(\w+\)[sd]|\bmsgid\b|INVALID_VARIABLE")
SPACE = re.compile(r"\s+")
MARKS = re.compile(r"<[^>]+>")


class PageClient(Client):
    """Django's test client, which besides checks every HTML answer; `PageProblem`s fail the test."""

    def request(self, **request: Any) -> Any:
        response: Any = super().request(**request)
        if is_page(response):
            found = list(problems(response, part=request.get("HTTP_HX_REQUEST") == "true"))
            if found:
                pytest.fail(f"{request.get('PATH_INFO')} ({response.status_code}):\n  " + "\n  ".join(found), False)
        return response


def words(html: str) -> str:
    """What a page says, without its marks."""
    return SPACE.sub(" ", MARKS.sub(" ", html))


def is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and not response.streaming and bool(response.content)


def problems(response: HttpResponse, *, part: bool) -> Iterator[str]:
    text = response.content.decode("utf-8")
    if len(response.content) > MAX_BYTES:
        yield f"{len(response.content)} bytes; at most {MAX_BYTES}"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parseFragment(text) if part else parser.parse(text)
    for (line, _column), code, data in parser.errors:
        yield f"line {line}: not valid HTML ({code} {data})"
    yield from _of_any_part(root)
    if not part:
        yield from _of_whole_page(root)


def _of_any_part(root: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in _elements(root) if element.get("id") is not None)
    yield from (f"id {name!r} is used {times} times" for name, times in counted.items() if times > 1 or not name)
    yield from _unlabelled(root)
    for element in _elements(root):
        if element.tag == "form" and not element.get("action"):
            yield "a form without an action"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_SCRIPTS:
            yield "an inline script"
        if element.tag == "style" or element.get("style") is not None:
            yield f"an inline style at <{element.tag}>"
        if element.tag == "img" and element.get("alt") is None:
            yield f"an image without alt: {element.get('src')}"
        yield from (f"an inline handler {name} at <{element.tag}>" for name in element.attrib if name.startswith("on"))
    shown = _text(root)
    yield from (f"an untranslated marker {mark!r}" for mark in sorted(set(MARKERS.findall(shown))))


def _of_whole_page(root: Element) -> Iterator[str]:
    if root.get("lang") not in LANGUAGES:
        yield f"<html lang> is {root.get('lang')!r}"
    titles = [_text(element) for element in root.iter("title")][:1]
    headings = [_text(element) for element in root.iter("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements"
    elif not titles or not titles[0].startswith(headings[0]):
        yield f"the title {titles!r} does not begin with the h1 {headings[0]!r}"


def _unlabelled(root: Element) -> Iterator[str]:
    named = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter()}
    for field in _elements(root):
        if field.tag not in FIELDS or field.get("type") in NEEDS_NO_LABEL:
            continue
        if field.get("aria-label") or field.get("aria-labelledby") or id(field) in inside:
            continue
        if field.get("id") not in named:
            yield f"no label for <{field.tag} name={field.get('name')!r}>"


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if str(element.tag) == element.tag)  # a comment's tag is a function


def _text(element: Element) -> str:
    """What a person sees of it: no scripts, one space between words."""
    words = []
    for part in element.iter():
        # A comment's tag is a function, whatever the types say.
        if str(part.tag) == part.tag and part.tag not in ("script", "style") and part.text:
            words.append(part.text)
        if part is not element and part.tail:
            words.append(part.tail)
    return SPACE.sub(" ", "".join(words)).strip()
