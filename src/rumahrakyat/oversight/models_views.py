"""Views that somebody kept under a name."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class SavedView(models.Model):
    """A page that watches with everything that was chosen on it. `page` is the name of its address, `query` the choices
    as an address writes them. The link with `code` opens it to whoever may watch, with their own sight."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=24)
    query = models.CharField(max_length=600, blank=True)
    code = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}?{self.query}"
