"""The life of one case, told as a script: each `yield` waits until a moment, then something real is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.correspondence import intake
from rumahrakyat.demo import corpus, habits, pictures, slots, truth
from rumahrakyat.demo.plans import NATURAL, SILENT, Plan
from rumahrakyat.demo.world import World
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports import effects, operations
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification
from rumahrakyat.reports.states import ENDED, HELD, Stage

Script = Iterator[datetime]
_NEXT: Final = {
    Stage.VERIFICATION: ((Stage.FIELD_CHECK, 0.66), (Stage.IN_PROGRESS, 0.2), (Stage.RESOLVED, 0.14)),
    Stage.FIELD_CHECK: ((Stage.IN_PROGRESS, 0.82), (Stage.RESOLVED, 0.18)),
    Stage.IN_PROGRESS: ((Stage.RESOLVED, 1.0),),
}
_FIRST: Final = (
    (Stage.VERIFICATION, 0.63), (Stage.FIELD_CHECK, 0.22), (Stage.IN_PROGRESS, 0.1), (Stage.RESOLVED, 0.05),
)  # fmt: skip
_MEDIAN_TO_NEXT: Final = 34  # hours from one stage to the next
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


class Case:
    """One planned case being lived. `report` is as it was after the last thing done to it."""

    def __init__(self, plan: Plan, world: World) -> None:
        self.plan, self.world, self.rng = plan, world, plan.dice()
        self.complaint = plan.complaint
        self.report: Report | None = None

    # What the runner calls

    def life(self) -> Script:
        yield self.plan.received
        self._file()
        yield from self._triage()
        yield from self._hesitation()
        yield from self._question()
        if self.plan.fate != NATURAL:
            yield from self._impatience()
            return
        yield from self._first_answer()
        yield from self._work()
        yield from self._verdict()

    # Small tools

    @property
    def case(self) -> Report:
        """The case as it stands in the database now: the clock may have moved it."""
        assert self.report is not None
        self.report = Report.objects.select_related("holder", "category").get(pk=self.report.pk)
        return self.report

    def stage(self) -> Stage:
        return Stage(self.case.stage)

    def held(self) -> bool:
        return self.stage() in HELD

    def _settle(self) -> None:
        """Let the layers above do at once what a worker would do a second later."""
        assert self.report is not None
        effects.run_due(report_id=self.report.pk)

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _after(self, median_hours: float, *, office: bool = True) -> datetime:
        wished = clock.now() + habits.hours(self.rng, median_hours)
        return habits.at_work(self.rng, wished, self.world.zone) if office else wished

    def _words(self, text: str) -> str:
        planned = (clock.now() + timedelta(days=self.rng.randint(1, 4))).astimezone(self.world.zone)
        values = slots.values_for(text, self.plan.spot.words, self.rng)
        values["rencana"] = f"{_DAYS[planned.weekday()]}, {planned.day} {_MONTHS[planned.month - 1]}"
        assert self.report is not None
        values["instansi"] = self.report.holder.short_name if self.report.holder else "Rumah Rakyat"
        return slots.put(text, values)

    def _line(self, use: str) -> str:
        return self._words(self.rng.choice(corpus.lines(use)))

    def _photo(self, *, done: bool) -> Evidence:
        picture = pictures.photo(self.complaint.topic, done=done, variant=self.plan.index)
        return Evidence(picture, "image/jpeg")

    def _organisation(self, code: str) -> Organisation:
        return self.world.organisations[code]

    # The citizen tells

    def _file(self) -> None:
        plan, place = self.plan, self.plan.spot.words
        words = (
            f"{place.village_kind} {place.village}, Kecamatan {place.district}, {place.regency_kind} {place.regency}"
        )
        pictured = pictures.has_scene(self.complaint.topic) and plan.channel in {"web", "whatsapp", "x", "village"}
        given = intake.Intake(
            text=plan.text,
            channel=plan.channel,
            received_at=clock.now(),
            source_key=f"demo:{plan.seed}:{plan.index}",
            kind=self.complaint.kind,
            identity=plan.identity,
            confidential="misconduct" in self.complaint.traits,
            name=plan.name,
            contact=intake.Contact("tel", f"+62810{plan.phone:08d}", "web") if plan.phone is not None else None,
            place_words=words if plan.worded else "",
            lat=plan.spot.lat if plan.pinned else None,
            lon=plan.spot.lon if plan.pinned else None,
            evidence=[self._photo(done=False)] if pictured and self._chance(0.5) else [],
        )
        self.report, _new = intake.take_in(intake=given, at=clock.now())
        self._settle()

    # The desk and the hand-overs

    def _triage(self) -> Script:
        """A verifier looks at what the rules could not place, and puts right what they misread."""
        owner, outside = self.plan.owner
        assigned = self.case.holder
        if assigned is None and self.stage() is Stage.RECEIVED:
            yield self._after(0.1 if "emergency" in self.complaint.traits else 0.6)
            if self.stage() is Stage.RECEIVED:
                self._verify(owner, outside=outside)
        elif assigned is not None and (outside or assigned.code != owner) and self._chance(0.6):
            yield self._after(1.2)
            if self.held():
                self._correct(owner, outside=outside)

    def _verify(self, owner: str, *, outside: bool) -> None:
        report, at = self.case, clock.now()
        actor = self.world.verifier(report)
        if self.complaint.topic == "chat" and self._chance(0.7):
            text = corpus.lines("reject")[0]
            operations.reject(report_id=report.pk, reason="test", text=text, actor=actor, at=at)
        elif outside:
            self._refer(owner)
        else:
            self._classify()
            actor = self.world.verifier(self.case)
            operations.assign(report_id=report.pk, holder=self._organisation(owner), actor=actor, at=at)
        self._settle()

    def _correct(self, owner: str, *, outside: bool) -> None:
        report, at = self.case, clock.now()
        if outside:
            self._refer(owner)
        else:
            self._classify()
            actor = self.world.verifier(self.case)
            operations.hand_over(
                report_id=report.pk, holder=self._organisation(owner), text=self._line("handover"), actor=actor, at=at
            )
        self._settle()

    def _classify(self) -> None:
        spot, report = self.plan.spot, self.case
        found = Classification(
            regency=spot.regency,
            district=spot.district,
            village=spot.village,
            category=self.world.categories.get(self.complaint.category),
            kind=self.complaint.kind,
            urgent="emergency" in self.complaint.traits,
        )
        actor = self.world.verifier(report)
        operations.classify(report_id=report.pk, classification=found, actor=actor, at=clock.now())

    def _refer(self, owner: str) -> None:
        report, body = self.case, self._organisation(owner)
        text = truth.referral_line(corpus.lines("referral"), owner).replace("{instansi}", body.name)
        if self.complaint.topic == "lost":
            text = self.rng.choice([line for line in corpus.lines("referral") if "110" in line])
        actor = self.world.verifier(report)
        operations.refer(report_id=report.pk, to=body.name, text=text, actor=actor, at=clock.now())

    def _hesitation(self) -> Script:
        """Sometimes the holder says "not ours": rightly, or wrongly and it comes back."""
        owner, outside = self.plan.owner
        holder = self.report.holder if self.report else None
        if holder is None or not self.held() or "misconduct" in self.complaint.traits:
            return
        if not outside and holder.code != owner:
            yield self._after(2.0)
            if self.held():
                self._hand_over(owner)
        elif self.plan.fate == NATURAL and self._chance(0.05):
            yield self._after(1.6)
            other = truth.government_of(self.plan.spot.regency)
            other = "DPUBMCK" if owner == other else other
            if self.held():
                self._hand_over(other)
                yield self._after(2.2)
                if self.held():
                    self._hand_over(owner)

    def _hand_over(self, to: str) -> None:
        report, holder = self.case, self._organisation(to)
        actor = self.world.officer(report)
        if holder.can_hold and report.holder_id != holder.pk:
            operations.hand_over(
                report_id=report.pk, holder=holder, text=self._line("handover"), actor=actor, at=clock.now()
            )
            self._settle()

    # The agency answers

    def _question(self) -> Script:
        """The holder needs a detail first; most people answer, some never do."""
        if self.plan.fate != NATURAL or not self.held() or not self._chance(0.06):
            return
        yield self._after(2.5)
        if not self.held():
            return
        report = self.case
        actor = self.world.officer(report)
        operations.ask_reporter(report_id=report.pk, text=self._line("question"), actor=actor, at=clock.now())
        self._settle()
        if self._chance(0.8):
            yield self._after(5, office=False)
            if self.stage() is Stage.WAITING_REPORTER:
                self._say("reply")

    def _say(self, use: str) -> None:
        pictured = use == "reply" and pictures.has_scene(self.complaint.topic) and self._chance(0.3)
        evidence = [self._photo(done=False)] if pictured else []
        intake.add_words(
            report=self.case, text=self._line(use), channel=self.plan.channel, at=clock.now(), evidence=evidence
        )
        self._settle()

    def _impatience(self) -> Script:
        """Nobody answers: the citizen asks again, and the clock does what it must."""
        if self.plan.fate == SILENT and self._chance(0.7):
            yield self.plan.received + timedelta(hours=25) + habits.hours(self.rng, 3)
            if self.held():
                self._say("nudge")

    def _first_answer(self) -> Script:
        if self.stage() in ENDED:
            return
        report = self.case
        temper = self.world.temper(report.holder) if report.holder else habits.Temper(1, 0)
        at = habits.first_answer(self.rng, temper, self.plan.received, clock.now(), self.world.zone)
        if "emergency" in self.complaint.traits:
            at = clock.now() + habits.hours(self.rng, 0.7, 0.4)
        yield self._not_by_chance_late(at)
        if self.held():
            self._answer(self._first_stage())
            if self._chance(0.18):
                yield self._after(0.8, office=False)
                self._say("thanks")

    def _not_by_chance_late(self, at: datetime) -> datetime:
        """How many are late or nearly due at the demo's present is planned, and not left to the dice."""
        open_then = at > self.world.until
        if open_then and self.plan.received < self.world.until - timedelta(hours=18):
            earliest = max(clock.now(), self.plan.received)
            return earliest + (self.world.until - earliest) * self.rng.uniform(0.4, 0.95)
        return at

    def _first_stage(self) -> Stage:
        traits = self.complaint.traits
        if self.complaint.kind != "complaint" or traits & {"thanks", "trivial"}:
            return Stage.RESOLVED if self._chance(0.7) else Stage.VERIFICATION
        if "emergency" in traits:
            return Stage.FIELD_CHECK
        return Stage(habits.pick(self.rng, _FIRST))

    def _answer(self, stage: Stage) -> None:
        report = self.case
        actor, text, at = self.world.officer(report), self._answer_text(stage), clock.now()
        if stage is Stage.RESOLVED:
            proof = [self._photo(done=True)] if self._has_proof() else []
            reason = "" if proof else "Layanan administrasi, tidak ada yang dipotret."
            operations.resolve(
                report_id=report.pk, text=text, actor=actor, at=at, evidence=proof, no_photo_reason=reason
            )
        else:
            evidence = [self._photo(done=False)] if stage is Stage.FIELD_CHECK and self._has_proof() else []
            operations.answer(report_id=report.pk, stage=stage, text=text, actor=actor, at=at, evidence=evidence)
        self._settle()

    def _has_proof(self) -> bool:
        return pictures.has_scene(self.complaint.topic) and self._chance(0.75)

    def _answer_text(self, stage: Stage) -> str:
        use = stage.value
        if stage is Stage.RESOLVED and "thanks" in self.complaint.traits | {self.complaint.topic}:
            use = "thanks"
        elif stage is Stage.RESOLVED and self.complaint.kind != "complaint":
            use = self.complaint.kind
        assert use in corpus.ANSWER_USES
        return self._words(self.rng.choice(corpus.answers_for(self.complaint.topic, use)).text)

    def _work(self) -> Script:
        """From stage to stage until it is done; some never get that far within the month."""
        while self.held() and self.stage() in _NEXT:
            if self._chance(0.1):
                return
            yield self._after(_MEDIAN_TO_NEXT)
            if self._chance(0.12) and self.held():
                self._note()
            if not self.held() or self.stage() not in _NEXT:
                return
            self._answer(Stage(habits.pick(self.rng, _NEXT[self.stage()])))

    def _note(self) -> None:
        report = self.case
        actor = self.world.officer(report)
        operations.note(report_id=report.pk, text=self._line("note"), actor=actor, at=clock.now())

    # The citizen has the last word

    def _verdict(self) -> Script:
        if self.stage() is not Stage.RESOLVED:
            return
        if self._chance(0.09):
            yield self._after(9, office=False)
            if self.stage() is Stage.RESOLVED:
                yield from self._object()
        if self.stage() is Stage.RESOLVED and self._chance(0.5):
            yield self._after(12, office=False)
            if self.stage() is Stage.RESOLVED:
                self._confirm()

    def _object(self) -> Script:
        intake.object_to(report=self.case, text=self._line("objection"), channel=self.plan.channel, at=clock.now())
        self._settle()
        yield self._not_by_chance_late(self._after(8))
        if self.held():
            self._answer(Stage.IN_PROGRESS)
            yield self._after(30)
            if self.held():
                self._answer(Stage.RESOLVED)

    def _confirm(self) -> None:
        rating = self.rng.choices((None, 1, 2, 3, 4), (40, 3, 8, 27, 22))[0]
        if self._chance(0.6):
            self._say("confirmation")
        intake.confirm(report=self.case, channel=self.plan.channel, at=clock.now(), rating=rating)
        self._settle()
