"""Links between recommendations, and those that may ask for the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from audit.forms.recommendation_links import (
    OtherDocumentForm,
    RecommendationLinkForm,
    RecommendationLinkRemoveForm,
)
from audit.models import Force, Recommendation, RecommendationLink, SourceDocument, User
from audit.permissions import Right, can
from audit.rules.links import words
from audit.rules.near_duplicates import Candidate, Likeness, near_duplicates
from audit.services.recommendation_links import link_add, link_remove, superseded, writes
from audit.views.actions import ActionView, visible_or_404


def forces_linked_for(user: User) -> list[Force]:
    """Those for which `user` may link what is asked of them."""
    forces = Force.objects.visible_to(user).filter(pk__in=user.scope.all_forces)
    return [force for force in forces if can(user, Right.ANSWER, force)]


def may_link(user: User, recommendation: Recommendation) -> bool:
    return writes(user, recommendation) or bool(forces_linked_for(user))


def may_remove(user: User, link: RecommendationLink) -> bool:
    if link.force is not None:
        return can(user, Right.ANSWER, link.force)
    return writes(user, link.source) or writes(user, link.target)


def links_context(recommendation: Recommendation, user: User) -> dict[str, Any]:
    """What `audit/recommendations/links.html` shows on the page of a recommendation."""
    allowed = may_link(user, recommendation)
    return {
        "links": _links(recommendation, user),
        "may_link": allowed,
        "alike": likenesses(recommendation, user) if allowed else [],
    }


def _links(recommendation: Recommendation, user: User) -> list[dict[str, Any]]:
    rows = RecommendationLink.objects.visible_to(user).touching(recommendation)
    related = ("source__source_document", "target__source_document", "force", "by")
    related += ("source__round", "target__round")
    found = []
    for link in rows.select_related(*related):
        from_source = link.source_id == recommendation.pk
        found.append(
            {
                "link": link,
                "words": words(link.kind, from_source=from_source),
                "other": link.target if from_source else link.source,
                "may_remove": may_remove(user, link),
            }
        )
    return found


def likenesses(recommendation: Recommendation, user: User) -> list[tuple[Recommendation, str]]:
    """Those not linked yet that may ask for the same, each with why it is shown."""
    rows = Recommendation.objects.visible_to(user).exclude(parent=recommendation)
    links = RecommendationLink.objects.visible_to(user).touching(recommendation)
    known = {recommendation.parent_id}
    known |= {key for pair in links.values_list("source", "target") for key in pair}
    texts = rows.exclude(pk__in=known - {None}).values_list("pk", "title", "text")
    subjects = rows.subjects_in_common(recommendation)
    own = frozenset(subject for found in subjects.values() for subject in found)
    one = Candidate(recommendation.pk, recommendation.title, recommendation.text, own)
    others = (
        Candidate(key, title, text, frozenset(subjects.get(key, ()))) for key, title, text in texts
    )
    alike = {found.key: found for found in near_duplicates(one, others)}
    shown = {row.pk: row for row in rows.filter(pk__in=alike).select_related("source_document")}
    return [(shown[key], reason(found)) for key, found in alike.items()]


def reason(found: Likeness) -> str:
    """ "Both speak of bail, conditions, record. Both are about Decisions on bail." """
    said = f"Both speak of {', '.join(found.words)}."
    return f"{said} Both are about {', '.join(found.subjects)}." if found.subjects else said


def _closing_told(said: list[str]) -> str:
    """ "Taking its place closes it for all: Eastmarch, Wexshire." """
    return f"Taking its place closes {'it ' + '; '.join(said) if said else 'nothing'}."


class RecommendationLinkView(ActionView):
    """Offers those that are alike; `?document=` those of one document, `?to=` one of them."""

    form_class = RecommendationLinkForm
    template_name = "audit/recommendations/link.html"
    success_message = "The two recommendations are linked."

    def get_object(self) -> Recommendation:
        return visible_or_404(Recommendation, self.request, pk=self.kwargs["pk"])

    def check_right(self) -> None:
        self.forces = forces_linked_for(self.request.user)
        own = self.object.round is None and self.object.source_document.force_id is not None
        # What a force entered for itself is asked of nobody else: for all is for it.
        self.for_all = writes(self.request.user, self.object) and not (own and self.forces)
        if not self.for_all and not self.forces:
            raise PermissionDenied

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.documents = SourceDocument.objects.visible_to(request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"target": self.request.GET.get("to")}

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        alike = likenesses(self.object, user)
        keys = {row.pk for row, _ in alike}
        rows = Recommendation.objects.visible_to(user).exclude(pk=self.object.pk)
        if code := self.request.GET.get("document"):
            keys |= set(rows.filter(source_document__code=code).values_list("pk", flat=True))
        targets = rows.filter(pk__in=keys).select_related("source_document", "round")
        why = {row.pk: f"{found} " for row, found in alike}
        closing = self.closing(targets)
        return {
            **super().get_form_kwargs(),
            "targets": targets,
            "reasons": {row.pk: why.get(row.pk, "") + closing[row.pk] for row in targets},
            "forces": self.forces,
            "for_all": self.for_all,
        }

    def closing(self, targets: Iterable[Recommendation]) -> dict[int, str]:
        """What is closed if this one takes the place of each of `targets`."""
        found: dict[int, list[str]] = {target.pk: [] for target in targets}
        for force in (*([None] if self.for_all else []), *self.forces):
            closed: dict[int, list[str]] = {}
            for row in superseded(self.object, targets, force, self.request.user):
                closed.setdefault(row.recommendation_id, []).append(row.force.name)
            for key, names in closed.items():
                told = f"for {force.name}" if force else f"for all: {', '.join(names)}"
                found[key].append(told)
        return {key: _closing_told(said) for key, said in found.items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(recommendation=self.object, **kwargs)
        asked = self.request.GET if "document" in self.request.GET else None
        chosen = OtherDocumentForm(asked, documents=self.documents)
        return context | {"choosing": chosen, "offers": context["form"].fields["target"].queryset}

    def act(self, form: RecommendationLinkForm) -> RecommendationLink:
        given = form.cleaned_data
        return link_add(
            source=self.object,
            target=given["target"],
            kind=given["kind"],
            note=given["note"],
            force=form.force(),
            by=self.request.user,
        )

    def done(self, result: RecommendationLink) -> str:
        return self.object.get_absolute_url()


class RecommendationLinkRemoveView(ActionView):
    form_class = RecommendationLinkRemoveForm
    template_name = "audit/recommendations/link_remove.html"
    success_message = "The link is removed."

    def get_object(self) -> RecommendationLink:
        return visible_or_404(RecommendationLink, self.request, pk=self.kwargs["pk"])

    def check_right(self) -> None:
        if not may_remove(self.request.user, self.object):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            link=self.object, words=words(self.object.kind, from_source=True), **kwargs
        )

    def act(self, form: RecommendationLinkRemoveForm) -> str:
        link_remove(link=self.object, by=self.request.user)
        return reverse("recommendation-detail", args=[self.object.source_id])

    def done(self, result: str) -> str:
        return result
