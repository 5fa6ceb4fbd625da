"""What each file says about case files: the children, the assessments and their facts."""

from __future__ import annotations

from typing import Any

from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseFile,
    Child,
    Conflict,
    LocalNumber,
    Observation,
    Question,
    StageNote,
)
from audit.rules.grading import Origin, Polarity, grade_problems, overall_grade, rationale_problems
from audit.rules.transitions import AssessmentStatus
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError, refuse


def load_case_file(loading: Loading, cells: Cells) -> None:
    reference = cells.text("reference")
    elsewhere = CaseFile.objects.filter(reference=reference).exclude(round=loading.round).first()
    if elsewhere:
        raise RowError(
            f"reference: “{reference}” is a file of {elsewhere.round} already. Choose another one."
        )
    case_file = loading.put(
        CaseFile,
        cells,
        {"reference": reference},
        round=loading.round,
        area=cells.area("area"),
        chosen_by=cells.choice("chosen_by", CaseFile.ChosenBy, CaseFile.ChosenBy.UNKNOWN),
        chosen_how=cells.choice("chosen_how", CaseFile.ChosenHow, CaseFile.ChosenHow.UNKNOWN),
        reconstructed=cells.flag("reconstructed"),
        allocated_to=cells.user("allocated_to"),
        second_assessor=cells.user("second_assessor"),
        due_on=cells.day("due_on"),
    )
    loading.codes.add(case_file, reference)


def load_conflict(loading: Loading, cells: Cells) -> None:
    """Who worked on the case, and so neither grades nor moderates it."""
    key = {"case_file": _known_file(cells), "person": cells.somebody("person")}
    if Conflict.objects.filter(**key).exists():
        loading.outcome["kept"] += 1
        return
    values = {"declared_by": cells.somebody("declared_by"), "reason": cells.text("reason")}
    loading.put(Conflict, cells, key, **values)


def _known_file(cells: Cells) -> CaseFile:
    """A file of which facts can be told: a reconstructed one stands for a printed count."""
    case_file = cells.case_file("reference")
    if case_file.reconstructed:
        raise RowError(
            "a reconstructed file shows counts by area and grade and nothing else. Remove the line."
        )
    return case_file


def load_child(loading: Loading, cells: Cells) -> None:
    """Children have no name and so no key: those of a file are told apart by their order."""
    case_file = _known_file(cells)
    place = loading.next_place(Child, case_file.pk)
    standing = Child.objects.filter(case_file=case_file)[place : place + 1].first()
    values = {
        "age_band": cells.choice("age_band", Child.AgeBand, Child.AgeBand.UNKNOWN),
        "sex": cells.choice("sex", Child.Sex, Child.Sex.UNKNOWN),
        "ethnicity": cells.choice("ethnicity", Child.Ethnicity, Child.Ethnicity.UNKNOWN),
        "disabled": cells.flag_or_unknown("disabled"),
        "in_care": cells.flag_or_unknown("in_care"),
        "on_plan": cells.flag_or_unknown("on_plan"),
    }
    loading.write(standing or Child(case_file=case_file), values)


def load_local_number(loading: Loading, cells: Cells) -> None:
    number = cells.text("number")
    kind = cells.choice("kind", LocalNumber.Kind)
    case_file = _known_file(cells)
    if case_file.local_numbers.numbered(kind, number).exists():
        loading.outcome["unchanged"] += 1
        return
    loading.write(LocalNumber(case_file=case_file, kind=kind), {"number": number})


def load_assessment(loading: Loading, cells: Cells) -> None:
    """An assessment that people have saved since it was loaded is theirs: it is left alone."""
    case_file = cells.case_file("reference")
    key = _assessment_key(cells)
    standing = Assessment.objects.filter(case_file=case_file, **key).first()
    if standing is not None and standing.lock > 1 and loading.keeps:
        loading.kept_assessments.add(_assessment_code(cells))
        loading.outcome["kept"] += 1
        return
    grades = _area_grades(cells)
    status = cells.choice("status", AssessmentStatus)
    overall = cells.raw("overall_grade")
    if cells.raw("returned_because") and status != AssessmentStatus.DRAFT:
        raise CellError("returned_because: only a draft has been returned. Empty the cell.")
    _check(loading, case_file, list(grades.values()), overall, cells.raw("rationale"), status)
    assessment = loading.put(
        Assessment,
        cells,
        {"case_file": case_file, **key},
        status=status,
        overall_grade=overall_grade(list(grades.values()), overall),
        rationale=cells.raw("rationale"),
        systems_looked_at=cells.raw("systems_looked_at"),
        assessed_on=cells.day("assessed_on"),
        returned_because=cells.raw("returned_because"),
    )
    for area, grade in grades.items():
        loading.put(AreaGrade, cells, {"assessment": assessment, "area": area}, grade=grade)
    loading.codes.add(assessment, _assessment_code(cells))


def _area_grades(cells: Cells) -> dict[AreaOfPractice, str]:
    """The grade of each area; "" where a draft has none yet."""
    areas = cells.areas("areas")
    grades = cells.parts("area_grades") or ([""] if areas else [])
    if len(areas) != len(grades) or len(set(areas)) != len(areas):
        raise CellError("area_grades: give as many grades as areas, and name each area once.")
    return dict(zip(areas, grades, strict=True))


def _check(
    loading: Loading,
    case_file: CaseFile,
    grades: list[str],
    overall: str,
    rationale: str,
    status: AssessmentStatus,
) -> None:
    scale = loading.round.framework.scale
    complete = status != AssessmentStatus.DRAFT and loading.round.grades
    refuse(grade_problems(scale, grades, overall, complete=complete))
    if overall and overall != overall_grade(grades, overall):
        raise RowError(f"overall_grade: {overall} is not the grade of the one area. Correct one.")
    # A reconstructed file stands for a printed count; nobody knows the reasons behind it.
    if complete and not case_file.reconstructed:
        refuse(rationale_problems(scale, [*grades, overall], rationale))


def _assessment_key(cells: Cells) -> dict[str, Any]:
    return {"origin": cells.choice("origin", Origin), "assessor": cells.user("assessor")}


def _assessment_code(cells: Cells) -> str:
    parts = (cells.raw("reference"), cells.raw("origin"), cells.raw("assessor"))
    return " ".join(part for part in parts if part)


def _assessment(loading: Loading, cells: Cells) -> Assessment | None:
    """The assessment that a line belongs to; None where people have made it theirs."""
    _known_file(cells)
    code = _assessment_code(cells)
    if code in loading.kept_assessments:
        loading.outcome["kept"] += 1
        return None
    return cells.codes.find(Assessment, code, "reference, origin and assessor")


def load_stage_note(loading: Loading, cells: Cells) -> None:
    assessment = _assessment(loading, cells)
    if assessment is None:
        return
    grade = cells.raw("grade")
    not_applicable = grade == "not_applicable"
    if not_applicable:
        grade = ""
    refuse(grade_problems(loading.round.framework.scale, [grade], "", complete=False))
    loading.put(
        StageNote,
        cells,
        {"assessment": assessment, "stage": cells.stage("stage")},
        grade=grade,
        not_applicable=not_applicable,
        went_well=cells.raw("went_well"),
        should_have_been_better=cells.raw("should_have_been_better"),
    )


def load_answer(loading: Loading, cells: Cells) -> None:
    assessment = _assessment(loading, cells)
    if assessment is None:
        return
    question = cells.question("question")
    values = answer_values(cells, question)
    loading.put(Answer, cells, {"assessment": assessment, "question": question}, **values)


def answer_values(cells: Cells, question: Question) -> dict[str, Any]:
    """The columns of an answer, from one cell: a value that fits the question, or an absence."""
    raw = cells.text("value")
    empty: dict[str, Any] = {"choice": "", "number": None, "at": None, "absence": ""}
    if raw in Answer.Absence.values:
        return {**empty, "absence": raw}
    kind = question.kind
    if kind == Question.Kind.DATE_TIME:
        return {**empty, "at": cells.date_time(raw, "value")}
    if kind == Question.Kind.NUMBER:
        return {**empty, "number": cells.decimal(raw, "value")}
    if kind == Question.Kind.DURATION:
        raise CellError(f"question: “{question.code}” is computed and takes no answer.")
    known = ["yes", "no"] if kind == Question.Kind.YES_NO else [c["code"] for c in question.choices]
    if raw not in known:
        raise CellError(f"value: “{raw}” is not an answer to this. Use {', '.join(known)}.")
    return {**empty, "choice": raw}


def load_observation(loading: Loading, cells: Cells) -> None:
    assessment = _assessment(loading, cells)
    if assessment is None:
        return
    key = {
        "assessment": assessment,
        "theme": cells.theme("theme"),
        "polarity": cells.choice("polarity", Polarity),
    }
    loading.put(Observation, cells, key, note=cells.raw("note"))
