"""A round's sample: drawing it in two steps, its page, its record, voiding it, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from audit.documents.render import render_pdf
from audit.documents.sampling_record import sample_part, sampling_record
from audit.forms.held_frames import frame_forget, frame_held, frame_hold
from audit.forms.samples import ExcludeForm, FrameForm, SizesForm, VoidForm
from audit.models import Round, Sample, SampledCase
from audit.permissions import Right, can, require
from audit.rules.sampling import METHOD
from audit.services.sample_changes import (
    sample_numbers_reveal,
    sample_void,
    sampled_case_exclude,
)
from audit.services.samples import draw_problems, frame_read, sample_draw, strata_of
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import sample_listing
from audit.spreadsheets.frames import read_table
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.reports import pdf_response
from audit.views.taken_out import CanBeTakenOut, TakenOut

DIP_SAMPLE = 20
"""How many cases a dip sample draws unless somebody says otherwise."""


def standing_sample(request: HttpRequest, round: Round) -> Sample | None:
    samples = Sample.objects.visible_to(request.user).filter(round=round).standing()
    return samples.select_related("round__force", "round__framework", "drawn_by").first()


class SampleView(CanBeTakenOut, DetailView):
    """What was drawn, by which seed, and what became of each case; without local numbers."""

    template_name = "audit/samples/detail.html"
    taken_out = TakenOut("samples", "Sample", Right.TRANSFER_CASE_FILES, sample_listing)
    slug_field = slug_url_kwarg = "code"
    context_object_name = "round"
    numbers: dict[int, str] | None = None

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user)
        return rounds.select_related("force", "framework")

    def get_object(self, queryset=None) -> Round:
        round = super().get_object(queryset)
        require(self.request.user, Right.SEE_CASE_FILES, round)
        self.sample = standing_sample(self.request, round)
        if self.sample:
            session = self.request.session.session_key
            record_once("sample.read", self.sample, by=self.request.user, session=session)
        return round

    def rows_to_take_out(self):
        self.round = visible_or_404(Round, self.request, code=self.kwargs["code"])
        require(self.request.user, Right.SEE_CASE_FILES, self.round)
        sample = standing_sample(self.request, self.round)
        return self._rows(sample).select_related("sample__round") if sample else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, round = self.request.user, self.object
        sample = self.sample
        may_change = round.is_open and can(user, Right.MODERATE, round)
        context = super().get_context_data(
            sample=sample,
            may_draw=may_change and sample is None,
            may_change=may_change,
            may_reveal=can(user, Right.MODERATE, round),
            method=METHOD,
            revealed=self.numbers is not None,
            voided=Sample.objects.visible_to(user)
            .filter(round=round, voided_at__isnull=False)
            .select_related("drawn_by", "voided_by"),
            **kwargs,
        )
        if sample:
            context |= {"part": sample_part(sample), "cases": self._cases(sample)}
        return context

    def _cases(self, sample: Sample) -> list[tuple[SampledCase, str]]:
        """With the numbers where they were asked for."""
        rows = self._rows(sample)
        if self.numbers is None:
            return [(row, "") for row in rows]
        return [(row, self.numbers[row.pk]) for row in rows if row.pk in self.numbers]

    def _rows(self, sample: Sample) -> QuerySet[SampledCase]:
        """The drawn and the excluded ones in the order of the draw; those excluded before the draw
        only with the numbers, of which they have nothing else."""
        states = [SampledCase.State.DRAWN, SampledCase.State.EXCLUDED]
        if self.numbers is not None:
            states.append(SampledCase.State.EXCLUDED_BEFORE)
        rows = SampledCase.objects.visible_to(self.request.user).filter(
            sample=sample, state__in=states
        )
        return rows.select_related("stratum", "area", "case_file", "replaces", "excluded_by")


@method_decorator(never_cache, name="dispatch")
class SampleNumbersView(View):
    """The sample's page with its local numbers; that somebody looked at them is recorded."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Whoever had to sign in first comes back by a link, which shows nothing."""
        return redirect("sample-detail", code=code)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        round = visible_or_404(Round, request, code=code)
        sample = standing_sample(request, round)
        if sample is None:
            require(request.user, Right.MODERATE, round)
            raise Http404
        view = SampleView()
        view.setup(request, code=code)
        view.numbers = sample_numbers_reveal(sample=sample, by=request.user)
        view.object = view.get_object()
        return view.render_to_response(view.get_context_data())


class SampleRecordView(View):
    """The sampling record as PDF."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        round = visible_or_404(Round, request, code=code)
        require(request.user, Right.SEE_CASE_FILES, round)
        sample = standing_sample(request, round)
        if sample is None:
            raise Http404
        session = request.session.session_key
        record_once("sample.record_downloaded", sample, by=request.user, session=session)
        return pdf_response(render_pdf(sampling_record(sample)), f"{round.code}-sampling-record")


class SamplingView(OfRoundView):
    """Something that whoever leads the sampling of a round does."""

    right = Right.MODERATE

    def done(self, result: Any) -> str:
        return reverse("sample-detail", args=[self.object.code])


class FrameView(SamplingView):
    """The first step: the file is read, and held until the next."""

    form_class = FrameForm
    template_name = "audit/samples/frame.html"

    def get_initial(self) -> dict[str, Any]:
        return {} if self.object.grades else {"total": DIP_SAMPLE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(problems=draw_problems(self.object), **kwargs)

    def act(self, form: FrameForm) -> None:
        content, choices = form.cleaned_data["frame"].read(), form.choices()
        frame = frame_read(round=self.object, table=read_table(content))
        strata_of(round=self.object, frame=frame, columns=choices.columns)
        frame_hold(
            self.request.session, content, choices, round=self.object, person=self.request.user
        )

    def done(self, result: None) -> str:
        return reverse("sample-sizes", args=[self.object.code])


class SizesView(SamplingView):
    """The second step: how many of each stratum, and the draw."""

    form_class = SizesForm
    template_name = "audit/samples/sizes.html"
    success_message = "The sample is drawn, and each case has a file. Allocate the files next."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_right()
        held = frame_held(request.session, round=self.object, person=request.user)
        if held is None:
            messages.info(request, "The list is not held here any more. Choose the file again.")
            return redirect("sample-frame", code=self.object.code)
        self.content, self.choices = held
        try:
            self.table = read_table(self.content)
            self.frame = frame_read(round=self.object, table=self.table)
            self.strata = strata_of(
                round=self.object, frame=self.frame, columns=self.choices.columns
            )
        except ValidationError:  # what areas there are has changed meanwhile
            frame_forget(request.session)
            return redirect("sample-frame", code=self.object.code)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"strata": self.strata, "total": self.choices.total}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            frame=self.frame, columns=self.choices.columns, strata=self.strata, **kwargs
        )

    def act(self, form: SizesForm) -> Sample:
        sample = sample_draw(
            round=self.object,
            table=self.table,
            number_kind=self.choices.number_kind,
            columns=self.choices.columns,
            sizes=form.sizes(),
            by=self.request.user,
        )
        frame_forget(self.request.session)
        return sample


class SampleVoidView(SamplingView):
    form_class = VoidForm
    template_name = "audit/samples/void.html"
    success_message = "The sample is voided, and its files are taken out."

    def check_right(self) -> None:
        super().check_right()
        self.sample = standing_sample(self.request, self.object)
        if self.sample is None:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sample=self.sample, **kwargs)

    def act(self, form: VoidForm) -> Sample:
        return sample_void(
            sample=self.sample, reason=form.cleaned_data["reason"], by=self.request.user
        )


class CaseExcludeView(ActionView):
    """Takes a drawn case file out of the sample; the next of the reserve comes in."""

    form_class = ExcludeForm
    template_name = "audit/samples/exclude.html"
    right = Right.MODERATE
    object: SampledCase

    def get_object(self) -> SampledCase:
        return visible_or_404(
            SampledCase, self.request, case_file__reference=self.kwargs["reference"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reserve = SampledCase.objects.visible_to(self.request.user).filter(
            stratum=self.object.stratum_id, state=SampledCase.State.RESERVE
        )
        return super().get_context_data(
            case=self.object,
            case_file=self.object.case_file,
            round=self.object.round,
            reserve=reserve.count(),
            **kwargs,
        )

    def act(self, form: Form) -> SampledCase | None:
        return sampled_case_exclude(
            case=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )

    def done(self, result: SampledCase | None) -> str:
        self.success_message = (
            f"The case is excluded. Case file {result.reference} takes its place: allocate it next."
            if result
            else "The case is excluded. The reserve is used up, so none takes its place."
        )
        return reverse("sample-detail", args=[self.object.round.code])
