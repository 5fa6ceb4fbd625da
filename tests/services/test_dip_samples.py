from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.render import render_html
from audit.documents.shares import shares_of
from audit.models import (
    Answer,
    Assessment,
    CaseFile,
    Force,
    Framework,
    Question,
    Round,
    SupportingFigure,
)
from audit.rules.grading import Origin
from audit.rules.sampling import Size
from audit.services.dip_samples import dip_sample_open, figure_lend
from audit.services.finals import refresh_final
from audit.services.reports import draft_snapshot
from tests.factories import RecommendationFactory, RoundFactory
from tests.frames import drawn


@pytest.fixture
def by(person):
    return person("moderator@wexshire")


def a_question(code: str = "child-spoken-to") -> Question:
    return Question.objects.get(code=code)


def new_round(**changes) -> Round:
    given = {
        "force": Force.objects.get(code="wexshire"),
        "framework": Framework.objects.get(code="ncpi-2014"),
        "led_by": Round.LedBy.FORCE,
        "title": "Was the child spoken to? October 2026",
        "fieldwork_started_on": date(2026, 11, 2),
    }
    return Round(**given | changes)


@pytest.fixture
def dip_sample(by) -> Round:
    """Ten files drawn: 3 yes, 4 no, 1 not recorded, 2 not looked at."""
    round = dip_sample_open(round=new_round(), questions=[a_question()], by=by)
    sample = drawn(round, by, size=Size(10))
    files = list(CaseFile.objects.filter(sampled_case__sample=sample))
    given = [*[("yes", "")] * 3, *[("no", "")] * 4, ("", "not_recorded")]
    for case_file, (choice, absence) in zip(files, given, strict=False):
        answered(case_file, by, choice=choice, absence=absence)
    return round


def answered(case_file: CaseFile, by, **answer) -> None:
    assessment = Assessment.objects.create(
        case_file=case_file, origin=Origin.ASSESSOR, assessor=by, status="submitted"
    )
    Answer.objects.create(assessment=assessment, question=a_question(), **answer)
    refresh_final(case_file)


def refusal(act) -> dict:
    with pytest.raises(ValidationError) as error:
        act()
    return error.value.message_dict


def test_a_dip_sample_is_open_for_its_draw_at_once(by, events):
    before = len(events())
    round = dip_sample_open(round=new_round(), questions=[a_question()], by=by)
    assert (round.kind, round.status, round.grades) == ("dip_sample", "fieldwork", False)
    assert list(round.questions.all()) == [a_question()]
    assert events()[before:] == ["round.opened", "round.questions_chosen"]


def test_a_duration_brings_its_two_ends_with_it(by):
    duration = Question.objects.filter(kind=Question.Kind.DURATION).first()
    round = dip_sample_open(round=new_round(), questions=[duration], by=by)
    assert set(round.questions.all()) == {duration, duration.starts_with, duration.ends_with}


def test_a_dip_sample_needs_a_question_and_the_right(by, person):
    assert refusal(lambda: dip_sample_open(round=new_round(), questions=[], by=by)) == {
        "questions": ["Select at least one question"]
    }
    with pytest.raises(PermissionDenied):
        dip_sample_open(round=new_round(), questions=[a_question()], by=person("auditor@wexshire"))
    assert not Round.objects.exists()


def test_a_recommendation_asks_for_one(by):
    recommendation = RecommendationFactory()
    round = dip_sample_open(
        round=new_round(), questions=[a_question()], by=by, asked_for_by=recommendation
    )
    assert list(recommendation.dip_samples.all()) == [round]


def test_its_shares_leave_out_what_is_not_known(dip_sample):
    yes, no = shares_of(dip_sample)
    assert (yes.code, yes.count, yes.base) == ("child-spoken-to:yes", 3, 7)
    assert (no.count, no.base, no.missing) == (4, 7, "not recorded in 1")


def test_a_figure_is_lent_with_its_source_and_period(dip_sample, by, events):
    target = RoundFactory(title="The audit of 2026")
    before = len(events())
    figure = figure_lend(source=dip_sample, share="child-spoken-to:yes", target=target, by=by)
    assert (figure.round, figure.counted_in) == (target, dip_sample)
    assert (figure.count, figure.base, figure.period) == (3, 7, "2 November 2026")
    assert figure.label == "Did an officer speak to the child? Yes"
    assert figure.chapter == a_question().stage
    assert figure.note == (
        "Counted in the dip sample “Was the child spoken to? October 2026”, in 8 files that "
        "Casemark drew at random. Not recorded in 1."
    )
    assert events()[before:] == ["supportingfigure.added"]


def test_lending_again_brings_the_figure_up_to_date(dip_sample, by):
    target = RoundFactory()
    lend = {"source": dip_sample, "share": "child-spoken-to:yes", "target": target, "by": by}
    first = figure_lend(**lend)
    answered(CaseFile.objects.filter(round=dip_sample, final_assessment=None)[0], by, choice="yes")
    again = figure_lend(**lend)
    assert again.pk == first.pk
    assert (again.count, again.base) == (4, 8)
    assert SupportingFigure.objects.count() == 1


def test_a_figure_is_lent_only_where_it_belongs(dip_sample, by, person):
    share = "child-spoken-to:yes"

    def lend(target, share=share, by=by):
        return figure_lend(source=dip_sample, share=share, target=target, by=by)

    assert "target" in refusal(lambda: lend(dip_sample))
    assert "share" in refusal(lambda: lend(RoundFactory(), "child-spoken-to:perhaps"))
    assert "is closed" in str(refusal(lambda: lend(RoundFactory(status="signed_off"))))
    for target, who in (
        (RoundFactory(eastmarch=True), "moderator@wexshire"),
        (RoundFactory(eastmarch=True), "moderator@eastmarch"),
        (RoundFactory(), "manager@wexshire"),
    ):
        with pytest.raises(PermissionDenied):
            lend(target, by=person(who))


def test_its_report_gives_facts_and_no_grades(dip_sample):
    snapshot = draft_snapshot(round=dip_sample, kind="case_file_audit")
    html = render_html(snapshot)
    assert "8 case files answered the questions of this dip sample. No grades were given." in html
    assert "2 of the 10 case files have no answers that were submitted." in html
    assert "Did an officer speak to the child?" in html
    for words in ("Breakdown by area", "Do the figures agree?", "No files have been graded"):
        assert words not in html
