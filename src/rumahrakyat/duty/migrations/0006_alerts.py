import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_long_file_links"),
        ("duty", "0005_fair_clocks"),
        ("organisations", "0002_roster"),
        ("people", "0002_same_person"),
        ("reports", "0006_news_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=24)),
                ("audience", models.CharField(max_length=12)),
                ("rung", models.CharField(max_length=12)),
                ("words", models.CharField(max_length=300)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("acknowledge", models.PositiveSmallIntegerField(default=0)),
                ("climbs", models.BooleanField(default=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(blank=True, max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "held back until the quiet hours end"),
                            ("open", "open"),
                            ("told", "told"),
                            ("acknowledged", "confirmed"),
                            ("ended", "no longer needed"),
                            ("nobody", "nobody confirmed it"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=24)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("how", models.CharField(blank=True, max_length=16)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="reports.report",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="duty.escalationstep",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("audience", models.CharField(max_length=12)),
                ("channel", models.CharField(blank=True, max_length=24)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=12)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="duty.alert"
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactpoint",
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
                (
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="alert_next"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["organisation", "-raised_at"], name="alert_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["-raised_at", "-id"], name="alert_newest"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("code", ""), _negated=True), fields=["code", "-raised_at"], name="alert_by_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("code", ""), _negated=True), ("state__in", ["waiting", "open", "nobody"])),
                fields=("code",),
                name="alert_code_once",
            ),
        ),
        migrations.AddIndex(
            model_name="alertattempt",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["alert", "number"], name="alert_attempt_under_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertattempt",
            constraint=models.UniqueConstraint(fields=("alert", "number"), name="alert_attempt_once"),
        ),
        migrations.AddConstraint(
            model_name="alertattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True), fields=("token_hash",), name="alert_token_once"
            ),
        ),
    ]
