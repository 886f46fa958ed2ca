from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_registers")]

    operations: list[migrations.operations.base.Operation] = []
