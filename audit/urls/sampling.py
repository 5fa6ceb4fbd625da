"""Drawing a sample; dip samples."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.dip_samples import DipSampleOpenView, FigureLendView
from audit.views.samples import (
    CaseExcludeView,
    FrameView,
    SampleNumbersView,
    SampleRecordView,
    SampleView,
    SampleVoidView,
    SizesView,
)

SAMPLE = ROUND + "sample/"

urlpatterns = [
    path(SAMPLE, SampleView.as_view(), name="sample-detail"),
    path(SAMPLE + "list/", FrameView.as_view(), name="sample-frame"),
    path(SAMPLE + "sizes/", SizesView.as_view(), name="sample-sizes"),
    path(SAMPLE + "numbers/", SampleNumbersView.as_view(), name="sample-numbers"),
    path(SAMPLE + "void/", SampleVoidView.as_view(), name="sample-void"),
    path(SAMPLE + "record.pdf", SampleRecordView.as_view(), name="sample-record"),
    path(CASE_FILE + "exclude/", CaseExcludeView.as_view(), name="case-file-exclude"),
    path(
        "inspections-and-audits/open/dip-sample/",
        DipSampleOpenView.as_view(),
        name="dip-sample-open",
    ),
    path(
        "recommendations/<int:pk>/dip-sample/",
        DipSampleOpenView.as_view(),
        name="recommendation-dip-sample",
    ),
    path(ROUND + "facts/use/", FigureLendView.as_view(), name="figure-lend"),
]
