"""Joining what a text is about, where it is and who answers for that into one proposal with its reasons. Pure.

The belief in an organisation is the sum over the guessed categories that lead to it, so two categories that are hard to
tell apart but belong to one agency do not make the case doubtful.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rumahrakyat.routing.facts import Facts, Road, place_facts, read_facts
from rumahrakyat.routing.rules import Choice, Rules
from rumahrakyat.routing.where import Where
from rumahrakyat.understanding.lexicon import Guess, Lexicon, Reading

Action = Literal["assign", "refer", "verify"]
MOST_ALTERNATIVES = 4


@dataclass(frozen=True)
class Alternative:
    """Another organisation by its code, with its share of the belief."""

    organisation: str
    confidence: float


@dataclass(frozen=True)
class Proposal:
    """What to do with a report.

    ``assign``: sure enough to pass it on to `organisation` at once. ``refer``: an outside body's or a private matter;
    the verifier decides, with `referral_to` and `referral_text` ready. ``verify``: the verifier decides, `why` says
    what is missing. `category` is set only when it is clear enough to be noted. `joined` are those who work on it, too,
    by the row `rule` of the rules.
    """

    action: Action
    category: str | None
    guesses: tuple[Guess, ...]
    kind: str
    urgent: bool
    confidential: bool
    organisation: str | None
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    referral_to: str = ""
    referral_text: str = ""
    why: str = ""
    joined: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True)
class Bodies:
    """What deciding must know about organisations, by code: the governments by regency, and what to say when one
    cannot hold a case itself (outside bodies: name and referral text)."""

    governments: Mapping[str, str]
    outside: Mapping[str, tuple[str, str]]
    active: Collection[str]


def propose(
    text: str, where: Where, *, lexicon: Lexicon, rules: Rules, bodies: Bodies, roads: Sequence[Road] = ()
) -> Proposal:
    """The proposal for a text at a place. `roads`: what the register has there or by the names in the text."""
    reading = lexicon.read(text)
    if reading.trivial is not None:
        return _trivial(reading)
    reasons = list(_reading_reasons(reading))
    if reading.violence or reading.misconduct:
        return _guarded(reading, rules, lexicon, reasons)
    stems = lexicon.stems(text)
    here = place_facts(where.regency, where.district, where.village)
    facts = read_facts(stems, words=rules.fact_words, kind=reading.kind, place=here, roads=roads)
    subject = _Subject(reading, stems, where, bodies.governments.get(where.regency or ""), facts)
    belief, chosen, needs_place = _belief(subject, rules)
    reasons += where.reasons
    ranked = sorted(belief, key=lambda code: (-belief[code], code))
    best = ranked[0] if ranked else None
    confidence = round(belief[best], 3) if best else 0.0
    choice = chosen[best] if best else None
    if choice:
        reasons += [*choice.facts, choice.because]
    proposal = Proposal(
        action="verify",
        category=_noted_category(reading, lexicon),
        guesses=reading.guesses,
        kind=reading.kind,
        urgent=reading.urgent,
        confidential=False,
        organisation=best,
        confidence=confidence,
        reasons=tuple(reasons),
        alternatives=_alternatives(subject, ranked, belief, rules),
        why=_why(reading, best, confidence, needs_place, rules),
        joined=choice.joined if choice else (),
        rule=choice.rule if choice else "",
    )
    if choice and not choice.automatic and best not in bodies.outside and not where.elsewhere:
        return replace(proposal, why=choice.because)
    return _settle(proposal, where, bodies, rules)


def _settle(proposal: Proposal, where: Where, bodies: Bodies, rules: Rules) -> Proposal:
    """Assign when sure enough; an outside body is never given a case, a referral to it is made ready instead."""
    best = proposal.organisation
    if where.elsewhere:
        why = "Tempatnya di luar provinsi ini."
        to, text = rules.elsewhere_to, rules.elsewhere_text
        return replace(proposal, action="refer", organisation=None, referral_to=to, referral_text=text, why=why)
    if best is None:
        return proposal
    if best in bodies.outside:
        name, words = bodies.outside[best]
        return replace(proposal, action="refer", referral_to=name, referral_text=words, why="Urusan lembaga lain.")
    if best in bodies.active and proposal.category and proposal.confidence >= rules.auto_threshold:
        return replace(proposal, action="assign", why="")
    return proposal


@dataclass(frozen=True)
class _Subject:
    """A text as the rules see it: its guesses, its stems, and the government of its place where that is known."""

    reading: Reading
    stems: list[str]
    where: Where
    government: str | None
    facts: Facts


def _belief(subject: _Subject, rules: Rules) -> tuple[dict[str, float], dict[str, Choice], bool]:
    """By organisation: the belief and the choice of its strongest rule; and whether the likeliest needs a place."""
    belief: dict[str, float] = {}
    chosen: dict[str, Choice] = {}
    needs_place = False
    for nth, guess in enumerate(subject.reading.guesses):
        choice = rules.choose(guess.code, subject.stems, subject.government, facts=subject.facts)
        if choice is None:
            continue
        if choice.organisation is None:
            needs_place = needs_place or nth == 0
            continue
        trust = subject.where.confidence if choice.needs_place else 1.0
        share = guess.confidence * choice.confidence * trust
        belief[choice.organisation] = belief.get(choice.organisation, 0.0) + share
        chosen.setdefault(choice.organisation, choice)
    return belief, chosen, needs_place


def _alternatives(
    subject: _Subject, ranked: list[str], belief: Mapping[str, float], rules: Rules
) -> tuple[Alternative, ...]:
    found = {code: round(belief[code], 3) for code in ranked[1:]}
    best = subject.reading.best
    choice = rules.choose(best.code, subject.stems, subject.government, facts=subject.facts) if best else None
    for code in choice.alternatives if choice else ():
        if code not in ranked[:1]:
            found.setdefault(code, 0.0)
    return tuple(Alternative(code, share) for code, share in list(found.items())[:MOST_ALTERNATIVES])


def _noted_category(reading: Reading, lexicon: Lexicon) -> str | None:
    best = reading.best
    if best is None:
        return None
    if best.confidence >= lexicon.confident:
        return best.code
    # Sub-categories of one main category that are hard to tell apart: the likeliest stands for them.
    return best.code if reading.main_confidence >= lexicon.confident else None


def _why(reading: Reading, best: str | None, confidence: float, needs_place: bool, rules: Rules) -> str:
    if not reading.guesses:
        return "Kata-katanya belum menunjukkan urusan apa."
    if needs_place:
        return "Tempat belum jelas, jadi pemerintah kabupaten atau kota belum dapat ditentukan."
    if best is None or confidence < rules.auto_threshold:
        return "Penanggung jawab belum cukup pasti."
    return "Kategori belum cukup pasti."


def _reading_reasons(reading: Reading) -> list[str]:
    reasons = []
    if reading.best:
        words = ", ".join(f"“{word.replace(' + ', ' … ')}”" for word in reading.best.words[:3])
        reasons.append(f"Kata yang menunjukkan urusannya: {words}.")
    if reading.urgent:
        words = ", ".join(f"“{word.replace(' + ', ' … ')}”" for word in reading.urgent_words[:2])
        reasons.append(f"Kata-kata darurat: {words}. Sampaikan nomor 112.")
    return reasons


def _guarded(reading: Reading, rules: Rules, lexicon: Lexicon, reasons: list[str]) -> Proposal:
    """Misconduct and violence: confidential, and to the body that may know, never to the accused unit."""
    to = rules.violence_to if reading.violence else rules.misconduct_to
    subject = "kekerasan" if reading.violence else "pelanggaran aparatur"
    best = reading.best
    sure = best is not None and max(best.confidence, reading.main_confidence) >= lexicon.confident
    return Proposal(
        action="assign" if sure else "verify",
        category=best.code if best else None,
        guesses=reading.guesses,
        kind=reading.kind,
        urgent=reading.urgent,
        confidential=True,
        organisation=to,
        confidence=best.confidence if best else 0.0,
        reasons=(*reasons, f"Berisi laporan {subject}: selalu rahasia, tidak ke unit yang dilaporkan."),
        alternatives=(),
        why="" if sure else "Mungkin berisi laporan rahasia; perlu diperiksa orang.",
    )


def _trivial(reading: Reading) -> Proposal:
    trivial = reading.trivial
    to, text = (trivial.to, trivial.text) if trivial else ("", "")
    return Proposal(
        action="refer" if to else "verify",
        category=None,
        guesses=reading.guesses,
        kind=reading.kind,
        urgent=False,
        confidential=False,
        organisation=None,
        confidence=0.0,
        reasons=("Urusan pribadi, bukan kewenangan pemerintah." if to else "Belum berisi laporan.",),
        alternatives=(),
        referral_to=to,
        referral_text=text,
        why="Sampaikan dengan ramah ke mana sebaiknya pergi." if to else "Tanyakan apa yang terjadi dan di mana.",
    )
