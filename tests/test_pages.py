"""The page checks themselves: a check that never fails checks nothing."""

import pytest
from django.http import HttpResponse

from tests.pages import problems

GOOD = (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Lacak laporan - Rumah Rakyat</title></head>'
    '<body><h1>Lacak laporan</h1><form action="/lacak/"><label for="n">Nomor</label><input id="n" name="n"></form>'
    "</body></html>"
)


def found(page: str, *, part: bool = False) -> str:
    return "\n".join(problems(HttpResponse(page), part=part))


def test_a_good_page_has_no_problems() -> None:
    assert found(GOOD) == ""


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("<!doctype html>", "", "not valid HTML"),
        ("</form>", "", "not valid HTML"),
        ('lang="id"', "", "lang"),
        ("<h1>Lacak laporan</h1>", "", "0 h1"),
        ("<title>Lacak laporan", "<title>Cari", "does not begin with the h1"),
        ('for="n"', 'for="m"', "no label for"),
        (' action="/lacak/"', "", "without an action"),
        ("</body>", "<script>1</script></body>", "inline script"),
        ("<h1>", '<h1 onclick="x()">', "inline handler onclick"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("</form>", '<p id="n"></p></form>', "id 'n' is used 2 times"),
        ("Nomor", "%(number)s", "untranslated marker"),
        ("</body>", "<p>{{ name }}</p></body>", "untranslated marker"),
        ("</body>", f"<p>{'x' * 100_000}</p></body>", "bytes; at most"),
        ("</body>", '<img src="a.png"></body>', "image without alt"),
    ],
)
def test_what_is_wrong_is_found(good: str, bad: str, problem: str) -> None:
    assert problem in found(GOOD.replace(good, bad))


def test_a_fragment_needs_no_title_but_labels() -> None:
    assert found("<p>Tersimpan</p>", part=True) == ""
    assert "no label for" in found("<input name='n'>", part=True)
