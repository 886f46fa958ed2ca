import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who read what is not rewritten afterwards, as with the entries of cases.
FORBID = """
CREATE FUNCTION reports_reading_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'readings are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON reports_reading
    FOR EACH ROW EXECUTE FUNCTION reports_reading_append_only();
"""
ALLOW = """
DROP TRIGGER reading_append_only ON reports_reading;
DROP FUNCTION reports_reading_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_reference"),
        ("reports", "0010_reference"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("views", models.PositiveIntegerField(default=0)),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "report"), name="public_views_once")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("roles", models.CharField(blank=True, max_length=120)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("case", "Case"),
                            ("identity", "Identity"),
                            ("file", "File"),
                            ("original", "Original"),
                            ("dossier", "Dossier"),
                            ("export", "Export"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("hour", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["report", "-id"], name="reading_of_case"),
                    models.Index(fields=["account", "-id"], name="reading_of_person"),
                    models.Index(fields=["at"], name="reading_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "account", "what", "hour"), name="reading_once_an_hour", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
