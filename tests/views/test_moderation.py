"""The queue, settling a file, agreeing several, opening an agreed grade again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Assessment, CaseFile, LogEntry
from audit.rules.grading import Origin
from tests.double_files import double_file, given, say, yes_no
from tests.factories import RoundFactory, area, assessed
from tests.pages import Page

MODERATOR = "moderator@wexshire"


@pytest.fixture
def audit(db):
    return RoundFactory(code="audit")


@pytest.fixture
def client(signed_in):
    return signed_in(MODERATOR)


@pytest.fixture
def queue(audit) -> str:
    return reverse("moderation-queue", args=["audit"])


def settle(case_file: CaseFile) -> str:
    return reverse("case-file-settle", args=[case_file.reference])


def references(page: Page) -> list[str]:
    return [row[0][:9] for row in page.rows[1:]]


def test_the_furthest_apart_stand_first_and_the_single_graded_last(audit, client, queue):
    single = double_file(audit, "inadequate")
    same = double_file(audit, "good", "good")
    one = double_file(audit, "good", "requires_improvement")
    two = double_file(audit, "inadequate", "good")
    double_file(audit, "good", status="draft")
    page = Page(client.get(queue))
    assert references(page) == [row.reference for row in (two, one, same, single)]
    assert [row[2] for row in page.rows[1:]] == [
        *("2 grades apart", "1 grade apart", "Same grade", "One assessor"),
    ]


def test_the_queue_shows_the_forces_own_grade_apart(audit, client, queue, person):
    case_file = double_file(audit, "inadequate", "good")
    assessed(case_file, person("manager@wexshire"), ("s47", "good"), origin=Origin.SELF)
    [row] = Page(client.get(queue)).rows[1:]
    assert row[1:3] == ["Good", "Inadequate Amina HallGood Ben Otieno"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?area=cse", {"cse"}),
        ("?show=single", {"s47"}),
        ("?show=match", {"cse"}),
        ("?show=differ", {"missing"}),
        ("?show=query", set()),
        ("?area=nonsense", {"s47", "cse", "missing"}),
    ],
)
def test_the_queue_is_filtered(query, expected, audit, client, queue):
    double_file(audit, "good")
    double_file(audit, "good", "good", area="cse")
    double_file(audit, "good", "inadequate", area="missing")
    found = CaseFile.objects.filter(reference__in=references(Page(client.get(queue + query))))
    assert {row.area.code for row in found} == expected


def test_a_file_that_is_graded_blind_is_not_in_the_queue(audit, client, queue):
    case_file = double_file(audit, "good", "inadequate")
    case_file.assessments.filter(overall_grade="inadequate").delete()
    CaseFile.objects.filter(pk=case_file.pk).update(status="in_progress", blind=True)
    assert "No case file waits to be agreed." in Page(client.get(queue)).text


def test_the_queue_asks_as_often_for_many_files_as_for_few(audit, client, queue):
    asked = []
    for files in (2, 9):
        for _ in range(files):
            double_file(audit, "good", "inadequate")
        with CaptureQueriesContext(connection) as queries:
            client.get(queue)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_side_by_side_each_says_their_own_and_a_word_marks_what_differs(audit, client, person):
    case_file = double_file(audit, "good", "inadequate")
    first, second = given(case_file)
    say(first, stage="good", yes="yes")
    say(second, stage="good", yes="no")
    assessed(case_file, person("manager@wexshire"), ("s47", "good"), origin=Origin.SELF)
    for address in (settle(case_file), case_file.get_absolute_url()):
        rows = {row[0]: row[1:] for row in Page(client.get(address)).rows if len(row) == 4}
        assert rows[f"{case_file.area.title} Differs"] == ["Good", "Good", "Inadequate"]
        assert rows["Investigation"] == ["Nothing", "Good", "Good"]
        assert rows[f"{yes_no().text} Differs"] == ["Nothing", "Yes", "No"]


def test_a_disagreement_is_settled_with_a_reason(audit, client):
    case_file = double_file(audit, "good", "inadequate")
    first, second = given(case_file)
    say(first, yes="yes")
    say(second, yes="no")
    page = Page(client.get(settle(case_file)))
    assert "grade-s47" not in page.typed  # nobody decides it beforehand
    sent = {**page.typed, "grade-s47": "inadequate"}
    name = f"taken-answer-{yes_no().code}"
    assert sent[name] == [str(first.pk)]
    page = Page(client.post(settle(case_file), sent))
    assert [where for _, where in page.errors] == ["id_why"]
    response = client.post(settle(case_file), {**sent, "why": "Read both.", name: str(second.pk)})
    assert response.url == reverse("moderation-queue", args=["audit"])
    agreed = case_file.assessments.get(origin="agreed")
    assert (agreed.overall_grade, agreed.rationale) == ("inadequate", "Read both.")
    assert agreed.answers.get().choice == "no"


def test_where_they_match_the_grade_is_filled_in(audit, client):
    case_file = double_file(audit, "good", "good")
    page = Page(client.get(settle(case_file)))
    assert page.typed["grade-s47"] == ["good"]
    for _ in range(2):  # a double click has one effect
        assert client.post(settle(case_file), page.typed).status_code == 302
    assert LogEntry.objects.filter(event="assessment.agreed").count() == 1


def test_a_page_that_is_stale_agrees_nothing(audit, client):
    case_file = double_file(audit, "good", "good")
    sent = Page(client.get(settle(case_file))).typed
    case_file.assessments.update(lock=9)
    page = Page(client.post(settle(case_file), sent))
    assert "has changed since you opened this page" in page.errors[0][0]
    assert not case_file.assessments.filter(origin="agreed").exists()


def test_an_area_that_only_one_of_them_saw_can_be_left_out(audit, client, person):
    case_file = double_file(audit, "good", "good")
    second = given(case_file)[1]
    second.area_grades.create(area=area("cse"), grade="good")
    page = Page(client.get(settle(case_file)))
    sent = {**page.typed, "grade-cse": "none", "why": "The file shows no exploitation."}
    assert client.post(settle(case_file), sent).status_code == 302
    agreed = case_file.assessments.get(origin="agreed")
    assert [row.area.code for row in agreed.area_grades.all()] == ["s47"]


def test_what_cannot_be_agreed_yet_is_said_and_nothing_is_asked(audit, client):
    case_file = double_file(audit, "good", status="draft")
    page = Page(client.get(settle(case_file)))
    assert "It cannot be agreed yet. An assessment of this file is still a draft" in page.text
    assert "why" not in page.text.split("It cannot")[0]
    assert "csrfmiddlewaretoken" not in str(page.typed)


def test_the_agreed_grade_says_who_when_and_why_and_is_reopened_with_a_reason(audit, client):
    case_file = double_file(audit, "good", "inadequate")
    sent = Page(client.get(settle(case_file))).typed
    client.post(settle(case_file), {**sent, "grade-s47": "good", "why": "Read both."})
    page = Page(client.get(settle(case_file)))
    assert "Morgan Ellis agreed this file on" in page.text
    assert "Read both." in page.text
    reopen = page.links["Reopen the agreed grade"]
    assert Page(client.post(reopen, {"reason": " "})).errors
    response = client.post(reopen, {"reason": "A log was missed."})
    assert response.url == settle(case_file)
    shown = Page(client.get(case_file.get_absolute_url())).text
    assert "Opened again: A log was missed." in shown
    assert "Opened again: A log was missed." in Page(client.get(settle(case_file))).text
    case_file.refresh_from_db()
    assert case_file.final_assessment is None


def test_those_that_match_are_listed_before_they_are_agreed_together(audit, client, queue):
    files = [double_file(audit, "good", "good"), double_file(audit, "requires_improvement")]
    double_file(audit, "good", "inadequate")
    page = Page(client.get(queue))
    address = page.links["Agree 2 where assessors match"]
    page = Page(client.get(address))
    assert sorted(page.typed["files"]) == sorted(row.reference for row in files)
    assert Page(client.post(address, page.typed)).errors[0][1] == "id_why"
    sent = {"files": [files[0].reference], "why": "Both read the same."}
    for _ in range(2):
        assert client.post(address, sent).url == queue
    assert [row.case_file for row in _agreed()] == [files[0]]
    assert references(Page(client.get(queue)))[-1] == files[1].reference


def test_a_file_that_differs_cannot_be_slipped_in(audit, client):
    other = double_file(audit, "good", "inadequate")
    address = reverse("moderation-agree", args=["audit"])
    page = Page(client.post(address, {"files": [other.reference], "why": "Same."}))
    assert "gave different grades" in page.errors[0][0]
    assert not _agreed().exists()


def test_nobody_is_offered_their_own(audit, client, queue, person):
    case_file = double_file(audit, "good")
    case_file.assessments.update(assessor=person(MODERATOR))
    assert "Agree 1" not in Page(client.get(queue)).text
    assert "You grade this file yourself" in Page(client.get(settle(case_file))).text


def _agreed():
    return Assessment.objects.filter(origin="agreed")


def test_the_work_of_an_audit_leads_to_the_queue(audit, client, queue, signed_in):
    assert Page(client.get(audit.get_absolute_url())).links["Moderation"] == queue
    other = Page(signed_in("manager@wexshire").get(audit.get_absolute_url()))
    assert "Moderation" not in other.links
