"""Photographs of drafts that nobody sent go away."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rumahrakyat.lib import clock
from rumahrakyat.public import photos
from rumahrakyat.public.draft import Photo
from rumahrakyat.reports.attachments import drafts
from tests.pictures import jpeg


def kept() -> Photo:
    return photos.keep(SimpleUploadedFile("a.jpg", jpeg(900, 700, "navy"), "image/jpeg"))


def test_a_draft_photo_is_sealed_and_small() -> None:
    photo = kept()
    raw = drafts().get(photo.digest)
    assert b"JFIF" not in raw
    assert len(photos.small_bytes(photo)) < 4000


def test_a_week_later_it_is_gone() -> None:
    photo = kept()
    assert len(photos.as_evidence((photo,))) == 1
    old = (clock.now() - timedelta(days=photos.KEPT_DAYS, minutes=1)).timestamp()
    for digest in (photo.digest, photo.small):
        os.utime(drafts().path(digest), (old, old))
    assert photos.sweep() >= 2
    assert photos.as_evidence((photo,)) == []


@pytest.mark.django_db
def test_the_sweep_is_a_task_of_the_worker() -> None:
    from rumahrakyat.lib import jobs  # noqa: PLC0415

    assert "public.drafts" in jobs.names()
