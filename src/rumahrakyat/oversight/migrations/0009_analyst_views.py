"""Views for analysts in a schema of their own: facts without persons, every column with its meaning.

A later migration that changes a column which a view reads must drop the view first and make it again.
"""

from django.db import migrations

FORWARD = """
CREATE SCHEMA analyst;
COMMENT ON SCHEMA analyst IS 'Facts without persons, read-only; see docs/analyst.md';

CREATE VIEW analyst.cases AS
SELECT f.report_id AS case_id,
       o.code AS agency,
       nullif(f.regency, '') AS regency,
       CASE WHEN r.visibility = 'public' AND f.district IN (
           SELECT district FROM oversight_daysum WHERE district <> '' GROUP BY district HAVING sum(came_in) >= 5
       ) THEN f.district END AS district,
       f.channel, nullif(f.category, '') AS category, f.kind, r.visibility <> 'public' AS confidential, r.stage,
       f.received_day, CASE WHEN r.visibility = 'public' THEN f.received_hour END AS received_hour,
       f.closed_day, nullif(f.closing, '') AS closing
FROM oversight_casefact f
JOIN reports_report r ON r.id = f.report_id
LEFT JOIN organisations_organisation o ON o.id = f.body;
COMMENT ON VIEW analyst.cases IS 'One row for each case, as it is now';
COMMENT ON COLUMN analyst.cases.case_id IS 'A number that joins the tables; it is not the tracking number and leads nowhere';
COMMENT ON COLUMN analyst.cases.agency IS 'Code of the body, as in the table agencies; empty: the desk';
COMMENT ON COLUMN analyst.cases.regency IS 'Code of the regency or city, as in the table regions; empty: not placed yet';
COMMENT ON COLUMN analyst.cases.district IS 'Code of the district; empty: not placed, confidential, or fewer than five cases from there';
COMMENT ON COLUMN analyst.cases.channel IS 'Channel on which the case came, for example whatsapp, web, desk';
COMMENT ON COLUMN analyst.cases.category IS 'Code of the category, as in the table categories; empty: none yet';
COMMENT ON COLUMN analyst.cases.kind IS 'complaint, aspiration or information';
COMMENT ON COLUMN analyst.cases.confidential IS 'Whether the case is confidential';
COMMENT ON COLUMN analyst.cases.stage IS 'Where it stands: received, verification, assigned, in_progress, closed ...';
COMMENT ON COLUMN analyst.cases.received_day IS 'Local day of receipt';
COMMENT ON COLUMN analyst.cases.received_hour IS 'Local hour of receipt, 0 to 23; empty when confidential';
COMMENT ON COLUMN analyst.cases.closed_day IS 'Local day on which the case ended; empty while it is open';
COMMENT ON COLUMN analyst.cases.closing IS 'Who closed it: reporter, officer or system (after silence); empty otherwise';

CREATE VIEW analyst.answers AS
SELECT f.report_id AS case_id, f.cycle,
       o.code AS agency,
       nullif(f.regency, '') AS regency,
       CASE WHEN r.visibility = 'public' AND f.district IN (
           SELECT district FROM oversight_daysum WHERE district <> '' GROUP BY district HAVING sum(came_in) >= 5
       ) THEN f.district END AS district,
       f.channel, nullif(f.category, '') AS category, f.kind,
       (f.started_at AT TIME ZONE (SELECT zone FROM oversight_rollupstate LIMIT 1))::date AS started_day,
       f.due_day, f.met_day AS answered_day, f.seconds, f.owed, f.on_time
FROM oversight_answerfact f
JOIN reports_report r ON r.id = f.report_id
LEFT JOIN organisations_organisation o ON o.id = f.body;
COMMENT ON VIEW analyst.answers IS 'One row for each first answer that was owed: after receipt, and again after each objection';
COMMENT ON COLUMN analyst.answers.case_id IS 'A number that joins the tables; it is not the tracking number and leads nowhere';
COMMENT ON COLUMN analyst.answers.cycle IS '1: since receipt; 2 and more: since an objection';
COMMENT ON COLUMN analyst.answers.agency IS 'Code of the body, as in the table agencies; empty: the desk';
COMMENT ON COLUMN analyst.answers.regency IS 'Code of the regency or city, as in the table regions; empty: not placed yet';
COMMENT ON COLUMN analyst.answers.district IS 'Code of the district; empty: not placed, confidential, or fewer than five cases from there';
COMMENT ON COLUMN analyst.answers.channel IS 'Channel on which the case came, for example whatsapp, web, desk';
COMMENT ON COLUMN analyst.answers.category IS 'Code of the category, as in the table categories; empty: none yet';
COMMENT ON COLUMN analyst.answers.kind IS 'complaint, aspiration or information';
COMMENT ON COLUMN analyst.answers.started_day IS 'Local day on which the time began to run';
COMMENT ON COLUMN analyst.answers.due_day IS 'Local day of the deadline';
COMMENT ON COLUMN analyst.answers.answered_day IS 'Local day of the answer; empty while there is none';
COMMENT ON COLUMN analyst.answers.seconds IS 'Seconds from beginning to answer, without waiting for the reporter';
COMMENT ON COLUMN analyst.answers.owed IS 'Whether it counts when its deadline has come: not withdrawn, not standing still';
COMMENT ON COLUMN analyst.answers.on_time IS 'Whether it was answered by its deadline';

CREATE VIEW analyst.steps AS
SELECT f.report_id AS case_id, f.seq AS step, f.stage, o.code AS agency,
       nullif(f.regency, '') AS regency, f.began_day, f.ended_day, f.seconds
FROM oversight_stagespell f
LEFT JOIN organisations_organisation o ON o.id = f.body;
COMMENT ON VIEW analyst.steps IS 'One row for each time that a case stood at a stage with one body';
COMMENT ON COLUMN analyst.steps.case_id IS 'A number that joins the tables; it is not the tracking number and leads nowhere';
COMMENT ON COLUMN analyst.steps.step IS 'Order of the steps of a case; numbers are left out';
COMMENT ON COLUMN analyst.steps.stage IS 'The stage';
COMMENT ON COLUMN analyst.steps.agency IS 'Code of the body, as in the table agencies; empty: the desk';
COMMENT ON COLUMN analyst.steps.regency IS 'Code of the regency or city, as in the table regions; empty: not placed yet';
COMMENT ON COLUMN analyst.steps.began_day IS 'Local day on which it began';
COMMENT ON COLUMN analyst.steps.ended_day IS 'Local day on which it ended; empty while it lasts';
COMMENT ON COLUMN analyst.steps.seconds IS 'How long it lasted, in seconds; empty while it lasts';

CREATE VIEW analyst.days AS
SELECT f.day, o.code AS agency, nullif(f.regency, '') AS regency, f.channel,
       nullif(f.category, '') AS category, f.kind, sum(f.came_in) AS came_in, sum(f.answered) AS answered,
       sum(f.answered_late) AS answered_late, sum(f.fell_due) AS fell_due, sum(f.on_time) AS on_time,
       sum(f.solved) AS solved, sum(f.expired) AS expired, sum(f.ended) AS ended
FROM oversight_daysum f
LEFT JOIN organisations_organisation o ON o.id = f.body
GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW analyst.days IS 'Sums for each local day, body, regency, channel, category and kind';
COMMENT ON COLUMN analyst.days.day IS 'The local day';
COMMENT ON COLUMN analyst.days.agency IS 'Code of the body, as in the table agencies; empty: the desk';
COMMENT ON COLUMN analyst.days.regency IS 'Code of the regency or city, as in the table regions; empty: not placed yet';
COMMENT ON COLUMN analyst.days.channel IS 'Channel on which the case came, for example whatsapp, web, desk';
COMMENT ON COLUMN analyst.days.category IS 'Code of the category, as in the table categories; empty: none yet';
COMMENT ON COLUMN analyst.days.kind IS 'complaint, aspiration or information';
COMMENT ON COLUMN analyst.days.came_in IS 'Cases that came in';
COMMENT ON COLUMN analyst.days.answered IS 'First answers given';
COMMENT ON COLUMN analyst.days.answered_late IS 'Those of them that came after their deadline';
COMMENT ON COLUMN analyst.days.fell_due IS 'First answers whose deadline came';
COMMENT ON COLUMN analyst.days.on_time IS 'Those of them that were given in time';
COMMENT ON COLUMN analyst.days.solved IS 'Cases that the reporter or an officer closed as solved';
COMMENT ON COLUMN analyst.days.expired IS 'Cases that the system closed after silence';
COMMENT ON COLUMN analyst.days.ended IS 'Cases that ended, however that was';

CREATE VIEW analyst.agencies AS
SELECT o.code, o.name, o.kind, p.code AS parent, o.region_id AS regency, o.active
FROM organisations_organisation o
LEFT JOIN organisations_organisation p ON p.id = o.parent_id;
COMMENT ON VIEW analyst.agencies IS 'The bodies behind the codes';
COMMENT ON COLUMN analyst.agencies.code IS 'Code of the body';
COMMENT ON COLUMN analyst.agencies.name IS 'Its official name';
COMMENT ON COLUMN analyst.agencies.kind IS 'agency, regency_government, desk, outside ...';
COMMENT ON COLUMN analyst.agencies.parent IS 'Code of the body that it is a unit of; empty: of none';
COMMENT ON COLUMN analyst.agencies.regency IS 'Code of the territory that it governs; empty: the whole province';
COMMENT ON COLUMN analyst.agencies.active IS 'Whether it exists; false: dissolved or merged';

CREATE VIEW analyst.regions AS
SELECT code, level, full_name AS name, parent_id AS parent, population::bigint AS population
FROM regions_region
WHERE level IN ('regency', 'district');
COMMENT ON VIEW analyst.regions IS 'Regencies, cities and districts behind the codes';
COMMENT ON COLUMN analyst.regions.code IS 'Code of the Ministry of Home Affairs';
COMMENT ON COLUMN analyst.regions.level IS 'regency or district';
COMMENT ON COLUMN analyst.regions.name IS 'Its name';
COMMENT ON COLUMN analyst.regions.parent IS 'Code of the region that it lies in';
COMMENT ON COLUMN analyst.regions.population IS 'Inhabitants; known for regencies and cities only';

CREATE VIEW analyst.categories AS
SELECT c.code, c.name, p.code AS parent
FROM reports_category c
LEFT JOIN reports_category p ON p.id = c.parent_id;
COMMENT ON VIEW analyst.categories IS 'The categories behind the codes';
COMMENT ON COLUMN analyst.categories.code IS 'Code of the category';
COMMENT ON COLUMN analyst.categories.name IS 'Its name';
COMMENT ON COLUMN analyst.categories.parent IS 'Code of the main category; empty: it is one';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0008_findings"),
        ("organisations", "0004_reference"),
        ("regions", "0002_roads"),
        ("reports", "0011_readings"),
    ]

    operations = [migrations.RunSQL(FORWARD, "DROP SCHEMA analyst CASCADE")]
