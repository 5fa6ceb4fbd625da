"""Who has how many case files to grade, each number with the address of the files behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count as RowCount
from django.db.models import QuerySet
from django.urls import reverse

from audit.clock import today
from audit.forms.case_file_filter import LATE, NOBODY
from audit.models import AreaOfPractice, CaseFile, Round, User
from audit.models.gradings import OPEN_ROUNDS, UNFINISHED
from audit.rules.transitions import CaseFileStatus
from audit.services.case_files import assessors_of
from audit.views.counts import Count

TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """`counts` by CaseFileStatus, then those that are late, then all."""

    title: str
    key: int
    counts: list[Count]
    open: int = 0
    """What the person has to grade here and in the other open inspections or audits that the
    reader sees."""

    @property
    def open_here(self) -> int:
        return self.counts[0].number + self.counts[1].number

    @property
    def done_here(self) -> int:
        return self.counts[2].number + self.counts[3].number

    @property
    def late(self) -> Count:
        return self.counts[-2]

    @property
    def total(self) -> Count:
        return self.counts[-1]


def open_work(user: User) -> Counter[int]:
    """Person → gradings that they have to do, as far as `user` may know."""
    files = CaseFile.objects.visible_to(user).filter(round__status__in=OPEN_ROUNDS)
    work: Counter[int] = Counter()
    for (person, state, _), number in files.counts_of_gradings(today()).items():
        if state in UNFINISHED:
            work[person] += number
    return work


def by_person(round: Round, user: User) -> list[Row]:
    """Everybody who can grade here or has a file. Of a file with two, each has one grading."""
    files = CaseFile.objects.visible_to(user).filter(round=round)
    counted: dict[int, Counter[str]] = {person.pk: Counter() for person in assessors_of(round)}
    for (person, state, late), number in files.counts_of_gradings(today()).items():
        counts = counted.setdefault(person, Counter())
        counts[state] += number
        counts[TOTAL] += number
        counts[LATE] += number * late
    people = User.objects.visible_to(user).filter(pk__in=counted)
    work = open_work(user)
    return [
        Row(
            person.name,
            person.pk,
            [
                *(
                    _count(counted[person.pk][state], round, allocated=person.pk, **_own(state))
                    for state in CaseFileStatus
                ),
                _count(counted[person.pk][LATE], round, allocated=person.pk, work=LATE),
                _count(counted[person.pk][TOTAL], round, allocated=person.pk),
            ],
            work[person.pk],
        )
        for person in people
    ]


def _own(state: str) -> dict[str, str]:
    """How the list is asked for files whose grading by one person is so far."""
    return {"status": state} if state == CaseFileStatus.AGREED else {"work": state}


def by_area(round: Round, user: User) -> list[Row]:
    """Files, not gradings, as the list of an area shows them: one that is graded under a second
    area stands under both."""
    files = CaseFile.objects.visible_to(user).filter(round=round)
    counted = _by_drawn_area(files)
    for area, state, number in _graded_elsewhere(files):
        counts = counted.setdefault(area, Counter())
        counts.update({state: number, TOTAL: number})
    areas = AreaOfPractice.objects.visible_to(user).filter(framework=round.framework_id)
    return [
        Row(
            str(area),
            area.pk,
            [
                *(
                    _count(counted[area.pk][state], round, area=area.code, status=state)
                    for state in CaseFileStatus
                ),
                _count(counted[area.pk][LATE], round, area=area.code, only=LATE),
                _count(counted[area.pk][TOTAL], round, area=area.code),
            ],
        )
        for area in areas
        if area.pk in counted
    ]


def _by_drawn_area(files: QuerySet[CaseFile]) -> dict[int, Counter[str]]:
    counted: dict[int, Counter[str]] = {}
    rows = files.order_by().values_list("area", "status").annotate(files=RowCount("pk"))
    for area, state, number in rows:
        counted.setdefault(area, Counter()).update({state: number, TOTAL: number})
    late = files.late(today()).order_by().values_list("area").annotate(files=RowCount("pk"))
    for area, number in late:
        counted[area][LATE] += number
    return counted


def _graded_elsewhere(files: QuerySet[CaseFile]) -> Iterator[tuple[int, str, int]]:
    """(area, how far, files) of areas under which files are graded but were not drawn."""
    graded = "final_assessment__area_grades__area"
    rows = files.filter(**{f"{graded}__isnull": False}).order_by()
    for area, drawn, state, number in rows.values_list(graded, "area", "status").annotate(
        files=RowCount("pk")
    ):
        if area != drawn:
            yield area, state, number


def whole(round: Round, user: User) -> Row:
    """All files of the round, in the columns of `by_area`."""
    files = CaseFile.objects.visible_to(user).filter(round=round)
    counts = dict(files.order_by().values_list("status").annotate(files=RowCount("pk")))
    cells = [_count(counts.get(state, 0), round, status=state) for state in CaseFileStatus]
    late = _count(files.late(today()).count(), round, only=LATE)
    return Row("All case files", 0, [*cells, late, _count(sum(counts.values()), round)])


def nobodys(round: Round, user: User) -> Count:
    """Files that wait for somebody; those that somebody graded unasked do not."""
    waiting = {"allocated_to": None, "status": CaseFileStatus.TO_GRADE}
    files = CaseFile.objects.visible_to(user).filter(round=round, **waiting)
    return _count(files.count(), round, allocated=NOBODY, status=CaseFileStatus.TO_GRADE.value)


def headings() -> list[str]:
    return [*CaseFileStatus.labels, "Late", "Total"]


def _count(number: int, round: Round, **chosen: object) -> Count:
    if not number:
        return Count(0, "")
    # `forget`: words that were looked for earlier would hide some of what is counted here.
    query = urlencode({"round": round.code, **chosen, "forget": "text"})
    return Count(number, f"{reverse('case-file-list')}?{query}")
