"""Reading the forms of working together: a note that names colleagues, tasks, links, the public copy, threats."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from rumahrakyat.lib import ids
from rumahrakyat.reports import access
from rumahrakyat.reports.models_tasks import TaskKind
from rumahrakyat.reports.publishing import Copy, personal_in
from rumahrakyat.reports.tasks_of_cases import NewTask
from rumahrakyat.web.requests import day_of, uuid_of
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.shape import Form, Problem, with_text


def note(deed: Deed, form: Form) -> Deed:
    chosen = tuple(one for one in form.request.POST.getlist("mention") if one)
    return with_text(replace(deed, chosen=chosen), "note")


def give_task(deed: Deed, form: Form) -> Deed:
    given, faults = form.request.POST, []
    day = day_of(given.get("next_on", ""))
    if not deed.text.strip():
        faults.append(("tugas-text", _("Write what is to be done")))
    if day is None:
        faults.append(("tugas-day", _("Choose until which day")))
    if faults or day is None:
        raise Problem(faults)
    person = given.get("person", "")
    kind = TaskKind.VISIT if given.get("decision") == TaskKind.VISIT.value else TaskKind.TODO
    task = NewTask(deed.text, day, kind.value, int(person) if person.isdecimal() else None)
    return replace(deed, task=task)


def _other(deed: Deed, form: Form, slug: str) -> Deed:
    """The other case, which must be one that this person may see."""
    typed = form.request.POST.get("number", "").strip()
    try:
        other = access.get_for_staff(form.reach, ids.parse_tracking_number(typed))
    except (access.NotFound, ids.WrongNumber) as error:
        fault = _("There is no case with this number. Compare it: RR and six digits or more")
        raise Problem([(f"{slug}-number", fault)]) from error
    return replace(deed, into=other.pk, to=other.number)


def link(deed: Deed, form: Form) -> Deed:
    return with_text(_other(deed, form, "hubungkan"), "link")


def unlink(deed: Deed, form: Form) -> Deed:
    return with_text(_other(deed, form, "putuskan"), "unlink")


def split(deed: Deed, form: Form) -> Deed:
    part, faults = form.request.POST.get("part", "").strip(), []
    if not part:
        faults.append(("pecah-part", _("Copy here the part that is a matter of its own")))
    if not deed.text.strip():
        faults.append(("pecah-text", _("Write why it is a matter of its own")))
    if faults:
        raise Problem(faults)
    return replace(deed, part=part)


def edit_public(deed: Deed, form: Form) -> Deed:
    """What still leads to a person is pointed at once; ticked, it stays on the word of whoever edits."""
    given, faults = form.request.POST, []
    reason = given.get("reason", "").strip()
    title = given.get("title", "").strip()
    if not deed.text.strip():
        faults.append(("salinan-text", _("The public text cannot be empty. Write what the matter is")))
    if not title:
        faults.append(("salinan-title", _("Write a title")))
    if not reason:
        faults.append(("salinan-reason", _("Write why the public text is changed")))
    left = personal_in(title) + personal_in(deed.text)
    if left and given.get("sure") != "yes":
        words = _("This still leads to a person: %(found)s. Take it out, or tick that it may stay")
        faults.append(("salinan-text", words % {"found": ", ".join(dict.fromkeys(left))}))
    if faults:
        raise Problem(faults)
    return replace(deed, reason=reason, copy=Copy(title, deed.text))


def photo(deed: Deed, form: Form) -> Deed:
    given = form.request.POST
    deed = replace(deed, attachment=str(uuid_of(given.get("attachment", ""))), granted=given.get("decision") == "show")
    if not deed.text.strip():
        raise Problem([("foto-text", _("Write why"))])
    return deed


def threat(deed: Deed, form: Form) -> Deed:
    seq = form.request.POST.get("number", "")
    if not seq.isdecimal():
        raise Problem([("cerita", _("Choose the words that threaten"))])
    return replace(deed, into=int(seq), granted=form.request.POST.get("decision") == "threat")


READERS: Final[Mapping[str, Callable[[Deed, Form], Deed]]] = {
    "note": note,
    "give_task": give_task,
    "link": link,
    "unlink": unlink,
    "split": split,
    "edit_public": edit_public,
    "photo": photo,
    "threat": threat,
}
