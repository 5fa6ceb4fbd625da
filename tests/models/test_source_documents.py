"""Who sees a source document: others' are public, a round's own goes with its figures."""

import pytest

from audit.models import SourceDocument
from tests.factories import RoundFactory, SourceDocumentFactory

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
