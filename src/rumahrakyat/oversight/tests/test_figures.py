"""Each figure on a history made by hand, with the traps that make such figures lie."""

from datetime import timedelta

from rumahrakyat.lib import clock, jobs
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.periods import TODAY, WEEK, window
from rumahrakyat.oversight.promise import promise, reckon
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.tasks import RECKON_TASK
from rumahrakyat.oversight.tests.kit import ALL, CITIZEN, NOW, WIB, World, days, hours, today
from rumahrakyat.reports import operations as cases


def test_came_in_counts_receipts_of_the_local_day(world: World) -> None:
    world.report(hours(1))
    world.report(hours(9))  # 00.42 local
    world.report(hours(10))  # 23.42 local, yesterday
    assert figures.taken_in(today(), ALL).total == 2


def test_came_in_is_compared_with_the_span_before(world: World) -> None:
    world.report(days(1))
    world.report(days(1) - hours(2))  # yesterday, after this hour
    assert figures.taken_in(today(), ALL).before == 1


def test_days_may_be_compared_with_later_days_and_with_days_they_share(world: World) -> None:
    for ago in (9, 6, 3):
        world.report(days(ago), holder=world.roads, answered=hours(1))
    chosen = window("2026-07-12..2026-07-15", NOW, WIB, "2026-07-15..2026-07-20")
    came, answered = figures.taken_in(chosen, ALL), figures.counts(chosen, ALL)
    assert (came.total, came.before, len(came.days)) == (2, 2, 2)
    assert (answered.answered, answered.answered_before) == (2, 2)


def test_answered_counts_first_answers_late_ones_included(world: World) -> None:
    world.report(hours(5), holder=world.roads, answered=hours(1))
    world.report(days(3), holder=world.roads, answered=days(3) - hours(2))
    world.report(days(3), holder=world.roads, answered=hours(3))
    assert figures.counts(today(), ALL).answered == 2


def test_waiting_soon_and_late_are_told_apart(world: World) -> None:
    world.report(hours(2), holder=world.roads)
    world.report(hours(22), holder=world.roads)
    world.report(hours(30), holder=world.schools)
    owed = figures.running(NOW, ALL)
    assert (owed.total.waiting, owed.total.soon, owed.total.late) == (3, 1, 1)
    assert owed.bodies[world.schools.pk].late == 1
    assert owed.total.longest == NOW - hours(6)


def test_a_case_nobody_was_given_is_late_too(world: World) -> None:
    world.report(hours(25))
    assert figures.running(NOW, ALL).bodies[None].late == 1


def test_a_case_that_waits_for_its_reporter_is_neither_waiting_nor_late(world: World) -> None:
    report = world.report(hours(30), holder=world.roads)
    world.ask(report, hours(20))
    total = figures.running(NOW, ALL).total
    assert (total.waiting, total.late, total.paused) == (0, 0, 1)


def test_a_late_case_stays_late_while_it_waits_for_its_reporter(world: World) -> None:
    report = world.report(hours(30), holder=world.roads)
    world.ask(report, hours(2))
    total, kept = figures.running(NOW, ALL).total, promise(today(), ALL).total
    assert (total.late, total.paused) == (1, 0)
    assert (kept.due, kept.on_time) == (1, 0)


def test_the_time_a_case_stood_still_is_not_the_holders_answer_time(world: World) -> None:
    report = world.report(days(5), holder=world.roads)
    world.ask(report, days(5) - hours(2))
    cases.reply(report_id=report.pk, text="Dekat jembatan.", channel="web", actor=CITIZEN, at=NOW - days(3) + hours(2))
    world.answer(report, days(3) - hours(6))
    kept = promise(today(), ALL).total
    assert (kept.due, kept.on_time, kept.median) == (1, 1, hours(6))


def test_open_overdue_cases_are_in_the_denominator_of_on_time(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(4))
    world.report(days(3), holder=world.roads)
    kept = promise(today(), ALL).total
    assert (kept.on_time, kept.due) == (1, 2)


def test_an_answer_before_its_deadline_has_come_is_not_counted_yet(world: World) -> None:
    world.report(hours(5), holder=world.roads, answered=hours(1))
    assert promise(today(), ALL).total.due == 0


def test_a_late_answer_never_becomes_on_time(world: World) -> None:
    world.report(days(4), holder=world.roads, answered=hours(25))
    kept = promise(today(), ALL).total
    assert (kept.on_time, kept.missed) == (0, 1)


def test_an_answer_at_the_very_deadline_is_on_time(world: World) -> None:
    world.report(days(4), holder=world.roads, answered=hours(24))
    assert promise(today(), ALL).total.on_time == 1


def test_a_case_without_a_running_deadline_is_not_on_time_but_outside_the_figure(world: World) -> None:
    report = world.report(days(4), holder=world.roads)
    world.ask(report, days(4) - hours(1))
    kept = promise(today(), ALL).total
    assert (kept.on_time, kept.due) == (0, 0)


def test_whoever_held_the_case_at_the_deadline_answers_for_it(world: World) -> None:
    report = world.report(days(3), holder=world.roads)
    world.hand_over(report, world.schools, days(1))
    world.answer(report, hours(12))
    bodies = promise(today(), ALL).bodies
    assert bodies[world.roads.pk].missed == 1
    assert world.schools.pk not in bodies


def test_a_deadline_missed_at_the_desk_is_not_laid_on_who_got_the_case_later(world: World) -> None:
    report = world.report(days(3))
    world.pass_on(report, world.roads, days(1))
    world.answer(report, hours(12))
    assert promise(today(), ALL).bodies[None].missed == 1


def test_medians_count_silence_with_the_time_it_has_lasted(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(2))
    world.report(days(3), holder=world.roads, answered=hours(10))
    world.report(days(3), holder=world.roads)
    kept = promise(today(), ALL).total
    assert kept.median == hours(10)
    assert kept.ninth is not None
    assert kept.ninth > hours(50)


def test_on_time_is_compared_with_the_month_before(world: World) -> None:
    world.report(days(40), holder=world.roads, answered=hours(30))
    world.report(days(5), holder=world.roads, answered=hours(3))
    found = promise(today(), ALL)
    assert (found.total_before.on_time, found.total_before.due) == (0, 1)
    assert found.bodies_before[world.roads.pk].missed == 1
    assert found.total.on_time == 1


def test_on_time_by_regency_and_by_day(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(3), regency=world.pati)
    found = promise(today(), ALL)
    assert found.regencies[world.pati].on_time == 1
    assert [(str(day), kept.due) for day, kept in found.days] == [("2026-07-19", 1)]


def test_an_objection_makes_a_second_answer_due(world: World) -> None:
    report = world.report(days(6), holder=world.roads, answered=hours(3))
    world.resolve(report, days(5))
    world.object_to(report, days(3))
    kept = promise(today(), ALL).total
    assert (kept.due, kept.again, kept.on_time) == (2, 1, 1)


def test_solved_is_what_the_reporter_says(world: World) -> None:
    report = world.report(days(6), holder=world.roads, answered=hours(3))
    world.resolve(report, days(3))
    assert figures.counts(today(), ALL).solved == 0
    world.confirm(report, days(2))
    assert figures.counts(today(), ALL).solved == 1


def test_closed_by_the_system_is_not_solved(world: World) -> None:
    report = world.report(days(20), holder=world.roads, answered=hours(3))
    world.resolve(report, days(15))
    world.expire(report, days(5))
    counts = figures.counts(today(), ALL)
    assert (counts.solved, counts.expired) == (0, 1)


def test_reopened_is_not_solved(world: World) -> None:
    report = world.report(days(6), holder=world.roads, answered=hours(3))
    world.resolve(report, days(3))
    world.confirm(report, days(2))
    world.object_to(report, days(1))
    assert figures.counts(today(), ALL).solved == 0


def test_open_cases_by_stage(world: World) -> None:
    world.report(hours(3))
    world.report(hours(3), holder=world.roads)
    world.report(days(2), holder=world.roads, answered=hours(1))
    assert figures.counts(today(), ALL).stages == {"received": 1, "assigned": 1, "field_check": 1}


def test_late_at_this_hour_on_earlier_days(world: World) -> None:
    world.report(days(5), holder=world.roads, answered=days(3))  # late from four days ago until two days ago
    found = figures.earlier(NOW, ALL)
    assert found.late[-4:] == [1, 1, 0, 0]


def test_a_case_late_until_now_was_late_yesterday(world: World) -> None:
    world.report(days(3), holder=world.roads)
    assert figures.earlier(NOW, ALL).late[-3:] == [0, 1, 1]


def test_due_soon_at_this_hour_on_earlier_days(world: World) -> None:
    world.report(days(3) + hours(22), holder=world.roads, answered=hours(23))
    assert figures.earlier(NOW, ALL).soon[-3:] == [1, 0, 0]


def test_the_usual_is_the_mean_of_the_same_weekday_up_to_this_hour(world: World) -> None:
    for back in (7, 14):
        world.report(days(back))
        world.report(days(back) - hours(5))
    found = figures.hours(NOW, today(), ALL)
    assert (found.weeks, found.usual_so_far) == (2, 1.0)
    assert (found.usual[9], found.usual[14]) == (1.0, 1.0)


def test_without_a_past_there_is_no_usual(world: World) -> None:
    world.report(hours(1))
    found = figures.hours(NOW, today(), ALL)
    assert (found.weeks, found.usual_so_far, found.today[8]) == (0, 0.0, 1)


def test_channels_of_today_with_what_is_missing(world: World) -> None:
    for nth in range(4):
        world.report(days(7) + hours(3) + timedelta(minutes=nth), channel="sms")
    world.report(hours(8), channel="sms")
    (sms,) = figures.hours(NOW, today(), ALL).channels
    assert (sms.code, sms.taken, sms.usual, sms.missing) == ("sms", 1, 4.0, 4.0)


def test_channels_of_a_longer_period(world: World) -> None:
    world.report(days(2), channel="web")
    world.report(days(2), channel="sms")
    world.report(days(9), channel="web")
    assert figures.channels(today(WEEK), ALL) == {"web": 1, "sms": 1}


def test_silences_show_the_longest_of_each_body_first(world: World) -> None:
    world.report(hours(26), holder=world.roads)
    world.report(hours(30), holder=world.roads)
    world.report(hours(40), holder=world.schools)
    found = figures.silences(NOW, ALL)
    assert [(one.body, one.due_at) for one in found] == [
        (world.schools.pk, NOW - hours(16)),
        (world.roads.pk, NOW - hours(6)),
    ]


def test_a_confidential_silence_shows_only_agency_and_regency(world: World) -> None:
    world.report(hours(30), holder=world.roads, visibility="confidential")
    (one,) = figures.silences(NOW, ALL)
    assert (one.confidential, one.number, one.title, one.places, one.regency) == (True, "", "", (), world.demak)


def test_an_empty_database_has_figures(world: World) -> None:
    kept = promise(today(), ALL)
    assert (kept.total.due, kept.total.share, kept.total.median) == (0, None, None)
    assert figures.running(NOW, ALL).total.late == 0
    assert figures.earlier(NOW, ALL).late == [0] * 13


def test_an_agency_sees_its_own_figures_only(world: World) -> None:
    world.report(days(3), holder=world.roads)
    world.report(days(3), holder=world.schools)
    own = Sight(organisations=frozenset({world.roads.pk}))
    assert promise(today(), own).total.due == 1
    assert figures.running(NOW, own).total.late == 1
    assert figures.earlier(NOW, own).late[-1] == 1


def test_a_regency_sees_what_lies_in_it(world: World) -> None:
    world.report(days(3), holder=world.roads, regency=world.pati)
    world.report(days(3), holder=world.roads, regency=world.demak)
    own = Sight(regencies=frozenset({world.pati}))
    assert promise(today(), own).total.due == 1
    assert figures.taken_in(today(WEEK), own).total == 1
    assert figures.earlier(NOW, own).late[-1] == 1


def test_a_reckoning_is_kept_and_can_be_renewed(world: World) -> None:
    world.report(days(3), holder=world.roads)
    assert promise(today(), ALL).total.due == 1
    world.report(days(3), holder=world.roads)
    assert promise(today(), ALL).total.due == 1
    assert reckon(today(), ALL).total.due == 2
    assert promise(today(), ALL).total.due == 2


def test_a_reckoning_grows_old_in_a_minute_and_a_half(world: World) -> None:
    world.report(days(3), holder=world.roads)
    assert promise(today(), ALL).total.due == 1
    world.report(days(3), holder=world.roads)
    soon, later = NOW + timedelta(seconds=89), NOW + timedelta(seconds=90)
    assert promise(window(TODAY, soon, WIB), ALL).total.due == 1
    assert promise(window(TODAY, later, WIB), ALL).total.due == 2


def test_a_reckoning_of_the_future_is_not_believed(world: World) -> None:
    promise(today(), ALL)
    world.report(days(3), holder=world.roads)
    assert promise(window(TODAY, NOW - timedelta(seconds=1), WIB), ALL).total.due == 1


def test_the_worker_reckons_for_the_province(world: World) -> None:
    world.report(days(3), holder=world.roads)
    with clock.frozen(NOW):
        jobs.run(RECKON_TASK)
    assert [one.at for one in Reckoning.objects.all()] == [NOW, NOW]
