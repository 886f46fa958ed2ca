from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_joined"), ("people", "0003_notices_audit")]

    operations: list[migrations.operations.base.Operation] = []
