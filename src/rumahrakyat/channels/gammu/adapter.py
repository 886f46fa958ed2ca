"""A modem in the house: Gammu's SMS daemon, through the tables that it shares with us."""

from collections.abc import Sequence
from datetime import date, datetime

from psycopg.rows import DictRow

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Capabilities, DeliveryError, Event, MediaRef, Outgoing, Receipt
from rumahrakyat.channels.contract import Answer, Feed, Media, Probe, Request, Tally, Verdict
from rumahrakyat.channels.gammu import feeds, parsing, tables
from rumahrakyat.channels.gammu.options import Options, from_environment

MAX_TEXT = 459
WEAK_SIGNAL = 20
LOW_BATTERY = 20
# The daemon promises a sign of life every ten seconds, but not while it talks to the network.
SILENT_SECONDS = 120


class GammuAdapter:
    code = parsing.CHANNEL
    medium = "sms"
    label = "SMS"
    capabilities = Capabilities(
        schemes=("tel",),
        concise=True,
        max_text=MAX_TEXT,
    )
    headers_kept: Sequence[str] = ()

    def __init__(self, options: Options) -> None:
        self.options = options

    def configured(self) -> bool:
        return bool(self.options.database_url)

    def verify(self, request: Request) -> Verdict:  # noqa: ARG002 -- the daemon writes to its database, not to us
        return Verdict.FORGED

    def handshake(self, request: Request) -> Answer | None:  # noqa: ARG002 -- as above
        return None

    def check(self, raw: bytes) -> None:
        parsing.decode(raw)

    def parse(self, raw: bytes, *, at: datetime) -> list[Event]:
        return parsing.events(raw, at=at)

    def feeds(self) -> Sequence[Feed]:
        return [feeds.Inbox(self.options.database_url), feeds.Statuses(self.options.database_url)]

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand it to the daemon. The key is its id: a message that the daemon has already is not given again."""
        if outgoing.address.scheme != "tel":
            raise DeliveryError("not a telephone number", permanent=True)
        text = smstext.plain(outgoing.body.text)
        try:
            with tables.opened(self.options.database_url) as database:
                number, sender = outgoing.address.value, self.options.phone_id
                tables.put(database, key=outgoing.key, number=number, text=text, sender=sender)
        except smstext.TooLong as error:
            raise DeliveryError("the text is too long for an SMS", permanent=True) from error
        return Receipt(outgoing.key)

    def fetch_media(self, ref: MediaRef) -> Media:  # noqa: ARG002 -- there are none
        raise DeliveryError("an SMS holds no files", permanent=True)

    def check_config(self) -> list[str]:
        return self.options.problems()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- the database's own clock dated what is read
        """The state of the tables and the modems. Raises DeliveryError when the database cannot be reached."""
        with tables.opened(self.options.database_url) as database:
            version = tables.version(database)
            phones = tables.phones(database)
            waiting = tables.waiting(database)
            ahead = tables.ahead(database)
        problems = [problem for phone in phones for problem in _troubles(phone)]
        if version not in tables.KNOWN_SCHEMAS:
            problems.append(f"The modem's database has tables of version {version}; known are 17 and 18.")
        if not phones:
            problems.append("No modem has announced itself: is gammu-smsd running, and on this database?")
        if waiting:
            problems.append(f"{waiting} messages have waited for a modem for more than 15 minutes.")
        if ahead:
            problems.append("Times of received messages lie in the future: the daemon must run with TZ=UTC.")
        return Probe(problems)

    def tally(self, day: date) -> Tally:
        with tables.opened(self.options.database_url) as database:
            counts = tables.tally(database, day)
        return Tally(received=counts.get("received"), sent=counts.get("sent"))


def _troubles(phone: DictRow) -> list[str]:
    name = phone["id"]
    if phone["overdue"] > SILENT_SECONDS:
        return [f"The daemon of modem {name} has given no sign of life for more than two minutes."]
    troubles = []
    if 0 <= phone["signal"] < WEAK_SIGNAL:
        troubles.append(f"Modem {name} has a weak signal ({phone['signal']} %).")
    if 0 <= phone["battery"] < LOW_BATTERY:
        troubles.append(f"Modem {name} is low on power ({phone['battery']} %).")
    if not phone["receive"]:
        troubles.append(f"Modem {name} is set not to receive.")
    return troubles


def from_settings() -> GammuAdapter:
    return GammuAdapter(from_environment())
