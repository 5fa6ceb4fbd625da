"""A snapshot as a Word document, for boards that edit it. The only module that knows docxtpl."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from audit.documents.render import SHOWN
from audit.documents.snapshot import Snapshot, sha256
from audit.documents.word_sheets import Column, Sheet

UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot hold."""


def render_word(snapshot: Snapshot) -> bytes:
    """Raises KeyError for a kind that is no Word document."""
    # Loading docxtpl takes longer than most pages that never need it.
    from docxtpl import DocxTemplate

    sheet = Sheet()
    TEMPLATES[snapshot["kind"]](sheet)
    document = DocxTemplate(io.BytesIO(sheet.content()))
    shown = _writable(snapshot)
    document.render({"s": shown, "hash": sha256(snapshot)[:SHOWN]}, autoescape=True)
    made = datetime.fromisoformat(snapshot["version"]["as_at"]["iso"]).replace(tzinfo=UTC)
    properties = document.docx.core_properties
    properties.title, properties.subject = shown["title"], shown["kicker"]
    properties.created = properties.modified = made.replace(tzinfo=None)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same snapshot is the same file, whenever it is made."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED) as same:
        for part in made.infolist():
            same.writestr(ZipInfo(part.filename), made.read(part), ZIP_DEFLATED)
    return out.getvalue()


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {key: _writable(part) for key, part in value.items()}
    return [_writable(part) for part in value] if isinstance(value, list) else value


def _action_plan(sheet: Sheet) -> None:
    sheet.heading("{{ s.title }}", 0)
    with sheet.when("s.force.invented"):
        sheet.paragraph("This force does not exist: everything here was invented.")
    sheet.facts(
        "About this document",
        (
            ("Force", "{{ s.force.name }}"),
            ("Asked by", "{{ s.publishers }}"),
            ("Results published", "{{ s.round.published or 'Not yet' }}"),
            ("Version", "{{ s.version.label }}, as at {{ s.version.as_at.text }}. Data {{ hash }}"),
            ("Handling", "{{ s.handling.marking }}. {{ s.handling.meaning }}"),
        ),
    )
    sheet.heading("The plan at a glance", 1)
    sheet.paragraph(
        "Recommendations: {{ s.total }}. What the force answers: {{ s.in_words or 'nothing' }}."
    )
    glance: list[Column] = [
        ("Recommendation", "{{ item.number }}. {{ item.title }}", 6.6),
        ("When", "{{ item.due }}", 4),
        ("Answer", "{{ item.decision }}", 3),
        ("Stands as", "{{ item.status }}{% if item.overdue %}, overdue{% endif %}", 3),
    ]
    sheet.table("Recommendations and answers", glance, "item", "s.at_once + s.plan")
    for rows, title in (
        ("s.at_once", "Update: what had to be acted on at once"),
        ("s.plan", "Plan for the other recommendations"),
    ):
        with sheet.when(rows):
            sheet.heading(title, 1)
            with sheet.each("item", rows):
                _answer(sheet)
    sheet.heading("What is due when, and why", 1)
    clocks: list[Column] = [
        ("What", "{{ clock.title }}", 3.6),
        ("Due", "{{ clock.due or 'No date' }}", 3),
        ("How it was counted", "{{ clock.counted }}. {{ clock.source }}", 6.6),
        ("Recommendations", "{{ clock.numbers | join(', ') }}", 3.4),
    ]
    sheet.table("Last days for the force, and how each was counted", clocks, "clock", "s.clocks")
    counted: list[Column] = [("What", "{{ one.figure }}", 4), ("How", "{{ one.how }}", 12.6)]
    sheet.heading("How each figure was counted", 1)
    sheet.table("How each figure was counted", counted, "one", "s.method.counted")


def _answer(sheet: Sheet) -> None:
    sheet.heading("{{ item.number }}. {{ item.title }}", 2)
    sheet.paragraph("{{ item.due }}", bold=True)
    sheet.paragraph("{{ item.text }}")
    with sheet.each("group", "item.groups"):
        with sheet.when("group.lead_in"):
            sheet.paragraph("{{ group.lead_in }}:")
        with sheet.each("point", "group.points"):
            sheet.bullet(
                "{{ point.text }} – {{ point.decision }}"
                "{% if point.statement %}: {{ point.statement }}{% endif %}"
            )
    because = "{% if item.decision == 'Not accepted' and item.statement %}, because:{% endif %}"
    sheet.paragraph("{{ item.decision }}" + because, bold=True)
    with sheet.each("said", "item.statement"):
        sheet.paragraph("{{ said }}")
    sheet.paragraph(
        "Stands as: {{ item.status | lower }}{% if item.overdue %}, overdue{% endif %}."
        "{% if item.answered_on %} Answered {{ item.answered_on }}.{% endif %}"
        "{% if item.owner %} Owner: {{ item.owner }}.{% endif %}"
        " Pieces of evidence: {{ item.evidence }}."
    )
    with sheet.when("item.actions"):
        actions: list[Column] = [
            ("Action", "{{ action.title }}", 5.2),
            ("Owner", "{{ action.owner | capitalize }}", 3.5),
            ("Due", "{{ action.due }}{% if action.first_due %} (first due {{ action.first_due }})"
             "{% endif %}", 3.5),
            ("Status", "{{ action.status }}{% if action.overdue %}, overdue{% endif %}"
             "{% if action.dropped_because %}: {{ action.dropped_because }}{% endif %}", 2.5),
            ("Evidence", "{{ action.evidence }}", 2.2),
        ]  # fmt: skip
        sheet.table("Actions", actions, "action", "item.actions")


def _register(sheet: Sheet) -> None:
    sheet.heading("{{ s.title }}", 0)
    with sheet.when("s.force.invented"):
        sheet.paragraph("This force does not exist: everything here was invented.")
    sheet.facts(
        "About this document",
        (
            ("As at", "{{ s.version.as_at.text }}. {{ s.as_at_how }}"),
            ("What it holds", "{{ s.chosen or 'Everything that was put to the force' }}"),
            ("Data", "{{ hash }}"),
            ("Handling", "{{ s.handling.marking }}. {{ s.handling.meaning }}"),
        ),
    )
    sheet.heading("In numbers", 1)
    sheet.paragraph("Recommendations: {{ s.total }}")
    counts: list[Column] = [("How", "{{ row.label }}", 12.6), ("Number", "{{ row.number }}", 4)]
    with sheet.each("table", "s.counts"):
        sheet.table("{{ table.title }}", counts, "row", "table.rows")
    sheet.heading("The register", 1)
    lines: list[Column] = [
        ("Recommendation", "{{ line.number }}. {{ line.title }}", 6.6),
        ("Owner", "{{ line.owner }}", 3.4),
        ("Due", "{{ line.due or '–' }}{% if line.due_for %} ({{ line.due_for }}){% endif %}", 3.4),
        ("Status", "{{ line.status }}{% if line.late %}, {{ line.late | lower }}{% endif %}", 3.2),
    ]
    with sheet.each("source", "s.sources"):
        sheet.heading("{{ source.title }} ({{ source.publisher }})", 2)
        sheet.table("Recommendations of {{ source.title }}", lines, "line", "source.lines")


TEMPLATES: dict[str, Callable[[Sheet], None]] = {
    "action_plan": _action_plan,
    "recommendation_register": _register,
}
"""By the kind of document."""
