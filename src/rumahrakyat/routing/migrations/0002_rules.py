from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_initial"), ("reports", "0007_joined"), ("regions", "0002_roads")]

    operations = []
