"""What is wrong with something that a person drafted, in sentences that say what to do instead."""

from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise


class Fault(Exception):
    """`field` is the field of a form that the fault is about; `sentence` is for the author, in the reader's
    language."""

    field: ClassVar[str] = ""
    words: ClassVar[str | Promise] = ""

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__, values)
        self.values = values

    @property
    def sentence(self) -> str:
        return str(self.words) % self.values


class Refused(Exception):
    """Everything that is wrong with a draft, at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = list(faults)
