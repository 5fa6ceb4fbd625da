"""Grading a case file: what is saved, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Assessment, LogEntry, Question, Round, Theme
from tests.factories import CaseFileFactory, RoundFactory, area
from tests.grading import check, hand_in
from tests.pages import Page


@pytest.fixture
def case_file(person):
    return CaseFileFactory(
        round=RoundFactory(code="audit"), allocated_to=person("auditor@wexshire")
    )


@pytest.fixture
def client(case_file, signed_in):
    return signed_in("auditor@wexshire")


@pytest.fixture
def form(case_file) -> str:
    return reverse("case-file-grade", args=[case_file.reference])


def events(assessment: Assessment) -> list[str]:
    return [entry.event for entry in LogEntry.objects.about(assessment).order_by("pk")]


def test_a_grade_that_is_submitted_counts_on_the_round_and_in_its_figures(
    client, form, case_file, freshly_signed_in
):
    moderator = freshly_signed_in("moderator@wexshire")
    figures = reverse("round-figures", args=["audit"])
    before = moderator.get(figures).json()
    response = hand_in(client, form, {"grade": "good"})
    after = moderator.get(figures).json()
    assert response.url == case_file.get_absolute_url()
    assert (before["headline"]["good"], before["ungraded"]) == (0, 1)
    assert (after["headline"]["good"], after["ungraded"]) == (1, 0)
    headline = Page(moderator.get(reverse("round-detail", args=["audit"]))).rows[1]
    assert [cell.split()[0] for cell in headline[1:]] == ["1", "0", "0", "1"]


def test_the_moderator_grades_a_file_that_nobody_was_given(signed_in):
    spare = CaseFileFactory(round=RoundFactory())
    moderator = signed_in("moderator@wexshire")
    address = reverse("case-file-grade", args=[spare.reference])
    page = Page(moderator.get(hand_in(moderator, address, {"grade": "good"}).url))
    assert f"You have graded case file {spare.reference}." in page.text
    assert spare.assessments.get().overall_grade == "good"


def test_a_draft_is_saved_without_a_grade_and_counts_nowhere(client, form, case_file):
    page = Page(client.post(form, {"rationale": "Half read.", "save": "yes"}, follow=True))
    case_file.refresh_from_db()
    assert "Your draft" in page.text
    assert (case_file.status, case_file.final_assessment) == ("in_progress", None)
    assert Page(client.get(form)).typed["rationale"] == ["Half read."]


def test_submitting_without_a_grade_says_so_where_it_is_missing(client, form):
    [(text, address)] = check(client, form, {}).errors
    assert text == "Choose a grade."
    path, _, target = address.partition("#")
    assert target in Page(client.get(path)).ids


def test_the_title_says_that_there_is_an_error(client, form):
    response = client.post(form, {"check": "yes"})
    assert b"<title>Error: " in client.get(response.url).content


def test_the_lowest_grade_needs_a_reason(client, form, case_file):
    page = check(client, form, {"grade": "inadequate"})
    [(_, target)] = page.errors
    assert target.endswith("#id_rationale")
    assert "Submit" not in page.text
    client.post(f"{form}check/", {"lock": case_file.assessments.get().lock})
    assert case_file.assessments.get().status == "draft"


def test_a_grade_outside_the_scale_is_refused(client, form, case_file):
    page = Page(client.post(form, {"grade": "excellent", "check": "yes"}))
    assert page.errors[0][0] == "Select a grade from the list"
    assert not case_file.assessments.exists()


def test_nothing_typed_is_lost_on_an_error(client, form, case_file):
    theme = str(Theme.objects.for_areas([case_file.area]).first().pk)
    typed = {
        "rationale": "  Two\nlines & <b>more</b>",
        "systems_looked_at": "Crime record",
        "strengths": [theme],
        "weaknesses": [theme],
        "grade": "excellent",
    }
    kept = Page(client.post(form, typed | {"check": "yes"})).typed
    kept_text = kept["rationale"][0].replace("\r\n", "\n")
    assert kept_text == typed["rationale"]
    assert kept["strengths"] == kept["weaknesses"] == [theme]
    assert kept["systems_looked_at"] == ["Crime record"]


def test_a_saved_draft_comes_back_as_it_was_typed(client, form, case_file):
    theme = str(Theme.objects.for_areas([case_file.area]).first().pk)
    client.post(form, {"grade": "good", "weaknesses": [theme], "save": "yes"})
    typed = Page(client.get(form)).typed
    assert (typed["grade"], typed["weaknesses"]) == (["good"], [theme])


def test_the_themes_are_those_of_the_files_area(client, form, case_file):
    offered = client.get(form).context["form"].fields["strengths"].themes.values()
    assert set(offered) == set(Theme.objects.for_area(case_file.area))


def test_submitting_twice_has_one_effect(client, form, case_file):
    page = check(client, form, {"grade": "good"})
    first, second = (client.post(f"{form}check/", page.typed) for _ in range(2))
    assert first.url == second.url == case_file.get_absolute_url()
    assessment = case_file.assessments.get()
    assert events(assessment) == ["assessment.saved", "assessment.submitted"]


def test_what_is_submitted_is_not_changed_by_an_old_form(client, form, case_file):
    hand_in(client, form, {"grade": "good"})
    page = Page(client.post(form, {"grade": "inadequate", "rationale": "No.", "save": "yes"}))
    assert "already" in page.errors[0][0]
    assert case_file.assessments.get().overall_grade == "good"


def test_the_form_of_a_submitted_assessment_leads_to_the_file(client, form, case_file):
    hand_in(client, form, {"grade": "good"})
    assert client.get(form).url == case_file.get_absolute_url()


def test_two_areas_are_asked_for_on_a_second_page(client, form, case_file):
    first = Page(client.get(form))
    response = client.post(form, {"grade": "good", "add_area": "yes"})
    second = Page(client.get(response.url))
    assert "id_second_area" not in first.ids
    assert {"id_second_area", "id_overall_grade_0"} <= second.ids
    assert second.typed["grade"] == ["good"]


def two_areas(**changes) -> dict:
    return {
        "lock": 2,
        "grade": "good",
        "second_area": area("cse").pk,
        "second_grade": "inadequate",
        "overall_grade": "requires_improvement",
        "rationale": "Seen late.",
    } | changes


def test_two_areas_are_graded_with_an_overall_grade(client, form, case_file):
    response = client.post(form, {"grade": "good", "add_area": "yes"})
    hand_in(client, response.url, two_areas())
    assessment = case_file.assessments.get()
    grades = dict(assessment.area_grades.values_list("area__code", "grade"))
    assert grades == {"s47": "good", "cse": "inadequate"}
    assert assessment.overall_grade == "requires_improvement"


@pytest.mark.parametrize(
    ("left_out", "target"),
    [("second_grade", "id_second_grade_0"), ("overall_grade", "id_overall_grade_0")],
)
def test_what_two_areas_lack_is_asked_where_it_is_missing(left_out, target, client, form):
    response = client.post(form, {"grade": "good", "add_area": "yes"})
    page = check(client, response.url, two_areas(**{left_out: ""}))
    assert [where.partition("#")[2] for _, where in page.errors] == [target]


def test_the_files_own_area_is_not_offered_as_a_second_one(client, form, case_file):
    response = client.post(form, {"grade": "good", "add_area": "yes"})
    page = Page(client.post(response.url, two_areas(second_area=case_file.area_id)))
    assert page.errors == [("Select the second area from the list", "id_second_area")]


def test_no_second_area_after_all_is_one_area(client, form, case_file):
    response = client.post(form, {"grade": "good", "add_area": "yes"})
    client.post(response.url, two_areas(second_area="", second_grade="", overall_grade=""))
    assessment = case_file.assessments.get()
    assert (assessment.overall_grade, assessment.area_grades.count()) == ("good", 1)


def test_the_form_of_a_closed_audit_leads_to_the_file(client, form, case_file):
    Round.objects.update(status="signed_off")
    assert client.get(form).url == case_file.get_absolute_url()


def test_a_file_of_a_closed_audit_is_not_graded(client, form, case_file):
    Round.objects.update(status="signed_off")
    page = Page(client.post(form, {"grade": "good", "save": "yes"}))
    assert "closed" in page.errors[0][0]
    assert not case_file.assessments.exists()


def test_nobody_is_offered_a_file_that_somebody_else_has_begun(client, form, signed_in):
    client.post(form, {"grade": "good", "save": "yes"})
    moderator = signed_in("moderator@wexshire")
    response = moderator.get(form, follow=True)
    assert response.redirect_chain
    assert "Grade this case file" not in Page(response).links


def test_the_overall_grade_of_two_areas_is_asked_for_and_not_taken_from_the_first(client, form):
    client.post(form, {"grade": "good", "add_area": "yes"})
    page = Page(client.get(f"{form}?areas=2"))
    assert "overall_grade" not in page.typed or page.typed["overall_grade"] == []


def test_a_second_grade_without_its_area_is_not_lost(client, form):
    answers = {"grade": "good", "second_area": "", "second_grade": "good", "save": "yes"}
    page = Page(client.post(form, answers))
    [(text, _)] = page.errors
    assert text.startswith("Select the second area.")
    assert page.typed["second_grade"] == ["good"]


def test_a_second_area_can_be_left_out_again(client, form, case_file):
    client.post(form, {"grade": "good", "add_area": "yes"})
    lock = case_file.assessments.get().lock
    answers = {"grade": "good", "second_area": "", "second_grade": "good", "lock": lock}
    client.post(form, answers | {"one_area": "yes"})
    assert case_file.assessments.get().area_grades.count() == 1


def test_made_up_keys_of_themes_are_refused_in_words(client, form):
    page = Page(client.post(form, {"grade": "good", "strengths": ["9" * 25]}))
    assert page.errors


@pytest.fixture
def dip(person) -> str:
    """A dip sample of two chosen questions: one answer, and one that is worked out from two."""
    round = RoundFactory(code="dip", kind=Round.Kind.DIP_SAMPLE)
    round.questions.set(
        Question.objects.filter(code__in=("child-spoken-to", "risk-known-to-shared"))
    )
    case_file = CaseFileFactory(round=round, allocated_to=person("auditor@wexshire"))
    return reverse("case-file-grade", args=[case_file.reference])


def test_a_dip_sample_asks_what_was_chosen_and_no_grade(dip, client):
    page = Page(client.get(dip))
    names = {name for name in page.ids if name.startswith("id_") and name != "id_lock"}
    asked = ("answer-child-spoken-to", "answer-risk-known-at", "answer-risk-shared-at")
    assert all(name.startswith(tuple(f"id_{one}" for one in (*asked, "systems"))) for name in names)
    assert "How long did it take to share the risk?" in page.text


def test_a_dip_sample_is_handed_in_once_every_question_is_answered(dip, client):
    missing = check(client, dip, {"answer-child-spoken-to": "no"}).errors
    assert [text for text, _ in missing] == [
        "Answer “When did the police first know of the risk to the child?”, or say why you cannot.",
        "Answer “When was the risk first shared with children’s social care?”, "
        "or say why you cannot.",
    ]
    lock = Assessment.objects.get().lock
    answers = {
        "answer-child-spoken-to": "no",
        "answer-risk-known-at_absence": "-not_recorded",
        "answer-risk-shared-at_absence": "-could_not_see",
        "lock": lock,
    }
    assert hand_in(client, dip, answers).status_code == 302
    done = Assessment.objects.get()
    assert (done.status, done.overall_grade, done.area_grades.count()) == ("submitted", "", 0)


def test_an_answer_to_another_areas_question_is_left_aside_by_the_form(client, form, case_file):
    client.post(form, {"answer-custody-referral-made": "yes", "answer-child-spoken-to": "yes"})
    answers = case_file.assessments.get().answers
    assert list(answers.values_list("question__code", flat=True)) == ["child-spoken-to"]


def test_the_form_shows_the_stages_of_both_areas(client, form, case_file):
    second = area("detention")
    typed = {"grade": "good", "second_area": second.pk, "second_grade": "good", "save": "yes"}
    client.post(form, typed)
    ids = Page(client.get(form)).ids
    assert {"stage-initial-contact", "stage-detention", "id_answer-custody-referral-made_0"} <= ids
    assert "stage-managing-risk" not in ids
