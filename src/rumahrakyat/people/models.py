"""Accounts of the people who serve, and the people who report."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import crypto
from rumahrakyat.lib.phone import mask_phone
from rumahrakyat.people.models_records import AuditLine, Notice  # noqa: F401 -- Django finds models in this module alone


class Account(AbstractUser):
    """Somebody who signs in: an officer, a head, the governor. Citizens need no account.

    What an account may do follows from its memberships (`organisations.Membership`), never from `is_staff`.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("position"), max_length=160, blank=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", "light"), ("dark", "dark")])

    # When the tour for newcomers was seen, or put aside.
    toured_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """At most two letters, for the round badge."""
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in words[:2]).upper()


class Reporter(models.Model):
    """A person who told us something. The name is personal: sealed, erasable, absent for the anonymous.

    `same_as`: the reporter under which this one is known to be the same person; always the head of the group, never a
    chain. It follows from the `PersonLink`s that hold, and goes when they are undone. `preferred_contact`,
    `preferred_channel`: where the person wants to hear from us, whatever way they came. `fallback_since`: since when
    we may try another of their addresses when the first cannot be reached.
    """

    sealed_name = models.TextField(blank=True)
    name_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="others")
    preferred_contact = models.ForeignKey("ContactPoint", models.SET_NULL, null=True, blank=True, related_name="+")
    preferred_channel = models.CharField(max_length=24, blank=True)
    fallback_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name_hash"], name="reporter_name", condition=~models.Q(name_hash=""))]

    def __str__(self) -> str:
        return f"reporter {self.pk}"

    @property
    def name(self) -> str:
        return crypto.unseal(self.sealed_name) if self.sealed_name else ""


class PersonLink(models.Model):
    """That two reporters are one person: suggested, or holding, or undone. Nothing is moved, so nothing is lost by
    undoing it: every case and every address keeps the reporter it came with."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        HOLDS = "holds", _("holds")
        DISMISSED = "dismissed", _("dismissed")
        UNDONE = "undone", _("undone")

    class Evidence(models.TextChoices):
        PROVIDER = "provider", _("a provider named both addresses in one message")
        RECEIPT = "receipt", _("the secret code of a receipt was given from the other address")
        NAME = "name", _("the same name at the same place")
        STAFF = "staff", _("somebody of ours found it")

    first = models.ForeignKey(Reporter, models.CASCADE, related_name="links")
    second = models.ForeignKey(Reporter, models.CASCADE, related_name="links_to")
    state = models.CharField(max_length=9, choices=State)
    evidence = models.CharField(max_length=8, choices=Evidence)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="person_link_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="person_link_ordered"),
        ]
        indexes = [
            models.Index(fields=["made_at"], name="person_link_open", condition=models.Q(state="suggested")),
        ]

    def __str__(self) -> str:
        return f"reporters {self.first_id} and {self.second_id}: {self.state}"


class ContactPoint(models.Model):
    """One way to reach somebody: a scheme and a value. Found by a keyed hash, read only by unsealing.

    Schemes: `tel` (E.164), `wa` (WhatsApp's business-scoped id), `email`. A person may have many; the phone number is
    never the identity, because providers have begun to withhold it.
    """

    scheme = models.CharField(max_length=16)
    value_hash = models.CharField(max_length=64)
    sealed_value = models.TextField()
    reporter = models.ForeignKey(Reporter, models.PROTECT, related_name="contact_points")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value_hash"], name="contact_point_once")]

    def __str__(self) -> str:
        return f"{self.scheme} contact {self.pk}"

    @property
    def value(self) -> str:
        return crypto.unseal(self.sealed_value) if self.sealed_value else ""

    @property
    def masked(self) -> str:
        """What may be shown on a page: the owner recognises it, nobody else can use it."""
        if self.scheme == "tel":
            return mask_phone(self.value)
        if self.scheme == "email":
            local, _at, domain = self.value.partition("@")
            return f"{local[:2]}•••@{domain}"
        return f"•••{self.value[-4:]}"
