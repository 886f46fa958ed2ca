import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0007_negligence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Restamping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("report_id", models.BigIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.ForeignKey(on_delete=_PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "ladder",
                    models.ForeignKey(blank=True, null=True, on_delete=_PROTECT, related_name="+", to="duty.ladder"),
                ),
                (
                    "rule",
                    models.ForeignKey(blank=True, null=True, on_delete=_PROTECT, related_name="+", to="duty.dutyrule"),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("done_at", None)), fields=["id"], name="restamping_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day", None), ("ladder", None), ("rule__isnull", False)),
                            models.Q(("day", None), ("ladder__isnull", False), ("rule", None)),
                            models.Q(("day__isnull", False), ("ladder", None), ("rule", None)),
                            _connector="OR",
                        ),
                        name="restamping_of_one_thing",
                    )
                ],
            },
        ),
    ]
