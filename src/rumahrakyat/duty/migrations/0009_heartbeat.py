from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0008_rules")]

    operations = [
        migrations.CreateModel(
            name="SweeperBeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=24, unique=True)),
                ("process", models.CharField(blank=True, max_length=120)),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
