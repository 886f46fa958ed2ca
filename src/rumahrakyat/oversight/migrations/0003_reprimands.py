import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_roster"),
        ("oversight", "0002_registers"),
        ("reports", "0006_news_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reprimand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=24)),
                ("addressees", models.JSONField(default=list)),
                ("words", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("signed", "signed"),
                            ("recalled", "recalled"),
                            ("delivered", "sent"),
                            ("acknowledged", "read"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("signer_name", models.CharField(blank=True, max_length=120)),
                ("signer_title", models.CharField(blank=True, max_length=160)),
                ("deliver_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_how", models.CharField(blank=True, max_length=16)),
                ("answer_due_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
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
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reprimands",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "signed_by",
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
            name="ReprimandCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                ("open", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reprimand_cases", to="reports.report"
                    ),
                ),
                (
                    "reprimand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="oversight.reprimand"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="reprimand",
            index=models.Index(
                condition=models.Q(("state", "signed")), fields=["deliver_at"], name="reprimand_to_deliver"
            ),
        ),
        migrations.AddIndex(
            model_name="reprimand",
            index=models.Index(fields=["organisation", "-signed_at"], name="reprimand_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="reprimand",
            index=models.Index(fields=["-drafted_at", "-id"], name="reprimand_newest"),
        ),
        migrations.AddConstraint(
            model_name="reprimand",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True), fields=("number",), name="reprimand_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reprimand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reprimand_signed_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="reprimandcase",
            constraint=models.UniqueConstraint(fields=("reprimand", "report"), name="reprimand_case_once"),
        ),
        migrations.AddConstraint(
            model_name="reprimandcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("open", True)), fields=("organisation", "report"), name="reprimand_one_open"
            ),
        ),
    ]
