"""The sampling record: how a round's files were drawn, on paper. No local number stands in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from audit.clock import today
from audit.documents.identity import document_title, force_part, round_part
from audit.documents.snapshot import Snapshot
from audit.models import CaseFile, Round, Sample, SampledCase
from audit.rules.dates import day_text
from audit.rules.sampling import METHOD

NAME = "sampling_record"
TITLE = "Sampling record"
State = SampledCase.State


def sampling_record(sample: Sample) -> Snapshot:
    day = today()
    as_at = {"iso": day.isoformat(), "text": day_text(day)}
    return {
        "kind": NAME,
        "title": document_title(TITLE, sample.round),
        "force": force_part(sample.round),
        "round": round_part(sample.round),
        "version": {"status": "final", "label": TITLE, "as_at": as_at},
        "handling": _handling(sample.round),
        "method": METHOD,
        **sample_part(sample),
        "cases": cases_part(sample),
    }


def sample_part(sample: Sample) -> dict[str, Any]:
    """What page and record say of a sample, single cases aside."""
    return {
        "sample": _sample(sample),
        "strata": strata_part(sample),
        "excluded_before": _excluded_before(sample),
        "others": _others(sample.round),
        "voided": [
            {**_sample(earlier), "reason": earlier.voided_because}
            for earlier in Sample.objects.filter(round=sample.round)
            .exclude(voided_at=None)
            .exclude(pk=sample.pk)
            .select_related("drawn_by", "voided_by")
        ],
    }


def strata_part(sample: Sample) -> list[dict[str, Any]]:
    """The counts of each stratum, and those of all where there are several."""
    counts = {
        name: Count("cases", filter=Q(cases__state=state))
        for name, state in (
            ("drawn", State.DRAWN),
            ("reserve", State.RESERVE),
            ("excluded_after", State.EXCLUDED),
        )
    }
    rows = [
        {
            "label": row.label,
            "frame": row.frame_count,
            "excluded": row.excluded_count,
            "eligible": row.eligible,
            "asked": row.asked,
            **{name: getattr(row, name) for name in counts},
        }
        for row in sample.strata.annotate(**counts)
    ]
    if len(rows) > 1:
        total = {key: sum(row[key] for row in rows) for key in rows[0] if key != "label"}
        rows.append({"label": "All", **total})
    return rows


def cases_part(sample: Sample) -> list[dict[str, Any]]:
    """The drawn cases and those that were excluded afterwards, in the order of the draw."""
    rows = sample.cases.filter(state__in=(State.DRAWN, State.EXCLUDED))
    related = ("stratum", "area", "excluded_by", "replaces")
    return [
        {
            "reference": row.reference,
            "stratum": row.stratum.label,
            "place": row.place,
            "area": row.area.short_title,
            "team": row.team,
            "period": row.period,
            "state": row.get_state_display(),
            "replaces": row.replaces.reference if row.replaces else "",
            "because": row.excluded_because,
            "excluded_by": str(row.excluded_by or ""),
            "excluded_at": _time(row.excluded_at),
        }
        for row in rows.select_related(*related)
    ]


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "code": sample.frame_sha256,
        "rows": sample.frame_rows,
        "number_kind": sample.get_number_kind_display().lower(),
        "columns": ", ".join(sample.columns),
        "seed": sample.seed,
        "drawn_at": _time(sample.drawn_at),
        "drawn_by": str(sample.drawn_by),
        "voided_at": _time(sample.voided_at),
        "voided_by": str(sample.voided_by or ""),
    }


def _excluded_before(sample: Sample) -> list[dict[str, Any]]:
    """How many were excluded before the draw, by reason."""
    rows = sample.cases.filter(state=State.EXCLUDED_BEFORE).order_by("excluded_because")
    counted = rows.values_list("excluded_because").annotate(cases=Count("pk"))
    return [{"because": because, "cases": cases} for because, cases in counted]


def _others(round: Round) -> list[dict[str, Any]]:
    """Files of the round that were not drawn by Casemark, by how they were chosen."""
    files = CaseFile.objects.filter(round=round, sampled_case=None).order_by("chosen_how")
    counted = files.values_list("chosen_how").annotate(files=Count("pk"))
    return [{"how": CaseFile.ChosenHow(how).label, "files": files} for how, files in counted]


def _handling(round: Round) -> dict[str, str]:
    force_led = round.led_by == Round.LedBy.FORCE
    within = round.force.full_name if force_led else "the inspection team"
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "meaning": "It names case files by their references and holds no local number. Do not "
        f"share it outside {within} without the leave of whoever leads it.",
    }


def _time(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day_text(local.date())}, {local:%H:%M}"
