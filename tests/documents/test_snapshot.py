from dataclasses import replace
from datetime import date

import pytest

from audit.documents.figures import round_figures
from audit.documents.snapshot import canonical_bytes, case_file_audit
from audit.models import CommonTheme, Force, Framework, NextStep, Round, SupportingFigure
from audit.rules.dates import Precision
from audit.rules.deadlines import Clock, TimeLimit
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from tests.documents.conftest import VERSION
from tests.factories import (
    CaseFileFactory,
    RecommendationFactory,
    RoundFactory,
    SourceDocumentFactory,
    area,
    assessed,
    graded_file,
)

pytestmark = pytest.mark.django_db  # Durham's rows are made for the snapshot


def by_code(snapshot, code):
    return next(row for row in snapshot["areas"] if row["code"] == code)


def figure(snapshot, label):
    rows = [row for chapter in snapshot["supporting_figures"] for row in chapter["figures"]]
    return next(row for row in rows if row["label"].startswith(label))


@pytest.fixture
def audit(db):
    return RoundFactory(title="Spring audit", force=Force.objects.get(code="wexshire"))


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


def snapshot_of(round, **changes):
    return case_file_audit(round, replace(VERSION, **changes))


def test_the_same_rows_give_the_same_bytes(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    assert canonical_bytes(snapshot_of(audit)) == canonical_bytes(snapshot_of(audit))


def test_the_bytes_are_written_without_spaces_in_utf_8():
    assert canonical_bytes({"b": 1, "a": "–"}) == '{"a":"–","b":1}'.encode()


def test_self_assessed_files_are_counted_where_they_are_known(audit, auditor, person):
    case_file = graded_file(audit, auditor, ("s47", "good"))
    assessed(case_file, person("auditor2@wexshire"), ("s47", "good"), origin=Origin.SELF)
    text = snapshot_of(audit)["headline"]["self_assessed_text"]
    assert text == "The force had itself assessed 1 of the 1 case files."


def test_nothing_is_said_of_self_assessment_where_there_was_none(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    assert snapshot_of(audit)["headline"]["self_assessed_text"] == ""


def test_an_invented_force_is_marked(audit):
    snapshot = snapshot_of(audit)
    assert snapshot["force"]["name"] == "Wexshire Police (invented)"
    assert snapshot["title"] == "Case file audit: Spring audit (invented)"


def test_an_unpublished_audit_is_sensitive_and_stays_in_the_force(audit):
    handling = snapshot_of(audit)["handling"]
    assert handling["marking"] == "OFFICIAL-SENSITIVE"
    assert "outside Wexshire Police" in handling["meaning"]


def test_an_unpublished_inspection_stays_in_its_team(db):
    handling = snapshot_of(RoundFactory(inspection=True))["handling"]
    assert "outside the inspection team" in handling["meaning"]


def test_files_without_a_final_grade_are_counted_and_said(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    assessed(CaseFileFactory(round=audit), auditor, ("s47", "good"), status=AssessmentStatus.DRAFT)
    headline = snapshot_of(audit)["headline"]
    assert (headline["files"], headline["ungraded"]) == (2, 1)
    assert headline["ungraded_text"].startswith("1 of the 2 case files has no final grade yet.")


def test_nothing_is_said_of_ungraded_files_where_there_are_none(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    assert snapshot_of(audit)["headline"]["ungraded_text"] == ""


def test_no_percentage_is_given_of_few_files(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    assert set(snapshot_of(audit)["headline"]["percentages"].values()) == {None}


def test_an_area_without_files_is_kept(audit):
    detention = by_code(snapshot_of(audit), "detention")
    assert detention["counts"]["total"] == 0
    assert detention["in_words"] == "No files were graded in this area."


def test_a_file_under_two_areas_is_counted_in_both(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"), ("cse", "inadequate"), overall="good")
    snapshot = snapshot_of(audit)
    assert snapshot["headline"]["counts"]["total"] == 1
    assert snapshot["breakdown"]["total"]["total"] == 2


def test_a_draft_is_labelled_as_one(audit):
    version = snapshot_of(audit, number=2, draft=True)["version"]
    assert (version["status"], version["label"]) == ("draft", "Draft of version 2")


def test_a_correction_says_what_it_replaces(audit):
    version = snapshot_of(audit, number=2, replaces=1, correction="One grade.")["version"]
    assert (version["replaces"], version["correction"]) == (1, "One grade.")


def test_the_date_is_the_one_given(audit):
    as_at = snapshot_of(audit, as_at=date(2026, 9, 8))["version"]["as_at"]
    assert as_at == {"iso": "2026-09-08", "text": "8 September 2026"}


def test_a_limit_before_publication_is_said_in_words(audit):
    RecommendationFactory(round=audit, source_document=SourceDocumentFactory(published_on=None))
    group = snapshot_of(audit)["recommendations"]["groups"][0]
    assert group["recommendations"][0]["due"] == "Due three months after publication"


def test_an_immediate_recommendation_without_next_steps_says_act_now(audit):
    RecommendationFactory(round=audit, time_limit=TimeLimit.IMMEDIATELY)
    group = snapshot_of(audit)["recommendations"]["groups"][0]
    assert group["recommendations"][0]["due"] == "Act now"


def test_an_update_before_publication_is_said_in_words(audit):
    RecommendationFactory(round=audit, time_limit=TimeLimit.IMMEDIATELY)
    NextStep.objects.create(round=audit, order=1, clock=Clock.IMMEDIATE_UPDATE, text="Tell us.")
    snapshot = snapshot_of(audit)
    group = snapshot["recommendations"]["groups"][0]
    assert group["recommendations"][0]["due"] == "Act now; update due six weeks after publication"
    assert snapshot["next_steps"][0]["due"] == ""


def test_a_printed_share_that_differs_is_flagged(audit):
    chapter = Framework.objects.get(code="ncpi-2014").stage_set.get(code="investigation")
    SupportingFigure.objects.create(
        round=audit,
        chapter=chapter,
        label="x",
        count=1,
        base=4,
        as_printed="30%",
        counted_by="force",
    )
    SupportingFigure.objects.create(
        round=audit, chapter=chapter, order=1, label="y", count=10, base=40, as_printed="30%",
        counted_by="force",
    )  # fmt: skip
    snapshot = snapshot_of(audit)
    assert figure(snapshot, "x")["share"] == "base under 10"
    assert figure(snapshot, "y")["differs"] is True


def test_themes_keep_their_order(audit):
    for order, text in ((2, "second"), (1, "first")):
        CommonTheme.objects.create(
            round=audit, area=area("s47"), polarity="strength", order=order, text=text
        )
    assert by_code(snapshot_of(audit), "s47")["strengths"] == ["first", "second"]


def test_the_number_of_queries_does_not_grow_with_the_files(
    audit, auditor, django_assert_num_queries, django_assert_max_num_queries
):
    def fresh():
        return Round.objects.select_related("force", "framework").get(pk=audit.pk)

    graded_file(audit, auditor, ("s47", "good"))
    RecommendationFactory(round=audit)
    round = fresh()
    with django_assert_max_num_queries(34) as first:
        snapshot_of(round)
    for _ in range(4):
        graded_file(audit, auditor, ("cse", "good"))
        RecommendationFactory(round=audit)
    round = fresh()
    with django_assert_num_queries(len(first)):
        snapshot_of(round)


def test_a_figure_is_the_same_in_the_snapshot_and_in_the_figures(audit, auditor):
    for grade in ("good", "good", "inadequate"):
        graded_file(audit, auditor, ("missing", grade))
    assert snapshot_of(audit)["headline"]["counts"] == round_figures(audit).headline.as_dict()


def test_a_publication_known_to_the_day_gives_a_day(db):
    round = RoundFactory(
        published=True, published_on=date(2026, 11, 30), published_precision=Precision.DAY
    )
    RecommendationFactory(round=round)
    group = snapshot_of(round)["recommendations"]["groups"][0]
    assert group["recommendations"][0]["due"] == "Due 28 February 2027"
