"""Who is asked, once, and which words are an answer: a citizen's reply stays a reply."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Address, Inbound, Kind, Sender
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.models import Listener
from rumahrakyat.lib import crypto, ids
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.operations import contact_point, stop_messages
from rumahrakyat.reports import effects, operations
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import EXPIRE
from rumahrakyat.satisfaction import answering, asking, queries, sampling
from rumahrakyat.satisfaction.models import FeedbackCall, Survey
from tests.cast import World

NINE = "444343444"


def closed(world: World, *, by: str = "reporter", **given: object) -> Report:
    """A case that has ended, and what follows of it."""
    report = world.assigned(**given)  # type: ignore[arg-type]
    at = world.at + timedelta(hours=1)
    officer = world.actor("officer", report)
    if by == "rejected":
        operations.reject(
            report_id=report.pk,
            reason="private",
            text="Bukan layanan publik.",
            actor=world.actor("verifier", report),
            at=at,
        )
    elif by == "referred":
        operations.refer(
            report_id=report.pk, to="Polisi", text="Silakan ke polisi.", actor=world.actor("verifier", report), at=at
        )
    else:
        operations.resolve(report_id=report.pk, text="Sudah diperbaiki.", no_photo_reason="hujan", actor=officer, at=at)
        if by == "reporter":
            intake.confirm(report=report, channel="whatsapp", at=at + timedelta(hours=1), rating=4)
        else:
            operations.expire(
                report_id=report.pk, actor=Actor("system", frozenset({EXPIRE})), at=at + timedelta(days=10)
            )
    effects.run_due()
    report.refresh_from_db()
    return report


def sent(world: World, *, by: str = "reporter") -> Survey:
    report = closed(world, by=by)
    asking.send_due(at=world.at + timedelta(hours=4))
    return Survey.objects.get(report=report)


def say(survey: Survey, text: str, *, days: float = 1, nth: int = 1) -> str | None:
    """A private message of the reporter, as the worker hands it to listeners."""
    assert survey.sent_at is not None
    assert survey.contact_point is not None
    at = survey.sent_at + timedelta(days=days)
    message = Message.objects.create(
        channel=survey.channel, direction="in", contact_point=survey.contact_point, external_id=f"x{nth}", kind="text",
        sealed_content=crypto.seal("{}"), status="received", status_at=at, recorded_at=at,
    )  # fmt: skip
    sender = Sender((Address("tel", survey.contact_point.value),))
    inbound = Inbound(survey.channel, f"x{nth}", Kind.TEXT, sender, at, text=text)
    answer = answering.hear(inbound, message, survey.contact_point, at)
    if answer:
        outbox.enqueue(
            channel=survey.channel, contact_point=survey.contact_point, body=answer, key=f"staff:{message.pk}", at=at
        )
    survey.refresh_from_db()
    return answer


@pytest.mark.parametrize(("by", "ending"), [("reporter", "reporter"), ("referred", "officer")])
def test_one_message_goes_out_after_the_end_whoever_ended_it(by: str, ending: str, world: World) -> None:
    survey = sent(world, by=by)
    assert (survey.ending, survey.medium) == (ending, "whatsapp")
    (row,) = Outbox.objects.filter(key__startswith="survey:")
    assert survey.report.number in row.message.text
    assert "444343444" in row.message.text
    asking.send_due(at=world.at + timedelta(hours=9))
    assert Outbox.objects.filter(key__startswith="survey:").count() == 1


def test_nobody_is_asked_who_must_not_be(world: World) -> None:
    closed(world, by="rejected")
    closed(world, identity="anonymous", contact=None)
    stopped = closed(world)
    listener = Listener.objects.get(report=stopped)
    stop_messages(contact=listener.contact_point, at=world.at)
    asking.send_due(at=world.at + timedelta(hours=9))
    assert Survey.objects.count() == 1
    assert not Outbox.objects.filter(key__startswith="survey:").exists()


@pytest.mark.parametrize(
    ("text", "marks", "words"),
    [
        (NINE, [4, 4, 4, 3, 4, 3, 4, 4, 4], ""),
        ("4 4 4 3 4 3 4 4 4", [4, 4, 4, 3, 4, 3, 4, 4, 4], ""),
        ("SKM 444343440", [4, 4, 4, 3, 4, 3, 4, 4, 0], ""),
        ("444343444 petugasnya ramah", [4, 4, 4, 3, 4, 3, 4, 4, 4], "petugasnya ramah"),
    ],
)
def test_nine_digits_are_an_answer(text: str, marks: list[int], words: str, world: World) -> None:
    survey = sent(world)
    answer = say(survey, text)
    assert answer is not None
    assert "sudah kami catat" in answer
    assert (survey.marks, survey.words, survey.via) == (marks, words, "whatsapp")


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih pak, jalannya sudah bagus",
        "belum beres",
        "4443434",
        "5",
        "812345678",
        "ya",
        "1500",
        "STOP",
        "444343444444343444",
        "081322904471",
    ],
)
def test_what_is_no_answer_stays_a_reply(text: str, world: World) -> None:
    survey = sent(world)
    if text == "4443434":  # something else of ours was said after the question
        outbox.enqueue(channel="whatsapp", contact_point=survey.contact_point, body="Kabar", key="k", at=world.at)
    assert say(survey, text) is None
    assert survey.marks == []


def test_part_of_the_digits_is_kept_and_the_rest_may_follow(world: World) -> None:
    survey = sent(world)
    first = say(survey, "44434")
    assert first is not None
    assert "5 dari 9" in first
    assert say(survey, "3444", nth=2) is not None
    assert survey.marks == [4, 4, 4, 3, 4, 3, 4, 4, 4]
    assert say(survey, "2", nth=3) is None


def test_digits_of_long_afterwards_or_of_somebody_else_are_none(world: World) -> None:
    survey = sent(world)
    assert say(survey, NINE, days=15) is None
    other = contact_point(scheme="tel", value="+6281300000009", at=world.at)
    Survey.objects.filter(pk=survey.pk).update(contact_point=other)
    survey.contact_point = Listener.objects.get(report=survey.report).contact_point
    assert say(survey, NINE, nth=2) is None or survey.marks == []


def test_a_number_of_a_case_is_no_answer(world: World) -> None:
    survey = sent(world)
    small = set("01234")
    serial = next(one for one in range(40_000, 45_000) if set(ids.tracking_number(one)[3:].replace("-", "")) <= small)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('reports_serial', %s)", [serial - 1])
    number = world.report().number
    assert say(survey, number.removeprefix("RR-").replace("-", "")) is None


def test_a_form_is_kept_once_and_needs_one_mark(world: World) -> None:
    survey = sent(world)
    with pytest.raises(answering.NothingMarked):
        answering.answer(survey_id=survey.pk, marks=[0] * 9, words="", via="web", at=world.at)
    for _twice in range(2):
        answering.answer(survey_id=survey.pk, marks=[0] * 8 + [4], words="", via="web", at=world.at)
    with pytest.raises(answering.AlreadyAnswered):
        answering.answer(survey_id=survey.pk, marks=[1] * 9, words="", via="desk", at=world.at)


def test_the_sample_is_the_same_for_who_draws_it_again_and_rests_people(world: World) -> None:
    for _nth in range(6):
        closed(world)
    closed(world, identity="anonymous", contact=None)
    at, day = world.at + timedelta(hours=5), date(2026, 7, 22)
    assert sampling.draw(day=day, at=at) == 3
    first = set(FeedbackCall.objects.values_list("survey", flat=True))
    assert sampling.draw(day=day, at=at) == 0
    FeedbackCall.objects.all().delete()
    sampling.draw(day=day, at=at)
    assert set(FeedbackCall.objects.values_list("survey", flat=True)) == first
    sampling.draw(day=day + timedelta(days=1), at=at)
    people = list(FeedbackCall.objects.values_list("person", flat=True))
    assert len(people) == len(set(people)) == 6


def test_every_stratum_is_drawn_from_before_any_twice() -> None:
    rng = random.Random(1)  # noqa: S311 -- a test
    drawn = sampling.stratified({"A": range(100), "B": range(100, 105), "C": range(200, 201)}, 4, rng)
    assert len(drawn) == len(set(drawn)) == 4
    assert {"A" if one < 100 else "B" if one < 200 else "C" for one in drawn} == {"A", "B", "C"}


def test_figures_keep_bodies_apart_and_say_nothing_of_few(world: World) -> None:
    survey = sent(world)
    answering.answer(survey_id=survey.pk, marks=[4] * 9, words="", via="web", at=world.at)
    whole, body = queries.figures(since=world.at, until=world.at + timedelta(days=1))
    assert (whole.index.answers, whole.ended, whole.asked, whole.needed, whole.enough) == (1, 1, 1, 1, False)
    assert body.organisation == world.organisations["ROADS"]
