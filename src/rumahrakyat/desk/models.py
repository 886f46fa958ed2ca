"""A service point at work: its counters and queues, the numbers of a day, and who was called where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.models import CHANNEL_LENGTH
from rumahrakyat.desk.models_intake import DeskIntake, IntakeDraft, Receipt  # noqa: F401 -- Django finds models here
from rumahrakyat.organisations.models import Organisation, ServicePoint
from rumahrakyat.people.models import ContactPoint


class PointSetup(models.Model):
    """How one service point queues. Minutes and counts are the point's own choice; a point without a row has none.

    `ahead`: numbers may be taken by message, `ahead_most` of them for one day; `grace_minutes`: so long after the
    expected time a number taken ahead keeps its place. `early_minutes`: numbers are given so long before opening,
    `last_minutes`: none so shortly before closing. `minutes_each`: taken for one visit until enough were measured.
    `calls`: how often a number is called before it may be put aside. `word`: how people call the point in a message.
    """

    service_point = models.OneToOneField(ServicePoint, models.CASCADE, related_name="setup")
    word = models.CharField(max_length=24, unique=True)
    ahead = models.BooleanField(default=True)
    ahead_most = models.PositiveSmallIntegerField(default=40)
    grace_minutes = models.PositiveSmallIntegerField(default=15)
    early_minutes = models.PositiveSmallIntegerField(default=30)
    last_minutes = models.PositiveSmallIntegerField(default=15)
    minutes_each = models.PositiveSmallIntegerField(default=6)
    calls = models.PositiveSmallIntegerField(default=3)
    bring = models.CharField(max_length=200, blank=True)
    voice = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.word


class Queue(models.Model):
    """A letter of a service point. `after` 0: called in the order of coming; otherwise its turn comes after so many
    calls of other letters, as long as somebody waits there."""

    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="queues")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=120, blank=True)
    after = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_point", "letter"], name="desk_queue_letter"),
            models.CheckConstraint(condition=Q(letter__regex=r"^[A-Z]$"), name="desk_queue_is_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class Counter(models.Model):
    """One place at which people are served. `prefers`: the letter it takes first. `organisation`: an agency that sits
    there, on a topic day. At most one officer is at a counter, and an officer at one counter."""

    class State(models.TextChoices):
        CLOSED = "closed", _("not open")
        OPEN = "open", _("open for people")
        BREAK = "break", _("on a break")

    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="counters")
    number = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=80, blank=True)
    prefers = models.CharField(max_length=1, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)
    state = models.CharField(max_length=6, choices=State, default=State.CLOSED)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_point", "number"], name="desk_counter_number"),
            models.UniqueConstraint(fields=["officer"], name="desk_counter_one_officer"),
            models.CheckConstraint(
                condition=Q(state="closed", officer=None) | (~Q(state="closed") & Q(officer__isnull=False)),
                name="desk_counter_open_with_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"Loket {self.number}"


class Closure(models.Model):
    """A day on which a point stays shut although it is an ordinary working day, with the reason people are told."""

    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="closures")
    day = models.DateField()
    reason = models.CharField(max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_point", "day"], name="desk_closure_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"


class Kiosk(models.Model):
    """A device that may give out numbers. Only a hash of its key is kept; `ended_at` makes the key void."""

    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="kiosks")
    name = models.CharField(max_length=60)
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """The last number given out for a letter on a local day: whoever gives the next one locks this row."""

    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="+")
    letter = models.CharField(max_length=1)
    day = models.DateField()
    last = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_point", "letter", "day"], name="desk_series_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.day}: {self.last}"


class Ticket(models.Model):
    """A queue number of one local day (`day`). It names nobody; `contact_point` only when it was taken by message.

    `order_at` decides who is next: when the person came, or for a number taken ahead the expected time if they came in
    time. `secret`: names the ticket in the address of its own page. `once`: the form's token or the message's id.
    `for_counter`: sent on to this counter alone.
    """

    class State(models.TextChoices):
        BOOKED = "booked", _("taken ahead, not there yet")
        WAITING = "waiting", _("waiting")
        CALLED = "called", _("called")
        SERVING = "serving", _("being served")
        ASIDE = "aside", _("did not come when called")
        DONE = "done", _("served")
        CANCELLED = "cancelled", _("cancelled")
        LAPSED = "lapsed", _("closed at the end of the day")

    class Origin(models.TextChoices):
        KIOSK = "kiosk", _("kiosk")
        MESSAGE = "message", _("message")
        OFFICER = "officer", _("officer")

    class Outcome(models.TextChoices):
        CASE = "case", _("a report was made")
        REFERRED = "referred", _("told where to go")
        INFORMED = "informed", _("question answered")

    service_point = models.ForeignKey(ServicePoint, models.PROTECT, related_name="tickets")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State)
    origin = models.CharField(max_length=7, choices=Origin)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    once = models.CharField(max_length=80, unique=True)
    secret = models.CharField(max_length=32, unique=True)
    contact_point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=CHANNEL_LENGTH, blank=True)
    counter = models.ForeignKey(Counter, models.SET_NULL, null=True, blank=True, related_name="tickets")
    for_counter = models.ForeignKey(Counter, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    order_at = models.DateTimeField()
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_point", "day", "letter", "number"], name="desk_ticket_number"),
            models.UniqueConstraint(
                fields=["service_point", "day", "contact_point"],
                condition=Q(contact_point__isnull=False) & ~Q(state="cancelled"),
                name="desk_ticket_one_a_day",
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state__in=["called", "serving"]), name="desk_ticket_one_at_counter"
            ),
        ]
        indexes = [
            models.Index(fields=["service_point", "day", "state", "order_at"], name="desk_ticket_line"),
            models.Index(
                fields=["day"],
                condition=Q(state__in=["booked", "waiting", "called", "serving", "aside"]),
                name="desk_ticket_open",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """A047"""
        return f"{self.letter}{self.number:03d}"


class Call(models.Model):
    """That a number was called to a counter: what the display shows and says, and what the turn of letters follows."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="called")
    counter = models.ForeignKey(Counter, models.CASCADE, related_name="+")
    service_point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    again = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["service_point", "day", "-id"], name="desk_call_newest")]

    def __str__(self) -> str:
        return f"{self.ticket_id} to {self.counter_id}"
