"""The session on which messages and receipts come. Each is committed here before the centre is told that we have it;
what cannot be committed is refused for now, so that the centre keeps it and comes again."""

import contextlib
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from rumahrakyat.channels.contract import NotStored, Raw, Store
from rumahrakyat.channels.smpp import parts, pdu
from rumahrakyat.channels.smpp.errors import TEMPORARY_APPLICATION_ERROR
from rumahrakyat.channels.smpp.options import Options
from rumahrakyat.channels.smpp.session import Broken, Session
from rumahrakyat.lib import clock

POLL_SECONDS = 0.5
ENQUIRE_SECONDS = 30.0
SILENT_SECONDS = 90.0
# A repetition of what a broken session left in doubt comes soon, if it comes at all.
DOUBT_SECONDS = 900.0
MANY_DOUBTS = 100
GOODBYE_SECONDS = 2.0
NAME = "smpp.receiver"
_ANSWERS = {
    pdu.Command.DELIVER_SM: pdu.Command.DELIVER_SM_RESP,
    pdu.Command.DATA_SM: pdu.Command.DATA_SM_RESP,
}


@dataclass
class Receiver:
    """The listener. Parts of a long message wait `patience` seconds for each other."""

    options: Options
    patience: float = parts.PATIENCE_SECONDS
    poll: float = POLL_SECONDS
    name: str = NAME

    def listen(self, store: Store, stopping: threading.Event) -> None:
        """Raises Broken when the session ends, DeliveryError when none can be had."""
        session = Session(self.options, receives=True)
        try:
            _Reception(self, session, store).run(stopping)
        finally:
            session.close()


class _Reception:
    def __init__(self, receiver: Receiver, session: Session, store: Store) -> None:
        self.receiver, self.session, self.store = receiver, session, store
        self.written = store.cursor(receiver.name)
        self.memory = parts.Memory.load(self.written)
        # What the last session left in doubt; of this one nothing is, as long as it lives.
        self.doubts, self.memory.doubts = self.memory.doubts, []
        self.name = uuid.uuid4().hex[:12]
        self.began = time.monotonic()
        self.asked_at = self.began
        self.question = 0
        self.asked_about = 0

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            self._round()
        end = time.monotonic() + GOODBYE_SECONDS
        while self.memory.doubts and time.monotonic() < end:
            self._round()

    def _round(self) -> None:
        frames = self.session.frames(seconds=self.receiver.poll)
        messages = [frame for frame in frames if frame.command in _ANSWERS]
        if messages:
            self._take(messages)
        for frame in frames:
            self._manage(frame)
        if not frames or len(self.memory.doubts) > MANY_DOUBTS:
            self._ask()
        if self.memory.waiting:
            self._give_up_waiting()

    def _take(self, frames: Sequence[pdu.Frame]) -> None:
        """Commit, then answer. What must be remembered is kept in the same transaction, and only then here."""
        wanted = {frame.sequence for frame in frames if not self._had(frame)}
        memory = self.memory.copy()
        items = []
        for frame in frames:
            if frame.sequence in wanted:
                items += memory.add(frame, key=f"{self.name}.{frame.sequence}", now=_now())
        status = 0
        try:
            if wanted:
                self._commit(memory, items)
        except NotStored:
            status = TEMPORARY_APPLICATION_ERROR
        for frame in frames:
            mine = status if frame.sequence in wanted else 0
            self.session.write(pdu.answer(_ANSWERS[pdu.Command(frame.command)], frame.sequence, status=mine))

    def _had(self, frame: pdu.Frame) -> bool:
        """Whether an earlier session committed this very unit and could not say so any more."""
        digest = parts.digest(frame)
        if digest not in self.doubts or time.monotonic() - self.began > DOUBT_SECONDS:
            return False
        self.doubts.remove(digest)
        return True

    def _manage(self, frame: pdu.Frame) -> None:
        if frame.command == pdu.Command.ENQUIRE_LINK:
            self.session.write(pdu.answer(pdu.Command.ENQUIRE_LINK_RESP, frame.sequence))
        elif frame.command == pdu.Command.ENQUIRE_LINK_RESP and frame.sequence == self.question:
            # It answers in order, so it has every answer that we gave before we asked.
            self.question = 0
            if self.asked_about:
                self._remember(parts.Memory(self.memory.waiting, self.memory.doubts[self.asked_about :]))
        elif frame.command == pdu.Command.UNBIND:
            self.session.write(pdu.answer(pdu.Command.UNBIND_RESP, frame.sequence))
            raise Broken("the SMS centre said goodbye")

    def _ask(self) -> None:
        now = time.monotonic()
        if now - self.session.used_at > SILENT_SECONDS:
            raise Broken("the SMS centre is silent")
        if not self.question and (self.memory.doubts or now - self.asked_at > ENQUIRE_SECONDS):
            self.asked_at = now
            self.asked_about = len(self.memory.doubts)
            self.question = self.session.enquire()

    def _give_up_waiting(self) -> None:
        memory = self.memory.copy()
        late = memory.overdue(now=_now(), patience=self.receiver.patience)
        if late:
            self._remember(memory, late)

    def _remember(self, memory: parts.Memory, items: Sequence[Raw] = ()) -> None:
        with contextlib.suppress(NotStored):  # another time; what is remembered too long does no harm
            self._commit(memory, items)

    def _commit(self, memory: parts.Memory, items: Sequence[Raw]) -> None:
        """Raises NotStored; and Broken when what is remembered is no longer what is stored, because the answer to a
        commit was lost, or another process listens too. A new session begins with what is stored."""
        if self.store.cursor(self.receiver.name) != self.written:
            raise Broken("what was remembered is not what is stored")
        cursor = memory.dump()
        self.store.take(items, name=self.receiver.name, cursor=cursor)
        self.memory, self.written = memory, cursor


def _now() -> float:
    return clock.now().timestamp()
