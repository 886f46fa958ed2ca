from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duty", "0005_fair_clocks")]

    operations: list[migrations.operations.base.Operation] = []
