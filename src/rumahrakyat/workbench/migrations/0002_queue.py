from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workbench", "0001_initial"), ("reports", "0009_links")]

    operations: list[migrations.operations.base.Operation] = []
