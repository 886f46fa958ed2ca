import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def _reference(to, name="+", on_delete=django.db.models.deletion.PROTECT, **more):
    return models.ForeignKey(on_delete=on_delete, related_name=name, to=to, **more)


_MAYBE = {"blank": True, "null": True}


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0009_heartbeat"),
        ("organisations", "0004_reference"),
        ("oversight", "0004_rollups"),
        ("reports", "0010_reference"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Direction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(unique=True)),
                ("kind", models.CharField(choices=[("ask", "explanation"), ("word", "word")], max_length=4)),
                ("urgent", models.BooleanField(default=False)),
                ("open", models.BooleanField(default=False)),
                ("sealed_words", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("title", models.CharField(max_length=160)),
                ("deliver_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(**_MAYBE)),
                ("answer_due_at", models.DateTimeField(**_MAYBE)),
                ("overdue_told_at", models.DateTimeField(**_MAYBE)),
                ("answered_at", models.DateTimeField(**_MAYBE)),
                ("sealed_answer", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(**_MAYBE)),
                ("answer_entry", _reference("reports.entry", **_MAYBE)),
                ("answered_by", _reference(settings.AUTH_USER_MODEL, **_MAYBE)),
                ("breach", _reference("duty.breach", **_MAYBE)),
                ("ended_by", _reference(settings.AUTH_USER_MODEL, **_MAYBE)),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.entry",
                    ),
                ),
                ("given_by", _reference(settings.AUTH_USER_MODEL)),
                ("organisation", _reference("organisations.organisation", "directions")),
                (
                    "report",
                    _reference("reports.report", "directions", django.db.models.deletion.CASCADE, **_MAYBE),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("delivered_at", None), ("ended_at", None)),
                        fields=["deliver_at"],
                        name="direction_to_deliver",
                    ),
                    models.Index(condition=Q(("open", True)), fields=["answer_due_at"], name="direction_owed"),
                    models.Index(fields=["organisation", "-given_at"], name="direction_by_organisation"),
                    models.Index(fields=["-given_at", "-id"], name="direction_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("open", True)),
                        fields=("organisation", "report"),
                        name="direction_one_open",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("answer_due_at", None), ("kind", "word"), ("open", False)),
                            Q(("answer_due_at__isnull", False), ("kind", "ask")),
                            _connector="OR",
                        ),
                        name="direction_ask_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(**_MAYBE)),
                ("told_seq", models.PositiveIntegerField(default=0)),
                ("account", _reference(settings.AUTH_USER_MODEL, "watched_cases")),
                ("report", _reference("reports.report", "watchers", django.db.models.deletion.CASCADE)),
            ],
            options={
                "indexes": [models.Index(condition=Q(("until", None)), fields=["report"], name="watched_now")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("until", None)), fields=("report", "account"), name="watched_case_once"
                    )
                ],
            },
        ),
    ]
