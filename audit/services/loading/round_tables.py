"""What each file says about the round itself: its facts, findings and published counts."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from audit.models import (
    CommonTheme,
    Force,
    Framework,
    LocalAuthority,
    NextStep,
    PublishedCount,
    Round,
    RoundMember,
    SupportingFigure,
)
from audit.permissions import Right, require
from audit.rules.counting import figure_problems
from audit.rules.dates import Precision
from audit.rules.deadlines import Clock
from audit.rules.grading import Polarity
from audit.rules.roles import RoundRole
from audit.rules.transitions import RoundStatus
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.folder import Line
from audit.services.loading.loading import Loading, RowError, refuse, sentences
from audit.services.rounds import order_problems
from audit.services.sign_off import Signing

ROUND_FIELDS = frozenset(
    {
        "code",
        "kind",
        "force",
        "framework",
        "led_by",
        "title",
        "fieldwork_started_on",
        "fieldwork_ended_on",
        "published_on",
        "previous",
        "status",
        "historic",
        "self_assessed",
        "summary",
        "method",
        "concern_contact",
        "concern_deputy",
        "concern_telephone",
    }
)


def load_round_file(loading: Loading) -> bool:
    """round.csv holds a field and its value per line; without it nothing else can be read."""
    lines = loading.folder.of("round.csv")
    values = {line.cells.get("field", ""): line.cells.get("value", "") for line in lines}
    wrong = _field_problems(lines)
    if wrong:
        loading.problems.extend(wrong)
        return False
    # Problems name the line of the field that they are about; see place_of.
    cells = Cells(Line("round.csv", 1, 1, values), loading.codes)
    try:
        loading.round = _round(loading, cells)
    except (CellError, RowError, ValidationError) as error:
        for text in sentences(error):
            loading.problems.append(f"{place_of(lines, text)}: {text}")
        return False
    return True


def _field_problems(lines: list[Line]) -> list[str]:
    problems = []
    seen: set[str] = set()
    for line in lines:
        name = line.cells.get("field", "")
        if name not in ROUND_FIELDS:
            problems.append(line.problem(f"no such field: {name}. Remove it."))
        elif name in seen:
            problems.append(line.problem(f"{name} is there already. Remove one of the two lines."))
        seen.add(name)
    return problems


def place_of(lines: list[Line], message: str) -> str:
    """The line of round.csv whose field `message` begins with, or the file."""
    for line in lines:
        if message.startswith(f"{line.cells.get('field')}:") or message.startswith(
            f"{line.cells.get('field')} is empty"
        ):
            return f"round.csv, line {line.number}"
    return "round.csv"


def _round(loading: Loading, cells: Cells) -> Round:
    _require_right_to_stored(loading, cells.text("code"))
    framework: Framework = cells.framework("framework")
    loading.codes.use_framework(framework)
    started = cells.partial_date("fieldwork_started_on")
    ended = cells.partial_date("fieldwork_ended_on")
    if started and ended and started.precision != ended.precision:
        raise CellError("fieldwork_ended_on: write both dates to the day, or both to the month.")
    published = cells.partial_date("published_on")
    fieldwork = started or ended
    force: Force = cells.force("force")
    values = {
        "kind": cells.choice("kind", Round.Kind),
        "force": force,
        "framework": framework,
        "led_by": cells.choice("led_by", Round.LedBy),
        "title": cells.text("title"),
        "fieldwork_started_on": started and started.day,
        "fieldwork_ended_on": ended and ended.last,
        "fieldwork_precision": fieldwork.precision if fieldwork else Precision.DAY,
        "published_on": published and published.day,
        "published_precision": published.precision if published else Precision.DAY,
        "previous": _previous(cells),
        "status": cells.choice("status", RoundStatus),
        "historic": cells.flag("historic"),
        "self_assessed": cells.number("self_assessed"),
        "summary": cells.raw("summary"),
        "method": cells.raw("method"),
        "concern_contact": cells.user("concern_contact"),
        "concern_deputy": cells.user("concern_deputy"),
        "concern_telephone": cells.raw("concern_telephone"),
    }
    refuse(order_problems(Round(code=cells.text("code"), **values)))
    return loading.put(Round, cells, {"code": cells.text("code")}, **values)


def _require_right_to_stored(loading: Loading, code: str) -> None:
    """No folder takes a round out of another's scope by naming its code."""
    stored = Round.objects.filter(code=code).first()
    if stored is not None:
        require(loading.by, Right.WRITE_FINDINGS, stored)


def _previous(cells: Cells) -> Round | None:
    return (
        cells.codes.find(Round, cells.raw("previous"), "previous")
        if cells.raw("previous")
        else None
    )


def load_member(loading: Loading, cells: Cells) -> None:
    user = cells.user("email")
    if user is None:
        raise CellError("email is empty. Fill it in.")
    key = {"round": loading.round, "user": user}
    loading.put(RoundMember, cells, key, role=cells.choice("role", RoundRole))


def load_sign_off(loading: Loading, cells: Cells) -> None:
    """The figures are frozen once all of the folder is read (services/sign_off.py)."""
    loading.signing = Signing(
        by=cells.somebody("signed_by"),
        at=cells.moment("signed_at"),
        explanation=cells.raw("explanation"),
    )


def load_local_authority(loading: Loading, cells: Cells) -> None:
    judged = cells.partial_date("judged_on")
    loading.put(
        LocalAuthority,
        cells,
        {"round": loading.round, "name": cells.text("name")},
        judgement=cells.text("judgement"),
        judged_on=judged and judged.day,
        judged_precision=judged.precision if judged else Precision.DAY,
        note=cells.raw("note"),
    )


def load_next_step(loading: Loading, cells: Cells) -> None:
    loading.put(
        NextStep,
        cells,
        {"round": loading.round, "order": cells.number("order") or cells.line.position},
        clock=cells.choice("clock", Clock),
        text=cells.text("text"),
    )


def load_published_count(loading: Loading, cells: Cells) -> None:
    count = cells.number("count")
    if count is None:
        raise CellError("count is empty. Fill it in.")
    area = cells.area("area") if cells.raw("area") else None
    grade = cells.text("grade")
    scale = loading.round.framework.scale
    if grade not in scale:
        raise CellError(f"grade: “{grade}” is not a grade of this framework. Use {scale.listed()}.")
    key = {"round": loading.round, "area": area, "grade": grade}
    loading.put(PublishedCount, cells, key, count=count, source_note=cells.raw("source_note"))


def load_common_theme(loading: Loading, cells: Cells) -> None:
    row = loading.put(
        CommonTheme,
        cells,
        {
            "round": loading.round,
            "area": cells.area("area"),
            "polarity": cells.choice("polarity", Polarity),
            "order": cells.number("order") or cells.line.position,
        },
        text=cells.text("text"),
    )
    loading.link(row, "themes", cells.themes("themes"))


def load_figure(loading: Loading, cells: Cells) -> None:
    count, base = cells.number("count"), cells.number("base")
    refuse(figure_problems(count, base))
    loading.put(
        SupportingFigure,
        cells,
        {"round": loading.round, "order": cells.line.position},
        chapter=cells.stage("chapter"),
        label=cells.text("label"),
        count=count,
        base=base,
        base_label=cells.raw("base_label"),
        unit=cells.raw("unit"),
        period=cells.raw("period"),
        counted_by=cells.choice("counted_by", SupportingFigure.CountedBy),
        as_printed=cells.raw("as_printed"),
        note=cells.raw("note"),
    )
