"""What is still to be done of a round before it can be signed off."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Q

from audit.models import (
    CaseAction,
    CaseFile,
    DipCheck,
    ImmediateConcern,
    Query,
    Round,
    SampledCase,
    SampleStratum,
)
from audit.models.gradings import UNFINISHED
from audit.rules.sign_off import Task, Weight
from audit.rules.transitions import CaseFileStatus

SUBMITTED, AGREED = CaseFileStatus.SUBMITTED, CaseFileStatus.AGREED


def outstanding(round: Round) -> list[Task]:
    """Every task of signing off, done or not, in the order of the work. A fixed number of
    queries."""
    return [check(round) for check in CHECKS]


def _sample(round: Round) -> Task:
    """A stratum is short where cases were excluded and no reserve was left to replace them."""
    strata = SampleStratum.objects.standing().filter(sample__round=round)
    drawn = Count("cases", filter=Q(cases__state=SampledCase.State.DRAWN))
    short = [row for row in strata.annotate(drawn=drawn) if row.drawn < row.asked]
    left = sum(row.asked - row.drawn for row in short)
    said = "As many cases are drawn as were asked for." if strata else "No sample was drawn here."
    if short:
        missing = ", ".join(f"{row.label} ({row.drawn:,} of {row.asked:,})" for row in short)
        said = f"Fewer cases are left than were asked for: {missing}."
    return Task("sample", "Draw the whole sample", left, said, Weight.EXPLAIN)


def _graded(round: Round) -> Task:
    by_status = _files_by_status(round)
    total = sum(by_status.values())
    left = sum(by_status.get(status, 0) for status in UNFINISHED)
    said = f"All {total:,} case files are graded." if total else "There is no case file."
    if left:
        said = f"{left:,} of {total:,} case files {_are(left)} not graded by everybody asked."
    return Task("graded", "Grade every case file", left, said, Weight.EXPLAIN)


def _agreed(round: Round) -> Task:
    by_status = _files_by_status(round)
    left, agreed = (by_status.get(status, 0) for status in (SUBMITTED, AGREED))
    said = f"{agreed:,} {'case file is' if agreed == 1 else 'case files are'} agreed."
    if left:
        said = f"{left:,} graded case files wait for moderation. Agree them first."
        if left == 1:
            said = "1 graded case file waits for moderation. Agree it first."
    return Task("agreed", "Agree every graded case file", left, said, Weight.MUST)


def _files_by_status(round: Round) -> dict[str, int]:
    files = CaseFile.objects.filter(round=round).order_by()
    return dict(files.values_list("status").annotate(files=Count("pk")))


def _queries(round: Round) -> Task:
    left = Query.objects.open().filter(case_file__round=round).count()
    said = "No query is open."
    if left:
        said = "1 query is open. Resolve it first."
    if left > 1:
        said = f"{left:,} queries are open. Resolve them first."
    return Task("queries", "Resolve every query", left, said, Weight.MUST)


def _dip_checks(round: Round) -> Task:
    """Nobody has to draw files for a check; but what was drawn is to be checked and heeded."""
    checks = DipCheck.objects.filter(case_file__round=round)
    drawn, waiting, unheeded = checks.count(), checks.to_check().count(), checks.unheeded().count()
    title = "Check agreed files a second time"
    if not drawn:
        said = "No agreed file was drawn for a check by a second person."
        return Task("dip-checks", title, 1, said, Weight.LISTED)
    stands = checks.filter(outcome=DipCheck.Outcome.STANDS).count()
    counts = {
        "where the agreed grade stands": stands,
        "that should be reopened": drawn - stands - waiting,
        "of these not agreed anew since": unheeded,
        "not checked yet": waiting,
    }
    found = ", ".join(f"{count:,} {words}" for words, count in counts.items() if count)
    said = f"{drawn:,} drawn: {found}."
    return Task("dip-checks", title, waiting + unheeded, said, Weight.EXPLAIN)


def _concerns(round: Round) -> Task:
    """An open concern has a clock of its own: it waits for no sign-off, nor the other way round."""
    concerns = ImmediateConcern.objects.filter(case_file__round=round)
    total, left = concerns.count(), concerns.open().count()
    said = f"{_all(total)} closed." if total else "None was raised."
    if left:
        said = f"{left:,} of {total:,} {_are(left)} open."
    return Task("concerns", "Close every immediate concern", left, said, Weight.LISTED)


def _case_actions(round: Round) -> Task:
    actions = CaseAction.objects.filter(case_file__round=round)
    total, left = actions.count(), actions.open().count()
    said = f"{_all(total)} done and checked." if total else "There is none."
    if left:
        said = f"{left:,} of {total:,} {_are(left)} not done and checked."
    return Task("case-actions", "Finish every case action", left, said, Weight.LISTED)


def _all(total: int) -> str:
    return "The one there is, is" if total == 1 else f"All {total:,} are"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


CHECKS: tuple[Callable[[Round], Task], ...] = (
    *(_sample, _graded, _agreed, _queries),
    *(_dip_checks, _concerns, _case_actions),
)
"""Each looks at one kind of work."""
