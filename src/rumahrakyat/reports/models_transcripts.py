"""What is said in recordings, apart from the other rows of a case only to keep both files readable."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Transcript(models.Model):
    """Words that somebody heard in a recording, or that a program suggests (`machine`) until a person has checked.

    Rows are added, not changed: the newest of a person counts, a program's only while there is none. A program has one
    try at each recording; its row stays empty when nothing came of it.
    """

    attachment = models.ForeignKey("reports.Attachment", models.PROTECT, related_name="transcripts")
    text = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    machine = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment"], name="transcript_machine_once", condition=Q(machine=True)),
            models.CheckConstraint(condition=Q(machine=False) | Q(author=None), name="transcript_of_one_author"),
        ]

    def __str__(self) -> str:
        return f"transcript {self.pk}"
