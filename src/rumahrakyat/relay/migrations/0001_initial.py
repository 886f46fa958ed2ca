"""Those who carry words and work where no signal is: village heads, field officers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_notices_audit"),
        ("regions", "0002_roads"),
        ("reports", "0009_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("reply", "Reply"),
                            ("objection", "Objection"),
                            ("confirmation", "Confirmation"),
                            ("visit", "Visit"),
                        ],
                        max_length=12,
                    ),
                ),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                ("ahead", models.IntegerField(default=0)),
                ("received_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhotoOnItsWay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("have", models.PositiveIntegerField(default=0)),
                ("sealed", models.BinaryField(default=b"")),
                ("updated_at", models.DateTimeField()),
                (
                    "handed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="relay.handed"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Villager",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "reporter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="villager", to="people.reporter"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("via", models.CharField(choices=[("app", "app"), ("message", "message")], max_length=7)),
                (
                    "consent",
                    models.CharField(
                        choices=[("said", "said aloud"), ("signed", "signed"), ("thumb", "thumb print")],
                        default="said",
                        max_length=6,
                    ),
                ),
                (
                    "reachable",
                    models.BooleanField(default=False, help_text="The villager left a contact and is told directly"),
                ),
                ("text_hash", models.CharField(blank=True, max_length=64)),
                ("told_upto", models.BigIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="reports.report"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
                (
                    "villager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="relay.villager",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="handed",
            constraint=models.UniqueConstraint(fields=("account", "uuid"), name="handed_once"),
        ),
        migrations.AddConstraint(
            model_name="photoonitsway",
            constraint=models.UniqueConstraint(fields=("handed", "digest"), name="photo_on_its_way_once"),
        ),
        migrations.AddConstraint(
            model_name="villager",
            constraint=models.UniqueConstraint(fields=("village", "key_hash"), name="villager_once"),
        ),
        migrations.AddIndex(
            model_name="carried",
            index=models.Index(fields=["village", "-created_at"], name="carried_of_village"),
        ),
        migrations.AddIndex(
            model_name="carried",
            index=models.Index(
                condition=models.Q(("text_hash", ""), _negated=True),
                fields=["account", "text_hash", "-created_at"],
                name="carried_same_words",
            ),
        ),
    ]
