from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_message_traffic"),
    ]

    operations = [
        migrations.AlterField(
            model_name="inboundmedia",
            name="ref",
            field=models.TextField(),
        ),
    ]
