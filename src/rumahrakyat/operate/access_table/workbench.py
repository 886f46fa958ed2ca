"""Who may open the pages of the workbench that are older than its areas."""

from typing import Final

from rumahrakyat.operate.access_table import workbench_things as made
from rumahrakyat.operate.access_table.rows import Maker, Row
from rumahrakyat.people.roles import (
    ACKNOWLEDGE,
    ADMINISTER,
    ANSWER,
    EDIT_RULES,
    EXPLAIN,
    HAND_OVER,
    KEEP_ROSTER,
    NAME_PROBLEM,
    OPERATE,
    OVERSEE,
    OVERSEE_ALL,
    REGISTER,
    SEE_ALL,
    SEE_CASE,
    SEE_IDENTITY,
    VERIFY,
)

_CASE: Final = (SEE_CASE, SEE_ALL)
_BOOK: Final = (OVERSEE, OVERSEE_ALL, ADMINISTER, EDIT_RULES)
_LEARNT: Final = (VERIFY, OVERSEE_ALL, ADMINISTER)
_TAKEN: Final = frozenset({302})  # from the inbox to the page of a case that is held by now
_RULE: Final = {"code": "first_response"}
# Those who work at a body that can have missed a deadline.
_OF_A_BODY: Final = frozenset({"officer", "deputy", "head", "desk_officer", "call_agent"})
_VERIFIES: Final = frozenset({"verifier"})

ROWS: Final = (
    Row("workbench:queue", (SEE_CASE,)),
    Row("workbench:start", good=302),
    Row("workbench:search", (SEE_CASE,)),
    Row("workbench:keys", (SEE_CASE,)),
    Row("workbench:agencies", (HAND_OVER, VERIFY)),
    Row("workbench:theme", method="POST", good=302),
    Row("workbench:channels", (OPERATE,)),
    Row("workbench:channels-again", (OPERATE,), "POST", 302, parts={"code": "whatsapp"}),
    Row("workbench:deliveries", (VERIFY,)),
    Row("workbench:delivery", (VERIFY,), "POST", 302, things="delivery"),
    Row("workbench:people", (SEE_IDENTITY,), only=_VERIFIES),
    Row("workbench:person", (SEE_IDENTITY,), "POST", 302, things="person", only=_VERIFIES),
    Row("workbench:roster", (KEEP_ROSTER, ACKNOWLEDGE, ANSWER)),
    Row("workbench:alerts", (ACKNOWLEDGE, KEEP_ROSTER, OVERSEE_ALL)),
    Row("workbench:own"),
    Row("workbench:social", (VERIFY,)),
    Row("workbench:social-new", (REGISTER, VERIFY)),
    Row("workbench:social-undo", (VERIFY,), "POST", 302),
    Row("workbench:social-decide", (VERIFY,), "POST", 302, parts={"pk": 1}),
    Row("workbench:social-held", (VERIFY,), "POST", 302, parts={"contact": 1}, sent={"pilihan": "biarkan"}),
    Row("workbench:negligence", (SEE_CASE,), only=_OF_A_BODY),
    Row("workbench:negligence-row", (SEE_CASE,), things="missed", only=_OF_A_BODY),
    Row("workbench:reprimands", (EXPLAIN,)),
    Row("workbench:reprimand", things="reprimand"),
    Row("workbench:signs", (NAME_PROBLEM,)),
    Row("workbench:sign", (NAME_PROBLEM,), things="sign"),
    Row("workbench:problem", (NAME_PROBLEM,), things="problem"),
    Row("workbench:rules", _BOOK),
    Row("workbench:rule", _BOOK, parts=_RULE),
    Row("workbench:rule-new", (ADMINISTER,), parts=_RULE),
    Row("workbench:ladders", _BOOK),
    Row("workbench:ladder", _BOOK, parts=_RULE),
    Row("workbench:ladder-new", (ADMINISTER,), parts=_RULE),
    Row("workbench:calendar", _BOOK),
    Row("workbench:models", _LEARNT),
    Row("workbench:model", _LEARNT, things="model"),
    Row("workbench:model-train", (ADMINISTER,), "POST", 302),
    Row("workbench:campaign", (VERIFY,), "POST", 302, things="campaign", sent={"pilihan": "biarkan"}),
    Row("workbench:different", (VERIFY,), "POST", 302, things="verified"),
    Row("workbench:responsibility", _BOOK),
    Row("workbench:responsibility-history", _BOOK),
    Row("workbench:roads", _BOOK),
    Row("workbench:roads-export", (EDIT_RULES,)),
    Row("workbench:responsibility-draft", (EDIT_RULES,), "POST", 302, things="draft"),
    Row("workbench:responsibility-new", (EDIT_RULES,), things="draft"),
    Row("workbench:responsibility-rule", (EDIT_RULES,), things="rule of the draft"),
    Row("workbench:responsibility-try", (EDIT_RULES,), things="draft"),
    Row("workbench:responsibility-simulation", (EDIT_RULES,), things="draft"),
    Row("workbench:responsibility-publish", (EDIT_RULES,), things="draft"),
    Row("workbench:responsibility-restore", (EDIT_RULES,), "POST", 422, things="draft"),
    Row("workbench:inbox", (VERIFY,)),
    Row("workbench:inbox-case", (VERIFY,), things="waiting case", also_good=_TAKEN),
    Row("workbench:case", _CASE, things="case"),
    Row("workbench:save", (ANSWER,), "POST", things="answered case"),
    Row("workbench:act", _CASE, things="case to act on"),
    Row("workbench:act", _CASE, "POST", 422, things="case to answer"),
    # The address of an alert: whoever has its long random part, is told of it without signing in.
    Row("told", None, good=404, parts={"token": "x" * 20}),
)

THINGS: Final[dict[str, Maker]] = {
    "case": lambda world: world.things_of("own", "foreign", "confidential", "waiting"),
    "case to act on": made.act_on,
    "case to answer": made.answer,
    "answered case": lambda world: world.things_of("own", "foreign", "confidential", action="jawab"),
    "verified": lambda world: world.things_of("own", number=world.cases["waiting"].number),
    "waiting case": made.waiting,
    "delivery": made.deliveries,
    "person": made.people,
    "missed": made.missed,
    "reprimand": made.reprimands,
    "sign": made.signs,
    "problem": made.problems,
    "model": made.models,
    "campaign": made.campaigns,
    "draft": made.draft,
    "rule of the draft": made.drafted_rule,
}
