import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0002_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("category", "Category"), ("agency", "Agency")], max_length=8)),
                ("version", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("bytes", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "Candidate"),
                            ("shadow", "Shadow"),
                            ("active", "Active"),
                            ("retired", "Retired"),
                        ],
                        default="candidate",
                        max_length=9,
                    ),
                ),
                ("trained_at", models.DateTimeField()),
                ("source", models.CharField(max_length=7)),
                ("source_name", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("examples", models.PositiveIntegerField()),
                ("classes", models.PositiveIntegerField()),
                ("report", models.JSONField(default=dict)),
                ("thresholds", models.JSONField(default=dict)),
                (
                    "replaced",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routing.modelversion",
                    ),
                ),
                (
                    "trained_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ModelChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("trained", "Trained"),
                            ("shadowed", "Shadowed"),
                            ("activated", "Activated"),
                            ("rolled_back", "Rolled Back"),
                            ("retired", "Retired"),
                        ],
                        max_length=11,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="routing.modelversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShadowReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("label", models.CharField(blank=True, max_length=120)),
                ("probability", models.FloatField()),
                ("acts", models.BooleanField(default=False)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="routing.decision"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="routing.modelversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("category", "Category"), ("agency", "Agency")], max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("refusal_data", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routing.modelversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="modelversion",
            constraint=models.UniqueConstraint(fields=("target", "version"), name="model_version_once"),
        ),
        migrations.AddConstraint(
            model_name="modelversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("target",), name="model_active_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="modelversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "shadow")), fields=("target",), name="model_shadow_once"
            ),
        ),
        migrations.AddIndex(
            model_name="modelchange",
            index=models.Index(fields=["version", "-at"], name="model_change_newest"),
        ),
        migrations.AddIndex(
            model_name="shadowreading",
            index=models.Index(fields=["at"], name="shadow_oldest"),
        ),
        migrations.AddConstraint(
            model_name="shadowreading",
            constraint=models.UniqueConstraint(fields=("version", "decision"), name="shadow_once"),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)), fields=("target",), name="training_open_once"
            ),
        ),
    ]
