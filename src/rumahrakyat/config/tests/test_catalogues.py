import gettext
from pathlib import Path

import pytest

from rumahrakyat.config import catalogues
from rumahrakyat.config.messages import Message, in_code, in_template

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "app" / "locale" / "id" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "app" / "templates").mkdir()
    return tmp_path


def write(package: Path, *, translations: str, template: str = "", code: str = "") -> None:
    (package / "app/locale/id/LC_MESSAGES/django.po").write_text(HEAD + translations, encoding="utf-8")
    (package / "app/templates/page.html").write_text(template, encoding="utf-8")
    (package / "app/views.py").write_text(code, encoding="utf-8")


def found(package: Path) -> str:
    return "\n".join(map(str, catalogues.problems(package)))


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(package: Path) -> None:
    write(package, translations='msgid "Track"\nmsgstr "Lacak"\n')
    assert (catalogues.compile_stale(package), catalogues.compile_stale(package)) == (1, 0)
    with (package / "app/locale/id/LC_MESSAGES/django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Track") == "Lacak"


def test_a_message_without_words_is_reported_with_its_place(package: Path) -> None:
    write(package, translations="", template='{% load i18n %}{% translate "Track" %}', code='x = _("Send")\n')
    assert found(package).splitlines() == [
        "app/templates/page.html: no id translation of 'Track'",
        "app/views.py:1: no id translation of 'Send'",
    ]


def test_other_placeholders_are_reported(package: Path) -> None:
    write(package, translations='msgid "%(count)s reports"\nmsgstr "%(jumlah)s laporan"\n')
    assert "other placeholders" in found(package)


def test_a_message_that_nobody_says_is_reported(package: Path) -> None:
    write(package, translations='msgid "Track"\nmsgstr "Lacak"\n')
    assert "nothing says 'Track'" in found(package)


def test_two_catalogues_that_differ_are_reported_and_a_context_parts_them(package: Path) -> None:
    code = 'x = _("Open"), pgettext("state", "Open")\n'
    write(package, translations='msgid "Open"\nmsgstr "Buka"\n', code=code)
    other = package / "other/locale/id/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(f'{HEAD}msgid "Open"\nmsgstr "Terbuka"\n', encoding="utf-8")
    assert "'Open' is 'Buka' elsewhere" in found(package)
    other.write_text(f'{HEAD}msgctxt "state"\nmsgid "Open"\nmsgstr "Terbuka"\n', encoding="utf-8")
    assert not found(package)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{% translate "Track" %}', Message("Track")),
        ('{% translate "May" context "month" %}', Message("May", "month")),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", Message("Hello %(name)s")),
        ("{% blocktranslate trimmed %}\n  One\n  line\n{% endblocktranslate %}", Message("One line")),
        (
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            Message("%(n)s day"),
        ),
        ('{% if x %}{% for y in x %}{{ y|default:_("none") }}{% endfor %}{% endif %}', Message("none")),
        ('{% with label=_("Name") %}{{ label }}{% endwith %}', Message("Name")),
    ],
)
def test_messages_are_found_in_templates(template: str, message: Message) -> None:
    assert message in [one for one, _where in in_template("{% load i18n %}" + template, "page.html")]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('_("Track")', Message("Track")),
        ('translation.gettext("Track")', Message("Track")),
        ('ngettext("%(n)s day", "%(n)s days", n)', Message("%(n)s day")),
        ('pgettext("month", "May")', Message("May", "month")),
    ],
)
def test_messages_are_found_in_code(code: str, message: Message) -> None:
    assert [one for one, _where in in_code(code, "views.py")] == [message]
