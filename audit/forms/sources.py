"""Documents that ask something of forces, and to whom what stands in them is put."""

from __future__ import annotations

from copy import copy
from typing import Any

import django_filters

from audit.forms.dates import PartialDateField
from audit.forms.fields import AddressField, ChoiceField, GovukForm, RowField, RowsField
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Checkboxes, Radios, Textarea
from audit.models import Force, Recommendation, SourceDocument, User
from audit.models.recommendations import usual_closure
from audit.rules.dates import Precision
from audit.rules.roles import Role
from audit.rules.verification import Closure
from audit.services.recommendations import forces_not_asked

CLOSURE_HINTS = {
    Closure.INSPECTORATE: "Any inspector, where the inspection is not held in Casemark.",
    Closure.FORCE: "Somebody of each force who had no hand in it.",
}


class SourceForm(GuardedForm):
    """A new document, or `document` changed. Asks only what leaves a choice: who verifies, of a
    public one, and whose it is, of whoever works for more than one force."""

    kind = ChoiceField(
        label="What kind of document is it?",
        what="the kind of document",
        choices=SourceDocument.Kind,
        widget=Radios,
    )
    publisher = GuardedTextField(
        label="Who published it?",
        help_text="For example, HMICFRS, the IOPC, or the coroner for an area",
        what="who published it",
        max_length=120,
    )
    title = GuardedTextField(label="What is its title?", what="its title", max_length=200)
    published_on = PartialDateField(
        label="When was it published?",
        help_text="For example, 27 3 2020. Leave the day empty if only the month is known, and all "
        "of it if nothing is.",
        what="when it was published",
        required=False,
    )
    address = AddressField(
        label="Where can it be read?",
        help_text="A web address, such as https://www.gov.uk/report",
        what="the web address",
        required=False,
        max_length=200,
    )
    closure = ChoiceField(
        label="Who verifies that a recommendation was carried out?",
        what="who verifies it",
        choices=Closure,
        widget=Radios(hints=CLOSURE_HINTS),
    )
    force = RowField(queryset=None, label="Which force is it for?", what="the force")
    note = GuardedTextareaField(
        label="What should readers know about it?",
        help_text="For example, what the document does not say.",
        what="what readers should know",
        required=False,
        max_length=2000,
        widget=Textarea(rows=3),
    )

    def __init__(
        self, *args: Any, user: User, document: SourceDocument | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.changed = document
        own = user.scope.forces_of(Role.MODERATOR, Role.MANAGER)
        forces = Force.objects.visible_to(user).filter(pk__in=own)
        self.own = list(forces)
        inspects = user.scope.has(Role.INSPECTOR)
        self.fields["force"].queryset = forces
        if inspects:
            self.fields["force"].required = False
            self.fields["force"].empty_label = "Every force that is asked: it is public"
        if document or not self.own or (len(self.own) == 1 and not inspects):
            del self.fields["force"]
        public = document.force is None if document else inspects
        if not public:
            del self.fields["closure"]
        if document:
            self._begin_from(document)

    def _begin_from(self, document: SourceDocument) -> None:
        for name in ("kind", "publisher", "title", "address", "closure", "note"):
            if name in self.fields:
                self.fields[name].initial = getattr(document, name)
        self.fields["published_on"].initial = document.published

    def document(self) -> SourceDocument:
        """What a valid form describes."""
        given, published = self.cleaned_data, self.cleaned_data["published_on"]
        row = copy(self.changed) if self.changed else SourceDocument(force=self._force())
        for name in ("kind", "publisher", "title", "address", "note"):
            setattr(row, name, given[name])
        row.published_on = published and published.day
        row.published_precision = published.precision if published else Precision.DAY
        if not self.changed:
            row.closure = Closure.FORCE if row.force else usual_closure(row.kind)
        row.closure = given.get("closure") or row.closure
        return row

    def _force(self) -> Force | None:
        if "force" in self.fields:
            return self.cleaned_data["force"]
        return self.own[0] if self.own else None


class RecommendationForcesForm(GovukForm):
    """Those that are not asked yet."""

    forces = RowsField(
        queryset=None,
        label="Which forces are asked, too?",
        help_text="Each answers for itself.",
        what="at least one force",
        widget=Checkboxes(small=True),
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forces"].queryset = forces_not_asked(recommendation)


class SourceFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="What kind of document?",
        choices=SourceDocument.Kind.choices,
        widget=Checkboxes(small=True),
    )

    class Meta:
        model = SourceDocument
        fields: list[str] = []
        form = GovukForm
