"""Giving case files to people, taking them back, and conflicts of interest."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.models import Conflict
from audit.services.allocation import case_file_allocate
from audit.services.conflicts import conflict_declare, conflict_remove
from tests.soak.steps import mostly, which
from tests.soak.workflow.people import PEOPLE, Person, can_be_asked, moderates
from tests.soak.workflow.sequence import Sequence, anybody, files, nobody_or_anybody


class Allocating(Sequence):
    @rule(
        who=anybody,
        rightly=mostly,
        number=files,
        first=nobody_or_anybody,
        second=nobody_or_anybody,
        fitting=mostly,
        reason=mostly,
    )
    def give(self, who, rightly, number, first, second, fitting, reason):
        file = self.model.files[number]
        able = [one for one in PEOPLE if can_be_asked(one, file.round)]
        first = first and self.one_of(able, first, fitting)
        second = second and self.one_of([one for one in able if one != first], second, fitting)
        if fitting and second and not first:
            first, second = second, None
        if (first, second) == (file.first, file.second):
            return
        by = self.one_of([one for one in PEOPLE if moderates(one, file.round)], who, rightly)
        self.give_to(by, number, first, second, reason)

    def give_to(self, by, number, first, second, reason=True):
        file, case_file = self.model.files[number], self.world.row(number)
        said = self.words() if reason else ""
        self.step(
            "case_file.allocated",
            lambda: case_file_allocate(
                case_file=case_file,
                to=self.user(first),
                second=self.user(second),
                reason=said,
                by=self.user(by),
            ),
            lambda: self.model.give(file, first, second, by, said),
        )

    @precondition(lambda self: sum(len(file.conflicts) for file in self.model.files) < 2)
    @rule(who=anybody, rightly=mostly, number=files, whose=anybody, own=st.booleans())
    def declare_conflict(self, who, rightly, number, whose, own):
        file, case_file = self.model.files[number], self.world.row(number)
        able = [one for one in PEOPLE if can_be_asked(one, file.round)]
        whose = self.one_of(file.asked or able, whose, rightly)
        by = whose if own else self.one_of(self.able(moderates, file), who, rightly)
        if whose in file.conflicts:
            return
        self.step(
            "conflict.declared",
            lambda: conflict_declare(
                case_file=case_file,
                person=self.user(whose),
                reason=self.words(),
                by=self.user(by),
            ),
            lambda: self.model.declare_conflict(file, whose, by),
        )

    @precondition(lambda self: any(file.conflicts for file in self.model.files))
    @rule(who=anybody, rightly=mostly, n=which)
    def remove_conflict(self, who: Person, rightly: bool, n: int) -> None:
        every = [
            (number, one)
            for number, file in enumerate(self.model.files)
            for one in sorted(file.conflicts, key=PEOPLE.index)
        ]
        number, whose = every[n % len(every)]
        file = self.model.files[number]
        by = self.one_of([one for one in PEOPLE if moderates(one, file.round)], who, rightly)
        key = {"case_file": self.world.keys[number], "person": self.user(whose)}
        conflict = Conflict.objects.get(**key)
        self.step(
            "conflict.deleted",
            lambda: conflict_remove(conflict=conflict, reason=self.words(), by=self.user(by)),
            lambda: self.model.remove_conflict(file, whose, by),
        )
