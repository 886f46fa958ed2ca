"""Evidence as it may be seen: rewritten pictures, recordings, documents. Whoever may not see a file finds none."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.people.models import Account
from rumahrakyat.public.drawer import drawer_of
from rumahrakyat.reports import access
from rumahrakyat.reports.attachments import served_bytes
from rumahrakyat.reports.models import Attachment


@require_GET
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    reach = access.reach_of(request.user) if isinstance(request.user, Account) else None
    try:
        row = access.get_attachment(str(attachment_id), reach=reach, reporter_of=drawer_of(request).owned())
        data = served_bytes(row)
    except (access.NotFound, MissingBlob) as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=row.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400"
    if row.kind != Attachment.Kind.IMAGE:
        response.headers["Content-Disposition"] = "attachment"
    return response
