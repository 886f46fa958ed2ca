from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_long_file_links")]

    operations: list[migrations.operations.base.Operation] = []
