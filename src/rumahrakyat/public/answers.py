"""What a citizen typed, checked. Every fault says what to do; nothing that was typed is lost.

A fault is (id of the field, sentence): the same words stand in the summary and at the field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahrakyat.lib.images import MAX_BYTES, MAX_PIXELS
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.public.draft import MAX_PHOTOS, Draft
from rumahrakyat.reports.submission import MAX_TEXT
from rumahrakyat.web import formats

_WORD = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True)
class Fault:
    id: str
    text: str


def story_faults(text: str, *, field: str = "cerita") -> list[Fault]:
    """Nothing said, too much said, or only signs without a word."""
    told = text.strip()
    if not told:
        return [Fault(field, _("Tell what happened. One sentence is enough"))]
    if not _WORD.search(told):
        return [Fault(field, _("Tell it in words. Pictures and signs alone do not say what happened and where"))]
    if len(told) > MAX_TEXT:
        words = _(
            "Your story has %(length)s characters; at most %(limit)s fit. Shorten it a little, or send the rest later"
        )
        return [Fault(field, words % {"length": formats.number(len(told)), "limit": formats.number(MAX_TEXT)})]
    return []


def photo_fault(position: int, reason: str) -> Fault:
    """`reason` as in `lib.images.BadImage`; `position` counts from 1."""
    sentences = {
        "empty": _("Photo %(nth)s is empty. Choose it again"),
        "bytes": _("Photo %(nth)s is larger than %(mb)s MB. Choose a smaller one"),
        "kind": _("File %(nth)s is not a photo. Photos are JPEG, PNG or WebP"),
        "pixels": _("Photo %(nth)s has more than %(millions)s million dots. Choose a smaller one"),
        "broken": _("Photo %(nth)s is damaged and cannot be opened. Choose another one"),
    }
    values = {"nth": position, "mb": MAX_BYTES // (1024 * 1024), "millions": MAX_PIXELS // 1_000_000}
    return Fault("foto", sentences[reason] % values)


def too_many_photos(left_out: int) -> Fault:
    words = ngettext(
        "At most %(most)s photos can go along. The first ones are kept, %(left)s was left out",
        "At most %(most)s photos can go along. The first ones are kept, %(left)s were left out",
        left_out,
    )
    return Fault("foto", words % {"most": MAX_PHOTOS, "left": left_out})


def _phone_fault(typed: str) -> Fault | None:
    if not typed.strip():
        return Fault("hp", _("Write your mobile number, or choose another way"))
    try:
        parse_phone(typed)
    except WrongPhone as error:
        sentences = {
            "short": _("The mobile number is not complete. Example: 0812 3456 7890"),
            "long": _("The mobile number has too many digits. Example: 0812 3456 7890"),
        }
        return Fault("hp", sentences.get(error.reason, _("This is not a mobile number. Example: 0812 3456 7890")))
    return None


def _email_fault(typed: str) -> Fault | None:
    if not typed.strip():
        return Fault("email", _("Write your e-mail address, or choose another way"))
    try:
        validate_email(typed.strip())
    except ValidationError:
        return Fault("email", _("The e-mail address is not complete. Example: nama@contoh.id"))
    return None


def with_contact(draft: Draft, posted: Mapping[str, str]) -> Draft:
    """The draft with what was typed on the contact page, right or wrong."""
    return replace(
        draft,
        contact=posted.get("kabar", "") if posted.get("kabar") in ("phone", "email", "none") else "",
        identity=posted.get("nama-boleh", "")
        if posted.get("nama-boleh") in ("named", "confidential", "anonymous")
        else "",
        phone=posted.get("hp", "")[:40],
        email=posted.get("email", "")[:200],
        name=posted.get("nama", "")[:120],
        hidden="rahasia" in posted,
    )


def contact_faults(draft: Draft) -> list[Fault]:
    """What the contact page still misses. Anonymous means that no number is kept: one rules out the other."""
    faults: list[Fault] = []
    if not draft.contact:
        faults.append(Fault("kabar", _("Choose how we may tell you")))
    elif draft.identity == "anonymous" and draft.contact != "none":
        faults.append(
            Fault(
                "kabar",
                _("Anonymous means that no number and no address is kept. Choose “No need”, or let the desk know you"),
            )
        )
    elif draft.contact == "phone":
        faults.extend(filter(None, [_phone_fault(draft.phone)]))
    elif draft.contact == "email":
        faults.extend(filter(None, [_email_fault(draft.email)]))
    if not draft.identity:
        faults.append(Fault("nama-boleh", _("Choose who may know your name")))
    return faults


def kept_words(draft: Draft) -> str:
    """What stays as it was: the end of every error summary."""
    things = [_("your story")] if draft.told else []
    if draft.place_done:
        things.append(_("the place"))
    if draft.photos:
        count = len(draft.photos)
        things.append(ngettext("%(n)s photo", "%(n)s photos", count) % {"n": count})
    if not things:
        return ""
    listed = (
        things[0]
        if len(things) == 1
        else _("%(things)s and %(last)s")
        % {
            "things": ", ".join(things[:-1]),
            "last": things[-1],
        }
    )
    return _("Kept as it was: %(things)s.") % {"things": listed}
