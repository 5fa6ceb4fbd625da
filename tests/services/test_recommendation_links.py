"""Links between recommendations: who makes which, what both ends show, and what they close."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Force, Recommendation, RecommendationLink, RoundMember
from audit.rules.links import LinkKind, words
from audit.rules.roles import RoundRole
from audit.services.recommendation_links import link_add, link_remove
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    """`public(**document)`: a recommendation of a public document, put to two forces."""

    def make(**fields) -> Recommendation:
        values = {"kind": "inspection_report", "publisher": "HMICFRS", "closure": "inspectorate"}
        made = RecommendationFactory(
            source_document=SourceDocumentFactory(**values | fields), round=None
        )
        for code in ("wexshire", "eastmarch"):
            made.responses.create(force=Force.objects.get(code=code))
        return made

    return make


def wexshire() -> Force:
    return Force.objects.get(code="wexshire")


def link(source, target, kind, by, force=None) -> RecommendationLink:
    return link_add(source=source, target=target, kind=kind, note="Because.", force=force, by=by)


@pytest.mark.parametrize(
    ("name", "of_force", "may"),
    [
        ("manager@wexshire", True, True),
        ("manager@wexshire", False, False),
        ("manager@eastmarch", True, False),
        ("moderator@wexshire", True, False),
        ("inspector@inspectorate", False, True),
        ("inspector@inspectorate", True, False),
        ("observer@wexshire", True, False),
    ],
)
def test_a_manager_links_for_the_force_and_who_wrote_it_for_all(
    name, of_force, may, public, person, events
):
    ends, by = (public(), public()), person(name)
    force = wexshire() if of_force else None
    if not may:
        with pytest.raises(PermissionDenied):
            link(*ends, LinkKind.DUPLICATES, by, force)
        return
    made = link(*ends, LinkKind.DUPLICATES, by, force)
    link_remove(link=made, by=by)
    assert events() == ["recommendation_link.added", "recommendation_link.removed"]


def test_a_link_of_one_force_is_not_removed_by_another(public, person):
    made = link(public(), public(), "duplicates", person("manager@wexshire"), wexshire())
    for name in ("manager@eastmarch", "inspector@inspectorate"):
        with pytest.raises(PermissionDenied):
            link_remove(link=made, by=person(name))


def test_both_ends_have_words_for_it():
    assert words("supersedes", from_source=True) == "Takes the place of"
    assert words("supersedes", from_source=False) == "Is replaced by"
    assert words("contradicts", from_source=False) == words("contradicts", from_source=True)


@pytest.mark.parametrize("kind", ["contradicts", "same_action"])
def test_a_link_without_a_direction_is_made_once(kind, public, service):
    one, other = public(), public()
    made = link(other, one, kind, service)
    assert (made.source, made.target) == (one, other)
    with pytest.raises(ValidationError, match="linked like that already"):
        link(one, other, kind, service)


def test_a_ring_is_refused(public, service):
    first, second, third = public(), public(), public()
    link(second, first, "duplicates", service)
    link(third, second, "duplicates", service)
    with pytest.raises(ValidationError, match="This would close a ring"):
        link(first, third, "duplicates", service)
    link(first, third, "contradicts", service)


def test_a_ring_through_the_own_links_of_a_force_is_refused_there_alone(public, person, service):
    one, other = public(), public()
    link(one, other, "duplicates", person("manager@wexshire"), wexshire())
    with pytest.raises(ValidationError, match="This would close a ring"):
        link(other, one, "duplicates", person("manager@wexshire"), wexshire())
    eastmarch = Force.objects.get(code="eastmarch")
    assert link(other, one, "duplicates", person("manager@eastmarch"), eastmarch).pk


def test_what_cannot_be_seen_is_not_linked(public, person):
    hidden = public(force=Force.objects.get(code="eastmarch"), closure="force")
    hidden.responses.all().delete()
    with pytest.raises(ValidationError, match="Select the other recommendation"):
        link(public(), hidden, "duplicates", person("manager@wexshire"), wexshire())


@pytest.mark.parametrize(
    ("status", "closed"),
    [
        ("awaiting_response", True),
        ("accepted", True),
        ("accepted_in_part", True),
        ("in_progress", True),
        ("returned", True),
        ("not_accepted", False),
        ("delivered", False),
        ("verified", False),
    ],
)
def test_what_takes_anothers_place_closes_its_open_answer(status, closed, public, person, service):
    new, old = public(closure="force"), public(closure="force")
    old.responses.update(status=status)
    link(new, old, "supersedes", person("manager@wexshire"), wexshire())
    standing = {one.force.code: one.status for one in old.responses.select_related("force")}
    assert standing == {"wexshire": "superseded" if closed else status, "eastmarch": status}
    if closed:
        step = old.responses.get(force=wexshire()).steps.last()
        assert (step.status, step.why) == ("superseded", "Because.")


def test_a_force_closes_nothing_that_an_inspector_verifies(public, person):
    new, old = public(), public()
    assert link(new, old, "supersedes", person("manager@wexshire"), wexshire()).pk
    assert {one.status for one in old.responses.all()} == {"awaiting_response"}


def test_nothing_older_takes_the_place_of_what_came_later(public, person):
    manager = person("manager@wexshire")
    later = public(closure="force", published_on=date(2026, 3, 1))
    older = public(closure="force", published_on=date(2025, 3, 1))
    with pytest.raises(ValidationError, match="The other one is newer"):
        link(older, later, "supersedes", manager, wexshire())
    assert {one.status for one in later.responses.all()} == {"awaiting_response"}
    assert link(older, later, "duplicates", manager, wexshire()).pk
    assert link(later, older, "supersedes", manager, wexshire()).pk


def test_for_all_it_takes_the_place_only_where_somebody_is_asked_both(public, person):
    new, old = public(), public()
    new.responses.filter(force__code="eastmarch").delete()
    old.responses.filter(force__code="wexshire").delete()
    with pytest.raises(ValidationError, match="not put to the same force"):
        link(new, old, "supersedes", person("inspector@inspectorate"))


def test_for_all_it_closes_the_answers_of_those_who_are_asked_both(public, person):
    new, old = public(), public()
    new.responses.filter(force__code="eastmarch").delete()
    link(new, old, "supersedes", person("inspector@inspectorate"))
    standing = dict(old.responses.values_list("force__code", "status"))
    assert standing == {"wexshire": "superseded", "eastmarch": "awaiting_response"}


def test_what_an_inspector_verifies_gives_way_to_nothing_less(public, person):
    own = public(kind="internal_audit", closure="force", publisher="Wexshire Police")
    with pytest.raises(ValidationError, match="An inspector verifies the other one"):
        link(own, public(), "supersedes", person("manager@wexshire"), wexshire())
    assert link(public(), own, "supersedes", person("manager@wexshire"), wexshire()).pk


def test_for_all_a_body_replaces_only_what_it_asked_itself(public, person):
    moderator = person("moderator@wexshire")
    own = public(force=wexshire(), closure="force", publisher="Wexshire Police")
    coroners = public(kind="coroners_report", closure="force", publisher="A coroner")
    with pytest.raises(ValidationError, match="Only A coroner can replace for all"):
        link(own, coroners, "supersedes", moderator)
    assert not RecommendationLink.objects.exists()


def test_a_force_that_is_not_asked_replaces_nothing_by_it(public, person):
    new, old = public(), public()
    new.responses.filter(force=wexshire()).delete()
    with pytest.raises(ValidationError, match="has not been asked this one"):
        link(new, old, "supersedes", person("manager@wexshire"), wexshire())


@pytest.mark.parametrize("of_source", [True, False])
def test_the_team_of_either_end_sees_the_link_of_a_force(of_source, public, person):
    team, other = person("inspector@inspectorate"), person("inspector2@inspectorate")
    inspection = RoundFactory(inspection=True, published=True)
    RoundMember.objects.create(round=inspection, user=team, role=RoundRole.INSPECTOR)
    found = RecommendationFactory(round=inspection)
    found.responses.create(force=wexshire())
    ends = (found, public()) if of_source else (public(), found)
    made = link(*ends, "duplicates", person("manager@wexshire"), wexshire())
    assert list(RecommendationLink.objects.visible_to(team)) == [made]
    assert not RecommendationLink.objects.visible_to(other).exists()
    assert not RecommendationLink.objects.visible_to(person("manager@eastmarch")).exists()
