import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who took what away is not rewritten afterwards.
FORBID = """
CREATE FUNCTION evidence_taking_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'that a dossier was taken is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER taking_append_only BEFORE UPDATE OR DELETE ON evidence_taking
    FOR EACH ROW EXECUTE FUNCTION evidence_taking_append_only();
"""
ALLOW = """
DROP TRIGGER taking_append_only ON evidence_taking;
DROP FUNCTION evidence_taking_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
        ("reports", "0011_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(unique=True)),
                ("reason", models.TextField()),
                ("handed_to", models.CharField(blank=True, max_length=160)),
                ("shows_identity", models.BooleanField(default=False)),
                ("has_originals", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("last_seq", models.PositiveIntegerField()),
                ("record_sha256", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["report", "-id"], name="taking_of_case"),
                    models.Index(fields=["account", "-id"], name="taking_of_person"),
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
