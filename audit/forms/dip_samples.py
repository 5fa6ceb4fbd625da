"""Setting up a dip sample in a minute, and lending what it counted to another report."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from audit.clock import today
from audit.documents.shares import Share, share_in_words
from audit.forms.dates import PartialDateField
from audit.forms.fields import ChoiceField, GovukForm, RowField, RowsField, TextField
from audit.forms.recommendations import questions_by_stage
from audit.forms.widgets import Checkboxes, Radios
from audit.models import Force, Question, Recommendation, Round, User
from audit.permissions import Right, can
from audit.rules.roles import Role


class DipSampleForm(GovukForm):
    """Asks only what leaves a choice; the framework is that of the questions."""

    title = TextField(
        label="What is the dip sample about?",
        help_text="For example, “Appropriate adults, October 2026”. It stands on everything that "
        "the dip sample is used for. Do not name anybody.",
        what="what it is about",
        max_length=160,
    )
    force = RowField(queryset=None, label="Which force is it about?", what="the force")
    fieldwork_started = PartialDateField(
        label="When are the files looked at?", what="when the files are looked at"
    )
    questions = RowsField(
        queryset=None,
        label="Which questions are asked of each file?",
        help_text="A few are enough. No grades are given.",
        what="at least one question",
        widget=Checkboxes(small=True),
    )

    def __init__(
        self, *args: Any, user: User, recommendation: Recommendation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_moderator = user.scope.forces_of(Role.MODERATOR)
        forces = Force.objects.visible_to(user)
        if not user.scope.has(Role.INSPECTOR):
            forces = forces.filter(pk__in=self.by_moderator)
        self.fields["force"].queryset = forces
        self.only = list(forces[:2])
        if len(self.only) == 1:
            del self.fields["force"]
        self.fields["fieldwork_started"].initial = today()
        asked = Question.objects.visible_to(user).select_related("stage", "framework")
        rows = list(asked.order_by("-framework__code", "stage__order", "order"))
        self.fields["questions"].queryset = asked
        self.fields["questions"].choices = questions_by_stage(rows)
        if recommendation:
            self._begin_from(recommendation, rows)

    def _begin_from(self, recommendation: Recommendation, rows: list[Question]) -> None:
        """A title, and the questions of the chapter that the recommendation stands in."""
        self.fields["title"].initial = f"Dip sample: {recommendation.title}"
        self.fields["questions"].initial = [
            row.pk for row in rows if row.stage_id == recommendation.chapter_id
        ]
        if "force" in self.fields and recommendation.round:
            self.fields["force"].initial = recommendation.round.force_id

    def round(self) -> Round:
        """What a valid form describes; led by the force where this person moderates there."""
        given = self.cleaned_data
        force, started = given.get("force") or self.only[0], given["fieldwork_started"]
        by_force = force.pk in self.by_moderator
        return Round(
            kind=Round.Kind.DIP_SAMPLE,
            led_by=Round.LedBy.FORCE if by_force else Round.LedBy.INSPECTORATE,
            force=force,
            framework=given["questions"][0].framework,
            title=given["title"],
            fieldwork_started_on=started.day,
            fieldwork_precision=started.precision,
        )


class FigureLendForm(GovukForm):
    """One of the counts, and the open inspection or audit of the same force that is to have it."""

    share = ChoiceField(label="Which figure?", what="the figure", widget=Radios(small=True))
    target = RowField(
        queryset=None,
        label="In which report is it to stand?",
        what="the inspection or audit",
        widget=Radios(small=True),
        empty_label=None,
    )

    def __init__(
        self, *args: Any, source: Round, shares: list[Share], user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["share"].choices = [
            (question.text, [(share.code, share_in_words(share)) for share in given])
            for question, given in groupby(shares, key=lambda share: share.question)
        ]
        rounds = Round.objects.visible_to(user).open().exclude(pk=source.pk)
        rounds = rounds.filter(force=source.force_id, framework=source.framework_id)
        writes = [round.pk for round in rounds if can(user, Right.WRITE_FINDINGS, round)]
        self.fields["target"].queryset = rounds.filter(pk__in=writes)
        if len(writes) == 1:
            self.fields["target"].initial = writes[0]
