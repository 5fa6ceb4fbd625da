"""A folder that is in order: what is in the database after it, and after it is loaded again."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from audit.documents.figures import round_figures
from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseFile,
    Child,
    CommonTheme,
    LocalNumber,
    LogEntry,
    Observation,
    Recommendation,
    Response,
    Round,
    StageNote,
    SupportingFigure,
)
from audit.services.assessments import Judgement, assessment_reopen, assessment_save
from audit.services.loading.service import round_load
from tests.factories import area


def _grades(reference: str) -> dict[str, str]:
    rows = AreaGrade.objects.filter(assessment__case_file__reference=reference)
    return dict(rows.values_list("area__code", "grade"))


def test_the_round_says_what_its_file_says(load):
    round = load().round
    assert (round.code, round.force.code, str(round.fieldwork)) == (
        "small-audit",
        "wexshire",
        "2 November 2026 to 13 November 2026",
    )


def test_figures_count_what_the_folder_holds(load):
    figures = round_figures(load().round).as_json()
    assert figures["headline"]["total"] == 3
    assert figures["areas_total"]["total"] == 4
    assert figures["published"]["headline"]["good"] == 3


def test_case_files_have_their_status_and_final_assessment(load):
    load()
    files = CaseFile.objects.order_by("reference")
    assert [row.status for row in files] == ["submitted", "agreed", "agreed"]
    assert all(row.final_assessment for row in files)


def test_one_areas_grade_is_the_overall_one_where_none_is_given(load):
    load()
    assert Assessment.objects.get(case_file__reference="SMALL-1").overall_grade == "good"


def test_answers_are_values_or_reasons_for_none(load):
    load()
    answers = {row.question.code: row for row in Answer.objects.all()}
    assert answers["child-spoken-to"].choice == "yes"
    assert answers["missing-times-before"].number == 3
    assert answers["siblings-considered"].absence == "not_recorded"
    assert answers["risk-known-at"].at == datetime(
        2026, 11, 3, 9, 30, tzinfo=ZoneInfo("Europe/London")
    )


def test_children_are_kept_with_what_is_not_known_of_them(load):
    load()
    girl, boy = Child.objects.order_by("pk")
    assert (girl.in_care, girl.on_plan, boy.disabled) == (None, True, None)


def test_a_stage_can_be_not_applicable(load):
    load()
    note = StageNote.objects.get(stage__code="detention")
    assert (note.grade, note.not_applicable) == ("", True)


def test_loading_twice_changes_nothing(load, rows):
    load()
    before = rows()
    again = load()
    assert rows() == before
    assert not again.wrote


def test_loading_leaves_one_entry_for_all_of_it(load):
    before = LogEntry.objects.count()
    loaded = load()
    assert LogEntry.objects.count() == before + 1
    assert LogEntry.objects.about(loaded.round).first().event == "round.loaded"


def test_a_changed_cell_is_changed_in_its_row_only(load, edit):
    load()
    edit("figures.csv", "Files with video,14", "Files with video,15")
    assert load().outcome["changed"] == 1
    assert SupportingFigure.objects.get().count == 15


def test_a_row_that_is_no_longer_in_the_folder_disappears(load, edit):
    load()
    edit("common_themes.csv", "s47,weakness,2,Decisions were not written down,recording\n", "")
    assert load().outcome["removed"] == 1
    assert [row.polarity for row in CommonTheme.objects.all()] == ["strength"]


def test_a_file_that_is_no_longer_in_the_folder_takes_its_rows_with_it(load, folder):
    load()
    (folder / "observations.csv").unlink()
    load()
    assert not Observation.objects.exists()


def test_an_assessment_moved_to_another_area_leaves_the_first(load, edit):
    load()
    edit("assessments.csv", "submitted,s47,good", "submitted,missing,good")
    load()
    assert _grades("SMALL-1") == {"missing": "good"}


def test_a_change_of_themes_alone_is_recorded_too(load, edit):
    load()
    edit("common_themes.csv", "initial-response;childs-voice", "initial-response")
    before = LogEntry.objects.count()
    load()
    assert LogEntry.objects.count() == before + 1


def _change_as_a_person(case_file, user) -> Assessment:
    assessment = Assessment.objects.get(case_file=case_file)
    assessment_reopen(assessment=assessment, reason="A mistake.", by=user)
    judgement = Judgement(area_grades={area("cse"): "good"}, rationale="Mine.")
    return assessment_save(case_file=case_file, judgement=judgement, by=user, lock=assessment.lock)


def test_an_assessment_that_a_person_has_saved_since_is_theirs(load, person):
    load()
    case_file = CaseFile.objects.get(reference="SMALL-1")
    saved = _change_as_a_person(case_file, person("auditor@wexshire"))
    notes = StageNote.objects.filter(assessment=saved).count()
    assert load().outcome["kept"] >= 1
    saved.refresh_from_db()
    assert (saved.rationale, saved.status) == ("Mine.", "draft")
    assert _grades("SMALL-1") == {"cse": "good"}
    assert StageNote.objects.filter(assessment=saved).count() == notes


def test_a_persons_first_save_is_theirs_too(load, edit, folder, person):
    path = folder / "assessments.csv"
    line = next(row for row in path.read_text("utf-8").splitlines() if "SMALL-1" in row)
    (folder / "stage_notes.csv").unlink()
    (folder / "answers.csv").unlink()
    (folder / "observations.csv").unlink()
    edit("assessments.csv", f"{line}\n", "")
    load()
    assessment_save(
        case_file=CaseFile.objects.get(reference="SMALL-1"),
        judgement=Judgement(area_grades={area("cse"): "good"}, rationale="Mine."),
        by=person("auditor@wexshire"),
        lock=None,
    )
    path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")
    load()
    assert Assessment.objects.get(case_file__reference="SMALL-1").rationale == "Mine."


def test_an_answer_that_a_person_has_changed_is_kept(load):
    load()
    Response.objects.update(status="in_progress")
    load()
    assert Response.objects.get().status == "in_progress"


def test_the_forces_number_is_encrypted_and_added_once(load):
    load()
    load()
    [number] = LocalNumber.objects.numbered("crime", "WXC/26/000001")
    assert "000001" not in number.encrypted


def test_a_byte_order_mark_is_no_part_of_the_header(load, folder):
    path = folder / "round.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load().round.code == "small-audit"


def test_a_text_of_several_lines_is_one_cell(load, edit):
    edit("round.csv", "self_assessed,", 'summary,"One.\n\nTwo, and three."\nself_assessed,')
    assert load().round.summary == "One.\n\nTwo, and three."


def test_a_month_is_kept_as_a_month(load, edit):
    edit("round.csv", "started_on,2026-11-02", "started_on,2026-10")
    edit("round.csv", "ended_on,2026-11-13", "ended_on,2026-11")
    assert load().round.fieldwork == "October 2026 to November 2026"


def test_a_moderator_loads_an_audit_of_their_force(folder, person):
    loaded = round_load(path=folder, by=person("moderator@wexshire"))
    assert Round.objects.get(code="small-audit") == loaded.round


def test_recommendations_are_dated_from_their_document(load):
    load()
    assert str(Recommendation.objects.get(number=1).due) == "February 2027"
    assert str(Recommendation.objects.get(number=2).due) == "1 March 2027"


def test_more_files_may_be_self_assessed_once_there_are_more(load, edit):
    load()
    edit("round.csv", "self_assessed,", "self_assessed,4")
    edit("case_files.csv", "SMALL-2,", "SMALL-4,missing,unknown,unknown,yes,\nSMALL-2,")
    assert load().round.self_assessed == 4
