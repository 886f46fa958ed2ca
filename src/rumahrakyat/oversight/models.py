"""Figures that are too dear to work out for every look at a page."""

from django.db import models

from rumahrakyat.oversight.models_briefs import (  # noqa: F401 -- Django finds models in this module alone
    Brief,
    BriefAlert,
    BriefAlertRule,
    BriefSent,
)
from rumahrakyat.oversight.models_directions import (  # noqa: F401 -- Django finds models in this module alone
    Direction,
    WatchedCase,
)
from rumahrakyat.oversight.models_findings import (  # noqa: F401 -- Django finds models in this module alone
    Finding,
    OmbudsmanCase,
    Recommendation,
)
from rumahrakyat.oversight.models_registers import (  # noqa: F401 -- Django finds models in this module alone
    Erratum,
    Register,
)
from rumahrakyat.oversight.models_reprimands import (  # noqa: F401 -- Django finds models in this module alone
    Reprimand,
    ReprimandCase,
)
from rumahrakyat.oversight.models_rollups import (  # noqa: F401 -- Django finds models in this module alone
    AnswerFact,
    CaseFact,
    DaySum,
    HourSum,
    OpenChange,
    RollupState,
    StageSpell,
)
from rumahrakyat.oversight.models_views import SavedView  # noqa: F401 -- Django finds models in this module alone


class Reckoning(models.Model):
    """What fell due in a span and what became of it, as worked out at one instant. Can be thrown away at any time.

    `key` names the period and whose figures they are; `rows` are those of `statements.PROMISE` and `PROMISE_BEFORE`.
    """

    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    rows = models.JSONField()

    def __str__(self) -> str:
        return self.key
