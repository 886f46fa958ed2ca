"""Joining what a text is about, where it is and who answers for that into one proposal with its reasons. Pure.

The belief in an organisation is the sum over the guessed categories that lead to it, so two categories that are hard to
tell apart but belong to one agency do not make the case doubtful.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rumahrakyat.routing.facts import Facts, Road, place_facts, read_facts
from rumahrakyat.routing.guessing import SHOWN, Belief, Learnt, Said, guess
from rumahrakyat.routing.rules import Choice, Rules
from rumahrakyat.routing.where import Where
from rumahrakyat.understanding.firstday import FirstDay
from rumahrakyat.understanding.lexicon import Guess, Lexicon, Reading

Action = Literal["assign", "refer", "verify"]
MOST_ALTERNATIVES = 4
ELSE = "lain-lain"  # the main category of what is about nothing else, thanks among it


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
    by the row `rule` of the rules. `model` is the version of the classifier that spoke, `said` its own best scores.
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
    model: str = ""
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Bodies:
    """What deciding must know about organisations, by code: the governments by regency, and what to say when one
    cannot hold a case itself (outside bodies: name and referral text)."""

    governments: Mapping[str, str]
    outside: Mapping[str, tuple[str, str]]
    active: Collection[str]


def propose(
    text: str,
    where: Where,
    *,
    lexicon: Lexicon,
    rules: Rules,
    bodies: Bodies,
    roads: Sequence[Road] = (),
    learnt: Learnt | None = None,
    first_day: FirstDay | None = None,
) -> Proposal:
    """The proposal for a text at a place. `roads`: what the register has there or by the names in the text. Besides the
    lexicon a category is guessed by what was `learnt` or, where nothing was yet, by the sentences of `first_day`."""
    reading = lexicon.read(text)
    if reading.trivial is not None:
        return _trivial(reading)
    reasons = _alarms(reading)
    if reading.violence or reading.misconduct:
        return _guarded(reading, rules, lexicon, reasons)
    belief = guess(text, reading, learnt, confident=lexicon.confident, first_day=first_day)
    stems = lexicon.stems(text)
    here = place_facts(where.regency, where.district, where.village)
    facts = read_facts(stems, words=rules.fact_words, kind=reading.kind, place=here, roads=roads)
    subject = _Subject(belief, stems, where, bodies.governments.get(where.regency or ""), facts)
    proposal, choice = _weighed(subject, reading, rules, [*reasons, *_by_words(belief), *where.reasons])
    left = _left_to_a_person(reading, proposal, where)
    if left:
        return replace(proposal, why=left)
    if choice and not choice.automatic and proposal.organisation not in bodies.outside and not where.elsewhere:
        return replace(proposal, why=choice.because)
    return _settle(proposal, where, bodies, rules)


def _weighed(
    subject: "_Subject", reading: Reading, rules: Rules, reasons: Sequence[str]
) -> tuple[Proposal, Choice | None]:
    """Whose it most likely is, for a verifier to look at, and the choice of the rules behind it."""
    belief = subject.belief
    shares, chosen, needs_place = _shares(subject, rules)
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    best = ranked[0] if ranked else None
    confidence = round(shares[best], 3) if best else 0.0
    choice = chosen[best] if best else None
    proposal = Proposal(
        action="verify",
        category=belief.category,
        guesses=belief.guesses[:SHOWN],
        kind=reading.kind,
        urgent=reading.urgent,
        confidential=False,
        organisation=best,
        confidence=confidence,
        reasons=(*reasons, *(choice.facts if choice else ()), *([choice.because] if choice else [])),
        alternatives=_alternatives(subject, ranked, shares, rules),
        why=_why(belief, best, confidence, needs_place, rules),
        joined=choice.joined if choice else (),
        rule=choice.rule if choice else "",
        model=belief.model,
        said=belief.said,
    )
    return proposal, choice


def _left_to_a_person(reading: Reading, proposal: Proposal, where: Where) -> str:
    """Why this is for a person however clear its subject is; empty when it is not."""
    signals = reading.signals
    if signals.needs_person:
        return signals.why_person
    if where.disputed:
        return "Titik di peta dan tulisan menyebut tempat yang berbeda."
    if signals.praise and (proposal.category or ELSE).startswith(ELSE) and reading.kind == "complaint":
        return "Tampaknya ucapan terima kasih; cukup dibalas dengan ramah bila tidak ada keluhan."
    return ""


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

    belief: Belief
    stems: list[str]
    where: Where
    government: str | None
    facts: Facts


def _shares(subject: _Subject, rules: Rules) -> tuple[dict[str, float], dict[str, Choice], bool]:
    """By organisation: the belief and the choice of its strongest rule; and whether the likeliest needs a place."""
    shares: dict[str, float] = {}
    chosen: dict[str, Choice] = {}
    needs_place = False
    for nth, one in enumerate(subject.belief.guesses):
        choice = rules.choose(one.code, subject.stems, subject.government, facts=subject.facts)
        if choice is None:
            continue
        if choice.organisation is None:
            needs_place = needs_place or nth == 0
            continue
        trust = subject.where.confidence if choice.needs_place else 1.0
        share = one.confidence * choice.confidence * trust
        shares[choice.organisation] = shares.get(choice.organisation, 0.0) + share
        chosen.setdefault(choice.organisation, choice)
    return shares, chosen, needs_place


def _alternatives(
    subject: _Subject, ranked: list[str], shares: Mapping[str, float], rules: Rules
) -> tuple[Alternative, ...]:
    found = {code: round(shares[code], 3) for code in ranked[1:]}
    best = subject.belief.best
    choice = rules.choose(best.code, subject.stems, subject.government, facts=subject.facts) if best else None
    for code in choice.alternatives if choice else ():
        if code not in ranked[:1]:
            found.setdefault(code, 0.0)
    return tuple(Alternative(code, share) for code, share in list(found.items())[:MOST_ALTERNATIVES])


def _why(belief: Belief, best: str | None, confidence: float, needs_place: bool, rules: Rules) -> str:
    if not belief.guesses:
        return "Kata-katanya belum menunjukkan urusan apa."
    if needs_place:
        return "Tempat belum jelas, jadi pemerintah kabupaten atau kota belum dapat ditentukan."
    if best is None or confidence < rules.auto_threshold:
        return "Penanggung jawab belum cukup pasti."
    return "Kategori belum cukup pasti."


def _by_words(belief: Belief) -> list[str]:
    if belief.best is None or not belief.best.words:
        return belief.reasons()
    return [f"Kata yang menunjukkan urusannya: {_quoted(belief.best.words[:3])}.", *belief.reasons()]


def _alarms(reading: Reading) -> list[str]:
    """What the signals say that a verifier should see first."""
    signals, reasons = reading.signals, []
    if signals.emergency:
        numbers = ", ".join(number.digits for number in signals.emergency.numbers)
        reasons.append(f"Kata-kata darurat: {_quoted(signals.emergency.words[:2])}. Nomor yang disampaikan: {numbers}.")
    if signals.oversight:
        reasons.append(f"Berkadar pengawasan: {_quoted(signals.oversight.words)}.")
    if len(signals.matters) > 1:
        kinds = ", ".join(dict.fromkeys(matter.category for matter in signals.matters))
        reasons.append(f"Pesan berisi beberapa hal: {kinds}.")
    return reasons


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word.replace(' + ', ' … ')}”" for word in words)


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
