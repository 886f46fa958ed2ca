"""The photographs that come with a form of a case's page, or of a letter."""

from django.http import HttpRequest

from rumahrakyat.lib.images import BadImage, measure
from rumahrakyat.public import answers
from rumahrakyat.public.answers import Fault
from rumahrakyat.public.draft import MAX_PHOTOS
from rumahrakyat.reports.attachments import Evidence


def evidence_of(request: HttpRequest) -> tuple[list[Evidence], list[Fault]]:
    """Each checked; those that cannot be taken are named."""
    files = request.FILES.getlist("foto")
    evidence, faults = [], []
    for position, file in enumerate(files[:MAX_PHOTOS], start=1):
        data = file.read()
        try:
            measure(data)
        except BadImage as error:
            faults.append(answers.photo_fault(position, error.reason))
        else:
            evidence.append(Evidence(data, "image/jpeg"))
    if len(files) > MAX_PHOTOS:
        faults.append(answers.too_many_photos(len(files) - MAX_PHOTOS))
    return evidence, faults
