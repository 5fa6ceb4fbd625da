"""Saving a graded case, beside the bare saving of one row by a form."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median

from django.db import connection, transaction
from django.forms import modelform_factory
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Assessment, CaseFile, Question, Round, Stage, Theme, User
from audit.rules.answers import Fact
from audit.services.assessments import Judgement, assessment_autosave, assessment_save
from audit.services.judgements import StageJudgement
from tests.bench.table import Line
from tests.cast import create_cast
from tests.factories import CaseFileFactory, RoundFactory, area
from tests.many_rows import add_files

FEW, MANY, TIMES = 10, 1_000, 60
DETENTION = "detention"
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def measure_queries() -> list[Line]:
    """Each save changes the grade, a stage, an answer, a theme and a text."""
    create_cast(by=User.objects.service_account())
    few, many = (_in_a_round_of(files) for files in (FEW, MANY))
    return [
        Line(what, many.queries(act), few.queries(same), "queries", aim)
        for (what, act, aim), (_, same, _) in zip(many.acts(), few.acts(), strict=True)
    ]


def measure_times() -> list[Line]:
    many = _in_a_round_of(MANY + 1)
    bare = many.milliseconds(many.bare)
    return [Line(what, many.milliseconds(act), bare, "ms") for what, act, _ in many.acts()]


def _in_a_round_of(files: int) -> Saving:
    auditor = User.objects.get(email="auditor@wexshire.example")
    round = RoundFactory(code=f"saving-{files}")
    add_files(round, auditor, files)
    return Saving(round, auditor)


class Saving:
    """One draft of a file in a round, saved again and again."""

    def __init__(self, round: Round, by: User) -> None:
        self.by, self.area = by, area(DETENTION)
        made = CaseFileFactory(round=round, area_code=DETENTION, allocated_to=by)
        self.case_file = CaseFile.objects.select_related("round__framework").get(pk=made.pk)
        self.questions = {row.code: row for row in Question.objects.all()}
        self.stages = list(Stage.objects.for_area(self.area).filter(is_stage=True))
        self.themes = list(Theme.objects.for_area(self.area))
        self.numbers: Iterator[int] = count(1)
        self.client = Client()
        self.client.force_login(by)
        self.lock: int | None = None
        self.save()

    def acts(self) -> list[tuple[str, Callable[[], None], str]]:
        return [
            ("Saving a graded case", self.save, "equal, at most 15"),
            ("Saving it as one types", self.autosave, "equal"),
            ("The whole request of the latter", self.send, "equal"),
        ]

    def judgement(self) -> Judgement:
        number = next(self.numbers)
        grade = ("good", "inadequate")[number % 2]
        answers = {
            self.questions["custody-arrived-at"]: Fact(at=AT),
            self.questions["appropriate-adult-arrived-at"]: Fact(at=AT + timedelta(minutes=number)),
            self.questions["custody-referral-made"]: Fact(choice=("yes", "no")[number % 2]),
        }
        said = {
            stage: StageJudgement(grade, went_well=f"Number {number}.") for stage in self.stages
        }
        return Judgement(
            {self.area: grade},
            rationale=f"For the reason {number}.",
            observations=[(theme, "strength") for theme in self.themes[: 3 + number % 2]],
            answers=answers,
            stages=said,
            unfinished={},
        )

    def save(self) -> None:
        self._write(assessment_save)

    def autosave(self) -> None:
        self._write(assessment_autosave)

    def _write(self, act: Callable[..., Assessment]) -> None:
        saved = act(
            case_file=self.case_file, judgement=self.judgement(), by=self.by, lock=self.lock
        )
        self.lock = saved.lock

    def send(self) -> None:
        """Session, person, rights, form and service."""
        number = next(self.numbers)
        grade = ("good", "inadequate")[number % 2]
        typed = {"grade": grade, "rationale": f"For the reason {number}.", "lock": self.lock}
        typed |= {f"stage-{stage.code}-grade": grade for stage in self.stages}
        address = reverse("case-file-grade", args=[self.case_file.reference])
        answer = self.client.post(address, typed, headers={"accept": "application/json"})
        self.lock = answer.json()["lock"]

    def bare(self) -> None:
        """A model's form and nothing else: no rights, no rules, no parts, no trail."""
        assessment = Assessment.objects.get(case_file=self.case_file)
        form = modelform_factory(Assessment, fields=["rationale"])
        filled = form({"rationale": f"For the reason {next(self.numbers)}."}, instance=assessment)
        with transaction.atomic():
            filled.save()

    def queries(self, act: Callable[[], None]) -> int:
        """Without the two that begin and end the transaction."""
        act()
        with CaptureQueriesContext(connection) as asked:
            act()
        said = [row["sql"] for row in asked.captured_queries]
        return sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for sql in said)

    def milliseconds(self, act: Callable[[], None]) -> float:
        """The median of many."""
        taken = []
        for _ in range(TIMES):
            started = time.perf_counter()
            act()
            taken.append(time.perf_counter() - started)
        return 1000 * median(taken)
