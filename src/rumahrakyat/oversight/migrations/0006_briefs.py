from typing import Final

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was told is not changed afterwards, by nobody.
_REFUSE: Final = """
CREATE FUNCTION oversight_brief_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a brief that was frozen does not change';
END $$;
CREATE TRIGGER oversight_brief_stays BEFORE UPDATE OR DELETE ON oversight_brief
    FOR EACH ROW EXECUTE FUNCTION oversight_brief_stays();
"""
_ALLOW: Final = """
DROP TRIGGER oversight_brief_stays ON oversight_brief;
DROP FUNCTION oversight_brief_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_calls"),
        ("oversight", "0005_directions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("daily", "daily"), ("weekly", "weekly")], max_length=8)),
                ("whose", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["whose", "-day"], name="brief_by_day")],
                "constraints": [models.UniqueConstraint(fields=("kind", "whose", "day"), name="brief_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="BriefAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=24)),
                ("matter", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("found_at", models.DateTimeField()),
                ("words", models.CharField(max_length=400)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("regency", models.CharField(blank=True, max_length=13)),
                ("danger", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["-day", "-id"], name="brief_alert_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "matter", "day"), name="brief_alert_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefAlertRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("on", models.BooleanField(default=True)),
                ("values", models.JSONField(default=dict)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BriefSent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("channel", models.CharField(blank=True, max_length=24)),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=8)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent",
                        to="oversight.briefalert",
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent",
                        to="oversight.brief",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["message"], name="brief_sent_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("alert", None)),
                        fields=("brief", "account", "turn", "channel"),
                        name="brief_sent_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("brief", None)),
                        fields=("alert", "account", "channel"),
                        name="brief_alert_sent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alert", None), ("brief__isnull", False)),
                            models.Q(("alert__isnull", False), ("brief", None)),
                            _connector="OR",
                        ),
                        name="brief_sent_is_of_one",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_REFUSE, _ALLOW),
    ]
