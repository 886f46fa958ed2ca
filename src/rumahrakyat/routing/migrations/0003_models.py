from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0002_rules")]

    operations = []
