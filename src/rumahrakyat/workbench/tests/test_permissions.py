"""What one may do on a case, by role.

Which address opens to whom stands in `operate.access_table`, the one table of the product, and is asked by
`operate/tests/test_roles.py`: add new addresses there, in the module of their area."""

import pytest

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports import attachments
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench import forms
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pictures import jpeg

ROLES = (
    "verifier", "officer", "head", "other_officer", "other_head", "regency_officer", "governor", "secretary",
    "ombudsman", "coordinator", "desk_officer", "village_head", "operator", "outsider",
)  # fmt: skip


@pytest.fixture
def everybody(world: World) -> World:
    """The cast, and one account of each role that it lacks."""
    for role, code, region in (
        ("coordinator", None, "33.15"),
        ("desk_officer", "DESK", None),
        ("village_head", None, "33.15.01.2001"),
        ("operator", None, None),
    ):
        account = Account.objects.create_user(username=role, name=f"Orang {role}")
        organisation = world.organisations[code] if code else None
        Membership.objects.create(account=account, role=role, organisation=organisation, region_id=region)
        world.accounts[role] = account
    return world


# Who may carry out what on a case of the roads agency; all others who see it are told so and nothing happens.
MAY = {
    "answer": {"officer", "head"},
    "ask": {"officer", "head", "verifier"},
    "hand_over": {"officer", "head", "verifier"},
    "give_back": {"officer", "head", "verifier"},
    "refer": {"verifier"},
    "reject": {"verifier"},
    "note": {"officer", "head", "verifier"},
    "confirm": set(),
    "correct": {"verifier"},
    "transcribe": {"officer", "head", "verifier"},
    "extend": set(),  # no request for information
    "decide_appeal": set(),  # none waits
    "merge": {"verifier"},
    "unmerge": set(),  # not merged
    "join_agency": {"officer", "head", "verifier"},
    "leave_agency": set(),  # nobody is joined
    "contribute": set(),
    "give_task": {"officer", "head", "verifier"},
    "link": {"officer", "head", "verifier"},
    "unlink": set(),  # linked with nothing
    "split": {"verifier"},
    "edit_public": {"verifier"},
    "photo": {"verifier"},
    "threat": {"officer", "head", "verifier"},
    "give_to_person": set(),  # no person chosen
    "take": {"officer", "head"},
    "put_back": set(),  # nobody has it
    "send_back": {"officer", "head", "verifier"},
    "dispute": {"officer", "head"},
    "forward": {"officer", "head", "verifier"},
}
# What the forms of working together ask for; the first entry is the citizen's own.
TOGETHER = {
    "give_task": {"next_on": "2026-07-25"},
    "split": {"part": "sudah dua minggu."},
    "edit_public": {"title": "Lubang di jalan", "reason": "Diringkas"},
    "photo": {"decision": "hide"},
    "threat": {"number": "1"},
}
FORM = {
    "text": "Sudah kami periksa.",
    "stage": "field_check",
    "holder": "TRANSPORT",
    "to": "POWER",
    "reason": "private",
    "category": "roads",
}


def recording_of(case: Report) -> str:
    """A voice note of the citizen, kept with the case."""
    (kept,) = attachments.keep(case, [Evidence(b"OggS", "audio/ogg")], by_citizen=True, at=case.received_at)
    return str(kept.pk)


def photo_of(case: Report) -> str:
    """A photo of the citizen, kept with the case."""
    (kept,) = attachments.keep(case, [Evidence(jpeg(), "image/jpeg")], by_citizen=True, at=case.received_at)
    return str(kept.pk)


def test_every_action_is_in_the_table() -> None:
    assert set(MAY) == set(forms.ACTIONS.values())


@pytest.mark.parametrize("action", MAY)
def test_actions_are_done_by_those_of_the_table_alone(action: str, everybody: World, sign_in: SignIn) -> None:
    done = set()
    for role in ROLES:
        case = everybody.assigned()
        before = case.last_seq
        given = {**FORM, "reason": "private" if action == "reject" else "", "holder": FORM["holder"]}
        if action == "correct":
            given["holder"] = ""
        given |= TOGETHER.get(action, {})
        if action == "photo":
            given["attachment"] = photo_of(case)
        if action in {"merge", "link"}:
            given["number"] = everybody.assigned().number
        if action == "transcribe":
            given["attachment"] = recording_of(case)
        sign_in(role).post(f"/kerja/{case.number}/{forms.SLUGS[action]}/", given)
        case.refresh_from_db()
        if case.last_seq > before:
            done.add(role)
    assert done == MAY[action]
