import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_answers_of_staff")]

    operations = [
        migrations.AlterField(
            "casecall",
            "call",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="channels.call"),
        ),
        migrations.AddConstraint("casecall", models.UniqueConstraint(fields=["call", "report"], name="case_call_once")),
    ]
