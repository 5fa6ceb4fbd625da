"""The services of documents, and of changing and linking what stands in them; see calls.py."""

from __future__ import annotations

from audit.models import Force
from audit.services.recommendation_changes import recommendation_change
from audit.services.recommendation_links import link_add, link_remove
from audit.services.recommendations import About, recommendation_put
from audit.services.response_steps import responses_open
from audit.services.responses import responses_supersede
from audit.services.sources import source_add, source_change
from tests.factories import RecommendationFactory, SourceDocumentFactory
from tests.services.calls import MARK, leaves


def _own(**fields):
    return SourceDocumentFactory.build(force=Force.objects.get(code="wexshire"), code="", **fields)


def _linked(world):
    ends = (RecommendationFactory(round=world.audit), RecommendationFactory(round=world.audit))
    responses_open(recommendations=ends, forces=[world.audit.force], by=world.moderator)
    return ends


@leaves("source.added")
def of_source_add(world):
    document = _own(title=MARK, note=MARK)
    return lambda: source_add(document=document, by=world.moderator)


@leaves("source.changed")
def of_source_change(world):
    document = source_add(document=_own(), by=world.moderator)
    document.title = MARK
    return lambda: source_change(document=document, by=world.moderator)


@leaves("response.opened")
def of_recommendation_put(world):
    recommendation = RecommendationFactory(round=world.audit)
    return lambda: recommendation_put(
        recommendation=recommendation, forces=[world.audit.force], by=world.moderator
    )


@leaves("recommendation.changed")
def of_recommendation_change(world):
    recommendation = RecommendationFactory(round=world.audit)
    recommendation.source_document.published_on = None
    recommendation.source_document.save()
    recommendation.text = MARK
    about = About(points=[(MARK, MARK)])
    return lambda: recommendation_change(
        recommendation=recommendation, about=about, by=world.moderator
    )


@leaves("recommendation_link.added", "response.superseded")
def of_link_add(world):
    source, target = _linked(world)
    return lambda: link_add(
        source=source, target=target, kind="supersedes", note=MARK, force=None, by=world.moderator
    )


@leaves("recommendation_link.removed")
def of_link_remove(world):
    source, target = _linked(world)
    link = link_add(
        source=source, target=target, kind="duplicates", note="", force=None, by=world.moderator
    )
    return lambda: link_remove(link=link, by=world.moderator)


@leaves("response.superseded")
def of_responses_supersede(world):
    [response] = _linked(world)[0].responses.all()
    return lambda: responses_supersede(responses=[response], why=MARK, by=world.moderator)
