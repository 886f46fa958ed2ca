from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0010_vacuumed_soon"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="casefact", name="casefact_received"),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                fields=["received_at"],
                include=("body", "regency", "channel", "received_day", "received_hour"),
                name="casefact_received",
            ),
        ),
    ]
