"""Who sees a source document: others' are public, a round's own goes with its figures."""

import pytest

from audit.models import Force, Response, SourceDocument
from audit.permissions import Right, can
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
)

pytestmark = pytest.mark.django_db


def _sees(person, name: str) -> bool:
    return SourceDocument.objects.visible_to(person(name)).exists()


@pytest.mark.parametrize("name", ["auditor@eastmarch", "observer@wexshire", "admin@casemark"])
def test_a_document_of_somebody_else_is_public(name, person):
    SourceDocumentFactory()
    assert _sees(person, name)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("moderator@wexshire", True),
        ("manager@wexshire", True),
        ("moderator@eastmarch", False),
        ("observer@wexshire", False),
        ("inspector@inspectorate", False),
    ],
)
def test_the_report_of_an_unpublished_audit_is_its_forces_own(name, sees, person):
    SourceDocumentFactory(round=RoundFactory())
    assert _sees(person, name) is sees


def test_the_report_of_a_published_audit_is_open_to_other_forces(person):
    SourceDocumentFactory(round=RoundFactory(published=True))
    assert _sees(person, "manager@eastmarch")


@pytest.mark.parametrize(
    ("closure", "own", "follows_up"),
    [("inspectorate", False, True), ("force", False, False), ("force", True, False)],
)
def test_inspectors_follow_up_what_a_public_document_says_an_inspector_verifies(
    closure, own, follows_up, person
):
    """There is no team where the document reports no round that is held here."""
    force = Force.objects.get(code="wexshire")
    document = SourceDocumentFactory(closure=closure, force=force if own else None)
    asked = RecommendationFactory(source_document=document, round=None)
    response = ResponseFactory(recommendation=asked, force=force)
    inspector, manager = person("inspector2@inspectorate"), person("manager@wexshire")
    rows = Response.objects.all()
    assert rows.visible_to(inspector).exists() is follows_up
    assert rows.filter(rows.evidence_within(inspector.scope)).exists() is follows_up
    assert can(inspector, Right.VERIFY, response) is follows_up
    assert can(manager, Right.VERIFY, response) is not follows_up
    assert not Response.objects.visible_to(person("manager@eastmarch")).exists()
