"""Figures that are too dear to work out for every look at a page."""

from django.db import models

from rumahrakyat.oversight.models_registers import (  # noqa: F401 -- Django finds models in this module alone
    Erratum,
    Register,
)
from rumahrakyat.oversight.models_reprimands import (  # noqa: F401 -- Django finds models in this module alone
    Reprimand,
    ReprimandCase,
)


class Reckoning(models.Model):
    """What fell due in a span and what became of it, as worked out at one instant. Can be thrown away at any time.

    `key` names the period and whose figures they are; `rows` are those of `statements.PROMISE` and `PROMISE_BEFORE`.
    """

    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    rows = models.JSONField()

    def __str__(self) -> str:
        return self.key
