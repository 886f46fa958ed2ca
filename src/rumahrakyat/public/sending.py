"""From a finished draft to a filed report, and what the receipt says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.danger import danger_in
from rumahrakyat.duty import queries as duty
from rumahrakyat.lib.phone import mask_phone, parse_phone
from rumahrakyat.public import answers, photos, story
from rumahrakyat.public.answers import Fault
from rumahrakyat.public.draft import Draft
from rumahrakyat.regions.queries import full_name
from rumahrakyat.reports import access
from rumahrakyat.reports.errors import BadFile, EmptyText, TextTooLong, TooManyFiles
from rumahrakyat.reports.operations import issue_secret

SECRET_SHOWN: Final = timedelta(minutes=30)


class Refused(Exception):
    """The report cannot be taken as it is; `faults` say what to do."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Filed:
    """`secret` is empty when the same draft was filed before. `masked` says where the answer goes."""

    number: str
    secret: str
    masked: str


def file(draft: Draft, *, at: datetime) -> Filed:
    """Hand the draft to the one entrance. Call it inside a transaction with whatever keeps the secret: a report
    without it could be opened by nobody. Raises `Refused`."""
    try:
        report, new = intake.take_in(intake=_intake(draft, at), at=at)
        secret = issue_secret(report=report) if new else ""
    except (EmptyText, TextTooLong) as error:
        raise Refused(answers.story_faults(draft.text)) from error
    except BadFile as error:
        raise Refused([answers.photo_fault(error.position + 1, error.reason)]) from error
    except TooManyFiles as error:
        raise Refused([answers.too_many_photos(error.count - error.limit)]) from error
    return Filed(report.number, secret, _masked(draft))


def _intake(draft: Draft, at: datetime) -> intake.Intake:
    anonymous = draft.identity == "anonymous"
    return intake.Intake(
        text=draft.text,
        channel="web",
        received_at=at,
        source_key=f"web:{draft.key}",
        identity=draft.identity,
        confidential=draft.hidden,
        name="" if anonymous else draft.name,
        contact=_contact(draft),
        place_words=_place_words(draft),
        lat=draft.lat,
        lon=draft.lon,
        evidence=photos.as_evidence(draft.photos),
    )


def _contact(draft: Draft) -> intake.Contact | None:
    if draft.contact == "phone":
        return intake.Contact("tel", parse_phone(draft.phone), "whatsapp")
    if draft.contact == "email":
        return intake.Contact("email", draft.email.strip().lower(), "web")
    return None


def _place_words(draft: Draft) -> str:
    """The chosen place in full, with what was typed before it: routing reads these words."""
    return ", ".join(filter(None, (draft.place_words, full_name(draft.where))))


def _masked(draft: Draft) -> str:
    if draft.contact == "phone":
        return mask_phone(parse_phone(draft.phone))
    if draft.contact == "email":
        local, _at, domain = draft.email.strip().partition("@")
        return f"{local[:2]}•••@{domain}"
    return ""


def story_link(number: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('public:story', args=[number])}"


def qr(address: str) -> SafeString:
    """An SVG of the address for a camera; black on white with its quiet zone."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 - drawn here from an address of ours


def receipt_of(number: str, filed: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What the receipt shows. The secret is there for half an hour after filing, and never again."""
    report = access.get_for_tracking(number)
    clock = duty.running_first_response([report.pk]).get(report.pk)
    fresh = now.timestamp() - float(filed.get("at", 0)) <= SECRET_SHOWN.total_seconds()
    return {
        "report": report,
        "goes_on_as": story.number_joined(report),
        "now": now,
        "due_at": clock.due_at if clock else report.received_at + timedelta(hours=24),
        "secret": filed.get("secret", "") if fresh else "",
        "masked": filed.get("tel", ""),
        "qr": qr(story_link(number)),
        "danger": danger_in(report.text) if report.urgent else None,
    }
