"""A form without the token of its session: what citizens and what staff read about it."""

import pytest
from django.test import Client

OURS = {"Origin": "http://testserver", "Referer": "http://testserver/pantau/teguran/baru/?kasus=1"}
WORDS = "Mohon jawab warga hari ini juga, jangan besok."


def refused(path: str, **headers: str) -> str:
    answer = Client(enforce_csrf_checks=True).post(
        path, {"text": WORDS, "csrfmiddlewaretoken": "an old one", "password": f"rahasia {WORDS}"}, headers=headers
    )
    assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
    return answer.content.decode()


def test_citizens_are_told_that_their_report_is_still_there(db: None) -> None:
    assert "Kembali ke laporan saya" in (page := refused("/lapor/", **OURS))
    assert WORDS not in page


@pytest.mark.parametrize("path", ["/kerja/kasus/RR-000-000/", "/pantau/teguran/baru/"])
def test_staff_get_back_what_they_wrote_and_the_way_to_their_page(path: str, db: None) -> None:
    page = refused(path, **OURS)
    assert "Sesi Anda sudah berganti" in page
    assert page.count(WORDS) == 1
    assert 'href="/pantau/teguran/baru/?kasus=1"' in page
    assert "laporan saya" not in page


def test_what_another_site_sent_is_not_shown_as_ours(db: None) -> None:
    page = refused("/kerja/", Origin="http://elsewhere.example", Referer="http://elsewhere.example/x/")
    assert "Sesi Anda sudah berganti" in page
    assert WORDS not in page
    assert "/x/" not in page


def test_nothing_that_was_typed_at_the_sign_in_is_shown(db: None) -> None:
    assert WORDS not in refused("/masuk/", **OURS)
