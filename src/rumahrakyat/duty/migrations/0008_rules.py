from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duty", "0007_negligence")]

    operations: list[migrations.operations.base.Operation] = []
