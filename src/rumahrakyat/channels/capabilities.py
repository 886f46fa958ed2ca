"""What a channel can do, in the words of `base`."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do. `reply_window` None: write at any time. `push` False: nothing leaves the house.

    `max_text` counts signs; a provider that counts bytes of UTF-8 gives `max_text_bytes` besides (0: it does not).
    `schemes`: the kinds of address it can send to. `person_window`: how long people (not machines) may still write.
    `concise`: every sign costs, so `Body.short` is preferred. `per_second`: how many messages the provider takes in
    all, `per_contact`: how long to wait between two to one person (0: no limit).
    """

    push: bool = True
    schemes: tuple[str, ...] = ()
    person_window: timedelta | None = None
    concise: bool = False
    calls: bool = False
    per_second: float = 0
    per_contact: timedelta = timedelta(0)
    media: bool = False
    location: bool = False
    ask_location: bool = False
    max_text: int = 4096
    max_text_bytes: int = 0
    max_interactive_text: int = 0
    max_buttons: int = 0
    max_rows: int = 0
    reply_window: timedelta | None = None
    templates: bool = False
    max_media_bytes: int = 0
