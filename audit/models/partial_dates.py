"""Dates with their precision, held in two columns."""

from __future__ import annotations

from datetime import date

from django.db import models

from audit.rules.dates import PartialDate, Precision


def precision_field() -> models.CharField:
    return models.CharField("known to", max_length=5, choices=Precision, default=Precision.DAY)


def partial_date(day: date | None, precision: str) -> PartialDate | None:
    return PartialDate(day, Precision(precision)) if day else None
