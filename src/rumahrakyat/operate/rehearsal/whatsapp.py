"""A rehearsal through WhatsApp's signed webhook; where the chat asks back, the citizen answers."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

from rumahrakyat.channels import registry
from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, WhatsAppAdapter, sign
from rumahrakyat.channels.whatsapp.standin.options import standin_options
from rumahrakyat.correspondence.dialogue import State
from rumahrakyat.lib import clock
from rumahrakyat.operate.rehearsal import citizens as made_up
from rumahrakyat.operate.rehearsal import outcome
from rumahrakyat.operate.rehearsal.citizens import JSON, Citizen
from rumahrakyat.operate.rehearsal.door import Door, DoorClosed

Answer = TypeVar("Answer")
PATH = "/kanal/whatsapp/"
AT_ONCE = 4
LOOK_SECONDS = 0.5
MOST_TURNS = 8
_ANSWERS = {
    State.WHERE: "tidak tahu",
    State.WHICH_PLACE: "tidak tahu",
    State.PHOTO: "lewati",
    State.CONFIRM: "kirim",
    State.WHICH_CASE: "laporan baru",
}


@dataclass
class Played:
    """What was delivered and acknowledged: `sent` deliveries of texts, `answers` of the citizen's further messages."""

    sent: int = 0
    answers: int = 0
    acknowledged: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Chat:
    """A rehearsal by chat. `batch` messages in one delivery; `twice` delivers each message twice."""

    door: Door
    batch: int
    twice: bool
    seed: str

    def play(self, people: Sequence[Citizen]) -> Played:
        """Deliver every text."""
        seconds = int(clock.now().timestamp())
        texts = [made_up.message(one, turn=0, text=one.row.text[:4096], seconds=seconds) for one in people]
        played = Played(sent=len(texts) * (2 if self.twice else 1))
        played.acknowledged = self._deliver(texts)
        return played

    def follow(self, people: Sequence[Citizen], played: Played, *, until: float) -> dict[str, list[int]]:
        """Answer what the chat asks until every citizen has a report and no message waits, or the monotonic instant
        `until` has come. Returns the reports by number."""
        turns = dict.fromkeys((one.e164 for one in people), 0)
        open_talks = list(people)
        while open_talks and time.monotonic() < until:
            open_talks, answers = patiently(partial(self._listen, open_talks, turns))
            played.answers += len(answers)
            self._deliver(answers)
            time.sleep(LOOK_SECONDS)
        return patiently(lambda: outcome.reports_by_number(list(turns)))

    def _listen(self, people: Sequence[Citizen], turns: dict[str, int]) -> tuple[list[Citizen], list[JSON]]:
        """Who still has no report, and the next message of each whose last one was taken up and did not make one."""
        done = outcome.handed_on([one.message_id(turns[one.e164]) for one in people])
        # Asked after the question above: whoever's message was done by then has the report by now, if it made one.
        filed = outcome.reports_by_number([one.e164 for one in people])
        ready = [one for one in people if one.message_id(turns[one.e164]) in done]
        still_open = [one for one in people if one not in ready or one.e164 not in filed]
        asked = [one for one in ready if one.e164 not in filed and turns[one.e164] < MOST_TURNS]
        states = outcome.conversation_states([one.e164 for one in asked])
        seconds = int(clock.now().timestamp())
        answers = []
        for one in asked:
            turns[one.e164] += 1
            text = _ANSWERS.get(State(states.get(one.e164, State.IDLE)), f"Lapor: {one.row.text} Mohon diperiksa, ya.")
            answers.append(made_up.message(one, turn=turns[one.e164], text=text, seconds=seconds))
        return still_open, answers

    def _deliver(self, messages: Sequence[JSON]) -> set[str]:
        """Deliver in batches, several at once; returns the ids of all that were acknowledged. Raises `DoorClosed`."""
        bodies = made_up.deliveries(messages, batch=self.batch, twice=self.twice, seed=self.seed)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return set().union(*pool.map(self._post, bodies))

    def _post(self, body: bytes) -> set[str]:
        headers = {"Content-Type": "application/json", SIGNATURE: sign(secret(), body)}
        with self.door.client() as client:
            answer = self.door.post(client, PATH, content=body, headers=headers)
        if answer.status_code != 200:
            raise DoorClosed(f"the webhook answers {answer.status_code}: do server and replay use the same home?")
        changes = [change for entry in json.loads(body)["entry"] for change in entry["changes"]]
        return {message["id"] for change in changes for message in change["value"]["messages"]}


def secret() -> str:
    """What signs the webhooks of this installation: the operator's app secret, else the stand-in's."""
    adapter = registry.get("whatsapp")
    options = adapter.options if isinstance(adapter, WhatsAppAdapter) else standin_options()
    return (options.app_secrets or standin_options().app_secrets)[0]


def patiently(ask: Callable[[], Answer]) -> Answer:
    """Ask the database, which may be on its way back from a kill. Raises Django's error when it stays away."""
    end = time.monotonic() + 120
    while True:
        try:
            return ask()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > end:
                raise
            sys.stderr.write("the database is away ...\n")
            time.sleep(1)
