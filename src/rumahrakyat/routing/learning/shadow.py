"""A model on trial: what it says of each new report, and how that compares with what was decided and with what a person
then made of it. Codes only, no words, and for a time only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.routing.guessing import Belief, guess
from rumahrakyat.routing.learning import serving
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.models_learning import ModelVersion, ShadowReading, Target
from rumahrakyat.understanding.data import lexicon

KEPT: Final = timedelta(days=180)
_SETTLED: Final = (Outcome.CONFIRMED, Outcome.CORRECTED)


def note(*, decision: Decision, text: str, at: datetime) -> None:
    """Let the models on trial read what was just decided about. Costs one query for each target without one."""
    for target in (Target.CATEGORY, Target.AGENCY):
        trial = serving.shadow(target)
        if trial is None:
            continue
        label, probability, acts = _category(text, trial) if target == Target.CATEGORY else _agency(text, trial)
        ShadowReading.objects.get_or_create(
            version_id=trial.version_id,
            decision=decision,
            defaults={"at": at, "label": label[:120], "probability": probability, "acts": acts},
        )


def _category(text: str, trial: serving.Serving) -> tuple[str, float, bool]:
    words = lexicon()
    belief: Belief = guess(text, words.read(text), trial.learnt, confident=words.confident)
    if belief.best is None:
        return "", 0.0, False
    return belief.category or belief.best.code, belief.best.confidence, belief.category is not None


def _agency(text: str, trial: serving.Serving) -> tuple[str, float, bool]:
    best = trial.learnt.classifier.read(text)[0]
    sure = best.probability >= trial.learnt.thresholds.for_category(best.label)
    return best.label, round(best.probability, 3), sure


def prune(*, at: datetime) -> int:
    """Delete readings older than `KEPT`. How many."""
    gone, _by_model = ShadowReading.objects.filter(at__lt=at - KEPT).delete()
    return gone


@dataclass(frozen=True)
class Comparison:
    """`read` reports: in how many both said the same (`agree`); of those a person `judged`: how often the router and
    the model on trial were right, only one of them, or neither. `acts` is how often the one on trial would have acted.
    """

    read: int = 0
    agree: int = 0
    acts: int = 0
    judged: int = 0
    both: int = 0
    only_router: int = 0
    only_trial: int = 0
    neither: int = 0

    @property
    def router_right(self) -> int:
        return self.both + self.only_router

    @property
    def trial_right(self) -> int:
        return self.both + self.only_trial


def compare(version: ModelVersion) -> Comparison:
    """The comparison over every reading that is kept. One query."""
    rows = ShadowReading.objects.filter(version=version).select_related(
        "decision__category", "decision__chosen_category", "decision__organisation", "decision__chosen_organisation"
    )
    counts = {"agree": 0, "acts": 0, "judged": 0, "both": 0, "only_router": 0, "only_trial": 0, "neither": 0}
    read = 0
    for row in rows.iterator(chunk_size=500):
        read += 1
        router, truth = _router_and_truth(row.decision, version.target)
        counts["agree"] += _same(row.label, router)
        counts["acts"] += row.acts
        if truth is None:
            continue
        counts["judged"] += 1
        counts[_who(_same(router, truth), _same(row.label, truth))] += 1
    return Comparison(read=read, **counts)


def _who(router: bool, trial: bool) -> str:
    if router:
        return "both" if trial else "only_router"
    return "only_trial" if trial else "neither"


def _router_and_truth(decision: Decision, target: str) -> tuple[str, str | None]:
    """What the router thought likeliest, and what a person made of it; None while nobody has said."""
    if target == Target.AGENCY:
        router = decision.organisation.code if decision.organisation else ""
        chosen = decision.chosen_organisation.code if decision.chosen_organisation else ""
    else:
        first = next((one["code"] for one in decision.guesses), "")
        router = decision.category.code if decision.category else first
        chosen = decision.chosen_category.code if decision.chosen_category else ""
    truth = chosen or router
    return router, truth if decision.outcome in _SETTLED and truth else None


def _same(one: str, other: str) -> bool:
    """The same code, or the main category of the other: who says "roads" of a bridge is not wrong."""
    return bool(one) and bool(other) and (one == other or other.startswith(f"{one}.") or one.startswith(f"{other}."))
