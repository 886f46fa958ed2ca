from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_links")]

    operations = [
        migrations.AddField("category", "edited_at", models.DateTimeField(null=True, blank=True)),
    ]
