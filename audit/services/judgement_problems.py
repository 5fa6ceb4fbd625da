"""What keeps a judgement from being saved, or from being submitted: a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from audit.models import AreaOfPractice, CaseFile, Question, Round, Stage
from audit.rules.answers import asked_problems, fact_problems, field_of, unanswered
from audit.rules.durations import order_problems
from audit.rules.grading import (
    Scale,
    grade_problems,
    oddness_problems,
    rationale_problems,
)
from audit.rules.problems import Problem
from audit.services.case_files import area_problems, round_problems
from audit.services.judgements import Judgement, StageJudgement


@dataclass(frozen=True)
class Asked:
    """The stages and the questions of one file, in the order of the child's journey."""

    stages: list[Stage]
    questions: list[Question]

    @cached_property
    def codes(self) -> set[str]:
        return {question.code for question in self.questions}


def asked_of(round: Round, areas: list[AreaOfPractice]) -> Asked:
    """What applies to a file under these areas; of a dip sample only the chosen questions."""
    questions = list(
        Question.objects.for_areas(areas)
        .filter(framework=round.framework_id)
        .select_related("stage", "starts_with", "ends_with")
        .order_by("stage__order", "order")
    )
    if round.grades:
        stages = Stage.objects.for_areas(areas).filter(framework=round.framework_id, is_stage=True)
        return Asked(list(stages), questions)
    questions = chosen_questions(round, questions)
    used = {question.stage.pk: question.stage for question in questions}
    return Asked(sorted(used.values(), key=lambda stage: stage.order), questions)


def chosen_questions(round: Round, questions: list[Question]) -> list[Question]:
    """Those of the dip sample, with the times that a chosen duration is worked out from; all
    where none was chosen."""
    chosen = set(round.questions.values_list("pk", flat=True))
    for question in questions:
        if question.pk in chosen and question.starts_with_id and question.ends_with_id:
            chosen |= {question.starts_with_id, question.ends_with_id}
    return [question for question in questions if question.pk in chosen or not chosen]


def areas_of(case_file: CaseFile, judgement: Judgement) -> list[AreaOfPractice]:
    return list(judgement.area_grades) or [case_file.area]


def judgement_problems(
    case_file: CaseFile,
    judgement: Judgement,
    *,
    complete: bool,
    whole: Judgement | None = None,
    asked: Asked | None = None,
) -> list[Problem]:
    """What keeps a judgement from being saved, or (`complete`) from being submitted; `whole` is
    the judgement with the parts that it leaves as they are stored, `asked` what `asked_of` says
    of its areas, for a caller that knows."""
    round = case_file.round
    grades = list(judgement.area_grades.values())
    asks = bool(judgement.answers or judgement.stages)
    if asked is None and (asks or complete):
        asked = asked_of(round, areas_of(case_file, judgement))
    problems = [
        *round_problems(round),
        *_reconstruction_problems(case_file),
        *area_problems(round, *judgement.area_grades),
        *_theme_problems(round, judgement),
        *grade_problems(
            round.framework.scale,
            grades,
            judgement.overall_grade,
            complete=complete and round.grades,
        ),
    ]
    if asked:
        problems += _answer_problems(case_file, judgement, asked)
        problems += _stage_problems(case_file, judgement, asked)
    if asked and complete:
        problems += _missing_problems(case_file, whole or judgement, asked)
    return problems


def _answer_problems(case_file: CaseFile, judgement: Judgement, asked: Asked) -> list[Problem]:
    answers = judgement.answers or {}
    areas = [area.title for area in areas_of(case_file, judgement)]
    return [
        *asked_problems(answers, asked.codes, areas),
        *(problem for row, fact in answers.items() for problem in fact_problems(row, fact)),
        *order_problems(asked.questions, judgement.facts),
    ]


def stage_field(code: str, part: str = "grade") -> str:
    """The name under which something is asked of a stage."""
    return f"stage-{code}-{part}"


def _stage_problems(case_file: CaseFile, judgement: Judgement, asked: Asked) -> list[Problem]:
    applying = {stage.pk for stage in asked.stages}
    scale: Scale = case_file.round.framework.scale
    problems = []
    for stage, said in (judgement.stages or {}).items():
        field = stage_field(stage.code)
        if stage.pk not in applying and not said.is_empty:
            sentence = f"“{stage.title}” is no stage of this file. Leave it out."
            problems.append(Problem(field, sentence))
        if said.grade and said.not_applicable:
            problems.append(Problem(field, "Choose a grade or “not applicable”, not both."))
        problems += [
            Problem(field, problem.message)
            for problem in grade_problems(scale, [said.grade], "", complete=False)
        ]
    return problems


def _missing_problems(case_file: CaseFile, judgement: Judgement, asked: Asked) -> list[Problem]:
    """What a submission needs: a reason where the grade asks for one, and nothing half typed.

    Only a dip sample needs every answer, for it has nothing else; elsewhere the page that checks
    the answers shows what is open.
    """
    problems = _unfinished_problems(judgement, asked) if judgement.unfinished else []
    if not case_file.round.grades:
        by_code = {question.code: question for question in asked.questions}
        return problems + [
            Problem(field_of(code), f"Answer “{by_code[code].text}”, or say why you cannot.")
            for code in unanswered(asked.questions, judgement.facts)
            if field_of(code) not in (judgement.unfinished or {})
        ]
    return problems + reason_problems(case_file, judgement)


def _unfinished_problems(judgement: Judgement, asked: Asked) -> list[Problem]:
    texts = {field_of(question.code): question.text for question in asked.questions}
    return [
        Problem(
            name,
            f"“{texts.get(name, 'What you typed')}” is not right yet. Change it: the form says "
            "why.",
        )
        for name in judgement.unfinished or {}
    ]


def reason_problems(case_file: CaseFile, judgement: Judgement) -> list[Problem]:
    """The worst grade needs a reason, and so does one that sits oddly with its stages."""
    scale: Scale = case_file.round.framework.scale
    grades = [*judgement.area_grades.values(), judgement.overall]
    return rationale_problems(scale, grades, judgement.rationale) or oddness_problems(
        scale, graded_with_stages(judgement), judgement.rationale
    )


def graded_with_stages(judgement: Judgement) -> dict[str, tuple[str, list[str]]]:
    """Each grade with those of its stages, by what is graded. Under two areas only the overall
    grade is judged: stages are graded once, for the whole file."""
    stages: dict[Stage, StageJudgement] = dict(judgement.stages or {})
    return {"the file": (judgement.overall, [said.grade for said in stages.values() if said.grade])}


def _theme_problems(round: Round, judgement: Judgement) -> list[Problem]:
    return [
        Problem("observations", f"“{theme}” is a theme of another framework. Leave it out.")
        for theme, _ in judgement.observations
        if theme.framework_id != round.framework_id
    ]


def _reconstruction_problems(case_file: CaseFile) -> list[Problem]:
    if not case_file.reconstructed:
        return []
    return [Problem("", "This file was made from published counts and cannot be graded.")]
