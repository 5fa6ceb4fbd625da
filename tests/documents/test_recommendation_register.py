from __future__ import annotations

from datetime import date

import pytest

from audit.documents.recommendation_register import recommendation_register
from audit.documents.register import entries_on, lines_of
from audit.documents.render import render_html, render_pdf
from audit.models import Response
from tests.documents import pdf_structure
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db
DAY, SINCE = date(2026, 6, 30), date(2026, 5, 31)


@pytest.fixture
def register():
    inspection = inspection_of()
    steps = ((date(2026, 4, 20), "accepted"), (date(2026, 6, 8), "delivered"))
    put(inspection, *steps, number=2, title="Share early")
    put(inspection, number=1, title="Speak to the child")
    force = inspection.force
    lines = lines_of(force, Response.objects.filter(force=force))
    entries = entries_on(lines, DAY, SINCE)
    return recommendation_register(force, entries, day=DAY, since=SINCE, chosen="")


def numbers_of(register, title):
    (table,) = (table for table in register["counts"] if table["title"] == title)
    return {row["label"]: row["number"] for row in table["rows"]}


def test_it_says_as_at_when_and_how_it_was_computed(register):
    html = render_html(register)
    assert register["version"]["label"] == "As it stood on 30 June 2026"
    assert "up to that day" in html


def test_it_counts_what_the_page_counts(register):
    assert register["total"] == 2
    assert numbers_of(register, "Who has to do something next")["Waiting for us"] == 1
    assert numbers_of(register, "What is late") == {"Overdue": 1, "Due soon": 0}
    assert numbers_of(register, "What has moved")["Delivered"] == 1


def test_the_lines_stand_by_document_in_their_order(register):
    (source,) = register["sources"]
    assert [line["number"] for line in source["lines"]] == [1, 2]
    assert source["lines"][0]["late"] == "Overdue"
    assert source["lines"][1]["moved"] == ["Delivered"]


def test_it_is_marked_and_structured(register):
    assert register["handling"]["marking"] == "OFFICIAL-SENSITIVE"
    assert pdf_structure.problems(render_pdf(register)) == []
