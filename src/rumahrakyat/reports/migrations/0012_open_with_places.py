from django.db import migrations, models

# See the tenth migration of `duty`.
VACUUM = """
ALTER TABLE reports_report SET (
    autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_insert_threshold = 5000
)
"""
AS_USUAL = """
ALTER TABLE reports_report RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_readings"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="report", name="report_open_held"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage__in", ["closed", "merged", "referred", "rejected"]), _negated=True),
                fields=["holder", "stage"],
                include=("id", "regency"),
                name="report_open_held",
            ),
        ),
        migrations.RunSQL(VACUUM, AS_USUAL),
    ]
