"""The history of a case file, an assessment or a recommendation, for those who may see it, and of
a person, for administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from audit.documents.history import entries_about, entries_about_person, history_lines
from audit.models import (
    Action,
    Assessment,
    CaseAction,
    CaseFile,
    Conflict,
    DipCheck,
    ImmediateConcern,
    LocalNumber,
    LogEntry,
    ProgressUpdate,
    Query,
    Recommendation,
    RecommendationLink,
    Response,
    Round,
    SubPoint,
    User,
)
from audit.permissions import Right, can
from audit.services.sealing import sealed_to
from audit.services.trail import record_once
from audit.views.actions import visible_or_404
from audit.views.administering import Administering
from audit.views.case_files import assessments_to_show
from audit.views.lists import PagedListView


class HistoryView(PagedListView):
    """Subclasses say which record, and what belongs to it. `?reads=yes` adds who has looked."""

    template_name = "audit/history.html"
    crumb_title, crumb = "", ""
    """The list that the record is in: what it is called, and the name of its address."""

    def get_record(self) -> Model:
        raise NotImplementedError

    def parts(self) -> list[Model]:
        """The record and those rows of it that the person may see too."""
        return [self.record]

    def about(self) -> str:
        """What the record is called in the breadcrumbs and above the heading."""
        return str(self.record)

    def record_url(self) -> str:
        return self.record.get_absolute_url()

    def may_see_reads(self) -> bool:
        return can(self.request.user, Right.MODERATE, self.record)

    def get_queryset(self):
        self.record = self.get_record()
        self.reads = self.may_see_reads() and self.request.GET.get("reads") == "yes"
        return self.entries()

    def entries(self) -> QuerySet[LogEntry]:
        """With how a record came here that was loaded, and without what others only drafted."""
        drafted = Q(event="assessment.saved") & ~Q(by=self.request.user)
        entries = entries_about(self.parts(), reads=self.reads).exclude(drafted)
        round = self.get_round()
        loaded = entries_about([round] if round else []).filter(event="round.loaded")
        return entries | loaded

    def get_round(self) -> Round | None:
        return self.record.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {
            "crumb_title": self.crumb_title,
            "crumb": self.crumb,
            "about": self.about(),
            "record_url": self.record_url(),
            "lines": history_lines(context["object_list"], sealed_to()),
            "reads": self.reads,
            "may_see_reads": self.may_see_reads(),
        }
        return context


def assessments_of(case_file: CaseFile, user: User) -> list[Assessment]:
    """Those on the file's page; whoever returns one still sees what became of it."""
    if can(user, Right.MODERATE, case_file):
        return list(Assessment.objects.visible_to(user).filter(case_file=case_file))
    return assessments_to_show(case_file, user)


class CaseFileHistoryView(HistoryView):
    crumb_title, crumb = "Case files", "case-file-list"

    def get_record(self) -> CaseFile:
        case_file = visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])
        session = self.request.session.session_key
        record_once("case_file.read", case_file, by=self.request.user, session=session)
        return case_file

    def parts(self) -> list[Model]:
        user = self.request.user
        parts = [
            row
            for model in (LocalNumber, ImmediateConcern, CaseAction, Query, DipCheck)
            for row in model.objects.visible_to(user).filter(case_file=self.record)
        ]
        conflicts = Conflict.objects.visible_to(user).filter(case_file=self.record)
        if not can(user, Right.MODERATE, self.record):
            conflicts = conflicts.filter(person=user)
        return [self.record, *parts, *conflicts, *assessments_of(self.record, user)]


class AssessmentHistoryView(HistoryView):
    crumb_title, crumb = "Case files", "case-file-list"

    def get_record(self) -> Assessment:
        assessment = visible_or_404(Assessment, self.request, pk=self.kwargs["pk"])
        if assessment not in assessments_of(assessment.case_file, self.request.user):
            raise Http404
        session = self.request.session.session_key
        record_once("assessment.read", assessment, by=self.request.user, session=session)
        return assessment

    def record_url(self) -> str:
        return self.record.case_file.get_absolute_url()

    def get_round(self) -> Round:
        return self.record.case_file.round


class RecommendationHistoryView(HistoryView):
    crumb_title, crumb = "Recommendations", "recommendation-list"

    def about(self) -> str:
        return self.record.title

    def get_record(self) -> Recommendation:
        return visible_or_404(Recommendation, self.request, pk=self.kwargs["pk"])

    def parts(self) -> list[Model]:
        user = self.request.user
        points = SubPoint.objects.visible_to(user).filter(recommendation=self.record)
        responses = Response.objects.visible_to(user).filter(recommendation=self.record)
        links = RecommendationLink.objects.visible_to(user).touching(self.record)
        actions = Action.objects.visible_to(user).filter(responses__in=responses).distinct()
        updates = ProgressUpdate.objects.visible_to(user).filter(
            Q(response__in=responses) | Q(action__in=actions)
        )
        return [self.record, *points, *responses, *actions, *updates, *links]


class PersonHistoryView(Administering, HistoryView):
    """What became of the account, the roles and the places in teams; no case file is named."""

    crumb_title, crumb = "People", "person-list"

    def get_record(self) -> User:
        return visible_or_404(User, self.request, pk=self.kwargs["pk"])

    def record_url(self) -> str:
        return reverse("person-detail", args=[self.record.pk])

    def may_see_reads(self) -> bool:
        return False

    def entries(self) -> QuerySet[LogEntry]:
        return entries_about_person(self.record)
