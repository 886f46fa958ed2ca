import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A deadline that could be moved would be none.
FORBID = """
CREATE FUNCTION oversight_recommendation_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the deadline of a recommendation never moves' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER recommendation_due BEFORE UPDATE OF due_at ON oversight_recommendation
    FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at) EXECUTE FUNCTION oversight_recommendation_due();
"""
ALLOW = """
DROP TRIGGER recommendation_due ON oversight_recommendation;
DROP FUNCTION oversight_recommendation_due();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_reference"),
        ("oversight", "0007_saved_views"),
        ("reports", "0011_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(unique=True)),
                ("number", models.CharField(max_length=24, unique=True)),
                ("sealed_words", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("by_title", models.CharField(max_length=160)),
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
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OmbudsmanCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "taken up"),
                            ("refused", "not taken up"),
                            ("settled", "settled between both sides"),
                            ("found", "maladministration found"),
                            ("not_found", "no maladministration found"),
                        ],
                        max_length=9,
                    ),
                ),
                ("outcome_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.entry"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ombudsman_case", to="reports.report"
                    ),
                ),
                (
                    "taken_in_by",
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
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nth", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=28, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("accepted", "accepted, being carried out"),
                            ("objected", "objected to"),
                            ("done", "carried out, to be confirmed"),
                            ("closed", "confirmed as carried out"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("sealed_words", models.TextField(blank=True)),
                ("due_at", models.DateTimeField()),
                ("planned_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_answer", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_proof", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.entry",
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="oversight.finding",
                    ),
                ),
                (
                    "proof_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.entry",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["-made_at", "-id"], name="finding_newest"),
        ),
        migrations.AddIndex(
            model_name="ombudsmancase",
            index=models.Index(fields=["-asked_at", "-id"], name="ombudsman_newest"),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "objected", "open"])),
                fields=["due_at", "id"],
                name="recommendation_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(fields=("finding", "nth"), name="recommendation_nth_once"),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("state__in", ["closed", "withdrawn"]), _connector="OR"),
                name="recommendation_ended",
            ),
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
