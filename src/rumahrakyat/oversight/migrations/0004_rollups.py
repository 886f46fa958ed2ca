from datetime import timedelta

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0003_reprimands"),
    ]

    operations = [
        migrations.CreateModel(
            name="RollupState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zone", models.CharField(max_length=60)),
                ("rebuilt_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AnswerFact",
            fields=[
                ("clock_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("report_id", models.BigIntegerField()),
                ("cycle", models.SmallIntegerField()),
                ("body", models.BigIntegerField(default=0)),
                ("holder", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("district", models.CharField(default="", max_length=13)),
                ("channel", models.CharField(max_length=20)),
                ("category", models.CharField(default="", max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("due_day", models.DateField()),
                ("met_at", models.DateTimeField(null=True)),
                ("met_day", models.DateField(null=True)),
                ("met_hour", models.SmallIntegerField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("waited", models.DurationField(default=timedelta(0))),
                ("owed", models.BooleanField()),
                ("on_time", models.BooleanField()),
                ("seconds", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["report_id"], name="answerfact_report"),
                    models.Index(fields=["due_at"], name="answerfact_due"),
                    models.Index(
                        condition=models.Q(("met_at__isnull", False)),
                        fields=["met_at"],
                        include=("holder", "regency"),
                        name="answerfact_met",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFact",
            fields=[
                ("report_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("body", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("district", models.CharField(default="", max_length=13)),
                ("channel", models.CharField(max_length=20)),
                ("category", models.CharField(default="", max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("received_at", models.DateTimeField()),
                ("received_day", models.DateField()),
                ("received_hour", models.SmallIntegerField()),
                ("closing", models.CharField(default="", max_length=8)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_day", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["received_at"],
                        include=("body", "regency", "channel", "received_day"),
                        name="casefact_received",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["closed_at"],
                        include=("body", "regency", "closing"),
                        name="casefact_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DaySum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("body", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("district", models.CharField(default="", max_length=13)),
                ("channel", models.CharField(max_length=20)),
                ("category", models.CharField(default="", max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("came_in", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
                ("answered_late", models.IntegerField(default=0)),
                ("seconds", models.BigIntegerField(default=0)),
                ("fell_due", models.IntegerField(default=0)),
                ("on_time", models.IntegerField(default=0)),
                ("again", models.IntegerField(default=0)),
                ("solved", models.IntegerField(default=0)),
                ("expired", models.IntegerField(default=0)),
                ("ended", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "body", "regency", "district", "channel", "category", "kind"), name="daysum_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HourSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("hour", models.SmallIntegerField()),
                ("body", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("channel", models.CharField(max_length=20)),
                ("came_in", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "hour", "body", "regency", "channel"), name="hoursum_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("body", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("change", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "body", "regency"), name="openchange_once")],
            },
        ),
        migrations.CreateModel(
            name="StageSpell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("stage", models.CharField(max_length=16)),
                ("body", models.BigIntegerField(default=0)),
                ("regency", models.CharField(default="", max_length=13)),
                ("began_at", models.DateTimeField()),
                ("began_day", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_day", models.DateField(null=True)),
                ("seconds", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["ended_at"], name="stagespell_ended"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("report_id", "seq"), name="stagespell_once")],
            },
        ),
    ]
