"""Wexshire's own four rounds beside Eastmarch's work, and everybody's clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from audit.documents.render import render_pdf
from audit.models import User
from tests.four_rounds import Place, make_four_rounds, make_people_beside_the_cast
from tests.many_rows import add_findings
from tests.scope.canaries import Canaries, planting
from tests.scope.eastmarch import Elsewhere, make_eastmarch
from tests.scope.people import signed_in


@dataclass
class World:
    places: list[Place]
    """Wexshire's own, its published inspection and the one under way."""
    there: Elsewhere
    canaries: Canaries

    def client(self, who: str) -> Client:
        client = signed_in(who)
        client.raise_request_exception = False
        return client


def make_world() -> World:
    make_people_beside_the_cast()
    four, canaries = make_four_rounds(), Canaries()
    for place in four.values():
        add_findings(place.round, 1)
    for person in User.objects.filter(email__endswith="@eastmarch.example"):
        person.name = canaries.word("user.name", person.pk)
        person.save()
    with planting(canaries):
        there = make_eastmarch()
    return World([four[name] for name in ("own", "published", "inspection")], there, canaries)


@pytest.fixture(scope="module")
def world(module_db) -> Iterator[World]:
    return make_world()


@pytest.fixture(autouse=True)
def _each_document_rendered_once(monkeypatch):
    """The same snapshot makes the same PDF, whoever asks for it."""
    made: dict[str, bytes] = {}

    def remembered(snapshot):
        key = repr(snapshot)
        if key not in made:
            made[key] = render_pdf(snapshot)
        return made[key]

    for views in ("reports", "samples", "feedback_notes"):
        monkeypatch.setattr(f"audit.views.{views}.render_pdf", remembered)
