from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0004_mention_link")]

    operations: list[migrations.operations.base.Operation] = []
