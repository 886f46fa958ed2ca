import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RoadImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=120)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("ended", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("made_by", models.CharField(blank=True, max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="Road",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=160)),
                ("aliases", models.JSONField(blank=True, default=list)),
                (
                    "road_class",
                    models.CharField(
                        choices=[
                            ("toll", "toll"),
                            ("national", "national"),
                            ("provincial", "provincial"),
                            ("regency", "regency"),
                            ("village", "village"),
                        ],
                        max_length=12,
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=24)),
                ("from_name", models.CharField(blank=True, max_length=80)),
                ("to_name", models.CharField(blank=True, max_length=80)),
                ("regencies", models.JSONField(blank=True, default=list)),
                ("line", models.JSONField(blank=True, null=True)),
                ("west", models.FloatField(blank=True, null=True)),
                ("south", models.FloatField(blank=True, null=True)),
                ("east", models.FloatField(blank=True, null=True)),
                ("north", models.FloatField(blank=True, null=True)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roads", to="regions.roadimport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoadKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                (
                    "road",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="regions.road"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="roadimport",
            index=models.Index(fields=["-at"], name="road_import_newest"),
        ),
        migrations.AddIndex(
            model_name="road",
            index=models.Index(fields=["name", "id"], name="road_by_name"),
        ),
        migrations.AddIndex(
            model_name="road",
            index=django.contrib.postgres.indexes.GistIndex(
                models.Func(
                    models.Func(models.F("west"), models.F("south"), function="point"),
                    models.Func(models.F("east"), models.F("north"), function="point"),
                    function="box",
                ),
                condition=models.Q(("valid_to", None), ("west__isnull", False)),
                name="road_box",
            ),
        ),
        migrations.AddConstraint(
            model_name="road",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)), fields=("source", "code"), name="road_once_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="road",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("east", None), ("line", None), ("north", None), ("south", None), ("west", None)),
                    models.Q(
                        ("east__isnull", False),
                        ("north__isnull", False),
                        ("south__isnull", False),
                        ("west__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="road_box_of_its_line",
            ),
        ),
        migrations.AddIndex(
            model_name="roadkey",
            index=models.Index(fields=["key"], name="road_key"),
        ),
        migrations.AddConstraint(
            model_name="roadkey",
            constraint=models.UniqueConstraint(fields=("road", "key"), name="road_key_once"),
        ),
    ]
