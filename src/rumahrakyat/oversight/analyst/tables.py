"""The tables that analysts read: their columns and what each means. The database's comments say the same in English.

Nothing here is anybody's name, number, address, words, or a place finer than a district. Of a confidential case neither
district nor hour are told, and of nobody a district from which fewer than five cases came.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Column:
    """`type` as DuckDB and PostgreSQL call it; `meaning` is a message id."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """`day`: the column by which a period is chosen; empty for the lists of codes, which come whole."""

    name: str
    meaning: str
    day: str
    columns: tuple[Column, ...]


_AGENCY: Final = _("Code of the body, as in the table agencies; empty: the desk")
_REGENCY: Final = _("Code of the regency or city, as in the table regions; empty: not placed yet")
_DISTRICT: Final = _("Code of the district; empty: not placed, confidential, or fewer than five cases from there")
_CHANNEL: Final = _("Channel on which the case came, for example whatsapp, web, desk")
_CATEGORY: Final = _("Code of the category, as in the table categories; empty: none yet")
_KIND: Final = _("complaint, aspiration or information")
_CASE: Final = _("A number that joins the tables; it is not the tracking number and leads nowhere")
_PLACED: Final = (
    Column("agency", "VARCHAR", _AGENCY),
    Column("regency", "VARCHAR", _REGENCY),
    Column("district", "VARCHAR", _DISTRICT),
    Column("channel", "VARCHAR", _CHANNEL),
    Column("category", "VARCHAR", _CATEGORY),
    Column("kind", "VARCHAR", _KIND),
)
CASES: Final = Table(
    "cases",
    _("One row for each case, as it is now"),
    "received_day",
    (
        Column("case_id", "BIGINT", _CASE),
        *_PLACED,
        Column("confidential", "BOOLEAN", _("Whether the case is confidential")),
        Column("stage", "VARCHAR", _("Where it stands: received, verification, assigned, in_progress, closed ...")),
        Column("received_day", "DATE", _("Local day of receipt")),
        Column("received_hour", "SMALLINT", _("Local hour of receipt, 0 to 23; empty when confidential")),
        Column("closed_day", "DATE", _("Local day on which the case ended; empty while it is open")),
        Column("closing", "VARCHAR", _("Who closed it: reporter, officer or system (after silence); empty otherwise")),
    ),
)
ANSWERS: Final = Table(
    "answers",
    _("One row for each first answer that was owed: after receipt, and again after each objection"),
    "due_day",
    (
        Column("case_id", "BIGINT", _CASE),
        Column("cycle", "SMALLINT", _("1: since receipt; 2 and more: since an objection")),
        *_PLACED,
        Column("started_day", "DATE", _("Local day on which the time began to run")),
        Column("due_day", "DATE", _("Local day of the deadline")),
        Column("answered_day", "DATE", _("Local day of the answer; empty while there is none")),
        Column("seconds", "BIGINT", _("Seconds from beginning to answer, without waiting for the reporter")),
        Column("owed", "BOOLEAN", _("Whether it counts when its deadline has come: not withdrawn, not standing still")),
        Column("on_time", "BOOLEAN", _("Whether it was answered by its deadline")),
    ),
)
STEPS: Final = Table(
    "steps",
    _("One row for each time that a case stood at a stage with one body"),
    "began_day",
    (
        Column("case_id", "BIGINT", _CASE),
        Column("step", "INTEGER", _("Order of the steps of a case; numbers are left out")),
        Column("stage", "VARCHAR", _("The stage")),
        Column("agency", "VARCHAR", _AGENCY),
        Column("regency", "VARCHAR", _REGENCY),
        Column("began_day", "DATE", _("Local day on which it began")),
        Column("ended_day", "DATE", _("Local day on which it ended; empty while it lasts")),
        Column("seconds", "BIGINT", _("How long it lasted, in seconds; empty while it lasts")),
    ),
)
DAYS: Final = Table(
    "days",
    _("Sums for each local day, body, regency, channel, category and kind"),
    "day",
    (
        Column("day", "DATE", _("The local day")),
        *(one for one in _PLACED if one.name != "district"),
        Column("came_in", "BIGINT", _("Cases that came in")),
        Column("answered", "BIGINT", _("First answers given")),
        Column("answered_late", "BIGINT", _("Those of them that came after their deadline")),
        Column("fell_due", "BIGINT", _("First answers whose deadline came")),
        Column("on_time", "BIGINT", _("Those of them that were given in time")),
        Column("solved", "BIGINT", _("Cases that the reporter or an officer closed as solved")),
        Column("expired", "BIGINT", _("Cases that the system closed after silence")),
        Column("ended", "BIGINT", _("Cases that ended, however that was")),
    ),
)
AGENCIES: Final = Table(
    "agencies",
    _("The bodies behind the codes"),
    "",
    (
        Column("code", "VARCHAR", _("Code of the body")),
        Column("name", "VARCHAR", _("Its official name")),
        Column("kind", "VARCHAR", _("agency, regency_government, desk, outside ...")),
        Column("parent", "VARCHAR", _("Code of the body that it is a unit of; empty: of none")),
        Column("regency", "VARCHAR", _("Code of the territory that it governs; empty: the whole province")),
        Column("active", "BOOLEAN", _("Whether it exists; false: dissolved or merged")),
    ),
)
REGIONS: Final = Table(
    "regions",
    _("Regencies, cities and districts behind the codes"),
    "",
    (
        Column("code", "VARCHAR", _("Code of the Ministry of Home Affairs")),
        Column("level", "VARCHAR", _("regency or district")),
        Column("name", "VARCHAR", _("Its name")),
        Column("parent", "VARCHAR", _("Code of the region that it lies in")),
        Column("population", "BIGINT", _("Inhabitants; known for regencies and cities only")),
    ),
)
CATEGORIES: Final = Table(
    "categories",
    _("The categories behind the codes"),
    "",
    (
        Column("code", "VARCHAR", _("Code of the category")),
        Column("name", "VARCHAR", _("Its name")),
        Column("parent", "VARCHAR", _("Code of the main category; empty: it is one")),
    ),
)
TABLES: Final = {one.name: one for one in (CASES, ANSWERS, STEPS, DAYS, AGENCIES, REGIONS, CATEGORIES)}
