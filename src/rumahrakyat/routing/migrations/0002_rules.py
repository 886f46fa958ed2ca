import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0001_initial"),
        ("reports", "0007_joined"),
        ("regions", "0002_roads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="joined",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="decision",
            name="rule",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")], default="draft", max_length=10
                    ),
                ),
                ("preamble", models.JSONField(default=dict)),
                ("origin", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("simulation", models.JSONField(blank=True, null=True)),
                ("simulated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routing.ruleset",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restores",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routing.ruleset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResponsibilityRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=24)),
                ("categories", models.JSONField(default=list)),
                ("any", models.JSONField(blank=True, default=list)),
                ("none", models.JSONField(blank=True, default=list)),
                ("when", models.JSONField(blank=True, default=dict)),
                ("to", models.CharField(max_length=24)),
                ("joined", models.JSONField(blank=True, default=list)),
                ("alternatives", models.JSONField(blank=True, default=list)),
                ("confidence", models.FloatField()),
                ("automatic", models.BooleanField(default=True)),
                ("because", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="routing.ruleset"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=10)),
                ("code", models.CharField(blank=True, max_length=24)),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-id"], name="rule_change_newest")],
            },
        ),
        migrations.AddIndex(
            model_name="ruleset",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-valid_from", "-number"], name="rule_set_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("state",), name="rule_set_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("published_at__isnull", False), ("valid_from__isnull", False)),
                    _connector="OR",
                ),
                name="rule_set_published_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibilityrule",
            constraint=models.UniqueConstraint(fields=("rule_set", "code"), name="rule_code_once"),
        ),
        migrations.AddConstraint(
            model_name="responsibilityrule",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rule_set", "position"),
                name="rule_position_once",
            ),
        ),
    ]
