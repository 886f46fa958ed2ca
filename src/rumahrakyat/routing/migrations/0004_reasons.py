from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("routing", "0003_models")]

    operations = [
        migrations.AddField("decision", "model", models.CharField(blank=True, max_length=24)),
        migrations.AddField("decision", "said", models.JSONField(default=list)),
    ]
