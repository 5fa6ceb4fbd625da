"""The pages of an inspection's or audit's work, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count
from django.urls import reverse

from audit.models import CaseFile, Round, User
from audit.permissions import Right, can, can_see_figures, can_somewhere, sees_every_case_file
from audit.rules.roles import Role
from audit.rules.transitions import CaseFileStatus
from audit.services.imports import imports_possible


@dataclass(frozen=True)
class Work:
    """A page about a round: the name of its address, its title, what it stands under, and for whom
    it is there."""

    address: str
    title: str
    group: str
    is_for: Callable[[User, Round], bool]

    def url(self, round: Round) -> str:
        return reverse(self.address, args=[round.code])


def assessors(user: User, round: Round) -> bool:
    return round.is_open and can_somewhere(user, Right.GRADE)


def has_cases_to_grade(user: User, round: Round) -> bool:
    if not can_somewhere(user, Right.TRANSFER_CASE_FILES):
        return False
    own = CaseFile.objects.visible_to(user).filter(round=round).in_turn(user)
    return own.filter(is_done=False).exists()


def moderators(user: User, round: Round) -> bool:
    return can(user, Right.MODERATE, round)


def readers_of_figures(user: User, round: Round) -> bool:
    return can_see_figures(user, round)


def readers_of_grades(user: User, round: Round) -> bool:
    return round.grades and can_see_figures(user, round)


def readers_of_a_follower(user: User, round: Round) -> bool:
    return round.previous is not None and can_see_figures(user, round)


def readers_of_both(user: User, round: Round) -> bool:
    before = round.previous
    return before is not None and all(can_see_figures(user, one) for one in (round, before))


def readers_of_files(user: User, round: Round) -> bool:
    return sees_every_case_file(user, round)


def graders(user: User, round: Round) -> bool:
    """Those who may have a case file here: which ones they see is asked of the rows."""
    audits = round.led_by == Round.LedBy.FORCE
    return can(user, Right.GRADE, round) or (
        audits and round.force_id in user.scope.forces_of(Role.AUDITOR)
    )


def sees_files(user: User, round: Round) -> bool:
    """Whether there is a file of it that this person grades or moderates."""
    if can(user, Right.SEE_CASE_FILES, round):
        return True
    return CaseFile.objects.visible_to(user).filter(round=round).exists()


def sees_concerns(user: User, round: Round) -> bool:
    return can(user, Right.ANSWER_CONCERN, round) or sees_files(user, round)


def names_contacts(user: User, round: Round) -> bool:
    return not round.historic and moderators(user, round)


def importers(user: User, round: Round) -> bool:
    return bool(imports_possible(round=round, by=user))


CASES, GRADING, CONCERNS, FIGURES = (
    *("Cases and people", "Grading"),
    *("Concerns and actions", "Figures and sign-off"),
)
WORK: tuple[Work, ...] = (
    Work("sample-detail", "Sample", CASES, readers_of_files),
    Work("round-allocation", "Who grades what", CASES, moderators),
    Work("import-list", "Imports from spreadsheets", CASES, importers),
    Work("round-progress", "How far the grading is", CASES, moderators),
    Work("round-grid", "Answers of your case files, in a grid", GRADING, assessors),
    Work("own-workbook", "Take your cases away as a workbook", GRADING, has_cases_to_grade),
    Work("moderation-queue", "Moderation", GRADING, moderators),
    Work("query-list", "Queries", GRADING, graders),
    Work("dip-check-list", "Dip check of agreed files", GRADING, moderators),
    Work("round-concerns", "Immediate concerns", CONCERNS, sees_concerns),
    Work("round-contacts", "Contacts for immediate concerns", CONCERNS, names_contacts),
    Work("round-case-actions", "Case actions", CONCERNS, sees_files),
    Work("round-facts", "Facts counted", FIGURES, readers_of_figures),
    Work("round-agreement", "Agreement", FIGURES, readers_of_grades),
    Work("round-themes", "Themes counted", FIGURES, readers_of_grades),
    Work("round-compared", "Beside the one before", FIGURES, readers_of_both),
    Work("round-verdicts", "Verdicts on earlier recommendations", FIGURES, readers_of_a_follower),
    Work("sign-off", "Sign-off", FIGURES, moderators),
    Work("round-workbook", "Everything as one workbook", FIGURES, moderators),
)


def work_for(user: User, round: Round) -> list[dict[str, Any]]:
    """In groups, title and address of each page that this person has about this round."""
    mine = [work for work in WORK if work.is_for(user, round)]
    return [
        {"title": group, "pages": [{"title": one.title, "url": one.url(round)} for one in works]}
        for group, works in groupby(mine, key=attrgetter("group"))
    ]


def next_step(user: User, round: Round) -> dict[str, str] | None:
    """What a moderator has to do next while the round is open: the page's one button."""
    if not round.is_open or not moderators(user, round):
        return None
    files = CaseFile.objects.visible_to(user).filter(round=round)
    by_status = dict(files.order_by().values_list("status").annotate(files=Count("pk")))
    unallocated = files.filter(allocated_to=None, status=CaseFileStatus.TO_GRADE).count()
    waiting = by_status.get(CaseFileStatus.SUBMITTED, 0)
    if not by_status:
        address, title = "sample-frame", "Draw a sample"
    elif unallocated:
        address, title = "round-allocation", f"Give out {_files(unallocated)}"
    elif waiting:
        address, title = "moderation-queue", f"Settle {_files(waiting)}"
    elif set(by_status) == {CaseFileStatus.AGREED}:
        address, title = "sign-off", "Sign it off"
    else:
        address, title = "round-progress", "See how far the grading is"
    return {"title": title, "url": reverse(address, args=[round.code])}


def _files(number: int) -> str:
    return "1 case file" if number == 1 else f"{number:,} case files"
