"""Addresses of the administration, and what its pages and the trail say."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from audit.models import LogEntry
from tests.pages import Page, text_of


def listing(model: str) -> str:
    return reverse(f"admin:audit_{model}_changelist")


def add(model: str) -> str:
    return reverse(f"admin:audit_{model}_add")


def change(row: Model) -> str:
    return reverse(f"admin:audit_{row._meta.model_name}_change", args=[row.pk])


def delete(row: Model) -> str:
    return reverse(f"admin:audit_{row._meta.model_name}_delete", args=[row.pk])


def errors(response: HttpResponse) -> str:
    """What a form says against what was sent."""
    return " ".join(text_of(one) for one in Page(response).elements("ul", "errorlist"))


def events() -> list[str]:
    """Everything that the trail recorded since the cast was made."""
    entries = LogEntry.objects.exclude(subject_type__in=("user", "forcemembership"))
    return list(entries.order_by("pk").values_list("event", flat=True))
