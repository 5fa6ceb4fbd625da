"""Signing off, publishing, and opening again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.documents.figures import round_figures
from audit.documents.sign_offs import still_as_signed
from audit.models import SignOff
from audit.services.rounds import round_move
from audit.services.sign_off import round_reopen, round_sign_off
from tests.soak.steps import mostly
from tests.soak.workflow.people import AUDIT, INSPECTION, PEOPLE, Person, moderates, publishes
from tests.soak.workflow.sequence import Sequence, anybody

rounds = st.sampled_from([AUDIT, INSPECTION])
steps = st.sampled_from(["published", "planned", "fieldwork", "signed_off"])


class Closing(Sequence):
    @rule(who=anybody, rightly=mostly, round=rounds, to=steps)
    def move_on(self, who: Person, rightly: bool, round: str, to: str) -> None:
        self.move(who, rightly, round, to)

    @precondition(lambda self: "signed_off" in self.model.rounds.values())
    @rule(who=anybody, rightly=mostly)
    def publish(self, who: Person, rightly: bool) -> None:
        signed = [code for code, status in self.model.rounds.items() if status == "signed_off"]
        self.move(who, rightly, signed[0], "published")

    def move(self, who: Person, rightly: bool, round: str, to: str) -> None:
        by = self.one_of([one for one in PEOPLE if publishes(one, round)], who, rightly)
        row = self.world.round(round)
        self.step(
            f"round.{to}",
            lambda: round_move(round=row, to=to, by=self.user(by), reason=self.words()),
            lambda: self.model.move(round, to, by),
        )

    @rule(who=anybody, rightly=mostly, round=rounds, explains=mostly)
    def sign_off_or_reopen(self, who: Person, rightly: bool, round: str, explains: bool) -> None:
        by = self.one_of([one for one in PEOPLE if moderates(one, round)], who, rightly)
        row, words = self.world.round(round), self.words() if explains else ""
        if self.model.rounds[round] == "signed_off":
            self.step(
                "round.reopened",
                lambda: round_reopen(round=row, reason=self.words(), by=self.user(by)),
                lambda: self.model.reopen_round(round, by),
            )
        else:
            self.step(
                "round.signed_off",
                lambda: round_sign_off(round=row, explanation=words, by=self.user(by)),
                lambda: self.model.sign_off(round, by, words),
            )

    @precondition(lambda self: {"signed_off", "published"} & {*self.model.rounds.values()})
    @rule()
    def figures_stay_as_they_were_signed_off(self) -> None:
        for code, status in self.model.rounds.items():
            if status in {"signed_off", "published"}:
                round = self.world.round(code)
                signed = SignOff.objects.standing().get(round=round)
                assert still_as_signed(signed, round_figures(round).as_json())
