from django.db import migrations, models

# Indexes that hold what figures ask for spare the rows only where a vacuum has been since: one that waits for a fifth of
# the table, as usual, leaves out of a long archive just the days that everybody looks at.
VACUUM = """
ALTER TABLE duty_clock SET (
    autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_insert_threshold = 5000
)
"""
AS_USUAL = """
ALTER TABLE duty_clock RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0009_heartbeat"),
        ("organisations", "0004_reference"),
        ("reports", "0011_readings"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="clock", name="clock_late_met"),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("met_at", None), ("stopped_at", None), ("obligation", "first_response")),
                fields=["due_at", "id"],
                include=("holder", "report", "paused_at"),
                name="clock_owed",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("breached_at__isnull", False)),
                fields=["met_at"],
                include=("obligation", "due_at", "holder", "report"),
                name="clock_late_met",
            ),
        ),
        migrations.RunSQL(VACUUM, AS_USUAL),
    ]
