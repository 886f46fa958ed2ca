from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_roster"), ("people", "0003_notices_audit")]

    operations: list[migrations.operations.base.Operation] = []
