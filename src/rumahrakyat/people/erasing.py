"""Erasing who somebody was: the name and the addresses. The rows stay, since cases and messages point to them."""

from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from rumahrakyat.people.models import ContactPoint, Reporter


def erase(reporter: Reporter, *, at: datetime) -> bool:
    """Whoever writes from the same address again is somebody new. False when it was erased before."""
    done = Reporter.objects.filter(pk=reporter.pk, erased_at=None).update(
        sealed_name="", name_hash="", preferred_contact=None, preferred_channel="", erased_at=at
    )
    nobody = Concat(Value("erased:"), Cast(F("pk"), CharField()))
    ContactPoint.objects.filter(reporter=reporter).update(sealed_value="", value_hash=nobody, stopped_at=at)
    return bool(done)
