"""The register of roads: which stretch belongs to whom. The installation fills it (`regions.roadbook`)."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from rumahrakyat.regions.roadnames import RoadClass


def _corner(lon: str, lat: str) -> Func:
    return Func(F(lon), F(lat), function="point")


class RoadImport(models.Model):
    """One file that was taken in: what it brought. `digest` is that of the file, so that a second load is seen;
    `made_by` the name of who did it, empty on the command line."""

    source = models.CharField(max_length=120)
    file_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    made_by = models.CharField(max_length=150, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="road_import_newest")]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class Road(models.Model):
    """A stretch of road as one source lists it, from `valid_from` until `valid_to` (exclusive; None: still).

    A row is never changed: what another file says differently is a new row, and the old one ends. `owner` is the code
    of an organisation, empty when the class says it all; `regencies` are codes of regions. `line` is a list of parts,
    each a list of [lon, lat] in degrees (WGS 84), or None; the four corners are its bounding box.
    """

    source = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    aliases = models.JSONField(default=list, blank=True)
    road_class = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RoadClass])
    owner = models.CharField(max_length=24, blank=True)
    from_name = models.CharField(max_length=80, blank=True)
    to_name = models.CharField(max_length=80, blank=True)
    regencies = models.JSONField(default=list, blank=True)
    line = models.JSONField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    brought_by = models.ForeignKey(RoadImport, models.PROTECT, related_name="roads")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], condition=Q(valid_to=None), name="road_once_in_force"),
            models.CheckConstraint(
                condition=Q(line=None, west=None, south=None, east=None, north=None)
                | Q(west__isnull=False, south__isnull=False, east__isnull=False, north__isnull=False),
                name="road_box_of_its_line",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="road_by_name"),
            # The core of PostgreSQL finds overlapping boxes by itself; no extension is asked for.
            GistIndex(
                Func(_corner("west", "south"), _corner("east", "north"), function="box"),
                name="road_box",
                condition=Q(valid_to=None, west__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RoadKey(models.Model):
    """What a road is found by in a text; see `roadnames`."""

    road = models.ForeignKey(Road, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["key"], name="road_key")]
        constraints = [models.UniqueConstraint(fields=["road", "key"], name="road_key_once")]

    def __str__(self) -> str:
        return self.key
