"""What a force answers to a recommendation, who answers for it, and the steps up to its check."""

from __future__ import annotations

from typing import Any

from django import forms

from audit.clock import today
from audit.forms.dates import DateField
from audit.forms.fields import ChoiceField, GovukForm, RowField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Textarea
from audit.models import Response, SubPoint, User
from audit.rules.responses import DECISIONS
from audit.rules.transitions import ResponseStatus
from audit.rules.verification import OUTCOMES
from audit.services.responses import OWNERS, PointAnswer

WHY = "Needed unless it is accepted as it stands. Do not name anybody."

FOUND = {
    ResponseStatus.VERIFIED: "Yes: it is verified",
    ResponseStatus.RETURNED: "No: it is returned to the force",
}


def decision_field(label: str, what: str) -> ChoiceField:
    choices = [(one.value, one.label) for one in DECISIONS]
    return ChoiceField(label=label, what=what, choices=choices, widget=Radios(small=True))


def statement_field(label: str, what: str, hint: str) -> GuardedTextareaField:
    return GuardedTextareaField(
        label=label,
        help_text=hint,
        what=what,
        required=False,
        max_length=4000,
        widget=Textarea(rows=3),
    )


class AnswerForm(GuardedForm):
    """A decision on each sub-point; on the recommendation itself where it has none."""

    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(response.recommendation.sub_points.all())
        said = {row.sub_point_id: row for row in response.point_answers.all()}
        self.fields["lock"].initial = response.lock
        if not self.points:
            self._ask_of_whole(response)
        for number, point in enumerate(self.points, 1):
            self._ask_of_point(number, point)
            if point.pk in said:
                self.fields[point_name(point)].initial = said[point.pk].decision
                self.fields[statement_name(point)].initial = said[point.pk].statement
        self.fields["statement"] = self._whole_statement()
        self.fields["statement"].initial = response.statement
        self.replaced_in = self._replace()  # again, now that its texts are there

    def _ask_of_whole(self, response: Response) -> None:
        name = "what the force answers"
        self.fields["decision"] = decision_field("What does the force answer?", name)
        if response.status in DECISIONS:
            self.fields["decision"].initial = response.status

    def _whole_statement(self) -> GuardedTextareaField:
        if not self.points:
            return statement_field("Why, and what will be done?", "what will be done", WHY)
        return statement_field(
            "What does the force say of it as a whole?",
            "what the force says",
            "You can leave this empty.",
        )

    def _ask_of_point(self, number: int, point: SubPoint) -> None:
        self.fields[point_name(point)] = decision_field(
            f"What does the force answer to point {number}?", f"the answer to point {number}"
        )
        self.fields[statement_name(point)] = statement_field(
            f"Why, and what will be done about point {number}?", f"point {number}", WHY
        )

    def asked(self) -> list[tuple[SubPoint, list[forms.BoundField]]]:
        """Each point with its two questions."""
        return [
            (point, [self[point_name(point)], self[statement_name(point)]]) for point in self.points
        ]

    def answers(self) -> dict[int, PointAnswer]:
        given = self.cleaned_data
        return {
            point.pk: PointAnswer(given[point_name(point)], given[statement_name(point)])
            for point in self.points
        }


def point_name(point: SubPoint) -> str:
    return f"point-{point.pk}"


def statement_name(point: SubPoint) -> str:
    return f"point-{point.pk}_statement"


class AssignForm(GovukForm):
    lock = forms.IntegerField(widget=forms.HiddenInput)
    owner = RowField(
        queryset=None,
        label="Who answers for it?",
        what="who answers for it",
        required=False,
        empty_label="Nobody yet",
    )
    deputy = RowField(
        queryset=None,
        label="Who does when they cannot?",
        what="the deputy",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args: Any, response: Response, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).with_role_in(response.force, *OWNERS)
        for name, person in (("owner", response.owner), ("deputy", response.deputy)):
            self.fields[name].queryset = people
            self.fields[name].initial = person
        self.fields["lock"].initial = response.lock


class DeliverForm(GuardedForm):
    lock = forms.IntegerField(widget=forms.HiddenInput)
    why = GuardedTextareaField(
        label="What was done, and what shows it?",
        help_text="Whoever verifies it reads this beside the evidence.",
        what="what was done, and what shows it",
        max_length=4000,
        widget=Textarea(rows=5),
    )
    on = DateField(label="On which day was it done?", what="the day on which it was done")

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock"].initial = response.lock
        self.fields["on"].initial = today()


class VerifyForm(GuardedForm):
    outcome = ChoiceField(
        label="Was it carried out?",
        what="whether it was carried out",
        choices=[(outcome.value, FOUND[outcome]) for outcome in OUTCOMES],
        widget=Radios,
    )
    why = GuardedTextareaField(
        label="What did you look at, and what did you find?",
        help_text="The force reads it. If you return it, say what is missing.",
        what="what you looked at and what you found",
        max_length=4000,
        widget=Textarea(rows=5),
    )


class ReceivedForm(GovukForm):
    lock = forms.IntegerField(widget=forms.HiddenInput)
    on = DateField(label="On which day did the IOPC receive the answer?", what="the day of receipt")

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock"].initial = response.lock
        self.fields["on"].initial = response.answer_received_on
