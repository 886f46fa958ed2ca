"""What reports are about, as a table of reference data."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault
from rumahrakyat.reference.columns import Code, Column, Flag, Number, Reference
from rumahrakyat.reference.tables import Table, Values, register
from rumahrakyat.reports import queries as reports
from rumahrakyat.reports.models import Category


class TwoLevels(Fault):
    field = "induk"
    words = _("There are two levels only: “%(name)s” is no main category")


class NotBelow(Fault):
    field = "kode"
    words = _("The code of a part begins with its main category's: %(main)s.…")


def _check(_row: Model | None, values: Values) -> list[Fault]:
    main = values["induk"]
    if main is None:
        return []
    if main.parent_id is not None:
        return [TwoLevels(name=main.name)]
    if not str(values["kode"]).startswith(f"{main.code}."):
        return [NotBelow(main=main.code)]
    return []


CATEGORIES = register(
    Table(
        name="kategori",
        title=_("Categories"),
        about=_("What reports are about, in two levels. Rules, figures and learning rest on the codes."),
        model=Category,
        columns=(
            Code(
                "kode",
                _("Code"),
                "code",
                required=True,
                longest=60,
                once=True,
                pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?",
                example="infrastruktur.jalan",
            ),
            Column("nama", _("Name"), "name", required=True, longest=120),
            Reference(
                "induk",
                _("Main category"),
                "parent",
                once=True,
                found=reports.category,
                options=lambda: [(one.code, one.name) for one in reports.categories()],
            ),
            Number("urutan", _("Place in lists"), "position", required=True, most=999),
            Flag("rahasia", _("Always confidential"), "forced_confidential"),
            Flag("aktif", _("In use"), "active"),
        ),
        shown=("kode", "nama", "induk"),
        order=("code",),
        related=("parent",),
        check=_check,
    )
)
