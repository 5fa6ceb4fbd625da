"""What background jobs did, for administrators: never what they were given or came back with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from audit.models import User
from audit.permissions import Right, require

SECRET = ("args_kwargs", "return_value", "traceback")
"""Could hold case text; not even read."""


def job_results(*, user: User) -> QuerySet[DBTaskResult[Any, Any]]:
    """Every job that is still known, the latest first."""
    require(user, Right.ADMINISTER)
    return DBTaskResult.objects.defer(*SECRET).order_by("-enqueued_at", "-pk")
