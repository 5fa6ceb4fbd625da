"""What shows that something was done: a file, its page, and taking it back."""

from django.urls import path

from audit.views.evidence import EvidenceDetailView, EvidenceDownloadView, EvidenceWithdrawView

EVIDENCE = "evidence/<int:pk>/"

urlpatterns = [
    path(EVIDENCE, EvidenceDetailView.as_view(), name="evidence-detail"),
    path(EVIDENCE + "file/", EvidenceDownloadView.as_view(), name="evidence-download"),
    path(EVIDENCE + "withdraw/", EvidenceWithdrawView.as_view(), name="evidence-withdraw"),
]
