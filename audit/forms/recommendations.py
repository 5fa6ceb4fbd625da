"""Writing down a recommendation: of a round's report, or of another document."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from itertools import groupby
from typing import Any

from audit.forms.dates import DateField, PartialDateField
from audit.forms.fields import ChoiceField, RowField, RowsField, WholeNumberField
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Checkboxes, Radios, Textarea
from audit.models import (
    AreaOfPractice,
    Force,
    Question,
    Recommendation,
    Round,
    SourceDocument,
    Stage,
    Theme,
    User,
)
from audit.models.recommendations import legal_bases
from audit.rules.deadlines import TimeLimit
from audit.rules.sub_points import points_in, points_problems, typed_points
from audit.services.recommendation_changes import points_of
from audit.services.recommendations import About, spreads

Kind, Basis = Recommendation.Kind, Recommendation.LegalBasis
OF_INSPECTIONS = (Kind.RECOMMENDATION, Kind.AREA_FOR_IMPROVEMENT, Kind.CAUSE_OF_CONCERN)
OF_OTHERS = (Kind.RECOMMENDATION, Kind.LEARNING)
ONLY_OF_A_CAUSE = "Only of a cause of concern, which always holds at least one recommendation."


class RecommendationForm(GuardedForm):
    """A recommendation of `round`, or of `document`; with `recommendation` it is changed.

    Asks only what leaves a choice. Its sub-points are typed one a line.
    """

    kind = ChoiceField(label="What is it?", what="what it is", choices=(), widget=Radios)
    number = WholeNumberField(
        label="What is its number in the document?",
        help_text="Leave this empty for the next number.",
        what="its number",
        required=False,
        min_value=1,
        max_value=9999,
    )
    legal_basis = ChoiceField(
        label="What does it rest on?", what="what it rests on", choices=(), widget=Radios
    )
    made_on = PartialDateField(
        label="When was it made or sent?", what="when it was made or sent", required=False
    )
    chapter = RowField(
        queryset=None,
        label="Which chapter does it belong to?",
        what="the chapter",
        required=False,
        empty_label="None",
    )
    parent = RowField(
        queryset=None,
        label="Which cause of concern holds it?",
        what="the cause of concern",
        required=False,
        empty_label="None",
    )
    title = GuardedTextField(label="What is it called?", what="the title", max_length=100)
    text = GuardedTextareaField(
        label="What does it ask for?",
        what="what it asks for",
        max_length=4000,
        widget=Textarea(rows=5),
    )
    first_title = GuardedTextField(
        label="What is the first recommendation that it holds called?",
        help_text=ONLY_OF_A_CAUSE,
        what="what its first recommendation is called",
        max_length=100,
        required=False,
    )
    first_text = GuardedTextareaField(
        label="What does that first recommendation ask for?",
        help_text="Only of a cause of concern. Add the others afterwards.",
        what="what its first recommendation asks for",
        max_length=4000,
        required=False,
        widget=Textarea(rows=4),
    )
    sub_points = GuardedTextareaField(
        label="What are its sub-points?",
        help_text="One on each line. A line that ends with a colon leads in those below it, up to "
        "an empty line. Leave this empty if there are none.",
        what="the sub-points",
        required=False,
        max_length=4000,
        widget=Textarea(rows=4),
    )
    time_limit = ChoiceField(
        label="How much time does it allow?",
        what="how much time it allows",
        choices=TimeLimit,
        widget=Radios,
    )
    due_by = DateField(label="By which date?", what="the date", required=False)
    forces = RowsField(
        queryset=None,
        label="Which forces are asked?",
        help_text="Each answers for itself. More can be asked later.",
        what="the forces",
        required=False,
        widget=Checkboxes(small=True),
    )
    areas = RowsField(
        queryset=None,
        label="Which areas of practice is it about?",
        what="the areas",
        required=False,
        widget=Checkboxes(small=True),
    )
    themes = RowsField(
        queryset=None,
        label="Which themes is it about?",
        what="the themes",
        required=False,
        widget=Checkboxes(small=True),
    )
    questions = RowsField(
        queryset=None,
        label="Which questions would show whether it worked?",
        help_text="Of those that are asked of each case file.",
        what="the questions",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        round: Round | None = None,
        document: SourceDocument | None = None,
        recommendation: Recommendation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.document, self.changed = round, document, recommendation
        self._offer_subjects(user)
        self._offer_kinds()
        self._offer_parents(user)
        self._offer_forces(user)
        if recommendation:
            self._begin_from(recommendation)

    def _offer_subjects(self, user: User) -> None:
        rows = {
            "chapter": Stage.objects.visible_to(user),
            "areas": AreaOfPractice.objects.visible_to(user),
            "themes": Theme.objects.visible_to(user),
            "questions": Question.objects.visible_to(user).select_related("stage"),
        }
        for name, found in rows.items():
            framework = self.round.framework if self.round else None
            self.fields[name].queryset = found.filter(framework=framework) if framework else found
        asked = self.fields["questions"].queryset.order_by("framework", "stage__order", "order")
        self.fields["questions"].choices = questions_by_stage(asked)

    def _offer_kinds(self) -> None:
        kinds: Iterable[Kind] = Kind
        if self.document:
            inspects = self.document.kind == SourceDocument.Kind.INSPECTION_REPORT
            kinds = OF_INSPECTIONS if inspects else OF_OTHERS
        if self.changed:
            is_cause = self.changed.kind == Kind.CAUSE_OF_CONCERN
            kinds = [kind for kind in kinds if (kind == Kind.CAUSE_OF_CONCERN) == is_cause]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if self.changed or Kind.CAUSE_OF_CONCERN not in kinds:
            del self.fields["first_title"], self.fields["first_text"]
        self.bases = (
            [Basis(basis) for basis in legal_bases(self.document.kind)] if self.document else []
        )
        self.fields["legal_basis"].choices = [(basis.value, basis.label) for basis in self.bases]
        if not any(Recommendation(legal_basis=basis).has_day_made for basis in self.bases):
            del self.fields["made_on"]
        if len(self.bases) < 2:
            del self.fields["legal_basis"]
        if self.document:
            self.fields["chapter"].label = "Which stage of the work is it about?"
        else:
            del self.fields["number"]

    def _offer_parents(self, user: User) -> None:
        causes = Recommendation.objects.visible_to(user).filter(kind=Kind.CAUSE_OF_CONCERN)
        causes = (
            causes.filter(round=self.round)
            if self.round
            else causes.filter(source_document=self.document)
        )
        if self.changed:
            causes = causes.exclude(pk=self.changed.pk)
        self.fields["parent"].queryset = causes
        if not causes.exists():
            del self.fields["parent"]

    def _offer_forces(self, user: User) -> None:
        self.fields["forces"].queryset = Force.objects.visible_to(user)
        standing = Recommendation(round=self.round, source_document=self.document)
        if self.round or self.changed or not spreads(standing):
            del self.fields["forces"]

    def _begin_from(self, recommendation: Recommendation) -> None:
        plain = ("kind", "number", "legal_basis", "chapter", "parent", "title", "text")
        for name in (*plain, "time_limit", "due_by"):
            if name in self.fields:
                self.fields[name].initial = getattr(recommendation, name)
        if "made_on" in self.fields:
            self.fields["made_on"].initial = recommendation.made
        for name in ("areas", "themes", "questions"):
            self.fields[name].initial = [row.pk for row in getattr(recommendation, name).all()]
        self.fields["sub_points"].initial = typed_points(points_of(recommendation))

    def clean(self) -> dict:
        cleaned = super().clean()
        by_date = cleaned.get("time_limit") == TimeLimit.BY_DATE
        if by_date and not cleaned.get("due_by") and "due_by" not in self.errors:
            self.add_error("due_by", "Enter the date")
        if not by_date:
            cleaned["due_by"] = None
        for problem in points_problems(cleaned.get("sub_points", "")):
            self.add_error(problem.field, problem.message)
        self._clean_first(cleaned)
        return cleaned

    def _clean_first(self, cleaned: dict) -> None:
        for name in ("first_title", "first_text"):
            if name not in self.fields or name in self.errors:
                continue
            is_cause = cleaned.get("kind") == Kind.CAUSE_OF_CONCERN
            if is_cause and not cleaned[name]:
                what = "is called" if name == "first_title" else "asks for"
                self.add_error(name, f"Enter what its first recommendation {what}")
            if not is_cause and cleaned[name]:
                self.add_error(name, "Leave this empty, or choose that it is a cause of concern")

    def recommendation(self) -> Recommendation:
        """What a valid form describes."""
        given = self.cleaned_data
        row = copy(self.changed) if self.changed else Recommendation(round=self.round)
        if self.document and not self.changed:
            row.source_document, row.legal_basis = self.document, self.bases[0]
        for name in ("kind", "chapter", "title", "text", "time_limit", "due_by"):
            setattr(row, name, given[name])
        for name in ("legal_basis", "parent"):
            if name in self.fields:
                setattr(row, name, given[name])
        row.number = given.get("number") or row.number
        if "made_on" in self.fields:
            made = given["made_on"]
            row.made_on, row.made_precision = (
                (made.day, made.precision) if made else (None, row.made_precision)
            )
        return row

    def first(self) -> Recommendation | None:
        """The one that a new cause of concern holds; it has the same time."""
        given = self.cleaned_data
        if not given.get("first_title"):
            return None
        return Recommendation(
            title=given["first_title"],
            text=given["first_text"],
            time_limit=given["time_limit"],
            due_by=given["due_by"],
        )

    def about(self) -> About:
        given = self.cleaned_data
        return About(
            areas=given["areas"],
            themes=given["themes"],
            questions=given["questions"],
            points=points_in(given["sub_points"]),
        )


def questions_by_stage(rows: Iterable[Question]) -> list[tuple[str, list[tuple[int, str]]]]:
    """As choices in groups; rows come in the order of their stages."""
    return [
        (stage.title, [(row.pk, row.text) for row in questions])
        for stage, questions in groupby(rows, key=lambda row: row.stage)
    ]
