"""What was published: frozen registers and what was corrected in them. The database refuses to change either."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Register(models.Model):
    """The register of one quarter as it was frozen: the bytes of `content` are the register, everything else is made
    from them. `serial` counts the registers of this installation. `meeting`: for which meeting it was made.
    """

    number = models.CharField(max_length=32, unique=True)
    serial = models.PositiveIntegerField(unique=True)
    year = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField()
    cut_off = models.DateTimeField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    meeting = models.CharField(max_length=160, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "nth"], name="register_quarter_once"),
            models.CheckConstraint(condition=Q(nth__gte=1, nth__lte=4), name="register_quarter"),
        ]

    def __str__(self) -> str:
        return self.number


class Erratum(models.Model):
    """A correction of a published register. `content` is the whole corrected register, `changes` what differs from the
    one before: a list of {path, before, after}. `what` says what was wrong, `reason` why."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="errata")
    nth = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, unique=True)
    what = models.CharField(max_length=300)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "nth"], name="erratum_once")]

    def __str__(self) -> str:
        return self.number
