from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("reports", "0009_links")]

    operations: list[migrations.operations.base.Operation] = []
