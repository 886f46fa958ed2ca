from django.db import migrations

# What somebody did is not rewritten afterwards, as with the entries of cases.
FORBID = """
CREATE FUNCTION people_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of the audit trail are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON people_auditline
    FOR EACH ROW EXECUTE FUNCTION people_audit_append_only();
"""
ALLOW = """
DROP TRIGGER audit_append_only ON people_auditline;
DROP FUNCTION people_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_notices_audit")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
