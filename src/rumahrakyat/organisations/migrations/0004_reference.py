from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_staffing")]

    operations = [
        migrations.AddField("organisation", "edited_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("servicepoint", "edited_at", models.DateTimeField(null=True, blank=True)),
    ]
