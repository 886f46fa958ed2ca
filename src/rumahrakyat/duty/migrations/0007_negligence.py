"""Explanations and rulings on missed deadlines: rows that the database itself keeps from being changed or removed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

FORWARD = """
CREATE FUNCTION duty_negligence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was explained and ruled is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER explanation_append_only BEFORE UPDATE OR DELETE ON duty_explanation
    FOR EACH ROW EXECUTE FUNCTION duty_negligence_append_only();
CREATE TRIGGER ruling_append_only BEFORE UPDATE OR DELETE ON duty_ruling
    FOR EACH ROW EXECUTE FUNCTION duty_negligence_append_only();
"""

BACKWARD = """
DROP TRIGGER ruling_append_only ON duty_ruling;
DROP TRIGGER explanation_append_only ON duty_explanation;
DROP FUNCTION duty_negligence_append_only();
"""

REASONS = [
    ("wrong_agency", "it belonged to another body"),
    ("elsewhere", "it was answered on another way"),
    ("force_majeure", "force majeure"),
    ("system", "trouble with the system"),
    ("waiting", "another body had to speak first"),
    ("other", "another reason"),
]
DECISIONS = [
    ("upheld", "Upheld"),
    ("excused", "Excused"),
    ("corrected", "Corrected"),
    ("reopened", "Time to explain reopened"),
]


def _key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **more)


def _id() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _entry() -> models.OneToOneField:
    return models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.entry")


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0006_alerts"),
        ("reports", "0006_news_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", _id()),
                ("reason", models.CharField(blank=True, choices=REASONS, max_length=14)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("account", _key(settings.AUTH_USER_MODEL, related_name="+")),
                ("breach", _key("duty.breach", related_name="explanations")),
                ("entry", _entry()),
                ("rule", _key("duty.dutyrule", blank=True, null=True, related_name="+")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(until=None) | Q(at__lte=F("until")), name="explained_in_time")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", _id()),
                ("nth", models.PositiveSmallIntegerField()),
                ("decision", models.CharField(choices=DECISIONS, max_length=9)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("erratum", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("account", _key(settings.AUTH_USER_MODEL, blank=True, null=True, related_name="+")),
                ("breach", _key("duty.breach", related_name="rulings")),
                ("entry", _entry()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "nth"), name="ruling_nth_once"),
                    models.CheckConstraint(
                        condition=Q(decision="reopened", until__isnull=False)
                        | (~Q(decision="reopened") & Q(until=None)),
                        name="ruling_reopens_until",
                    ),
                    models.CheckConstraint(
                        condition=Q(account__isnull=False) | Q(decision="corrected"), name="ruling_by_system_corrects"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
