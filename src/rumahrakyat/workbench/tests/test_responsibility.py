"""The editor of the rules of responsibility, as people use it: a draft, its effect, publishing, one step back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.lib import clock
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.people.models import Account
from rumahrakyat.reports import effects
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import rulebook, rulesets
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.models_rules import RuleChange, RuleSet
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db
HOME = "/kerja/kewenangan/"
PREAMBLE = {
    "auto_threshold": 0.5,
    "misconduct_to": "DESK",
    "violence_to": "DESK",
    "elsewhere": {"to": "tetangga", "text": "Silakan ke tetangga."},
    "facts": {"road_class": {"provincial": ["jalan provinsi"], "village": ["jalan desa"]}},
}
ROWS: list[dict[str, Any]] = [
    {
        "for": ["infrastruktur.jalan"],
        "when": {"road_class": ["provincial"]},
        "to": "ROADS",
        "confidence": 0.95,
        "because": "Jalan provinsi dikelola Dinas Jalan.",
        "code": "provincial",
    },
    {
        "for": ["infrastruktur.jalan"],
        "to": "GROBOGAN",
        "confidence": 0.9,
        "because": "Jalan lain dikelola kabupaten.",
        "code": "rest",
    },
]
TYPED = {
    "for": "infrastruktur.jalan", "to": "transport", "confidence": "90", "automatic": "1",
    "because": "Rambu di jalan desa diurus Dishub.", "when-road_class": "village", "position": "1",
}  # fmt: skip


@pytest.fixture
def editor(world: World, sign_in: SignIn) -> Client:
    """The operator, and a first version of the rules that was loaded a day ago."""
    main = Category.objects.create(code="infrastruktur", name="Infrastruktur")
    Category.objects.create(code="infrastruktur.jalan", name="Jalan", parent=main)
    at = world.at - timedelta(days=1)
    base = RuleSet.objects.create(
        number=1, state="published", origin="berkas", preamble=PREAMBLE, valid_from=at, made_at=at, published_at=at
    )
    for nth, entry in enumerate(ROWS, start=1):
        rulesets.row_of(entry, rule_set=base, position=nth).save()
    account = Account.objects.create_user("operator", name="Orang Operator")
    grant_role(account=account, role="operator", at=world.at)
    world.accounts["operator"] = account
    return sign_in("operator")


def page(client: Client, path: str, data: Mapping[str, object] | None = None, status: int = 200) -> str:
    answer: Any = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def begin(client: Client) -> None:
    page(client, HOME + "draf/", {"pilihan": "mulai"})


def publish(client: Client, reason: str = "Rambu pindah ke Dishub") -> str:
    return page(client, HOME + "terbitkan/", {"reason": reason})


def test_rules_read_in_order_and_in_plain_words(editor: Client) -> None:
    text = page(editor, HOME)
    assert text.index("Dinas Jalan dan Jembatan</h2>") < text.index("Pemerintah Kabupaten Grobogan</h2>")
    assert "<b>Kelas jalan:</b> jalan provinsi" in text
    assert "1 dari 2 aturan" in page(editor, HOME + "?kata=kabupaten.")


def test_a_draft_decides_nothing_until_it_is_published(editor: Client, world: World) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    assert [rule.to for rule in rulesets.current(clock.now()).rules] == ["ROADS", "GROBOGAN"]
    assert "Rambu pindah ke Dishub" in publish(editor)
    assert [rule.to for rule in rulesets.current(clock.now()).rules] == ["TRANSPORT", "ROADS", "GROBOGAN"]
    assert rulesets.current(clock.now()).version == "v2"


def test_a_row_is_changed_moved_and_taken_out(editor: Client) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    row = next(row for row in rulesets.document_of(RuleSet.objects.get(number=2))["rules"] if row["to"] == "TRANSPORT")
    path = f"{HOME}baris/{row['code']}/"
    page(editor, path, {"pilihan": "turun"})
    page(editor, path, {**TYPED, "pilihan": "simpan", "position": "3", "because": "Kalimat lain."})
    rows = rulesets.document_of(RuleSet.objects.get(number=2))["rules"]
    assert [one["to"] for one in rows] == ["ROADS", "GROBOGAN", "TRANSPORT"]
    assert rows[2]["because"] == "Kalimat lain."
    page(editor, path, {"pilihan": "hapus"})
    assert len(rulesets.document_of(RuleSet.objects.get(number=2))["rules"]) == 2
    done = list(RuleChange.objects.order_by("pk").values_list("action", flat=True))
    assert done == ["begin", "add", "move", "edit", "move", "delete"]


def test_what_was_typed_stays_when_it_is_wrong(editor: Client) -> None:
    begin(editor)
    text = page(editor, HOME + "baru/", {**TYPED, "to": "Dinas Entah", "because": "Tetap ada."}, status=422)
    assert "Tidak ada lembaga bernama Dinas Entah" in text
    assert "Tetap ada." in text


def test_a_rule_that_is_never_reached_cannot_be_published(editor: Client) -> None:
    begin(editor)
    page(editor, HOME + "baru/", {**TYPED, "position": "3"})
    text = page(editor, HOME + "terbitkan/", {"reason": "Coba"}, status=422)
    assert "Aturan 3 tidak pernah tercapai: aturan 2" in text
    assert rulesets.current(clock.now()).version == "v1"


def test_publishing_needs_a_reason_a_change_and_a_day_to_come(editor: Client) -> None:
    begin(editor)
    text = page(editor, HOME + "terbitkan/", {"reason": "", "since": "2020-01-01T00:00"}, status=422)
    assert "Tulis mengapa aturan berubah" in text
    assert "tidak dapat mulai pada waktu lampau" in text
    assert "sama dengan yang sudah berlaku" in page(editor, HOME + "terbitkan/", {"reason": "x"}, status=422)


def test_a_version_may_begin_later(editor: Client, world: World) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    page(editor, HOME + "terbitkan/", {"reason": "Mulai Agustus", "since": "2026-08-01T00:00"})
    assert rulesets.current(clock.now()).version == "v1"
    assert rulesets.current(clock.now() + timedelta(days=20)).version == "v2"
    assert "Versi 2 mulai berlaku 1 Agustus 2026 00.00" in page(editor, HOME)


def test_one_step_back_is_a_version_of_its_own_and_the_history_stays(editor: Client) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    publish(editor)
    assert "Mengapa" in page(editor, HOME + "kembali/", {"reason": ""}, status=422)
    text = page(editor, HOME + "kembali/", {"reason": "Dishub keberatan"})
    assert "mengembalikan versi 1" in text
    assert "Rambu pindah ke Dishub" in text
    assert "Orang Operator" in text
    assert [rule.to for rule in rulesets.current(clock.now()).rules] == ["ROADS", "GROBOGAN"]
    assert rulesets.current(clock.now()).version == "v3"
    page(editor, HOME + "kembali/", {"reason": "Lagi"}, status=422)


def test_a_text_is_tried_on_what_is_in_force_and_on_the_draft(editor: Client) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    text = page(editor, HOME + "coba/", {"text": "jalan desa rusak berlubang parah", "place": "Grobogan"})
    before, after = text.split("Yang berlaku: versi 1")[1].split('<h2 class="minor">Draf</h2>')
    assert "Pemerintah Kabupaten Grobogan" in before
    assert "Dinas Perhubungan" in after
    assert "Teks menyebut jalan desa atau lingkungan." in after


def test_the_simulation_says_how_many_corrected_cases_would_be_right(editor: Client, world: World) -> None:
    words = "jalan desa rusak berlubang parah di Kabupaten Grobogan"
    with clock.frozen(world.at):
        reports = [world.report(f"{words} titik {nth}", contact=Contact("tel", f"+62811{nth}", "web")) for nth in "12"]
        for report in reports:
            effects.run_due(report_id=report.pk)
    corrected = Decision.objects.get(report=reports[0])
    Decision.objects.filter(pk=corrected.pk).update(
        outcome=Outcome.CORRECTED, chosen_organisation=world.organisations["TRANSPORT"]
    )
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    text = page(editor, HOME + "simulasi/", {})
    draft = RuleSet.objects.get(number=2)
    found = draft.simulation
    assert found is not None
    assert (found["cases"], found["changed"], found["corrected"], found["repaired"]) == (2, 2, 1, 1)
    assert found["moves"] == [["GROBOGAN", "TRANSPORT", 2]]
    assert "2 dari 2 kasus 30 hari terakhir" in text
    page(editor, f"{HOME}baris/rest/", {"pilihan": "naik"})
    draft.refresh_from_db()
    assert draft.simulation is None


def test_only_whoever_edits_rules_everywhere_sees_the_draft(editor: Client, sign_in: SignIn) -> None:
    begin(editor)
    page(editor, HOME + "baru/", TYPED)
    text = page(sign_in("governor"), HOME)
    assert "Dinas Perhubungan</h2>" not in text
    page(sign_in("governor"), HOME + "simulasi/", status=404)


def test_a_second_draft_is_the_first_and_dropping_it_leaves_a_trace(editor: Client) -> None:
    begin(editor)
    begin(editor)
    assert RuleSet.objects.count() == 2
    page(editor, HOME + "draf/", {"pilihan": "buang"})
    assert RuleSet.objects.count() == 1
    assert RuleChange.objects.filter(action="discard").exists()
    with pytest.raises(rulebook.NoDraft):
        rulebook.discard(account=Account.objects.get(username="operator"), at=clock.now())
