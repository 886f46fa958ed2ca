"""Who may open the pages of `workbench.desk` and of queueing: the service desk, its kiosk and its display."""

from typing import TYPE_CHECKING, Final

from rumahrakyat.desk import setup, tickets
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.operate.access_table.rows import AGENCY, HOUSE, REGENCY, Maker, Row, Thing, Things
from rumahrakyat.organisations.models import OpeningHours, ServicePoint
from rumahrakyat.people.roles import ADMINISTER, SERVE_DESK

if TYPE_CHECKING:
    from rumahrakyat.operate.access_table.world import Setting

_SERVES: Final = (SERVE_DESK,)
_KEEPS: Final = (SERVE_DESK, ADMINISTER)


def _made(setting: "Setting") -> dict[str, ServicePoint]:
    """A point of the house and one that an agency runs, both open and giving out numbers."""
    found = {}
    for name, body in (("own", HOUSE), ("foreign", AGENCY)):
        point, new = ServicePoint.objects.get_or_create(
            code=f"POINT-{body}",
            defaults={"name": name, "organisation": setting.organisations[body], "regency_id": REGENCY},
        )
        if new:
            OpeningHours.objects.bulk_create(
                OpeningHours(service_point=point, weekday=day, opens="00:00", closes="23:59") for day in range(7)
            )
            setup.begin(point=point, word=f"WORD{body}", account=setting.accounts["desk_officer"], at=setting.at)
        found[name] = ServicePoint.objects.select_related("setup").get(pk=point.pk)
    return found


def _points(setting: "Setting") -> Things:
    return {
        name: Thing({"code": point.code.lower()}, holder=_body(name), region=REGENCY)
        for name, point in _made(setting).items()
    }


def _body(name: str) -> str:
    return HOUSE if name == "own" else AGENCY


def _day(setting: "Setting") -> Things:
    _made(setting)
    return {"own": Thing(holder=HOUSE, region=REGENCY)}


def _counters(setting: "Setting") -> Things:
    found = {}
    for name, point in _made(setting).items():
        counter = Counter.objects.filter(service_point=point).order_by("number")[0]
        found[name] = Thing(holder=_body(name), region=REGENCY, sent={"loket": counter.pk})
    return found


def _tickets(setting: "Setting") -> Things:
    found = {}
    for name, point in _made(setting).items():
        taken = tickets.take(point=point, letter="A", once=f"sweep:{name}", origin=Ticket.Origin.OFFICER, at=setting.at)
        found[name] = Thing({"pk": taken.ticket.pk}, holder=_body(name), region=REGENCY)
    return found


def _receipts(setting: "Setting") -> Things:
    """Receipts of cases that the house holds, and of one that an agency holds."""
    return {
        name: Thing({"number": setting.case(holder=body).number}, holder=body, region=REGENCY)
        for name, body in (("own", HOUSE), ("foreign", AGENCY))
    }


def _papers(setting: "Setting") -> Things:
    return {
        name: Thing({**one.parts, "kind": "80mm"}, holder=one.holder, region=one.region)
        for name, one in _receipts(setting).items()
    }


ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:desk", _SERVES),
    Row("workbench:desk-line", _SERVES, good=204, also_good=frozenset({200})),
    Row("workbench:desk-sit", _SERVES, "POST", 302, "counter"),
    Row("workbench:desk-act", _SERVES, "POST", 302, sent={"lakukan": "kembali"}),
    Row("workbench:desk-intake", _SERVES, things="ticket"),
    Row("workbench:desk-save", _SERVES, "POST", 200, "ticket"),
    Row("workbench:desk-found", _SERVES, "POST", 200, "ticket"),
    Row("workbench:desk-discard", _SERVES, "POST", 302, "ticket"),
    Row("workbench:desk-receipt", _SERVES, things="slip"),
    Row("workbench:desk-paper", _SERVES, things="paper"),
    Row("workbench:desk-lost", _SERVES),
    Row("workbench:desk-settings", _KEEPS),
    Row("workbench:desk-point", _KEEPS, things="point"),
    Row("workbench:desk-day", _KEEPS),
    Row("workbench:desk-day-file", _KEEPS, things="day", query="titik=point-desk&bentuk=csv"),
    Row("public:display", None, things="point"),
    Row("public:kiosk", None, good=404, things="point"),
    Row("public:number", None, good=404, parts={"secret": "0" * 22}),
)
THINGS: Final[dict[str, Maker]] = {
    "point": _points, "counter": _counters, "ticket": _tickets, "slip": _receipts, "paper": _papers, "day": _day,
}  # fmt: skip
