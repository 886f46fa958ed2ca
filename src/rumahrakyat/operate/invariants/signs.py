"""What a first sign counts is in its cases."""

from rumahrakyat.operate.invariants.base import Finding, Scope, found

NEWEST = 500  # of the signs under way


def signs_equal_a_recount(_scope: Scope) -> Finding:
    """A sign under way has cases, its first and last report are theirs, and its people are those who reported them.

    Reporters who turned out to be one person, or a campaign, since the last search may make them fewer now; more they
    can be only where that was undone since.
    """
    return found(
        """SELECT 'sign ' || s.id AS example
        FROM (SELECT * FROM problems_sign WHERE ended_at IS NULL ORDER BY until DESC, id DESC LIMIT %s) s
        LEFT JOIN LATERAL (SELECT min(r.received_at) AS since, max(r.received_at) AS until,
            count(DISTINCT r.reporter_id) AS reporters, count(DISTINCT CASE WHEN campaign.id IS NOT NULL
                THEN 'c' || campaign.id ELSE 'p' || coalesce(person.same_as_id, person.id) END) AS people
            FROM problems_signcase c JOIN reports_report r ON r.id = c.report_id
            JOIN people_reporter person ON person.id = r.reporter_id
            LEFT JOIN duplicates_fingerprint f ON f.report_id = r.id
            LEFT JOIN duplicates_campaign campaign ON campaign.id = f.campaign_id AND campaign.dismissed_at IS NULL
            WHERE c.sign_id = s.id) counted ON true
        WHERE counted.people = 0 OR s.since <> counted.since OR s.until <> counted.until
            OR s.observed > counted.reporters OR (s.observed < counted.people
                AND NOT EXISTS (SELECT 1 FROM people_personlink link, problems_signrun run
                    WHERE link.state = 'undone' AND link.decided_at > run.at)
                AND NOT EXISTS (SELECT 1 FROM duplicates_campaign gone, problems_signrun run
                    WHERE gone.dismissed_at > run.at))""",
        [NEWEST],
    )
