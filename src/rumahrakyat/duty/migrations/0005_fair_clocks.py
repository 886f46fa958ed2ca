import datetime as dt

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _ladders_on_their_own(apps, _editor):
    """The steps that stood in each rule become the first versions of a ladder."""
    rules, ladders = apps.get_model("duty", "DutyRule"), apps.get_model("duty", "Ladder")
    for rule in rules.objects.exclude(ladder=[]).exclude(obligation__startswith="reporter_"):
        ladders.objects.create(
            obligation=rule.obligation,
            version=rule.version,
            source=rule.source,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            steps=rule.ladder,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0004_rules_in_units"),
        ("organisations", "0001_initial"),
        ("regions", "0001_initial"),
        ("reports", "0006_news_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("works", models.BooleanField()),
                ("name", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Ladder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("obligation", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField()),
                ("weight", models.CharField(blank=True, max_length=12)),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("steps", models.JSONField(default=list)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="escalationstep",
            name="escalation_once",
        ),
        migrations.AddField(
            model_name="breach",
            name="held",
            field=models.DurationField(default=dt.timedelta(0)),
        ),
        migrations.AddField(
            model_name="breach",
            name="own",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="breach",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("explained", "Explained"),
                    ("upheld", "Upheld"),
                    ("excused", "Excused"),
                    ("corrected", "Corrected"),
                ],
                default="open",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="extended",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="clock",
            name="promised_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="waited",
            field=models.DurationField(default=dt.timedelta(0)),
        ),
        migrations.AddField(
            model_name="clock",
            name="waits_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.category",
            ),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="extension",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="kind",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="longest",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="made_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="regency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="unit",
            field=models.CharField(default="hours", max_length=8),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="weight",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="escalationstep",
            name="own",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="tenure",
            name="waiting",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="breach",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="breaches", to="duty.clock"
            ),
        ),
        migrations.AddIndex(
            model_name="breach",
            index=models.Index(fields=["-due_at", "-id"], name="breach_newest"),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own", False)), fields=("clock",), name="breach_of_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.UniqueConstraint(
                fields=("clock", "holder"), name="breach_by_holder_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["hours", "workdays"])), name="duty_rule_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own", False)), fields=("clock", "code"), name="escalation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own", True)),
                fields=("clock", "code", "organisation"),
                name="escalation_own_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.category",
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="regency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="ladder",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duty.ladder"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladder",
            constraint=models.UniqueConstraint(fields=("obligation", "version"), name="ladder_version_once"),
        ),
        migrations.AddConstraint(
            model_name="ladder",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="ladder_period",
            ),
        ),
        migrations.RunPython(_ladders_on_their_own, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="dutyrule",
            name="ladder",
        ),
    ]
