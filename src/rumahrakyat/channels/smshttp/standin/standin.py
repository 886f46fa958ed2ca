"""A plain telephone: SMS through the generic gateway, with what each message costs in parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels import smstext
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.smshttp.standin import api
from rumahrakyat.channels.smshttp.standin.options import NUMBER, standin_options
from rumahrakyat.channels.standins.base import CannotSay, Look, Named, ProviderRequest, Said, WrongPerson
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.lib.phone import WrongPhone, parse_phone

JSON = dict[str, Any]


class SmsStandin:
    code = "smshttp"
    title = "SMS"
    store: Store = api.store
    person_label = _("Mobile number")
    publics: Sequence[str] = ()
    takes_files = False
    takes_places = False
    has_subject = False
    look = Look(
        about=_("Plain words alone; a message of 160 signs, or 70 with an emoji, and every further one is paid."),
        ours=NUMBER,
        style="sms",
        phones=True,
        quotes=False,
    )
    switches: Sequence[Named] = (
        ("twice", _("Deliver every webhook twice")),
        ("throttle", _("Throttle our sending (429)")),
        ("token_dead", _("Our access token is dead (401)")),
        ("unreachable", _("Numbers cannot be reached (delivery fails)")),
        ("away", _("Hold webhooks back")),
    )
    urlpatterns = (path("send", api.send),)

    def person(self, typed: str, name: str) -> tuple[str, str]:
        try:
            return parse_phone(typed).removeprefix("+"), name
        except WrongPhone:
            raise WrongPerson(gettext("Write a mobile number, for example 0813 2290 4471.")) from None

    def say(self, person: StandinRecord, said: Said, *, at: datetime) -> None:
        measures = api.measures(said.text)
        if measures["parts"] > smstext.MOST_PARTS:
            raise CannotSay(gettext("This is too long for an SMS."))
        key = api.new_id()
        self.store.add(person.key, key=key, direction="in", at=at, text=said.text, raw=measures)
        told = {"msisdn": person.key, "to": NUMBER, "message": said.text, "time": str(int(at.timestamp()))}
        self.store.deliver({"msgid": key, **told}, at=at)

    def note(self, person: StandinRecord, *, at: datetime) -> str:  # noqa: ARG002 -- the same at any time
        """What the last message of ours cost."""
        ours = [record for record in self.store.thread(person.key) if record.data["direction"] == "out"]
        if not ours or "signs" not in ours[-1].data["raw"]:
            return ""
        cost = {name: int(ours[-1].data["raw"][name]) for name in ("signs", "parts")}
        return gettext("The last answer has %(signs)d signs and travelled in %(parts)d SMS.") % cost

    def requests(self, items: Sequence[JSON]) -> list[ProviderRequest]:
        """One request for each message or report, written into the address."""
        incoming = standin_options().incoming
        headers = {incoming.carried: standin_options().door.secrets[0]}
        return [("GET", f"/kanal/smshttp/?{urlencode(item)}", headers, b"") for item in items]
