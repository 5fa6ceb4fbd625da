"""What one person sees, and whether it changes with a judgement that they must not learn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.documents.figures import round_figures
from audit.forms.case_file_filter import CaseFileFilter
from audit.models import AreaGrade, Assessment, CaseFile, Observation, Round, Theme, User
from audit.permissions import can_see_figures
from audit.rules.grading import Polarity

QUESTIONS = (
    {"grade": "good"},
    {"grade": "requires_improvement"},
    {"grade": "inadequate"},
    {"grade": "inadequate", "area": "s47"},
    {"grade": "graded"},
    {"grade": "none"},
    {"theme": "childs-voice"},
    {"text": "Another reason"},
    *({"status": [status]} for status in ("to_grade", "in_progress", "submitted", "agreed")),
)
"""What the list of case files can be asked."""


OF_ALL = (
    *("home", "my-cases", "concern-list", "case-file-list"),
    *("case-file-list?sort=grade", "case-file-list?sort=-grade", "case-file-list?grade=good"),
)
OF_A_FILE = (
    *("case-file-detail", "case-file-history", "case-file-grade", "case-file-check"),
    *("case-file-settle", "feedback-note", "query-ask", "case-file-allocate"),
)
OF_A_ROUND = (
    *("round-detail", "round-progress", "round-agreement", "round-facts", "round-themes"),
    *("round-grid", "moderation-queue", "moderation-agree", "dip-check-list", "sign-off"),
    *("query-list", "round-allocation", "round-case-actions", "round-concerns", "report-draft"),
)
PAGES = (*OF_ALL, *OF_A_FILE, *OF_A_ROUND)
"""The names of addresses, each with what stands behind its question mark."""
NEW_EACH_TIME = re.compile(r'value="\w{64}"|"(?:idle_)?left": [\d.]+')
"""Form tokens, what is left of a session."""


def rows_that_differ(
    user: User, hidden: list[Assessment], grade: str, asked: int
) -> dict[str, object]:
    """What `user` sees otherwise once the hidden assessments say something else. Of the
    questions to the list some are asked: `asked` says which."""
    questions = [QUESTIONS[(asked + n) % len(QUESTIONS)] for n in range(3)]
    before = seen_by(user, questions)
    with saying_something_else(hidden, grade):
        after = seen_by(user, questions)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def pages_before_and_after(
    client: Client, hidden: list[Assessment], grade: str, page: str
) -> tuple[str, str]:
    """What the page answers, and what it does once the hidden assessments say something else."""
    address = _address(page, hidden[0].case_file)

    def answer() -> str:
        with transaction.atomic():
            got = client.get(address)
            transaction.set_rollback(True)  # what is recorded of a read
        return NEW_EACH_TIME.sub("", f"{got.status_code} {got.content.decode()}")

    before = answer()
    with saying_something_else(hidden, grade):
        return before, answer()


def _address(page: str, case_file: CaseFile) -> str:
    name, _, question = page.partition("?")
    args = [case_file.reference] if page in OF_A_FILE else []
    args = [case_file.round.code] if page in OF_A_ROUND else args
    args += ["case-file-audit"] if page == "report-draft" else []
    return f"{reverse(name, args=args)}?{question}"


@contextmanager
def saying_something_else(hidden: Iterable[Assessment], grade: str) -> Iterator[None]:
    with transaction.atomic():
        for assessment in hidden:
            say_something_else(assessment, grade)
        yield
        transaction.set_rollback(True)


def say_something_else(assessment: Assessment, grade: str) -> None:
    """`grade`, or the next one where it was that; another reason, and a theme."""
    codes = assessment.case_file.round.framework.scale.codes
    if assessment.overall_grade == grade:
        grade = codes[(codes.index(grade) + 1) % len(codes)]
    row = Assessment.objects.filter(pk=assessment.pk)
    row.update(overall_grade=grade, rationale="Another reason", systems_looked_at="None")
    AreaGrade.objects.filter(assessment=assessment).update(grade=grade)
    theme = Theme.objects.get(code="childs-voice")
    Observation.objects.create(assessment=assessment, theme=theme, polarity=Polarity.WEAKNESS)


def seen_by(user: User, questions: Iterable[dict]) -> dict[str, object]:
    """Figures, rows and the answers of the list, by what they are called."""
    files = CaseFile.objects.visible_to(user)
    rounds = [round for round in Round.objects.visible_to(user) if can_see_figures(user, round)]
    seen: dict[str, object] = {
        f"figures of {round.code}": round_figures(round).as_json() for round in rounds
    }
    seen |= {
        model.__name__: list(model.objects.visible_to(user).order_by("pk").values())
        for model in (CaseFile, Assessment, AreaGrade, Observation)
    }
    request = SimpleNamespace(user=user)
    for question in questions:
        found = CaseFileFilter(question, queryset=files, request=request)
        seen[f"files by {question}"] = list(found.qs.order_by("pk").values_list("pk", flat=True))
    return seen
