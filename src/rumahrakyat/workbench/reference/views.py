"""Reference data in pages: each table listed, edited with its history, written to a file and read from one."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.lib.faults import Fault, Refused
from rumahrakyat.people.roles import ADMINISTER
from rumahrakyat.reference import changing, queries
from rumahrakyat.reference.columns import YES, Choice, Column, Flag, Reference, WrongValue
from rumahrakyat.reference.tables import Table, table, tables
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
MOST_SHOWN: Final = 40  # lines of a file's effect, and of its faults
OTHERS: Final = (
    ("rules", _("Deadlines")),
    ("ladders", _("Reminders")),
    ("calendar", _("Calendar")),
    ("responsibility", _("Whose is it?")),
    ("roads", _("Roads")),
    ("templates", _("Templates")),
)


def _table(name: str, reach: Reach) -> Table:
    found = table(name)
    if found is None or not reach.scope.everywhere(ADMINISTER):
        raise Http404
    return found


def _row(which: Table, code: str) -> Model:
    found = queries.row(which, code)
    if found is None:
        raise Http404
    return found


@require_GET
@staff(ADMINISTER)
def home(request: HttpRequest, reach: Reach) -> HttpResponse:
    """All reference data, each with how much there is and when a person last changed it."""
    counts, changes = queries.counts(tables()), queries.last_changes(tables())
    context = shell(reach, "reference") | {
        "tables": [(one, counts[one.name], changes.get(one.name)) for one in tables()],
        "others": [(reverse(f"workbench:{name}"), label) for name, label in OTHERS],
        "now": clock.now(),
    }
    return render(request, "workbench/reference/home.html", context)


@require_GET
@staff(ADMINISTER)
def listed(request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    which = _table(name, reach)
    words, typed = " ".join(request.GET.get("kata", "").split())[:60], request.GET.get("halaman", "1")
    found = queries.search(which, words=words, page=int(typed) if typed.isdecimal() and len(typed) < 5 else 1)
    columns = [which.column(one) for one in which.shown]
    link = reverse("workbench:reference-table", args=[name])
    context = _frame(reach, which) | {
        "words": words,
        "found": found,
        "columns": columns,
        "rows": [
            (which.code.read(row), [_shown(column, row) for column in columns[1:]], getattr(row, "active", True))
            for row in found.rows
        ],
        "newer": f"{link}?{urlencode({'kata': words, 'halaman': found.page - 1})}" if found.page > 1 else "",
        "older": f"{link}?{urlencode({'kata': words, 'halaman': found.page + 1})}" if found.more else "",
    }
    return render(request, "workbench/reference/list.html", context)


def _shown(column: Column, row: Model) -> str:
    if isinstance(column, Reference):
        other = getattr(row, column.attribute)
        return "" if other is None else str(getattr(other, "short_name", other.name))
    if isinstance(column, Choice):
        return str(dict(column.choices).get(column.read(row), column.read(row)))
    return column.read(row)


def _frame(reach: Reach, which: Table) -> Context:
    return shell(reach, "reference") | {"table": which, "now": clock.now()}


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def row(request: HttpRequest, reach: Reach, name: str, code: str) -> HttpResponse:
    """One row: its form and its history. POST: change it, unless it changed since it was shown."""
    which = _table(name, reach)
    found = _row(which, code)
    if request.method == "POST":
        return _save(request, reach, which, code)
    return _form(request, reach, which, code, which.values(found))


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def new(request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    which = _table(name, reach)
    if not which.grows:
        raise Http404
    if request.method == "POST":
        return _save(request, reach, which, None)
    return _form(request, reach, which, None, {one.name: YES for one in which.columns if one.attribute == "active"})


def _save(request: HttpRequest, reach: Reach, which: Table, code: str | None) -> HttpResponse:
    typed = {one.name: _plain(request, one.name) for one in which.columns}
    if code is not None:
        fixed = _row(which, code)
        typed |= {one.name: one.read(fixed) for one in which.columns if one.once and one.read(fixed)}
    seen = {one.name: _plain(request, f"semula-{one.name}") for one in which.columns}
    try:
        saved = changing.save(
            table=which, code=code, typed=typed, account=reach.account, at=clock.now(), seen=seen if code else None
        )
    except Refused as refused:
        return _form(request, reach, which, code, typed, refused.faults, status=422)
    messages.success(request, _("Kept."))
    return redirect("workbench:reference-row", which.name, saved)


def _plain(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").replace("\r\n", "\n")


def _form(  # noqa: PLR0917 -- a page with what was typed and what is wrong with it
    request: HttpRequest,
    reach: Reach,
    which: Table,
    code: str | None,
    typed: dict[str, str],
    faults: Sequence[Fault] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    wrong = {_field(fault): fault.sentence for fault in reversed(faults)}
    found = _row(which, code) if code is not None else None
    stored = which.values(found) if found is not None else {}
    context = _frame(reach, which) | {
        "code": code,
        "heading": str(getattr(found, "name", "")) if found is not None else "",
        "fields": [_field_of(one, typed, wrong, stored) for one in which.columns],
        "seen": [] if code is None else [(f"semula-{name}", value) for name, value in stored.items()],
        "summary": [{"id": _field(fault) or "isian", "text": fault.sentence} for fault in faults],
        "may_end": which.name == "badan" and bool(getattr(found, "active", False)),
        "history": [] if code is None else queries.history(which, code),
    }
    return render(request, "workbench/reference/row.html", context, status=status)


def _field(fault: Fault) -> str:
    return fault.column if isinstance(fault, WrongValue) else fault.field


def _field_of(column: Column, typed: dict[str, str], wrong: dict[str, str], stored: dict[str, str]) -> Context:
    """What the template needs for one field. What may not be changed any more is text."""
    kind = "text"
    options: Sequence[tuple[str, Any]] = ()
    if isinstance(column, Flag):
        kind = "flag"
    elif isinstance(column, Choice):
        kind, options = "choice", column.choices
    elif isinstance(column, Reference):
        kind, options = "choice", column.options()
    value = typed.get(column.name, "")
    fixed = column.once and bool(stored.get(column.name))
    if fixed and kind == "choice":
        value = next((str(label) for code, label in options if code == value), value)
    elif kind == "choice" and value and value not in {code for code, _label in options}:
        options = [*options, (value, value)]
    return {
        "name": column.name,
        "label": column.label,
        "hint": column.hint,
        "kind": "fixed" if fixed else kind,
        "options": options,
        "value": value,
        "error": wrong.get(column.name, ""),
        "rows": column.rows,
        "required": column.required,
    }


@require_GET
@staff(ADMINISTER)
def export(_request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    which = _table(name, reach)
    answer = HttpResponse(changing.export(which), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{which.name}.csv"'
    return answer


@require_http_methods(["GET", "POST"])
@staff(ADMINISTER)
def take_in(request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    """A table file: first what it would do, line by line; then, with the same file's words, all of it or nothing."""
    which = _table(name, reach)
    context = _frame(reach, which) | {"names": ", ".join(column.name for column in which.columns)}
    if request.method == "GET":
        return render(request, "workbench/reference/take_in.html", context)
    content = _content(request)
    if content is None:
        wrong = [{"id": "file", "text": _("Choose the file")}]
        return render(request, "workbench/reference/take_in.html", context | {"summary": wrong}, status=422)
    try:
        if request.POST.get("pilihan") == "muat":
            done = changing.take_in(table=which, content=content, account=reach.account, at=clock.now())
            words = _("%(made)s rows made, %(changed)s changed, %(same)s as they were.")
            messages.success(request, words % {"made": done.made, "changed": done.changed, "same": done.same})
            return redirect("workbench:reference-table", which.name)
        plan = changing.plan(table=which, content=content)
    except Refused as refused:
        wrong = [{"id": "file", "text": fault.sentence} for fault in refused.faults[:MOST_SHOWN]]
        return render(request, "workbench/reference/take_in.html", context | {"summary": wrong}, status=422)
    context |= {
        "plan": plan,
        "lines": plan.lines[:MOST_SHOWN],
        "lines_more": max(len(plan.lines) - MOST_SHOWN, 0),
        "faults": [(line, fault.sentence) for line, fault in plan.faults[:MOST_SHOWN]],
        "faults_more": max(len(plan.faults) - MOST_SHOWN, 0),
        "content": content.decode("utf-8-sig"),
    }
    return render(request, "workbench/reference/take_in.html", context, status=422 if plan.faults else 200)


def _content(request: HttpRequest) -> bytes | None:
    """The chosen file, or its words as the page before kept them."""
    file = request.FILES.get("file")
    if file is not None:
        return bytes(file.read(changing.MOST_BYTES + 1))
    kept = request.POST.get("isi", "")
    return kept.encode("utf-8") if kept.strip() else None
