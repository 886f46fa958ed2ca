"""One planned case while it is being lived: its state, and what its citizen does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.channels import windows
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.correspondence import intake
from rumahrakyat.demo import corpus, habits, pictures, slots
from rumahrakyat.demo.plans import Plan
from rumahrakyat.demo.world import World
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people import operations as people
from rumahrakyat.reports import effects
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, HELD, Stage

Script = Iterator[datetime]
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
_PICTURED_CHANNELS: Final = frozenset({"web", "whatsapp", "x", "village"})


class Case:
    """`report` is as it was after the last thing done to it; `now` reads it anew when something may have moved it."""

    def __init__(self, plan: Plan, world: World) -> None:
        self.plan, self.world, self.rng = plan, world, plan.dice()
        self.complaint = plan.complaint
        self.report: Report | None = None
        self.stale = False

    # How it stands

    @property
    def now(self) -> Report:
        assert self.report is not None
        if self.stale:
            self.report = Report.objects.select_related("holder").get(pk=self.report.pk)
            self.stale = False
        return self.report

    def stage(self) -> Stage:
        return Stage(self.now.stage)

    def held(self) -> bool:
        return self.stage() in HELD

    @property
    def urgent(self) -> bool:
        return "emergency" in self.complaint.traits

    def settle(self) -> None:
        """Let the layers above do at once what a worker would do a second later."""
        assert self.report is not None
        while effects.due(at=clock.now(), report_id=self.report.pk).exists():
            effects.run_one(at=clock.now(), report_id=self.report.pk)
        self.stale = True

    # Luck and words

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def after(self, median_hours: float, *, office: bool = True) -> datetime:
        """A moment some hours from now; `office`: only when somebody sits at a desk."""
        wished = clock.now() + habits.hours(self.rng, median_hours)
        return habits.at_work(self.rng, wished, self.world.zone) if office else wished

    def words(self, text: str, *, to: Organisation | None = None) -> str:
        """An agency's or citizen's sentence with this case's place in it."""
        planned = (clock.now() + timedelta(days=self.rng.randint(1, 4))).astimezone(self.world.zone)
        values = slots.values_for(text, self.plan.spot.words, self.rng)
        values["rencana"] = f"{_DAYS[planned.weekday()]}, {planned.day} {_MONTHS[planned.month - 1]}"
        holder = self.report.holder if self.report else None
        values["instansi"] = holder.short_name if holder else "Rumah Rakyat"
        values["tujuan"] = to.name if to else "instansi lain"
        return slots.put(text, values)

    def line(self, use: str) -> str:
        return self.words(self.rng.choice(corpus.lines(use, self.complaint.topic)))

    def why_handed_to(self, to: Organisation) -> str:
        level = "regency" if to.region_id else "province"
        return self.words(self.rng.choice(corpus.lines("handover", self.complaint.topic, level)), to=to)

    def photo(self, *, done: bool) -> Evidence:
        picture = pictures.photo(self.complaint.topic, done=done, variant=self.plan.index)
        return Evidence(picture, "image/jpeg")

    def pictured(self, share: float) -> bool:
        return pictures.has_scene(self.complaint.topic) and self.chance(share)

    def organisation(self, code: str) -> Organisation:
        return self.world.organisations[code]

    # What the citizen does

    @property
    def _number(self) -> str:
        """A number of nobody: no operator has this prefix."""
        return f"+62810{self.plan.phone:08d}"

    def file(self) -> None:
        plan, place = self.plan, self.plan.spot.words
        words = (
            f"{place.village_kind} {place.village}, Kecamatan {place.district}, {place.regency_kind} {place.regency}"
        )
        given = intake.Intake(
            text=plan.text,
            channel=plan.channel,
            received_at=clock.now(),
            source_key=f"demo:{plan.seed}:{plan.index}",
            kind=self.complaint.kind,
            identity=plan.identity,
            confidential="misconduct" in self.complaint.traits,
            name=plan.name,
            contact=intake.Contact("tel", self._number, "") if plan.phone is not None else None,
            place_words=words if plan.worded else "",
            lat=plan.spot.lat if plan.pinned else None,
            lon=plan.spot.lon if plan.pinned else None,
            evidence=[self.photo(done=False)] if plan.channel in _PICTURED_CHANNELS and self.pictured(0.5) else [],
        )
        self.report, _new = intake.take_in(intake=given, at=clock.now())
        self.settle()

    def say(self, use: str) -> None:
        """The citizen adds a sentence, and sometimes a picture to an answer."""
        evidence = [self.photo(done=False)] if use == "reply" and self.pictured(0.3) else []
        intake.add_words(
            report=self.now, text=self.line(use), channel=self.plan.channel, at=clock.now(), evidence=evidence
        )
        self.settle()

    def object_to(self) -> None:
        intake.object_to(report=self.now, text=self.line("objection"), channel=self.plan.channel, at=clock.now())
        self.settle()

    def confirm(self) -> None:
        rating = self.rng.choices((None, 1, 2, 3, 4), (40, 3, 8, 27, 22))[0]
        if self.chance(0.6):
            self.say("confirmation")
        intake.confirm(report=self.now, channel=self.plan.channel, at=clock.now(), rating=rating)
        self.settle()

    def arrive(self) -> None:
        """The present: whoever wrote by WhatsApp and still waits is told there from now on.

        Not before: what was said in the past was not sent by this installation, and must not be sent now.
        """
        if self.report is None or self.plan.channel != "whatsapp" or self.plan.phone is None or self.stage() in ENDED:
            return
        at = self.plan.received
        contact = people.contact_point(scheme="tel", value=self._number, at=at)
        windows.opened(channel="whatsapp", contact_point=contact, sent_at=at, at=at)
        intake.listen(report=self.now, contact_point=contact, channel="whatsapp", at=at)
        # Their telephones exist in the demo, so that what is written to them arrives.
        Store("whatsapp").open_person(
            self._number.removeprefix("+"), self.plan.name, at=at, last_inbound_at=at.isoformat()
        )
