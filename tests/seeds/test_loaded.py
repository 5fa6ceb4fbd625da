"""The seeds in the database: they load, and their figures are those of the documents."""

from __future__ import annotations

import pytest
from django.apps import apps

from audit.documents.figures import round_figures
from audit.models import (
    Answer,
    CaseFile,
    CommonTheme,
    LogEntry,
    Observation,
    Recommendation,
    SupportingFigure,
)
from audit.services.loading.service import round_load
from tests.seeds.folders import DURHAM, WEXSHIRE
from tests.seeds.test_durham import AREAS, GRADES

pytestmark = pytest.mark.django_db  # for all, or the order of tests would load them twice

FOLDERS = (DURHAM, *WEXSHIRE)


@pytest.fixture(scope="module")
def durham(loaded):
    return round_figures(loaded["durham-2019"]).as_json()


@pytest.fixture(scope="module")
def open_audit(loaded):
    return round_figures(loaded["wexshire-2026"]).as_json()


def _counts(good: int, requires_improvement: int, inadequate: int) -> dict[str, int]:
    counts = dict(zip(GRADES, (good, requires_improvement, inadequate), strict=True))
    return {**counts, "total": sum(counts.values())}


def test_durhams_headline(durham):
    assert durham["headline"] == _counts(20, 27, 34)
    assert durham["headline"]["total"] == 81


def test_durhams_areas(durham):
    assert {
        row["code"]: {key: row[key] for key in (*GRADES, "total")} for row in durham["areas"]
    } == {area: _counts(*counts) for area, (counts, _) in AREAS.items()}


def test_durhams_areas_add_up_to_one_more(durham):
    assert durham["areas_total"] == _counts(21, 27, 34)
    assert durham["areas_total"]["total"] == 82


def test_durhams_published_counts(durham):
    assert durham["published"] == {
        "headline": _counts(20, 27, 34),
        "areas_total": _counts(21, 27, 34),
    }


def test_33_of_durhams_files_were_self_assessed(durham):
    assert durham["self_assessed"] == 33


def test_durham_is_reconstructed_and_wholly_graded(durham):
    assert (durham["reconstructed"], durham["ungraded"]) == (True, 0)


def test_durhams_reconciliation_names_the_one_good_result(durham):
    assert [row["agrees"] for row in durham["reconciliation"]] == [True, True, False]
    assert "one good result more than the headline" in durham["reconciliation"][-1]["text"]


def test_the_figures_have_exactly_the_shape_that_others_check_us_by(durham):
    assert list(durham) == [
        "round",
        "reconstructed",
        "headline",
        "areas",
        "areas_total",
        "ungraded",
        "self_assessed",
        "published",
        "reconciliation",
        "agreement",
        "facts",
    ]
    assert (durham["agreement"], durham["facts"]) == ([], [])
    assert list(durham["areas"][0]) == ["code", "title", *GRADES, "total"]
    assert [set(row) for row in durham["reconciliation"]] == [{"agrees", "text"}] * 3


def test_durhams_printed_percentages_do_not_differ(loaded):
    figures = SupportingFigure.objects.filter(round=loaded["durham-2019"])
    assert [figure.label for figure in figures if figure.printed_differs] == []
    assert sum(figure.percentage is not None for figure in figures) == 10


def test_durhams_immediate_recommendations_are_three_and_nothing_is_asked_any_more(loaded):
    rows = Recommendation.objects.filter(round=loaded["durham-2019"])
    assert rows.filter(time_limit="immediately").count() == 3
    assert not rows.filter(responses__isnull=False).exists()


def test_durhams_deadlines_are_known_to_the_month(loaded):
    steps = {step.clock: str(step.due) for step in loaded["durham-2019"].next_steps.all()}
    assert steps == {
        "immediate_update": "April or May 2020",
        "action_plan": "April or May 2020",
        "revisit": "September 2020",
    }
    second = Recommendation.objects.get(round=loaded["durham-2019"], number=2)
    assert str(second.due) == "June 2020"


def test_wexshires_open_audit_is_half_way(open_audit):
    assert open_audit["headline"] == _counts(6, 8, 5)
    assert open_audit["ungraded"] == 21


def test_wexshires_open_audit_has_one_result_more_than_files(open_audit):
    assert open_audit["areas_total"] == _counts(7, 8, 5)


def test_an_area_without_results_is_listed_as_empty(open_audit):
    areas = {row["code"]: row["total"] for row in open_audit["areas"]}
    assert set(areas) == set(AREAS)
    assert areas["s46"] == 0


def test_wexshires_signed_off_audit_is_wholly_graded(loaded):
    figures = round_figures(loaded["wexshire-2025"])
    assert (figures.headline.total, figures.ungraded) == (40, 0)


def test_wexshires_own_figures_are_counted_from_its_answers(loaded):
    figure = SupportingFigure.objects.get(
        round=loaded["wexshire-2025"], label__contains="body-worn video"
    )
    answers = Answer.objects.filter(
        assessment__final_for__round=loaded["wexshire-2025"],
        question__code="body-worn-video-used",
    )
    assert figure.count == answers.filter(choice="yes").count()


def test_a_file_that_two_people_grade_counts_only_once_it_is_agreed(loaded):
    files = CaseFile.objects.filter(round=loaded["wexshire-2026"], second_assessor__isnull=False)
    assert {row.status for row in files if row.final_assessment} == {"agreed"}
    assert {row.final_assessment.origin for row in files if row.final_assessment} == {"agreed"}
    assert {row.status for row in files if row.blind} == {"in_progress"}
    assert files.filter(status="submitted", blind=False, final_assessment=None).exists()


def test_no_theme_or_fact_hangs_on_a_real_forces_file(loaded):
    real = CaseFile.objects.filter(round=loaded["durham-2019"])
    assert not Observation.objects.filter(assessment__case_file__in=real).exists()
    assert CommonTheme.objects.filter(round=loaded["durham-2019"]).count() == 40


def _rows() -> dict[str, int]:
    models = apps.get_app_config("audit").get_models(include_auto_created=True)
    return {model.__name__: model._base_manager.count() for model in models}


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_a_second_loading_changes_nothing(path, loaded, service):
    before, last = _rows(), LogEntry.objects.first()
    again = round_load(path=path, by=service)
    assert not again.wrote
    assert _rows() == before
    assert LogEntry.objects.first() == last
