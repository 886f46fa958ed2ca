"""Where outside bodies are written to and how long they have: a table of reference data over the terms of letters."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rumahrakyat.handover import terms
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reference.columns import Code, Column, Number, WrongValue
from rumahrakyat.reference.tables import Table, Values, register


class WrongAddress(WrongValue):
    words = _("“%(typed)s” is no e-mail address, such as pengaduan@badan.go.id")


class _Address(Column):
    def read(self, row: Model) -> str:
        assert isinstance(row, Organisation)
        return terms.stated(row).email

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        try:
            if words:
                validate_email(words)
        except ValidationError:
            raise WrongAddress(self.name, typed=words) from None
        return words


class _Days(Number):
    def read(self, row: Model) -> str:
        assert isinstance(row, Organisation)
        return str(getattr(terms.stated(row), self.attribute))


def _write(row: Any, values: Values) -> None:
    by_attribute = {column.attribute: values[column.name] for column in _COLUMNS if column.attribute in terms.STATED}
    terms.state(row, **by_attribute)


_COLUMNS: Final = (
    Code("kode", _("Code"), "code", required=True, longest=24, once=True, example="PLN"),
    Column("nama", _("Full name"), "name", longest=160, once=True),
    _Address(
        "email",
        _("E-mail address for letters"),
        "email",
        longest=120,
        hint=_("The body's own public address. Without one the letter is printed."),
    ),
    _Days("ingatkan", _("Reminded after how many working days"), "remind_after", required=True, least=1, most=60),
    _Days("kali", _("How many times at most"), "most_reminders", required=True, least=0, most=20),
    _Days(
        "berlaku", _("Days for which the link to the reply form works"), "valid_days", required=True, least=7, most=730
    ),
)
ADDRESSES: Final = Table(
    name="alamat",
    title=_("Addresses of outside bodies"),
    about=_(
        "Where letters to outside bodies go, and how soon they are reminded. The bodies have a table of their own."
    ),
    model=Organisation,
    columns=_COLUMNS,
    shown=("kode", "nama", "email"),
    order=("name",),
    rows=terms.outside_bodies,
    grows=False,
    after=_write,
    apart=frozenset(column.name for column in _COLUMNS[1:]),
)


def offer() -> None:
    """Shows the table among the reference data."""
    register(ADDRESSES)
