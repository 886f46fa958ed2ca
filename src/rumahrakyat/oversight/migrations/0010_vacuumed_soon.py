from django.db import migrations

TABLES = ("oversight_casefact", "oversight_answerfact", "oversight_daysum")

# Figures of the last days are read from indexes alone, which is possible only where a vacuum has been since. As usual it
# waits for a fifth of the table: in a long archive these days would never be among what it saw. And where it finds few
# dead rows it leaves their pointers, and with them all pages that hold one unseen: again those of the last days.
VACUUM = """
ALTER TABLE {} SET (
    autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.005, autovacuum_vacuum_insert_threshold = 2000,
    vacuum_index_cleanup = on
)
"""
AS_USUAL = """
ALTER TABLE {} RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold, vacuum_index_cleanup
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0009_analyst_views"),
    ]

    operations = [migrations.RunSQL(VACUUM.format(table), AS_USUAL.format(table)) for table in TABLES]
