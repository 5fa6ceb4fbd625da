"""Who grades which file, and by when."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.allocation import AllocationView, CaseFileAllocateView
from audit.views.conflicts import ConflictDeclareView, ConflictRemoveView
from audit.views.progress import MyCasesView, ProgressView

urlpatterns = [
    path("my-cases/", MyCasesView.as_view(), name="my-cases"),
    path(ROUND + "allocation/", AllocationView.as_view(), name="round-allocation"),
    path(ROUND + "progress/", ProgressView.as_view(), name="round-progress"),
    path(CASE_FILE + "allocate/", CaseFileAllocateView.as_view(), name="case-file-allocate"),
    path(CASE_FILE + "conflict/", ConflictDeclareView.as_view(), name="conflict-declare"),
    path("conflicts/<int:pk>/remove/", ConflictRemoveView.as_view(), name="conflict-remove"),
]
