"""What was published cannot be altered behind the application's back: the database itself refuses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION oversight_published_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published register is never changed; an erratum corrects it'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER register_append_only BEFORE UPDATE OR DELETE ON oversight_register
    FOR EACH ROW EXECUTE FUNCTION oversight_published_append_only();
CREATE TRIGGER erratum_append_only BEFORE UPDATE OR DELETE ON oversight_erratum
    FOR EACH ROW EXECUTE FUNCTION oversight_published_append_only();
"""

BACKWARD = """
DROP TRIGGER erratum_append_only ON oversight_erratum;
DROP TRIGGER register_append_only ON oversight_register;
DROP FUNCTION oversight_published_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                ("serial", models.PositiveIntegerField(unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("cut_off", models.DateTimeField()),
                ("frozen_at", models.DateTimeField()),
                ("meeting", models.CharField(blank=True, max_length=160)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Erratum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nth", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=40, unique=True)),
                ("what", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("changes", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="errata", to="oversight.register"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="register",
            constraint=models.UniqueConstraint(fields=("year", "nth"), name="register_quarter_once"),
        ),
        migrations.AddConstraint(
            model_name="register",
            constraint=models.CheckConstraint(
                condition=models.Q(("nth__gte", 1), ("nth__lte", 4)), name="register_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="erratum",
            constraint=models.UniqueConstraint(fields=("register", "nth"), name="erratum_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
