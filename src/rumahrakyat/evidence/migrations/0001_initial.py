"""Daily seals. A seal is never changed or deleted, and what was sealed of a case only moves forward."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION evidence_seal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a seal is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON evidence_seal
    FOR EACH ROW EXECUTE FUNCTION evidence_seal_append_only();

CREATE FUNCTION evidence_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.number = OLD.number AND NEW.last_seq > OLD.last_seq AND NEW.serial > OLD.serial THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was sealed only moves forward' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER head_forward BEFORE UPDATE OR DELETE ON evidence_sealedhead
    FOR EACH ROW EXECUTE FUNCTION evidence_head_forward();
"""

BACKWARD = """
DROP TRIGGER head_forward ON evidence_sealedhead;
DROP FUNCTION evidence_head_forward();
DROP TRIGGER seal_append_only ON evidence_seal;
DROP FUNCTION evidence_seal_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.PositiveIntegerField(unique=True)),
                ("day", models.DateField(unique=True)),
                ("sealed_at", models.DateTimeField()),
                ("late", models.BooleanField()),
                ("cases", models.PositiveIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("faults", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("public_key", models.CharField(max_length=64)),
                ("nodes", models.BinaryField()),
                ("changes", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SealedHead",
            fields=[
                (
                    "number",
                    models.CharField(db_collation="C", max_length=16, primary_key=True, serialize=False),
                ),
                ("last_seq", models.PositiveIntegerField()),
                ("head_hash", models.CharField(max_length=64)),
                ("serial", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("next_id", models.BigIntegerField(default=0)),
                ("cases", models.PositiveBigIntegerField(default=0)),
                ("entries", models.PositiveBigIntegerField(default=0)),
                ("faults", models.PositiveBigIntegerField(default=0)),
                ("examples", models.JSONField(default=list)),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
