"""Documents that ask something of forces, and writing and linking what stands in them."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.recommendation_links import RecommendationLinkRemoveView, RecommendationLinkView
from audit.views.recommendation_writing import (
    RecommendationAddView,
    RecommendationChangeView,
    RecommendationForcesView,
    SourceRecommendationAddView,
)
from audit.views.sources import SourceAddView, SourceChangeView, SourceDetailView, SourceListView

SOURCE = "sources/<slug:code>/"
RECOMMENDATION = "recommendations/<int:pk>/"

urlpatterns = [
    path(
        ROUND + "recommendations/add/", RecommendationAddView.as_view(), name="recommendation-add"
    ),
    path("sources/", SourceListView.as_view(), name="source-list"),
    path("sources/add/", SourceAddView.as_view(), name="source-add"),
    path(SOURCE, SourceDetailView.as_view(), name="source-detail"),
    path(SOURCE + "change/", SourceChangeView.as_view(), name="source-change"),
    path(
        SOURCE + "recommendations/add/",
        SourceRecommendationAddView.as_view(),
        name="source-recommendation-add",
    ),
    path(
        RECOMMENDATION + "change/", RecommendationChangeView.as_view(), name="recommendation-change"
    ),
    path(
        RECOMMENDATION + "forces/", RecommendationForcesView.as_view(), name="recommendation-forces"
    ),
    path(
        RECOMMENDATION + "links/add/", RecommendationLinkView.as_view(), name="recommendation-link"
    ),
    path(
        "recommendations/links/<int:pk>/remove/",
        RecommendationLinkRemoveView.as_view(),
        name="recommendation-link-remove",
    ),
]
