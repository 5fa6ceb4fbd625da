"""Saving, handing in, returning, agreeing and opening again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.moderation import Settlement, agreed_reopen, file_agree
from tests.soak.steps import mostly, which
from tests.soak.workflow.allocating import Allocating
from tests.soak.workflow.people import PEOPLE, Person, moderates
from tests.soak.workflow.sequence import anybody, files, given_grades
from tests.soak.workflow.state import DRAFT, SUBMITTED, File


class Grading(Allocating):
    @rule(
        who=anybody,
        rightly=mostly,
        number=files,
        grade=st.one_of(st.just(""), given_grades),
        to=st.sampled_from([DRAFT, SUBMITTED]),
    )
    def save_or_submit(self, who, rightly, number, grade, to):
        self.save(self.one_of(self.model.files[number].asked, who, rightly), number, grade, to)

    @precondition(lambda self: self.drafts)
    @rule(n=which, grade=given_grades, to=st.sampled_from([DRAFT, SUBMITTED]), fresh=mostly)
    def save_again(self, n: int, grade: str, to: str, fresh: bool) -> None:
        """In a window that is up to date or not."""
        number, who = self.drafts[n % len(self.drafts)]
        self.save(who, number, grade, to, stale=not fresh)

    @property
    def drafts(self) -> list[tuple[int, Person]]:
        return [(n, who) for n, who in self.begun if self.model.files[n].own[who].status == DRAFT]

    @property
    def begun(self) -> list[tuple[int, Person]]:
        """Each file with each of those who have begun it."""
        return [(n, who) for n, file in enumerate(self.model.files) for who in file.own]

    def save(self, who: Person, number: int, grade: str, to: str, stale: bool = False) -> None:
        file, case_file = self.model.files[number], self.world.row(number)
        own = file.own.get(who)
        lock = (own.lock - stale) if own else None
        judgement = Judgement(area_grades={case_file.area: grade}, rationale=self.words())
        act = assessment_submit if to == SUBMITTED else assessment_save
        self.step(
            "assessment.submitted" if to == SUBMITTED else "assessment.saved",
            lambda: act(case_file=case_file, judgement=judgement, by=self.user(who), lock=lock),
            lambda: self.model.save(file, who, grade, lock, to),
        )

    @precondition(lambda self: self.begun)
    @rule(who=anybody, rightly=mostly, n=which, own=st.booleans())
    def reopen(self, who: Person, rightly: bool, n: int, own: bool) -> None:
        number, assessor = self.begun[n % len(self.begun)]
        file = self.model.files[number]
        by = assessor if own else self.one_of(self.able(moderates, file), who, rightly)
        assessment = self.world.assessment(number, assessor)
        self.step(
            "assessment.reopened" if by == assessor else "assessment.returned",
            lambda: assessment_reopen(assessment=assessment, reason=self.words(), by=self.user(by)),
            lambda: self.model.reopen(file, assessor, by),
        )

    @precondition(lambda self: self.begun)
    @rule(who=anybody, rightly=mostly, n=which, grade=given_grades, own=st.booleans())
    def agree_one(self, who: Person, rightly: bool, n: int, grade: str, own: bool) -> None:
        """ "Own" is wrongly by somebody who moderates, and grades this very file."""
        number = self.begun[n % len(self.begun)][0]
        file = self.model.files[number]
        wrongly = self.one_of(self.moderating_their_own(file), who, own)
        self.agree(self.one_of(self.able(moderates, file), wrongly, rightly), number, grade)

    @staticmethod
    def moderating_their_own(file: File) -> list[Person]:
        return [one for one in PEOPLE if moderates(one, file.round) and file.is_theirs(one)]

    def agree(self, who: Person, number: int, grade: str) -> None:
        case_file = self.world.row(number)
        settlement = Settlement(area_grades={case_file.area: grade}, why=self.words())
        self.step(
            "assessment.agreed",
            lambda: file_agree(case_file=case_file, settlement=settlement, by=self.user(who)),
            lambda: self.model.agree(self.model.files[number], grade, who),
        )

    @precondition(lambda self: any(file.agreed for file in self.model.files))
    @rule(who=anybody, rightly=mostly, n=which)
    def reopen_agreed(self, who: Person, rightly: bool, n: int) -> None:
        agreed = [number for number, file in enumerate(self.model.files) if file.agreed]
        number = agreed[n % len(agreed)]
        file, case_file = self.model.files[number], self.world.row(number)
        by = self.one_of(self.able(moderates, file), who, rightly)
        self.step(
            "assessment.agreement_reopened",
            lambda: agreed_reopen(case_file=case_file, reason=self.words(), by=self.user(by)),
            lambda: self.model.reopen_agreed(file, by),
        )
