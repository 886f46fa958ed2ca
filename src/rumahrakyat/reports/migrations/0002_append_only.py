"""The record cannot be altered behind the application's back: the database itself refuses.

An entry may lose its personal part, once and only to NULL. A report's original words may only be emptied.
"""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE reports_serial START 10001;

CREATE FUNCTION reports_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND NEW.personal IS NULL AND OLD.personal IS NOT NULL
       AND (to_jsonb(NEW) - 'personal') = (to_jsonb(OLD) - 'personal') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the timeline is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON reports_entry
    FOR EACH ROW EXECUTE FUNCTION reports_entry_append_only();

CREATE FUNCTION reports_report_words_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'reports are never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.text IS DISTINCT FROM OLD.text AND NEW.text <> '' THEN
        RAISE EXCEPTION 'what was said is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.number <> OLD.number OR NEW.received_at <> OLD.received_at THEN
        RAISE EXCEPTION 'number and time of receipt are fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER report_words_immutable
    BEFORE DELETE OR UPDATE OF text, number, received_at ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_report_words_immutable();
"""

BACKWARD = """
DROP TRIGGER report_words_immutable ON reports_report;
DROP FUNCTION reports_report_words_immutable();
DROP TRIGGER entry_append_only ON reports_entry;
DROP FUNCTION reports_entry_append_only();
DROP SEQUENCE reports_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
