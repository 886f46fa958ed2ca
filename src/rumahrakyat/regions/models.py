"""The administrative regions of a province, from the province down to the village."""

from django.db import models

from rumahrakyat.regions.models_roads import (  # noqa: F401 -- Django finds models in this module alone
    Road,
    RoadImport,
    RoadKey,
)


class Level(models.TextChoices):
    PROVINCE = "province", "province"
    REGENCY = "regency", "regency or city"
    DISTRICT = "district", "district"
    VILLAGE = "village", "village or ward"


class Region(models.Model):
    """One region under its code from the Ministry of Home Affairs ("33.15.01.2001").

    A code names its own ancestors: "33.15.01" is the district of village "33.15.01.2001".
    ``lat`` and ``lon`` are a point inside the region, in degrees (WGS 84). ``kind`` is the word people put
    before the name (Kabupaten, Kota, Kecamatan, Desa, Kelurahan). ``population`` and ``area_km2`` are known
    for regencies and cities only.
    """

    code = models.CharField(max_length=13, primary_key=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    capital = models.CharField(max_length=60, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)

    class Meta:
        indexes = [models.Index(fields=["level", "name"], name="region_level_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=Level.PROVINCE, parent=None)
                | (~models.Q(level=Level.PROVINCE) & models.Q(parent__isnull=False)),
                name="region_only_province_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """The name as people say it, with the kind only where twins make it necessary ("Kota Tegal")."""
        return f"{self.kind} {self.name}" if self.level == Level.REGENCY else self.name
