import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0007_joined"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("gather", "Gather"), ("scatter", "Scatter")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("cursor", models.BigIntegerField(default=0)),
                ("until", models.BigIntegerField(default=0)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="fingerprint",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("cell", models.BigIntegerField(blank=True, null=True)),
                ("regency", models.CharField(blank=True, max_length=5)),
                ("district", models.CharField(blank=True, max_length=8)),
                ("village", models.CharField(blank=True, max_length=13)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("subject", models.CharField(blank=True, max_length=60)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("band_1", models.IntegerField(blank=True, null=True)),
                ("band_2", models.IntegerField(blank=True, null=True)),
                ("band_3", models.IntegerField(blank=True, null=True)),
                ("band_4", models.IntegerField(blank=True, null=True)),
                ("band_5", models.IntegerField(blank=True, null=True)),
                ("band_6", models.IntegerField(blank=True, null=True)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="duplicates.campaign",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(condition=models.Q(("dismissed_at", None)), fields=["-last_at"], name="campaign_newest"),
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(condition=models.Q(("work", ""), _negated=True), fields=["id"], name="campaign_at_work"),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("cell__isnull", False)), fields=["cell", "received_at"], name="fingerprint_cell"
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("village", ""), _negated=True),
                fields=["village", "received_at"],
                name="fingerprint_village",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("district", ""), _negated=True),
                fields=["district", "subject", "received_at"],
                name="fingerprint_district",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("campaign__isnull", False)),
                fields=["campaign", "report"],
                name="fingerprint_campaign",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_1__isnull", False)),
                fields=["band_1", "received_at"],
                name="fingerprint_band_1",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_2__isnull", False)),
                fields=["band_2", "received_at"],
                name="fingerprint_band_2",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_3__isnull", False)),
                fields=["band_3", "received_at"],
                name="fingerprint_band_3",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_4__isnull", False)),
                fields=["band_4", "received_at"],
                name="fingerprint_band_4",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_5__isnull", False)),
                fields=["band_5", "received_at"],
                name="fingerprint_band_5",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("band_6__isnull", False)),
                fields=["band_6", "received_at"],
                name="fingerprint_band_6",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="suggestion_once"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="suggestion_in_order"
            ),
        ),
    ]
