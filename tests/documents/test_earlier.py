from datetime import date

import pytest
from django.utils import timezone

from audit.documents.earlier import earlier_part, earlier_recommendations, earlier_rows
from audit.models import ProgressUpdate, Response, SubPoint, SubPointAnswer, Verdict
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory, shown_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds():
    first = RoundFactory(title="2024", fieldwork_started_on=date(2024, 3, 1))
    second = RoundFactory(title="2025", previous=first, fieldwork_started_on=date(2025, 3, 1))
    return first, second, RoundFactory(title="2026", previous=second)


def titles(round):
    return [row.title for row in earlier_recommendations(round)]


def test_what_all_rounds_before_asked_comes_the_nearest_first(rounds):
    for number, round in enumerate(rounds, start=1):
        RecommendationFactory(round=round, title=f"Of {round.title}", number=number)
    assert titles(rounds[2]) == ["Of 2025", "Of 2024"]
    assert titles(rounds[0]) == []


def test_what_a_round_in_between_found_satisfactory_is_not_asked_again(rounds):
    first, second, third = rounds
    done, open_still = (RecommendationFactory(round=first, title=name) for name in ("A", "B"))
    for asked, state in ((done, "satisfactory"), (open_still, "requires_improvement")):
        Verdict.objects.create(round=second, recommendation=asked, state_now=state, text="Seen")
    assert titles(third) == ["B"]
    assert sorted(titles(second)) == ["A", "B"]


def test_what_was_done_is_the_answer_the_last_report_and_the_evidence(rounds, person):
    manager = person("manager@wexshire")
    asked = RecommendationFactory(round=rounds[1])
    point = SubPoint.objects.create(recommendation=asked, text="Record it", group="Do")
    answer = {"statement": "Agreed.", "answered_on": date(2025, 6, 1)}
    response = ResponseFactory(recommendation=asked, status="in_progress", **answer)
    SubPointAnswer.objects.create(response=response, sub_point=point, decision="accepted")
    update = ProgressUpdate.objects.create(response=response, text="Half done.", by=manager)
    shown_by(update)
    [row] = earlier_part(rounds[2])["rows"]
    assert row["done"]["status"] == "In progress"
    assert (row["done"]["answered"], row["done"]["statement"]) == ("1 June 2025", "Agreed.")
    assert row["done"]["evidence"] == 1
    assert row["groups"][0]["points"][0]["answer"]["decision"] == "Accepted"
    assert row["done"]["last"]["text"] == "Half done."


def test_the_last_report_is_the_latest_one(rounds, person):
    response = ResponseFactory(recommendation=RecommendationFactory(round=rounds[1]))
    now = timezone.now()
    for days, text in ((1, "Later."), (9, "Earlier.")):
        ProgressUpdate.objects.create(
            response=response,
            text=text,
            by=person("manager@wexshire"),
            at=now - timezone.timedelta(days=days),
        )
    [row] = earlier_part(rounds[2])["rows"]
    assert row["done"]["last"]["text"] == "Later."


def test_answers_of_another_force_and_those_kept_back_are_left_out(rounds):
    asked = RecommendationFactory(round=rounds[1])
    ResponseFactory(recommendation=asked, force=RoundFactory(eastmarch=True).force)
    [row] = earlier_rows(rounds[2], [asked], Response.objects.all())
    assert row.done is None
    ResponseFactory(recommendation=asked)
    [row] = earlier_rows(rounds[2], [asked], Response.objects.none())
    assert row.done is None


def test_a_verdict_is_left_for_the_whole_and_for_each_point(rounds):
    asked = RecommendationFactory(round=rounds[1])
    SubPoint.objects.create(recommendation=asked, text="Record it")
    Verdict.objects.create(round=rounds[2], recommendation=asked)
    [row] = earlier_rows(rounds[2], [asked], Response.objects.all())
    assert row.left == 1
    assert row.verdict.is_silent


def test_the_number_of_queries_does_not_grow(rounds, django_assert_max_num_queries):
    for _ in range(4):
        ResponseFactory(recommendation=RecommendationFactory(round=rounds[1]))
    with django_assert_max_num_queries(14):
        earlier_part(rounds[2])
