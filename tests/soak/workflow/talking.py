"""Queries and immediate concerns, from the first word to the last."""

from __future__ import annotations

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.services.concerns import (
    concern_answer,
    concern_close,
    concern_raise,
    concern_send_back,
)
from audit.services.queries import query_ask, query_reopen, query_resolve
from tests.soak.steps import mostly, which
from tests.soak.workflow import talk
from tests.soak.workflow.people import (
    PEOPLE,
    Person,
    answers_concerns,
    grades,
    moderates,
    settles_concerns,
)
from tests.soak.workflow.sequence import Sequence, anybody, files, nobody_or_anybody
from tests.soak.workflow.state import File


class Talking(Sequence):
    @property
    def queries(self) -> list[tuple[int, int]]:
        every = enumerate(self.model.files)
        return [(number, n) for number, file in every for n in range(len(file.queries))]

    @property
    def concerns(self) -> list[tuple[int, int]]:
        every = enumerate(self.model.files)
        return [(number, n) for number, file in every for n in range(len(file.concerns))]

    def able_to_grade(self, file: File) -> list[Person]:
        return [one for one in PEOPLE if grades(one, file.round, file.asked)]

    @precondition(lambda self: len(self.queries) < 2)
    @rule(who=anybody, rightly=mostly, number=files, n=which, deputy=nobody_or_anybody)
    def ask(self, who, rightly, number, n, deputy):
        file = self.model.files[number]
        by = self.one_of(self.able_to_grade(file), who, rightly)
        about = [None, *file.own][n % (len(file.own) + 1)]
        deputy = deputy and self.one_of(self.able(moderates, file), deputy, rightly)
        self.ask_about(by, number, about, deputy)

    def ask_about(self, by, number, about=None, deputy=None):
        file, case_file = self.model.files[number], self.world.row(number)
        self.step(
            "query.asked",
            lambda: query_ask(
                case_file=case_file,
                text=self.words(),
                field="rationale",
                assessment=self.world.assessment(number, about) if about else None,
                deputy=self.user(deputy),
                by=self.user(by),
            ),
            lambda: talk.ask(self.model, file, by, about, deputy),
        )

    @precondition(lambda self: self.queries)
    @rule(who=anybody, rightly=mostly, n=which)
    def resolve_or_ask_again(self, who: Person, rightly: bool, n: int) -> None:
        number, place = self.queries[n % len(self.queries)]
        file, query = self.model.files[number], self.world.query(number, place)
        known = file.queries[place]
        by = self.one_of([known.by, *self.able(moderates, file)], who, rightly)
        if known.is_open:
            self.step(
                "query.resolved",
                lambda: query_resolve(query=query, by=self.user(by)),
                lambda: talk.resolve(self.model, file, known, by),
            )
        else:
            self.step(
                "query.reopened",
                lambda: query_reopen(query=query, text=self.words(), by=self.user(by)),
                lambda: talk.ask_again(self.model, file, known, by),
            )

    @precondition(lambda self: not self.concerns)
    @rule(who=anybody, rightly=mostly, number=files)
    def raise_concern(self, who: Person, rightly: bool, number: int) -> None:
        file, case_file = self.model.files[number], self.world.row(number)
        by = self.one_of(self.able_to_grade(file), who, rightly)
        self.step(
            "concern.raised",
            lambda: concern_raise(
                case_file=case_file,
                kind="child_at_risk",
                what=self.words(),
                told_whom="The duty inspector",
                rang_at=timezone.now(),
                by=self.user(by),
            ),
            lambda: talk.raise_concern(file, by),
        )

    @precondition(lambda self: self.concerns)
    @rule(who=anybody, rightly=mostly, n=which)
    def answer_concern(self, who: Person, rightly: bool, n: int) -> None:
        number, place = self.concerns[n % len(self.concerns)]
        concern = self.world.concern(number, place)
        known = self.model.files[number].concerns[place]
        by = self.one_of([one for one in PEOPLE if answers_concerns(one)], who, rightly)
        if known.status == "answered" and known.answered_by == by:
            return
        self.step(
            "concern.answered",
            lambda: concern_answer(
                concern=concern, done=self.words(), child_safe="Seen.", by=self.user(by)
            ),
            lambda: talk.answer_concern(known, by),
        )

    @precondition(lambda self: self.concerns)
    @rule(who=anybody, rightly=mostly, n=which, closes=st.booleans())
    def settle_concern(self, who: Person, rightly: bool, n: int, closes: bool) -> None:
        number, place = self.concerns[n % len(self.concerns)]
        file, concern = self.model.files[number], self.world.concern(number, place)
        known = file.concerns[place]
        able = [o for o in PEOPLE if settles_concerns(o, file.round, known.by, file.asked)]
        by = self.one_of(able, who, rightly)
        words = self.words()
        self.step(
            "concern.closed" if closes else "concern.sent_back",
            lambda: (
                concern_close(concern=concern, note=words, by=self.user(by))
                if closes
                else concern_send_back(concern=concern, reason=words, by=self.user(by))
            ),
            lambda: talk.settle_concern(file, known, by, "closed" if closes else "sent_back"),
        )
