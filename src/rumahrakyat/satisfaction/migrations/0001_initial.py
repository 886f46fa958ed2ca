import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0004_reference"),
        ("people", "0005_tour"),
        ("regions", "0002_roads"),
        ("reports", "0009_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("reporter", "closed by the reporter"),
                            ("system", "closed by the system"),
                            ("officer", "referred by an officer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=24)),
                ("medium", models.CharField(blank=True, max_length=20)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("closed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=9
                    ),
                ),
                ("sealed_words", models.TextField(blank=True)),
                ("via", models.CharField(blank=True, max_length=20)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="survey", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.PositiveBigIntegerField()),
                ("drawn_for", models.DateField()),
                ("stratum", models.CharField(blank=True, max_length=24)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be called"),
                            ("done", "answered"),
                            ("refused", "does not want to answer"),
                            ("unreached", "not reached"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.contactpoint"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "survey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call", to="satisfaction.survey"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["contact_point", "-sent_at"], name="survey_of_contact"),
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["closed_at", "holder"], name="survey_closed"),
        ),
        migrations.AddIndex(
            model_name="feedbackcall",
            index=models.Index(condition=models.Q(("state", "open")), fields=["drawn_for", "id"], name="feedback_open"),
        ),
        migrations.AddIndex(
            model_name="feedbackcall",
            index=models.Index(fields=["person", "-drawn_for"], name="feedback_of_person"),
        ),
    ]
