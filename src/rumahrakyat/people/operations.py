"""The write path for people who report."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rumahrakyat.lib import crypto
from rumahrakyat.people import same
from rumahrakyat.people.models import Account, ContactPoint, PersonLink, Reporter


def contact_point(*, scheme: str, value: str, at: datetime, name: str = "") -> ContactPoint:
    """The contact point for (scheme, value), made with a new reporter when unknown. Safe when two callers race.

    `value` must already be in its canonical form (E.164, lower-case address). A `name` only fills an empty one: what
    a provider says about somebody never overwrites what that person told us. They
    have no language until they choose one.
    """
    value_hash = crypto.lookup_hash(scheme, value)
    found = ContactPoint.objects.select_related("reporter").filter(scheme=scheme, value_hash=value_hash).first()
    if found is None:
        found = _new_contact_point(scheme, value, value_hash, at, name)
    elif name and not found.reporter.sealed_name:
        Reporter.objects.filter(pk=found.reporter_id, sealed_name="").update(**_named(name))
    return found


def _new_contact_point(scheme: str, value: str, value_hash: str, at: datetime, name: str) -> ContactPoint:
    try:
        with transaction.atomic():
            reporter = Reporter.objects.create(**_named(name), language="", created_at=at)
            return ContactPoint.objects.create(
                scheme=scheme,
                value_hash=value_hash,
                sealed_value=crypto.seal(value),
                reporter=reporter,
                created_at=at,
            )
    except IntegrityError:  # two callers met: the other one was first
        return ContactPoint.objects.select_related("reporter").get(scheme=scheme, value_hash=value_hash)


def _named(name: str) -> dict[str, str]:
    """The sealed name, and a keyed hash by which the same name is found again (letters only, lower case)."""
    plain = "".join(sign for sign in name.casefold() if sign.isalpha())
    return {
        "sealed_name": crypto.seal(name) if name else "",
        "name_hash": crypto.lookup_hash("name", plain) if len(plain) >= 5 else "",
    }


def anonymous_reporter(*, at: datetime, name: str = "") -> Reporter:
    """A reporter without any contact point: known, if at all, by the receipt secret alone."""
    return Reporter.objects.create(**_named(name), language="", created_at=at)


def choose_language(*, reporter: Reporter, language: str) -> None:
    """The person wants to be answered in this language ("id", "jv", "en")."""
    Reporter.objects.filter(pk=reporter.pk).update(language=language)
    reporter.language = language


def link_contact(*, reporter: Reporter, scheme: str, value: str, at: datetime) -> ContactPoint:
    """Add another address of the same person, as a provider states it (WhatsApp gives id and number in one message).

    An address that already belongs to another reporter stays there, and the two are linked as one person: the provider
    has said so, and the link can be undone.
    """
    found, created = ContactPoint.objects.get_or_create(
        scheme=scheme,
        value_hash=crypto.lookup_hash(scheme, value),
        defaults={"sealed_value": crypto.seal(value), "reporter": reporter, "created_at": at},
    )
    if not created and found.reporter_id != reporter.pk and not same.is_same_person(reporter.pk, found.reporter_id):
        same.join(one=reporter.pk, other=found.reporter_id, evidence=PersonLink.Evidence.PROVIDER, at=at)
    return found


def prefer(*, reporter: Reporter, contact: ContactPoint | None, channel: str, fallback: bool, at: datetime) -> None:
    """Where the person wants to hear from us (None: wherever they wrote), and whether we may try their other
    addresses when that fails."""
    since = reporter.fallback_since or at
    Reporter.objects.filter(pk=reporter.pk).update(
        preferred_contact=contact,
        preferred_channel=channel if contact else "",
        fallback_since=since if fallback else None,
    )


def stop_messages(*, contact: ContactPoint, at: datetime) -> None:
    """The person asked for silence (STOP): nothing is sent to this address until they write again."""
    ContactPoint.objects.filter(pk=contact.pk, stopped_at=None).update(stopped_at=at)


def resume_messages(*, contact: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=contact.pk).exclude(stopped_at=None).update(stopped_at=None)


def set_theme(*, account_id: int, theme: str) -> None:
    """`light`, `dark`, or empty to follow the machine."""
    Account.objects.filter(pk=account_id).update(theme=theme)


def finish_tour(*, account_id: int, at: datetime) -> None:
    """The tour for newcomers was seen, or put aside; only the first time is kept."""
    Account.objects.filter(pk=account_id, toured_at=None).update(toured_at=at)
