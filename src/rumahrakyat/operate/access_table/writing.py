"""Who may open the pages of `workbench.writing`: templates, previews, approval."""

import json
from collections.abc import Callable
from typing import Final

from rumahrakyat.lib import crypto
from rumahrakyat.operate.access_table.rows import AGENCY, OTHER_AGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.roles import ANSWER, APPROVE, EDIT_TEMPLATES, VERIFY
from rumahrakyat.reports import attachments
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing.models import Proposal, ProposalFile, Template

_WRITES: Final = (ANSWER, VERIFY, EDIT_TEMPLATES)
_APPROVES: Final = (ANSWER, APPROVE)
_SEE_PROPOSAL: Final = frozenset({"officer", "deputy", "head"})  # its author, and those who may let it out


def _held(world: Setting) -> Things:
    """Cases that an agency answers: its own people find the form's parts, nobody else."""
    return world.things_of("own", "foreign", text="Tim kami datang besok pagi.", stage=Stage.FIELD_CHECK.value)


def _templates(world: Setting) -> Things:
    mine = _template(world, owner=world.accounts["officer"])
    theirs = _template(world, organisation=Organisation.objects.get(code=OTHER_AGENCY))
    return {
        "everybody's": Thing({"pk": _template(world).pk}),
        "own": Thing({"pk": mine.pk}, seen_by=frozenset({"officer"})),
        "foreign": Thing({"pk": theirs.pk}, seen_by=frozenset()),
    }


def _template(world: Setting, **whose: object) -> Template:
    return Template.objects.create(name="Contoh", texts={"id": "Tim kami datang."}, changed_at=world.at, **whose)


def _proposals(address: Callable[[int], dict[str, int]]) -> Maker:
    def make(world: Setting) -> Things:
        own = _proposal(world, "own", AGENCY, "officer")
        foreign = _proposal(world, "foreign", OTHER_AGENCY, "operator")
        return {
            "own": Thing(address(own.pk), seen_by=_SEE_PROPOSAL),
            "foreign": Thing(address(foreign.pk), seen_by=frozenset()),
        }

    return make


def _proposal(world: Setting, case: str, body: str, author: str) -> Proposal:
    report = world.cases[case]
    known = Proposal.objects.filter(report=report).first()
    if known is not None:  # one waits for each case, and several rows point at it
        return known
    made = Proposal.objects.create(
        report=report,
        organisation=Organisation.objects.get(code=body),
        author=world.accounts[author],
        stage=Stage.FIELD_CHECK.value,
        sealed=crypto.seal(json.dumps({"text": "Tim kami datang besok pagi.", "reason": ""})),
        seen_seq=report.last_seq,
        made_at=world.at,
    )
    blob = attachments.blobs().put(crypto.seal_bytes(b"a picture"))
    ProposalFile.objects.create(proposal=made, blob=blob, media_type="image/png")
    return made


ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:templates", _WRITES),
    Row("workbench:template-new", _WRITES),
    Row("workbench:template-example", _WRITES, "POST"),
    Row("workbench:template", _WRITES, things="template"),
    Row("workbench:template-pick", (ANSWER,), things="answerable"),
    Row("workbench:writing-check", (ANSWER,), "POST", things="answerable"),
    Row("workbench:approvals", _APPROVES),
    Row("workbench:approval-rule", (APPROVE,), "POST", 302, sent={"wanted": "none"}),
    Row("workbench:approval", _APPROVES, things="proposal"),
    Row("workbench:approval-file", _APPROVES, things="proposed file"),
)
THINGS: Final[dict[str, Maker]] = {
    "answerable": _held,
    "template": _templates,
    "proposal": _proposals(lambda pk: {"pk": pk}),
    "proposed file": _proposals(lambda pk: {"pk": pk, "nth": 0}),
}
