from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_staffing")]

    operations: list[migrations.operations.base.Operation] = []
