from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duty", "0008_rules")]

    operations: list[migrations.operations.base.Operation] = []
