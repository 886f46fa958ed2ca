from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duty", "0006_alerts")]

    operations: list[migrations.operations.base.Operation] = []
