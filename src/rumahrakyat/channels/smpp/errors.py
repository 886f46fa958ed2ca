"""What the SMS centre's refusals mean for a message (command_status of SMPP 3.4)."""

from datetime import timedelta
from typing import Final

from rumahrakyat.channels.base import DeliveryError

THROTTLED: Final = 0x58
QUEUE_FULL: Final = 0x14
NOT_BOUND: Final = 0x04
TEMPORARY_APPLICATION_ERROR: Final = 0x64
# The centre does not say how long to wait.
PAUSE: Final = {THROTTLED: timedelta(seconds=15), QUEUE_FULL: timedelta(minutes=1)}
PERMANENT: Final = {
    0x01: "the message is too long for the SMS centre",
    0x0B: "the number cannot be reached",
    0x33: "the number cannot be reached",
    0x50: "the number cannot be reached",
    0x51: "the number cannot be reached",
    0x65: "the SMS centre refuses the message for good",
    0x66: "the SMS centre refuses the message for good",
    0xC2: "the message cannot be written so for the SMS centre",
}
# What is wrong with us, not with the message.
ALARMING: Final = {
    0x0A: "the SMS centre does not accept our sender",
    0x0D: "the SMS centre does not let us in",
    0x0E: "the SMS centre does not accept our password",
    0x0F: "the SMS centre does not know us",
    0x48: "the SMS centre does not accept the type of our sender",
    0x49: "the SMS centre does not accept the numbering plan of our sender",
}


def of_status(status: int) -> DeliveryError:
    if status in PAUSE:
        return DeliveryError("the SMS centre takes no more for now", retry_after=PAUSE[status])
    if status in PERMANENT:
        return DeliveryError(f"{PERMANENT[status]} (0x{status:02x})", permanent=True)
    if status in ALARMING:
        return DeliveryError(f"{ALARMING[status]} (0x{status:02x})", alarm=True)
    return DeliveryError(f"the SMS centre could not take the message (0x{status:02x})")


def ends_session(status: int) -> bool:
    """Whether the session is of no more use after this answer."""
    return status == NOT_BOUND
