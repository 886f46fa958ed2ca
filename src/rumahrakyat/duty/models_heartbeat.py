"""The sign of life of the sweeper: what stands still looks, from the outside, like perfect calm."""

from django.db import models


class SweeperBeat(models.Model):
    """One row for the installation, whichever worker swept last.

    `beat_at`: the last sign of life, also within a long sweep; None: none ever. `began_at` and `ended_at` are of the
    last sweep (`ended_at` None while it runs). `looked_at` and `failed` count its cases. `told_at`: when the operator
    was told of the trouble that lasts.
    """

    name = models.CharField(max_length=24, unique=True)
    process = models.CharField(max_length=120, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
