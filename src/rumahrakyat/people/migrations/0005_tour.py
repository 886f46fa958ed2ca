from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_access")]

    operations: list[migrations.operations.base.Operation] = []
