from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_access")]

    operations = [
        migrations.AddField("account", "toured_at", models.DateTimeField(null=True, blank=True)),
    ]
