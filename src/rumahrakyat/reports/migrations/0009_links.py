from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_assignee")]

    operations: list[migrations.operations.base.Operation] = []
