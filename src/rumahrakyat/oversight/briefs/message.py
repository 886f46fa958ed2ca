"""A brief as a message: the whole of it where the window is open, an approved template of at most 1,024 signs where it
is not, one line where every sign costs, a letter with the page attached by e-mail."""

from typing import Any, Final

from django.conf import settings

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Body, OutgoingFile, Template
from rumahrakyat.correspondence.shortly import in_gsm
from rumahrakyat.duty.alerts.words import ONE_MESSAGE, cut
from rumahrakyat.oversight.briefs.editions import WEEKLY
from rumahrakyat.oversight.registers import telling

TEMPLATE_MOST: Final = 1024  # what a provider takes as the body of a template, gaps filled
WINDOW_MOST: Final = 4096
BRIEF: Final = "ringkasan_harian"
ALERT: Final = "peringatan_ringkasan"
# Names of the templates to have approved by the provider, with their parameters in order.
TEMPLATES: Final[dict[str, str]] = {
    BRIEF: (
        "Rumah Rakyat, {{1}}. {{2}} Terlambat: {{3}} Layak dilihat: {{4}} Membaik: {{5}} "
        "Selengkapnya {{6}} Terima kasih."
    ),
    ALERT: "Rumah Rakyat, peringatan. {{1}} Selengkapnya {{2}} Terima kasih.",
}
_FEWEST: Final = 3  # rows named where there is little room
Content = dict[str, Any]


def register_templates() -> None:
    """Tell `channels` what our templates say; called once at start."""
    for name, wording in TEMPLATES.items():
        wordings.register(name, wording)


def path_of(content: Content) -> str:
    """Where the brief stands as a page."""
    series = "" if content["whose"] == "all" else f"?milik={content['whose']}"
    return f"/pantau/ringkasan/{content['day']}/{series}"


def body_of(content: Content, attached: OutgoingFile | None) -> Body:
    link = f"{settings.PUBLIC_URL}{path_of(content)}"
    return Body(
        long(content, link),
        template=template(content, link),
        short=short(content, link),
        subject=f"{content['title']} {content['name']}, {_day(content)}",
        files=(attached,) if attached else (),
    )


def alert_body(words: str, link: str) -> Body:
    text = f"*Rumah Rakyat, peringatan*\n{words}" + (f"\n\n{link}" if link else "")
    flat = " ".join(words.split())
    tail = f" {link}" if link else ""
    return Body(
        text,
        template=Template(ALERT, (flat, link or settings.PUBLIC_URL)),
        short=cut(in_gsm(flat), ONE_MESSAGE - len(tail)) + tail,
        subject=f"Peringatan Rumah Rakyat: {flat}",
    )


def long(content: Content, link: str) -> str:
    """The whole brief as a message of at most 4,096 signs."""
    parts = [
        f"*{content['title']}, {content['name']}*\n{content['subtitle']}",
        *filter(None, [content["note"]]),
        content["headline"],
        "\n".join(f"{one['label']}: *{one['shown']}* ({one['note']})" for one in content["numbers"]),
        _group(content),
        f"*Terlambat sekarang*\n{_late(content)}",
        _outside(content),
        f"*Lima kasus yang layak dilihat*\n{_cases(content)}" if content["cases"] else content["cases_note"],
        f"*Yang membaik*\n{content['better']['words']}",
        f"Selengkapnya dan kasus di balik tiap angka: {link}",
    ]
    text = "\n\n".join(filter(None, parts))
    return text if len(text) <= WINDOW_MOST else f"{text[: WINDOW_MOST - len(link) - 6].rstrip()} ...\n\n{link}"


def _group(content: Content) -> str:
    return f"*Dibanding kelompok*\n{content['group']['words']}" if content["group"] else ""


def _late(content: Content) -> str:
    late = content["late"]
    rows = [
        f"• {one['body']}: {one['count']}, terlama {one['longest']}. Pimpinan: {one['head']}." for one in late["rows"]
    ]
    return "\n".join([late["words"], *rows, *filter(None, [late["rest"]])])


def _outside(content: Content) -> str:
    """What the Ombudsman and the inspectorate wait for; nothing in briefs that were frozen before it was in them."""
    owed = content.get("outside") or {"rows": []}
    if not owed["rows"]:
        return ""
    rows = [f"• {one['number']}, {one['body']}: lewat {one['longest']}, {one['state']}." for one in owed["rows"]]
    return "\n".join(["*Rekomendasi lewat batas*", *rows, *filter(None, [owed["rest"]])])


def _cases(content: Content) -> str:
    return "\n".join(f"{nth}. {_case(one)}" for nth, one in enumerate(content["cases"], start=1))


def _case(one: Content) -> str:
    number = f" ({one['number']})" if one["number"] else ""
    return f"{one['title']}, {one['place']}. {one['body']}{number}. {_why(one)}."


def _why(one: Content) -> str:
    return "; ".join(reason["words"] for reason in one["reasons"])


def template(content: Content, link: str) -> Template:
    """The same in six gaps without line breaks, cut where it has to be so that the filled template fits."""
    late = content["late"]
    rows = "; ".join(f"{one['body']} {one['count']} ({one['longest']})" for one in late["rows"][:_FEWEST])
    cases = "; ".join(f"{one['title']}, {one['place']}: {_first(one)}" for one in content["cases"][:_FEWEST])
    head = f"{content['title'].lower()} {content['name']}, {_day(content)}"
    fixed = len(TEMPLATES[BRIEF]) + len(head) + len(link)
    values = [content["headline"], f"{rows}." if rows else late["words"]]
    values += [f"{cases}." if cases else content["cases_note"], content["better"]["words"]]
    return Template(BRIEF, (head, *_fitting(values, TEMPLATE_MOST - fixed), link))


def _first(one: Content) -> str:
    return str(one["reasons"][0]["words"]).lower()


def _fitting(values: list[str], room: int) -> list[str]:
    """Shortened from the longest on until all fit together."""
    found = [" ".join(one.split()) for one in values]
    while sum(map(len, found)) > room:
        longest = max(range(len(found)), key=lambda nth: len(found[nth]))
        found[longest] = f"{found[longest][: max(10, len(found[longest]) - 24)].rstrip(' .,;:')} ..."
    return found


def short(content: Content, link: str) -> str:
    """One SMS: what came in, the share on time, how many are late, the link."""
    values = {one["code"]: one["shown"] for one in content["numbers"]}
    name = "Ringkasan pekan" if content["kind"] == WEEKLY else "Ringkasan"
    said = f"{name} {_day(content)}: masuk {values['taken']}, tepat waktu {values['on_time']}, "
    said += f"terlambat {telling.number(content['late']['total'])}."
    return f"{cut(in_gsm(said), ONE_MESSAGE - len(link) - 1)} {link}"


def _day(content: Content) -> str:
    year, month, day = content["day"].split("-")
    return f"{int(day)} {telling.MONTHS[int(month) - 1]} {year}"
