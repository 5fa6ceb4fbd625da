"""What each file says about the life of a recommendation: answers, steps, actions, progress.

What people have done about a response or an action since is theirs: one that stands already is
kept with all that hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from django.db.models import Model

from audit.clock import today
from audit.models import (
    Action,
    DueChange,
    ProgressUpdate,
    Recommendation,
    Response,
    ResponseStep,
    SubPoint,
    SubPointAnswer,
)
from audit.rules.actions import ActionStatus
from audit.rules.transitions import ResponseStatus
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError


def load_response(loading: Loading, cells: Cells) -> None:
    recommendation, force = _recommendation(cells), cells.force("force")
    key = {"recommendation": recommendation, "force": force}
    standing = Response.objects.filter(**key).first()
    if standing:
        loading.outcome["kept"] += 1
    response = standing or loading.put(
        Response,
        cells,
        key,
        owner=cells.user("owner"),
        deputy=cells.user("deputy"),
        status=cells.choice("status", ResponseStatus),
        statement=cells.raw("statement"),
        answered_on=cells.day("answered_on"),
        answer_received_on=cells.day("answer_received_on"),
    )
    loading.codes.add(response, _code(cells))
    if standing is None and not _told(loading, "response_steps.csv", cells):
        _steps_by_dates(loading, response)
    refused = response.status == ResponseStatus.NOT_ACCEPTED
    if refused and not response.statement and not _told(loading, "sub_point_answers.csv", cells):
        raise RowError("statement: Say why the recommendation is not accepted.")


def load_response_step(loading: Loading, cells: Cells) -> None:
    """In the order of the lines; the last one is where the response stands."""
    response = _response(cells)
    if not _is_new(loading, response):
        return
    step = loading.put(
        ResponseStep,
        cells,
        {
            "response": response,
            "status": cells.choice("status", ResponseStatus),
            "on": cells.day("on") or today(),
        },
        by=cells.somebody("by"),
        why=cells.raw("why"),
    )
    lines = [row for row in loading.folder.of("response_steps.csv") if _same(row.cells, cells)]
    if cells.line is lines[-1] and step.status != response.status:
        raise RowError(
            f"status: the last step is {step.status}, but responses.csv says {response.status}."
        )


def load_point_answer(loading: Loading, cells: Cells) -> None:
    response = _response(cells)
    if not _is_new(loading, response):
        return
    loading.put(
        SubPointAnswer,
        cells,
        {"response": response, "sub_point": _point(response.recommendation, cells)},
        decision=cells.choice("decision", ResponseStatus),
        statement=cells.raw("statement"),
    )


def load_action(loading: Loading, cells: Cells) -> None:
    """Known by its title; `recommendations` are numbers, `points` such as “3.1”."""
    force, due_on = cells.force("force"), cells.day("due_on")
    if due_on is None:
        raise CellError("due_on is empty. Fill it in.")
    key = {"force": force, "title": cells.text("title")}
    standing = Action.objects.filter(**key).first()
    if standing:
        loading.outcome["kept"] += 1
        loading.codes.add(standing, cells.text("number"))
        return
    numbers = _several(cells, "recommendations")
    action = loading.put(
        Action,
        cells,
        key,
        what=cells.raw("what"),
        owner=cells.somebody("owner"),
        due_on=due_on,
        first_due_on=cells.day("first_due_on") or due_on,
        status=cells.choice("status", ActionStatus),
        done_on=cells.day("done_on"),
        dropped_because=cells.raw("dropped_because"),
    )
    found = [
        cells.codes.find(Response, f"{number} {force.code}", "recommendations")
        for number in numbers
    ]
    loading.link(action, "responses", found)
    loading.link(action, "sub_points", [_numbered(cells, one) for one in _several(cells, "points")])
    loading.codes.add(action, cells.text("number"))


def load_due_change(loading: Loading, cells: Cells) -> None:
    action = cells.codes.find(Action, cells.text("action"), "action")
    if not _is_new(loading, action):
        return
    before, after = cells.day("before"), cells.day("after")
    if before is None or after is None:
        raise CellError("before or after is empty. Fill both in.")
    loading.put(
        DueChange,
        cells,
        {"action": action, "before": before, "after": after},
        why=cells.text("why"),
        by=cells.somebody("by"),
        at=cells.moment("at"),
    )


def load_progress_update(loading: Loading, cells: Cells) -> None:
    """Of a recommendation's response, or of an action."""
    on_action = bool(cells.raw("action"))
    of: Model = (
        cells.codes.find(Action, cells.text("action"), "action") if on_action else _response(cells)
    )
    key = {
        "action" if on_action else "response": of,
        "by": cells.somebody("by"),
        "at": cells.moment("at"),
    }
    if _is_new(loading, of):
        point = _point(of.recommendation, cells) if _of_point(of, cells) else None
        update = loading.put(ProgressUpdate, cells, key, text=cells.text("text"), sub_point=point)
    else:  # reports are never changed, so it stands
        update = ProgressUpdate.objects.get(**key)
    loading.codes.add(update, cells.text("number"))


def _of_point(of: Model, cells: Cells) -> TypeGuard[Response]:
    return isinstance(of, Response) and bool(cells.raw("point"))


def _is_new(loading: Loading, row: Model) -> bool:
    if loading.is_new(row):
        return True
    loading.outcome["kept"] += 1
    return False


def _recommendation(cells: Cells) -> Recommendation:
    return cells.codes.find(Recommendation, cells.text("recommendation"), "recommendation")


def _code(cells: Cells) -> str:
    return f"{cells.text('recommendation')} {cells.text('force')}"


def _response(cells: Cells) -> Response:
    return cells.codes.find(Response, _code(cells), "recommendation")


def _same(row: Mapping[str, str], cells: Cells) -> bool:
    return all(row.get(name) == cells.raw(name) for name in ("recommendation", "force"))


def _told(loading: Loading, file: str, cells: Cells) -> bool:
    """Whether `file` says anything of the same response."""
    return any(_same(line.cells, cells) for line in loading.folder.of(file))


def _several(cells: Cells, column: str) -> list[str]:
    return [part.strip() for part in cells.raw(column).split(";") if part.strip()]


def _point(recommendation: Recommendation, cells: Cells) -> SubPoint:
    return _ordered(recommendation, cells.number("point") or 0, "point")


def _numbered(cells: Cells, written: str) -> SubPoint:
    """ "3.1" is the first point of recommendation 3."""
    number, _, order = written.partition(".")
    recommendation = cells.codes.find(Recommendation, number, "points")
    return _ordered(recommendation, int(order) if order.isdigit() else 0, "points")


def _ordered(recommendation: Recommendation, order: int, column: str) -> SubPoint:
    found = SubPoint.objects.filter(recommendation=recommendation, order=order).first()
    if found is None:
        raise CellError(f"{column}: recommendation {recommendation.number} has no such point.")
    return found


def _steps_by_dates(loading: Loading, response: Response) -> None:
    """Where no step is told: asked when it was published, and what it is since it was answered."""
    published, answered = response.recommendation.published, response.answered_on
    asked = published.last if published else today()
    days = [(ResponseStatus.AWAITING, min(asked, answered or asked))]
    if response.status != ResponseStatus.AWAITING:
        days.append((ResponseStatus(response.status), answered or asked))
    for status, day in days:
        ResponseStep.objects.create(
            response=response, status=status, on=day, why=response.statement, by=loading.by
        )
