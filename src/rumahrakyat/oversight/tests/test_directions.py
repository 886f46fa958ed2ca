"""Asking for an explanation, saying a word, watching a case: who may, once each, on the record, never in public."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.oversight.directions import delivering, watching
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions.operations import Wish
from rumahrakyat.oversight.directions.refusals import AlreadyAsked, TooFewWords, TooLate, WrongTime
from rumahrakyat.oversight.models_directions import Direction, WatchedCase
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine, Notice
from rumahrakyat.reports.chain import verify_chain
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.queries import story

WHY = "Mohon dijelaskan mengapa laporan ini belum ditangani."
BECAUSE = "Alat berat baru tersedia besok pagi; warga sudah kami beri tahu."
SENT = NOW + acts.RECALL


def someone(role: str, organisation: Organisation | None = None, region: str | None = None) -> Account:
    name = f"{role}-{organisation.code if organisation else ''}{region or ''}".lower()
    account, new = Account.objects.get_or_create(username=name, defaults={"name": "Sri Rejeki", "title": role.title()})
    if new:
        Membership.objects.create(account=account, role=role, organisation=organisation, region_id=region)
    return account


@pytest.fixture
def report(world: World) -> Report:
    return held(world, hours(3))


@pytest.fixture
def late(world: World) -> Report:
    made = held(world, hours(30))
    sweep(at=NOW)
    return made


def held(world: World, ago: timedelta) -> Report:
    someone("head", world.roads)
    someone("officer", world.roads)
    made = world.report(ago, holder=world.roads)
    made.refresh_from_db()
    return made


def asked(report: Report, *, token: UUID | None = None, by: str = "governor") -> Direction:
    wish = Wish(token or uuid4(), WHY, Report.objects.select_related("holder").get(pk=report.pk))
    return acts.ask(wish, account=someone(by), at=NOW)


def sent(report: Report) -> Direction:
    one = asked(report)
    assert delivering.deliver_due(at=SENT)
    one.refresh_from_db()
    return one


def told(account: Account) -> list[str]:
    return sorted(Notice.objects.filter(account=account).values_list("code", flat=True))


def test_it_leaves_after_ten_seconds_and_stands_on_the_timeline(world: World, report: Report) -> None:
    asked(report)
    assert not delivering.deliver_due(at=SENT - timedelta(seconds=1))
    assert delivering.deliver_due(at=SENT)
    assert not delivering.deliver_due(at=SENT)
    entry = Entry.objects.get(report=report, type="explanation_asked")
    assert (entry.text, entry.data["title"]) == (WHY, "Governor")
    assert Direction.objects.get().words == WHY
    assert Direction.objects.get().sealed_words == ""
    assert told(someone("head", world.roads)) == told(someone("officer", world.roads)) == ["explanation_asked"]
    assert Alert.objects.filter(kind="direction", audience="head", organisation=world.roads).count() == 1
    assert WHY not in Alert.objects.get(kind="direction").words


def test_nothing_of_it_is_public(report: Report) -> None:
    sent(report)
    watching.watch(report=report, account=someone("governor"), at=SENT)
    shown = story(Report.objects.get(pk=report.pk), staff=False, reporter=True)
    assert not {line.type for line in shown} & {"explanation_asked", "watched"}


def test_pressing_twice_gives_one_and_asking_again_is_refused(report: Report) -> None:
    token = uuid4()
    first, again = asked(report, token=token), asked(report, token=token)
    assert first.pk == again.pk
    with pytest.raises(AlreadyAsked) as refused:
        asked(report, by="secretary")
    assert refused.value.direction.pk == first.pk


def test_its_giver_takes_it_back_within_ten_seconds_and_nobody_learns_of_it(world: World, report: Report) -> None:
    one = asked(report)
    with pytest.raises(NotPermitted):
        acts.recall(direction_id=one.pk, account=someone("secretary"), at=NOW)
    acts.recall(direction_id=one.pk, account=someone("governor"), at=NOW)
    assert not delivering.deliver_due(at=SENT)
    assert told(someone("head", world.roads)) == []
    assert not Entry.objects.filter(type="explanation_asked").exists()
    with pytest.raises(TooLate):
        acts.recall(direction_id=sent(report).pk, account=someone("governor"), at=SENT)


def test_the_head_explains_and_whoever_asked_hears_of_it(world: World, report: Report) -> None:
    one, head = sent(report), someone("head", world.roads)
    with pytest.raises(NotPermitted):
        acts.answer(direction_id=one.pk, text=BECAUSE, account=someone("officer", world.roads), at=SENT)
    with pytest.raises(TooFewWords):
        acts.answer(direction_id=one.pk, text="Siap.", account=head, at=SENT)
    acts.answer(direction_id=one.pk, text=BECAUSE, account=head, at=SENT + hours(1))
    one.refresh_from_db()
    assert (one.open, one.answer) == (False, BECAUSE)
    assert told(someone("governor")) == ["explanation_given"]
    with pytest.raises(TooLate):
        acts.answer(direction_id=one.pk, text=BECAUSE, account=head, at=SENT + hours(2))
    report.refresh_from_db()
    entries = Entry.objects.filter(report=report).order_by("seq")
    assert verify_chain([entry.stored(report.number) for entry in entries], report.head_hash) == []


def test_about_a_missed_deadline_it_is_the_explanation_of_the_register(world: World, late: Report) -> None:
    one, head = sent(late), someone("head", world.roads)
    breach = Breach.objects.get(clock__report=late, own=False)
    assert one.breach_id == breach.pk
    acts.answer(direction_id=one.pk, text=BECAUSE, account=head, at=SENT)
    one.refresh_from_db()
    breach.refresh_from_db()
    assert (one.open, one.answer, breach.state) == (False, BECAUSE, "explained")
    assert not Entry.objects.filter(type="explanation_given").exists()


def test_explaining_the_row_of_the_register_answers_the_question_too(world: World, late: Report) -> None:
    one, head = sent(late), someone("head", world.roads)
    negligence.explain(breach_id=one.breach_id or 0, text=BECAUSE, account=head, at=SENT)
    one.refresh_from_db()
    assert (one.open, one.answer) == (False, BECAUSE)


def test_an_explanation_that_does_not_come_is_said_once(world: World, report: Report) -> None:
    one = sent(report)
    assert one.answer_due_at == NOW + acts.RECALL + hours(24)
    assert not delivering.tell_overdue(at=NOW + hours(24))
    assert delivering.tell_overdue(at=NOW + hours(25))
    assert not delivering.tell_overdue(at=NOW + hours(26))
    assert told(someone("governor")) == ["explanation_overdue"]
    assert Alert.objects.filter(key=f"direction-overdue:{one.pk}").exists()


@pytest.mark.parametrize("ahead", [-1, 0, 24 * 31], ids=["past", "now", "a month and a day"])
def test_the_time_to_answer_lies_ahead_and_within_a_month(report: Report, ahead: int) -> None:
    with pytest.raises(WrongTime):
        acts.ask(Wish(uuid4(), WHY, report, until=NOW + hours(ahead)), account=someone("governor"), at=NOW)


def test_to_a_body_itself_it_stands_on_the_audit_trail(world: World, report: Report) -> None:
    head = someone("head", world.roads)
    one = acts.ask(Wish(uuid4(), WHY, organisation=world.roads), account=someone("governor"), at=NOW)
    delivering.deliver_due(at=SENT)
    acts.answer(direction_id=one.pk, text=BECAUSE, account=head, at=SENT)
    lines = AuditLine.objects.filter(subject=world.roads.code).order_by("pk")
    assert [line.act for line in lines] == ["explanation_asked", "explanation_given"]
    assert not Entry.objects.filter(type="explanation_asked").exists()
    one.refresh_from_db()
    assert (one.words, one.answer) == (WHY, BECAUSE)
    assert WHY not in one.sealed_words


def test_a_word_reaches_the_bell_and_an_urgent_one_the_phone_too(world: World, report: Report) -> None:
    for urgent in (False, True):
        wish = Wish(uuid4(), "Mohon didahulukan.", report, urgent=urgent)
        acts.say(wish, account=someone("governor"), at=NOW)
        delivering.deliver_due(at=SENT)
        assert Alert.objects.filter(kind="direction").exists() is urgent
    assert told(someone("officer", world.roads)) == ["word_said", "word_said"]


def test_a_regent_directs_the_own_territory_and_nothing_else(world: World, report: Report) -> None:
    regent = someone("regent", region=world.demak)
    assert acts.may_direct(regent, report=report)
    assert acts.may_direct(regent, organisation=world.demak_town)
    assert not acts.may_direct(regent, organisation=world.roads)
    elsewhere = world.report(hours(30), holder=world.roads, regency=world.pati)
    elsewhere.refresh_from_db()
    assert not acts.may_direct(regent, report=elsewhere)
    with pytest.raises(NotPermitted):
        watching.watch(report=elsewhere, account=regent, at=NOW)


def test_withdrawing_stays_on_record_and_frees_the_body(world: World, report: Report) -> None:
    one = sent(report)
    acts.withdraw(direction_id=one.pk, account=someone("secretary"), at=SENT)
    with pytest.raises(TooLate):
        acts.answer(direction_id=one.pk, text=BECAUSE, account=someone("head", world.roads), at=SENT)
    assert Entry.objects.filter(type="explanation_asked").count() == 2
    assert asked(report).pk != one.pk


def test_a_watcher_is_told_when_the_case_moves_and_not_of_notes(world: World, report: Report) -> None:
    governor = someone("governor")
    for _twice in range(2):
        watching.watch(report=report, account=governor, at=NOW)
    assert Entry.objects.filter(type="watched").count() == WatchedCase.objects.count() == 1
    assert watching.tell_watchers(at=NOW) == 0
    world.answer(report, hours(0))
    assert watching.tell_watchers(at=NOW) == 1
    assert told(governor) == ["watched_answered"]
    assert watching.unwatch(report=report, account=governor, at=NOW)
    assert not watching.unwatch(report=report, account=governor, at=NOW)
    assert watching.tell_watchers(at=NOW) == 0
    assert told(governor) == ["watched_answered"]


def test_whose_rights_shrank_is_told_nothing_more(world: World, report: Report) -> None:
    regent = someone("regent", region=world.demak)
    watching.watch(report=report, account=regent, at=NOW)
    Membership.objects.filter(account=regent).update(active=False)
    world.answer(report, hours(0))
    watching.tell_watchers(at=NOW)
    assert told(regent) == []
    assert not watching.now().exists()


def test_a_watched_case_that_moved_is_worth_the_eye_of_the_brief(world: World, report: Report) -> None:
    watching.watch(report=report, account=someone("governor"), at=NOW - hours(2))
    world.answer(report, hours(1))
    assert watching.moves_of_watched(NOW - hours(2), NOW) == {report.pk: 1}
    assert watching.moves_of_watched(NOW - hours(0.5), NOW) == {}
