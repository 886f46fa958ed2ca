from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_long_file_links")]

    operations = [
        migrations.AddIndex(
            model_name="call",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["-started_at"], name="call_going_on"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("agent", ""), _negated=True),
                fields=["agent", "-started_at"],
                name="call_of_agent",
            ),
        ),
    ]
