"""Every service, called once as somebody who may, on rows that the call can change.

Each text that is typed holds MARK, so that a test can look for where it went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import (
    Answer,
    CaseFile,
    Conflict,
    Question,
    Response,
    Round,
    Theme,
    User,
)
from audit.permissions import Right
from audit.rules.allocation import Asked
from audit.rules.answers import Fact
from audit.rules.sampling import Size
from audit.services.allocation import Change, case_file_allocate, case_files_allocate
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.case_files import (
    case_file_add,
    local_number_add,
    local_numbers_reveal,
)
from audit.services.conflicts import conflict_declare, conflict_remove
from audit.services.dip_samples import dip_sample_open, figure_lend
from audit.services.exports import figures_take_out, round_take_out, rows_take_out
from audit.services.findings import common_theme_add
from audit.services.grid import Sheet, answers_save
from audit.services.loading.folder import Folder, Line
from audit.services.loading.sheets import columns_of
from audit.services.loading.standing import StandingRound
from audit.services.loading.workbook import round_workbook_load
from audit.services.recommendations import About, recommendation_add, report_of, response_open
from audit.services.reports import report_publish
from audit.services.rounds import round_move, round_open, round_save
from audit.services.sample_changes import (
    sample_numbers_reveal,
    sample_void,
    sampled_case_exclude,
)
from audit.services.workbooks import own_workbook_take_out
from tests.answers import observed
from tests.factories import (
    RecommendationFactory,
    RoundFactory,
    SourceDocumentFactory,
    area,
    assessed,
)
from tests.frames import drawn, frame_csv

MARK = "Xylophone"


@dataclass
class World:
    audit: Round
    case_file: CaseFile
    person: Callable[[str], User]

    @property
    def auditor(self) -> User:
        return self.person("auditor@wexshire")

    @property
    def moderator(self) -> User:
        return self.person("moderator@wexshire")

    @property
    def admin(self) -> User:
        return self.person("admin@casemark")


Act = Callable[[], object]
CALLS: dict[str, tuple[list[str], Callable[[World], Act]]] = {}
"""name → the events that it leaves, and what prepares the call."""


def leaves(*events: str):
    def register(prepare: Callable[[World], Act]) -> Callable[[World], Act]:
        CALLS[prepare.__name__.removeprefix("of_")] = (list(events), prepare)
        return prepare

    return register


@leaves("round.opened")
def of_round_open(world):
    audit = world.audit
    round = RoundFactory.build(
        code="another", force=audit.force, framework=audit.framework, title=MARK, summary=MARK
    )
    return lambda: round_open(round=round, by=world.moderator)


@leaves("round.opened", "roundmember.added")
def of_round_open_as_inspector(world):
    audit = world.audit
    round = RoundFactory.build(
        code="another", force=audit.force, framework=audit.framework, inspection=True
    )
    return lambda: round_open(round=round, by=world.person("inspector@inspectorate"))


@leaves("round.changed")
def of_round_save(world):
    world.audit.summary = MARK
    return lambda: round_save(round=world.audit, by=world.moderator, reason=MARK)


@leaves("round.planned")
def of_round_move(world):
    return lambda: round_move(round=world.audit, to="planned", by=world.moderator, reason=MARK)


@leaves("case_file.added")
def of_case_file_add(world):
    return lambda: case_file_add(round=world.audit, area=area("cse"), by=world.moderator)


@leaves("case_file.allocated")
def of_case_file_allocate(world):
    return lambda: case_file_allocate(
        case_file=world.case_file, to=world.person("auditor2@wexshire"), by=world.moderator
    )


@leaves("case_files.exported")
def of_rows_take_out(world):
    out = {"what": "case_files", "right": Right.TRANSFER_CASE_FILES, "told": list, "form": "csv"}
    return lambda: rows_take_out(rows=[world.case_file], by=world.moderator, **out)


@leaves("grade_figures.exported")
def of_figures_take_out(world):
    out = {"what": "grade_figures", "told": list, "form": "csv"}
    return lambda: figures_take_out(rounds=[world.audit], by=world.moderator, **out)


@leaves("round.own_workbook_taken_out")
def of_own_workbook_take_out(world):
    case_file_allocate(case_file=world.case_file, to=world.auditor, by=world.moderator)
    return lambda: own_workbook_take_out(round=world.audit, by=world.auditor)


@leaves("local_numbers.revealed", "round.workbook_taken_out")
def of_round_take_out(world):
    number_added(world)()
    return lambda: round_take_out(round=world.audit, by=world.moderator)


@leaves("case_action.added", "round.workbook_loaded")
def of_round_workbook_load(world):
    said = {"code": world.audit.code, "framework": world.audit.framework.code}
    folder = Folder({}, "sha256")
    folder.lines["round.csv"] = [
        Line("", 1, 1, {"field": field, "value": value}) for field, value in said.items()
    ]
    standing = StandingRound(world.audit, world.moderator)
    folder.lines["case_files.csv"] = [
        Line("", 1, 1, row.cells) for row in standing.tables["case_files.csv"]
    ]
    action = dict.fromkeys(columns_of("case_actions.csv"), "") | {
        "reference": world.case_file.reference,
        "what": MARK,
        "owner": MARK,
        "due_on": "2026-12-01",
    }
    folder.lines["case_actions.csv"] = [Line("", 1, 1, action)]
    return lambda: round_workbook_load(folder=folder, round=world.audit, by=world.moderator)


@leaves("sample.drawn", "case_file.drawn")
def of_sample_draw(world):
    content = frame_csv(8, excluded=1, stem=MARK).replace(b"Team", MARK.encode())
    return lambda: drawn(world.audit, world.moderator, content=content, size=Size(1, 1))


@leaves("sample.voided", "casefile.deleted")
def of_sample_void(world):
    sample = drawn(world.audit, world.moderator, size=Size(1))
    return lambda: sample_void(sample=sample, reason=MARK, by=world.moderator)


@leaves("casefile.deleted", "sampled_case.excluded", "case_file.drawn", "sampled_case.brought_in")
def of_sampled_case_exclude(world):
    case = drawn(world.audit, world.moderator).cases.drawn().first()
    return lambda: sampled_case_exclude(case=case, reason=MARK, by=world.moderator)


@leaves("sample.numbers_revealed")
def of_sample_numbers_reveal(world):
    sample = drawn(world.audit, world.moderator)
    return lambda: sample_numbers_reveal(sample=sample, by=world.moderator)


@leaves("round.opened", "round.questions_chosen")
def of_dip_sample_open(world):
    audit = world.audit
    round = Round(force=audit.force, framework=audit.framework, led_by="force", title=MARK)
    questions = Question.objects.filter(code="child-spoken-to")
    return lambda: dip_sample_open(round=round, questions=questions, by=world.moderator)


@leaves("supportingfigure.added")
def of_figure_lend(world):
    assessment = assessed(world.case_file, world.auditor, ("s47", "good"))
    question = Question.objects.get(code="child-spoken-to")
    Answer.objects.create(assessment=assessment, question=question, choice="yes")
    target, share = RoundFactory(), "child-spoken-to:yes"
    Round.objects.filter(pk=world.audit.pk).update(title=MARK)
    source = Round.objects.get(pk=world.audit.pk)
    return lambda: figure_lend(source=source, share=share, target=target, by=world.moderator)


@leaves("case_file.allocated")
def of_case_files_allocate(world):
    file = world.case_file
    to = Asked(world.person("auditor2@wexshire").pk)
    change = Change(file.pk, Asked(file.allocated_to_id), to)
    return lambda: case_files_allocate(round=world.audit, changes=[change], by=world.moderator)


@leaves("conflict.declared", "case_file.allocated")
def of_conflict_declare(world):
    return lambda: conflict_declare(
        case_file=world.case_file, person=world.auditor, reason=MARK, by=world.auditor
    )


@leaves("conflict.deleted")
def of_conflict_remove(world):
    conflict = Conflict.objects.create(
        case_file=world.case_file,
        person=world.person("auditor2@wexshire"),
        declared_by=world.moderator,
        reason=MARK,
    )
    return lambda: conflict_remove(conflict=conflict, reason=MARK, by=world.moderator)


def number_added(world) -> Act:
    return lambda: local_number_add(
        case_file=world.case_file, kind="crime", number=MARK, by=world.moderator
    )


@leaves("local_number.added")
def of_local_number_add(world):
    return number_added(world)


@leaves("local_numbers.revealed")
def of_local_numbers_reveal(world):
    number_added(world)()
    return lambda: local_numbers_reveal(case_file=world.case_file, by=world.auditor)


JUDGEMENT = {"rationale": MARK, "systems_looked_at": MARK}


@leaves("assessment.saved")
def of_assessment_save(world):
    judgement = Judgement(area_grades={area("s47"): "inadequate"}, **JUDGEMENT)
    return lambda: assessment_save(
        case_file=world.case_file, judgement=judgement, by=world.auditor, lock=None
    )


@leaves("assessment.saved")
def of_answers_save(world):
    question = Question.objects.get(code="child-spoken-to")
    sheet = Sheet(world.case_file, None, {question: Fact(choice="yes")})
    return lambda: answers_save(sheets=[sheet], by=world.auditor)


@leaves("assessment.submitted")
def of_assessment_submit(world):
    judgement = Judgement(area_grades={area("s47"): "inadequate"}, **JUDGEMENT)
    return lambda: assessment_submit(
        case_file=world.case_file, judgement=judgement, by=world.auditor, lock=None
    )


@leaves("assessment.reopened")
def of_assessment_reopen(world):
    assessment = assessed(world.case_file, world.auditor, ("s47", "good"), rationale=MARK)
    return lambda: assessment_reopen(assessment=assessment, reason=MARK, by=world.auditor)


@leaves("sourcedocument.added")
def of_report_of(world):
    return lambda: report_of(round=world.audit, by=world.moderator)


@leaves("recommendation.added", "response.opened")
def of_recommendation_add(world):
    recommendation = RecommendationFactory.build(
        round=world.audit, source_document=SourceDocumentFactory(), text=MARK, title=MARK
    )
    return lambda: recommendation_add(
        recommendation=recommendation,
        by=world.moderator,
        about=About(areas=[area("s47")], points=[("", MARK)]),
    )


@leaves("commontheme.added")
def of_common_theme_add(world):
    assessment = assessed(world.case_file, world.auditor, ("s47", "good"))
    observed(assessment, "initial-response")
    return lambda: common_theme_add(
        round=world.audit,
        area=area("s47"),
        theme=Theme.objects.get(code="initial-response"),
        polarity="weakness",
        by=world.moderator,
    )


@leaves("response.opened")
def of_response_open(world):
    recommendation = RecommendationFactory(round=world.audit)
    assert not Response.objects.exists()
    return lambda: response_open(
        recommendation=recommendation, force=world.audit.force, by=world.moderator
    )


@leaves("report.published")
def of_report_publish(world):
    kind = CASE_FILE_AUDIT.name
    return lambda: report_publish(round=world.audit, kind=kind, by=world.moderator, correction=MARK)
