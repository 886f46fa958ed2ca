"""E-mail as a person has it: a mailbox that writes to us and receives our mails."""

import secrets
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.email.addresses import bare
from rumahrakyat.channels.email.standin import letters
from rumahrakyat.channels.email.standin.options import ADDRESS, standin_options
from rumahrakyat.channels.email.standin.post import CODE
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import CannotSay, Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.lib import clock

JSON = dict[str, Any]
SECONDS = 10
LONGEST_PAUSE = timedelta(minutes=5)


class EmailStandin:
    code = CODE
    title = "E-mail"
    person_label = _("E-mail address")
    publics: Sequence[str] = ()
    takes_files = True
    takes_places = False
    has_subject = True
    look = Look(
        about=_("A mailbox: mails with a subject and attachments, answers with quotations, bounces, absence notes."),
        ours=ADDRESS,
        style="mail",
    )
    switches: Sequence[Named] = (
        ("twice", _("Deliver every mail twice")),
        ("away", _("Hold mails back")),
        ("full", _("Mailboxes are full (452)")),
        ("refuse", _("Our mails are refused (550)")),
    )
    tricks: Sequence[Named] = (
        ("absent", _("Answer our last mail with an absence note")),
        ("bounce", _("Return our last mail as undeliverable")),
        ("read", _("Confirm that our last mail was read")),
    )
    urlpatterns: Sequence[URLPattern | URLResolver] = ()

    def __init__(self) -> None:
        self.store = Store(CODE)

    def person(self, typed: str, name: str) -> tuple[str, str]:
        address = bare(typed)
        if not address or len(address) > 100:
            raise WrongPerson(gettext("Write an e-mail address, for example wening@example.org."))
        return address, name or address

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        """The mail goes into the queue of the person's mail server, which brings it to us."""
        answered = self.store.message(said.under) if said.under else None
        if answered is not None and answered.data["direction"] != "out":
            answered = None
        key = f"<{secrets.token_hex(12)}@pos.demo>"
        to = answered.data["raw"].get("reply_to", ADDRESS) if answered else ADDRESS
        kept = self.store.keep_file(said.file, said.mime_type, said.filename, at=at) if said.file is not None else None
        self.store.add(
            person.key,
            key=key,
            direction="in",
            at=at,
            text=said.text,
            subject=said.subject,
            file=kept.key if kept else "",
            under=said.under,
        )
        mail = letters.written(person, said, to=to, key=key, at=at, answered=answered)
        self._post(mail, sender=person.key, to=to, at=at)

    def do(self, person: StandinRecord, trick: str, *, at: datetime) -> None:
        ours = [record for record in self.store.thread(person.key) if record.data["direction"] == "out"]
        if not ours:
            raise CannotSay(gettext("There is no mail of ours in this mailbox yet."))
        last, raw = ours[-1], ours[-1].data["raw"]
        if trick == "absent":
            self._post(letters.absence(person, to=ADDRESS, answered=last, at=at), sender="", to=ADDRESS, at=at)
        elif trick == "bounce":
            self.store.advance(last, "failed", at=at)
            self._post(letters.returned(person, at=at), sender="", to=raw["return_path"], at=at)
        elif trick == "read":
            self.store.advance(last, "read", at=at)
            to = raw["reply_to"]
            self._post(letters.read(person, last, to=to, at=at), sender=person.key, to=to, at=at)

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """Nothing goes over HTTP: what waits is brought to our listener here. What it does not take waits longer, as
        in the queue of a mail server."""
        for item in items:
            times = 2 if self.store.switched_on("twice") else 1
            if not all(self._deliver(item) for _time in range(times)):
                tries = int(item.get("tries", 0)) + 1
                pause = min(timedelta(seconds=2**tries), LONGEST_PAUSE)
                self.store.deliver({**item, "tries": tries}, at=clock.now() + pause)
        return []

    def _post(self, mail: bytes, *, sender: str, to: str, at: datetime) -> None:
        kept = self.store.keep_file(mail, "message/rfc822", "", at=at)
        self.store.deliver({"mail": kept.key, "sender": sender, "to": to}, at=at)

    def _deliver(self, item: JSON) -> bool:
        """Whether the mail need not wait any longer: it was taken, or refused for good."""
        mail = self.store.file(item["mail"])
        if mail is None:
            return True
        door = standin_options().door
        try:
            with smtplib.LMTP(door.host, door.port, timeout=SECONDS) as server:
                server.sendmail(item["sender"], [item["to"]], bytes(mail.content))
        except smtplib.SMTPRecipientsRefused:
            return True
        except (smtplib.SMTPException, OSError):
            return False
        return True
