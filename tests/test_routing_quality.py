"""How well the router does on the demo's own texts. The bounds only go up."""

import re
from functools import cache

from rumahrakyat.demo.corpus import Complaint, complaints
from rumahrakyat.demo.truth import owner_of
from rumahrakyat.regions.province import active
from rumahrakyat.routing.data import rules
from rumahrakyat.routing.deciding import Bodies, Proposal, propose
from rumahrakyat.routing.where import Where
from rumahrakyat.understanding.data import first_day, lexicon

HERE = Where("33.21", "33.21.04", None, 0.95, ("Menyebut tempat.",))
NAMES = {"desa": "Sukamaju", "kecamatan": "Sayung", "kabupaten": "Demak", "kabkota": "Demak", "jalan": "Jl. Diponegoro"}


@cache
def proposals() -> list[tuple[Complaint, Proposal]]:
    rows = active().table("organisations.csv")
    bodies = Bodies(
        governments={row["region"]: row["code"] for row in rows if row["kind"] == "regency_government"},
        outside={row["code"]: (row["name"], row["referral_text"]) for row in rows if row["kind"] == "outside"},
        active={row["code"] for row in rows},
    )
    return [
        (
            one,
            propose(
                re.sub(r"\{(\w+)\}", lambda slot: NAMES.get(slot[1], "5"), one.text),
                HERE,
                lexicon=lexicon(),
                rules=rules(),
                bodies=bodies,
                first_day=first_day(),
            ),
        )
        for one in complaints()
    ]


def test_three_in_four_main_categories_are_guessed_right() -> None:
    right = [one for one, made in proposals() if made.guesses and made.guesses[0].main == one.category]
    assert len(right) / len(proposals()) >= 0.72


def test_what_is_passed_on_by_itself_mostly_reaches_its_owner() -> None:
    # Who owns a road cannot be told from most texts, so this cannot reach 1.
    acted = [(one, made) for one, made in proposals() if made.action == "assign"]
    right = [one for one, made in acted if made.organisation == owner_of(one, "33.21")[0]]
    assert len(acted) / len(proposals()) >= 0.3
    assert len(right) / len(acted) >= 0.83


def test_a_complaint_is_seldom_taken_for_a_question_or_an_idea() -> None:
    complaining = [made for one, made in proposals() if one.kind == "complaint"]
    assert sum(made.kind != "complaint" for made in complaining) / len(complaining) <= 0.03


def test_every_proposal_has_reasons_and_says_what_is_missing() -> None:
    for _, made in proposals():
        assert made.reasons
        assert made.action == "assign" or made.why
