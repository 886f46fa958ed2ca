"""Templates and macros: which fit a case, what they say in it, who may change them, and what they said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from rumahrakyat.correspondence import languages
from rumahrakyat.correspondence.messages import INDONESIAN
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, EDIT_TEMPLATES, VERIFY
from rumahrakyat.reports.models import Report
from rumahrakyat.writing import fields
from rumahrakyat.writing.fields import Known
from rumahrakyat.writing.models import Template, TemplateVersion

MOST_OFFERED: Final = 40
LONGEST: Final = 2000
MOST_DAYS: Final = 60
EVERYBODY, BODY, OWN = "semua", "dinas", "sendiri"


class NotYours(PermissionError):
    """The template is not this person's to change, or not theirs to see."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the template after it was opened."""


@dataclass(frozen=True)
class Content:
    """Everything that a version of a template holds."""

    name: str
    action: str = Template.Action.ANSWER.value
    texts: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    stage: str = ""
    next_days: int | None = None
    note: str = ""
    task: str = ""
    task_days: int | None = None

    def dump(self) -> dict[str, Any]:
        return {**self.__dict__, "texts": dict(self.texts), "categories": list(self.categories)}


@dataclass(frozen=True)
class Offered:
    """A template as it reads in one case. `text` is in `language`; `others` are the other languages, filled as well."""

    template: Template
    language: str
    text: str
    others: Mapping[str, str]
    next_on: str = ""

    @property
    def missing(self) -> list[str]:
        return fields.left_in(self.text)


# Which


def reachable(account_id: int, bodies: Sequence[int]) -> QuerySet[Template]:
    """Every template that this person may use: for everybody, of their bodies, their own; used most first."""
    mine = Q(organisation=None, owner=None) | Q(organisation__in=bodies) | Q(owner=account_id)
    return Template.objects.filter(mine).select_related("organisation").order_by("-used", "name", "pk")


def suited(report: Report, account_id: int, *, actions: Sequence[str], words: str = "") -> list[Template]:
    """The active templates that fit the case, for these forms; `words` must all occur in the name or the text."""
    bodies = [report.holder_id] if report.holder_id else []
    found = reachable(account_id, bodies).filter(active=True, action__in=actions)
    main = _main_category(report)
    asked = words.lower().split()
    return [
        one
        for one in found
        if (not one.categories or main in one.categories)
        and all(word in f"{one.name} {one.texts.get(INDONESIAN, '')}".lower() for word in asked)
    ][:MOST_OFFERED]


def _main_category(report: Report) -> str:
    if report.category is None:
        return ""
    return report.category.parent.code if report.category.parent else report.category.code


def language_for(report: Report) -> str:
    """The language of the reporter, which is that of the words offered first."""
    found = languages.of_case(report, report.reporter)
    return found if found in fields.LANGUAGES else INDONESIAN


def offer(template: Template, report: Report, *, name: str, at: datetime, language: str = "") -> Offered:
    """The template as it reads in this case."""
    wanted = language or language_for(report)
    chosen = wanted if template.texts.get(wanted) else INDONESIAN
    zone = wallclock.zone()
    next_on = None
    if template.next_days is not None:
        next_on = at.astimezone(zone).date() + timedelta(days=template.next_days)
    known = Known(name, template.stage, next_on)
    filled = {
        one: fields.fill(text, fields.values_of(report, known, one)) for one, text in template.texts.items() if text
    }
    others = {one: text for one, text in filled.items() if one != chosen}
    return Offered(template, chosen, filled.get(chosen, ""), others, next_on.isoformat() if next_on else "")


def note_use(template_id: int, account_id: int, bodies: Sequence[int]) -> None:
    """An answer that began with this template was sent: it stands further up next time."""
    known = reachable(account_id, bodies).order_by().filter(pk=template_id).values("pk")
    Template.objects.filter(pk__in=known).update(used=F("used") + 1)


# Who


def may_edit(template: Template, account: Account, scope: Scope) -> bool:
    if template.owner_id is not None:
        return template.owner_id == account.pk
    if template.organisation_id is not None:
        return template.organisation_id in editable_bodies(scope)
    return scope.everywhere(EDIT_TEMPLATES)


def editable_bodies(scope: Scope) -> frozenset[int]:
    return scope.organisations(EDIT_TEMPLATES)


def scopes_for(scope: Scope) -> list[str]:
    """For whom this person may write templates."""
    found = [EVERYBODY] if scope.everywhere(EDIT_TEMPLATES) else []
    if editable_bodies(scope):
        found.append(BODY)
    if scope.may(ANSWER) or scope.may(VERIFY):
        found.append(OWN)
    return found


# Changes


def create(
    *,
    content: Content,
    whose: str,
    account: Account,
    scope: Scope,
    at: datetime,
    organisation: Organisation | None = None,
) -> Template:
    """A new template of this person, of their body, or of everybody. Raises `NotYours`."""
    if whose not in scopes_for(scope):
        raise NotYours
    if whose == BODY and (organisation is None or organisation.pk not in editable_bodies(scope)):
        raise NotYours
    with transaction.atomic():
        made = Template.objects.create(
            **content.dump(),
            organisation=organisation if whose == BODY else None,
            owner=account if whose == OWN else None,
            changed_at=at,
        )
        _keep(made, account, at)
    return made


def change(
    *, template_id: int, content: Content, seen: int, active: bool, account: Account, scope: Scope, at: datetime
) -> Template:
    """Another wording; the earlier ones stay in the history. `seen`: the version that lay open.

    Saving the same once more changes nothing. Raises `NotYours`, `ChangedMeanwhile`."""
    with transaction.atomic():
        row = Template.objects.select_for_update().get(pk=template_id)
        if not may_edit(row, account, scope):
            raise NotYours
        wanted = {**content.dump(), "active": active}
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        if row.number != seen:
            raise ChangedMeanwhile
        for name, value in wanted.items():
            setattr(row, name, value)
        row.number, row.changed_at = row.number + 1, at
        row.save()
        _keep(row, account, at)
    return row


def content_of(template: Template) -> Content:
    names = Content.__dataclass_fields__
    return Content(**{name: getattr(template, name) for name in names})


def _keep(row: Template, account: Account | None, at: datetime) -> None:
    content = {**content_of(row).dump(), "active": row.active}
    TemplateVersion.objects.create(template=row, number=row.number, content=content, made_by=account, made_at=at)
    if account is not None and row.owner_id is None:
        audit.record(
            act="templates.changed",
            account=account.pk,
            at=at,
            subject=row.name,
            data={"template": row.pk, "version": row.number, "active": row.active},
        )


def load(document: Mapping[str, Any], *, at: datetime) -> int:
    """Bring the templates of a province's file in line with it; what people changed here is never overwritten.
    Returns how many are new or changed."""
    known = {row.code: row for row in Template.objects.exclude(code=None)}
    touched = set(TemplateVersion.objects.exclude(made_by=None).values_list("template", flat=True))
    count = 0
    with transaction.atomic():
        for entry in document["templates"]:
            content = Content(**{name: value for name, value in entry.items() if name != "code"})
            row = known.get(entry["code"])
            if row is None:
                row = Template.objects.create(code=entry["code"], **content.dump(), changed_at=at)
            elif row.pk in touched or content_of(row).dump() == content.dump():
                continue
            else:
                for name, value in content.dump().items():
                    setattr(row, name, value)
                row.number, row.changed_at = row.number + 1, at
                row.save()
            _keep(row, None, at)
            count += 1
    return count
