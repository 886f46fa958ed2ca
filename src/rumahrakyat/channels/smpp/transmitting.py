"""Sending: one session per process, made when it is first needed and thrown away when anything is wrong with it."""

import os
import threading
import time

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.smpp import errors, pdu
from rumahrakyat.channels.smpp.options import Options
from rumahrakyat.channels.smpp.session import Broken, Session

ANSWER_SECONDS = 20.0
# After so long without a word the session is asked whether it lives, before a message is trusted to it.
IDLE_SECONDS = 30.0
_CODINGS = {"gsm7": 0, "ucs2": 8}


class Transmitter:
    """Thread safe. Parts go one after the other, each when the one before was taken."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._process = 0

    def send(self, number: str, text: str, *, key: str) -> str:
        """Hand over `text` to `number` (E.164); the id of its last part, which alone asks for a receipt.

        Raises DeliveryError. When a later part fails the whole message is sent again some time: its parts have the
        same reference then, so that a telephone takes them for the same message.
        """
        encoded = smstext.parts(text)
        total = len(encoded.parts)
        with self._lock:
            session = self._open()
            external_id = ""
            for place, part in enumerate(encoded.parts, start=1):
                octets = smstext.encode(part, encoded.coding)
                if total > 1:
                    octets = smstext.header(smstext.reference(key), total, place) + octets
                fields = {
                    "short_message": octets,
                    "data_coding": _CODINGS[encoded.coding],
                    "esm_class": pdu.HAS_HEADER if total > 1 else 0,
                    "registered_delivery": int(place == total),
                }
                external_id = self._submit(session, number, fields)
        return external_id

    def check(self) -> None:
        """Whether the centre lets us in and answers. Raises DeliveryError."""
        with self._lock:
            session = self._open()
            try:
                self._answer(session, session.enquire(), pdu.Command.ENQUIRE_LINK_RESP)
            except Broken as error:
                self._drop()
                raise DeliveryError(f"the session with the SMS centre broke: {error}") from error

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _open(self) -> Session:
        if self._process != os.getpid():
            self._session = None  # the line is the parent's
        if self._session is not None and time.monotonic() - self._session.used_at > IDLE_SECONDS:
            self._check(self._session)
        if self._session is None:
            self._session = Session(self.options, receives=False)
            self._process = os.getpid()
        return self._session

    def _check(self, session: Session) -> None:
        try:
            self._answer(session, session.enquire(), pdu.Command.ENQUIRE_LINK_RESP)
        except Broken:
            self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None

    def _submit(self, session: Session, number: str, fields: dict[str, object]) -> str:
        ton, npi, source = self.options.sender
        try:
            sequence = session.submit(
                source_addr_ton=ton,
                source_addr_npi=npi,
                source_addr=source,
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr=number.removeprefix("+"),
                **fields,
            )
            answer = self._answer(session, sequence, pdu.Command.SUBMIT_SM_RESP)
        except Broken as error:
            self._drop()
            raise DeliveryError(f"the session with the SMS centre broke: {error}") from error
        if answer.status:
            problem = errors.of_status(answer.status)
            if errors.ends_session(answer.status):
                self._drop()
            raise problem
        found = answer.body.split(b"\x00", 1)[0].decode("latin-1")
        if not found:
            raise DeliveryError("the SMS centre took the message but named no id", permanent=True)
        return found

    def _answer(self, session: Session, sequence: int, command: pdu.Command) -> pdu.Frame:
        """The answer with this number. Answers to nothing we wait for are passed over. Raises Broken."""
        end = time.monotonic() + ANSWER_SECONDS
        while (left := end - time.monotonic()) > 0:
            for frame in session.frames(seconds=left):
                if frame.sequence == sequence and frame.command in {command, pdu.Command.GENERIC_NACK}:
                    return frame
                if frame.command == pdu.Command.ENQUIRE_LINK:
                    session.write(pdu.answer(pdu.Command.ENQUIRE_LINK_RESP, frame.sequence))
                elif frame.command == pdu.Command.UNBIND:
                    session.write(pdu.answer(pdu.Command.UNBIND_RESP, frame.sequence))
                    raise Broken("the SMS centre said goodbye")
        raise Broken("no answer in time")
