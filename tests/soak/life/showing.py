"""Reporting progress, and attaching and withdrawing evidence."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.services.evidence import evidence_add, evidence_withdraw
from audit.services.progress import action_report, response_report
from tests.evidence.keeping import checked_file
from tests.soak.life import deeds
from tests.soak.life.acting import Acting
from tests.soak.life.people import PEOPLE, Person
from tests.soak.life.sequence import answers, anybody
from tests.soak.steps import mostly, which

FILE = checked_file()


class Showing(Acting):
    @rule(who=anybody, rightly=mostly, number=answers, worded=mostly, with_file=st.booleans())
    def report(self, who, rightly, number, worded, with_file):
        number = self.going_on(number) if rightly else number
        by = self.of_force(self.model.answers[number], who, rightly)
        self.report_it(by, number, worded, with_file)

    @rule(who=anybody, other=anybody, number=answers)
    def report_at_once(self, who: Person, other: Person, number: int) -> None:
        """Two have the same page open: both reports are kept (`updates` of world.py)."""
        number, before = self.going_on(number), len(self.model.reports)
        answer = self.model.answers[number]
        for one in (who, other):
            self.report_it(self.of_force(answer, one, True), number)
        if len(self.model.reports) == before + 2:
            self.counted["two updates are both kept"] += 1

    def report_it(self, by: Person, number: int, worded=True, with_file=False) -> None:
        text = self.words() if worded else ""
        self.step(
            "progress_update.given",
            lambda: response_report(
                response=self.world.response(number, by),
                text=text,
                files=[FILE] if with_file else [],
                by=self.user(by),
            ),
            lambda: self.model.report(self.model.answers[number], text, with_file, by),
        )

    @precondition(lambda self: self.model.deeds)
    @rule(who=anybody, rightly=mostly, n=which, worded=mostly, with_file=st.booleans())
    def report_on_action(self, who, rightly, n, worded, with_file):
        number, deed = self.deed(n)
        by = self.one_of(self.reporting(deed), who, rightly)
        self.report_action(by, number, worded, with_file)

    def report_action(self, by: Person, number: int, worded=True, with_file=True) -> None:
        deed, text = self.model.deeds[number], self.words() if worded else ""
        self.step(
            "progress_update.given",
            lambda: action_report(
                action=self.world.action(number, by),
                text=text,
                files=[FILE] if with_file else [],
                by=self.user(by),
            ),
            lambda: deeds.report(self.model, deed, text, with_file, by),
        )

    @precondition(lambda self: self.model.reports)
    @rule(who=anybody, rightly=mostly, n=which)
    def attach(self, who: Person, rightly: bool, n: int) -> None:
        number = n % len(self.model.reports)
        report = self.model.reports[number]
        by = self.one_of([report.by], who, rightly)
        self.step(
            "evidence.added",
            lambda: evidence_add(
                update=self.world.update(number, by), checked=FILE, by=self.user(by)
            ),
            lambda: deeds.attach(report, by),
        )

    @precondition(lambda self: self.shown)
    @rule(who=anybody, rightly=mostly, n=which, explained=mostly)
    def withdraw(self, who: Person, rightly: bool, n: int, explained: bool) -> None:
        number = n % len(self.shown)
        report = self.shown[number][0]
        able = [one for one in PEOPLE if not any(deeds.not_theirs_to_show(report, one).values())]
        self.withdraw_it(self.one_of(able, who, rightly), number, explained)

    def withdraw_it(self, by: Person, number: int, explained: bool = True) -> None:
        report, shown = self.shown[number]
        why = self.words() if explained else " "
        self.step(
            "evidence.withdrawn",
            lambda: evidence_withdraw(
                evidence=self.world.evidence(number, by), because=why, by=self.user(by)
            ),
            lambda: deeds.withdraw(self.model, report, shown, explained, by),
        )
