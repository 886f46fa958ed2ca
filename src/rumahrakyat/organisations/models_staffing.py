"""Invitations: how somebody who works here comes to an account of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.sealed import SealedAddress


class Invitation(SealedAddress, models.Model):
    """Somebody may make an account with one role, once, by a link that only its receiver has.

    Of the link's random part a hash is kept. The address is sealed and found by a keyed hash: a sign-in by the
    house's single sign-on is matched to it. `role_until`: when the role that it gives ends by itself.
    """

    class Way(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WA = "wa", "WhatsApp"
        TEL = "tel", "SMS"

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    region = models.ForeignKey("regions.Region", models.PROTECT, null=True, blank=True, related_name="+")
    role_until = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    sealed_value = models.TextField()
    value_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-made_at"], name="invitation_open", condition=Q(accepted_at=None, withdrawn_at=None)),
            models.Index(fields=["value_hash"], name="invitation_value"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} as {self.role}"
