from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("reports", "0007_joined"), ("people", "0001_initial"), ("organisations", "0002_roster")]

    operations = []
