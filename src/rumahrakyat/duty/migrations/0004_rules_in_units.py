from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0003_running_by_due")]

    operations = [
        migrations.RemoveConstraint("dutyrule", "duty_rule_takes_time"),
        migrations.RenameField("dutyrule", "hours", "amount"),
        migrations.AddConstraint(
            "dutyrule",
            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="duty_rule_takes_time"),
        ),
    ]
