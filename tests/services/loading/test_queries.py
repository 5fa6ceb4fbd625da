"""Queries of a folder: asked, answered, resolved, and left alone once they stand."""

from __future__ import annotations

import pytest

from audit.models import Query, QueryMessage
from tests.services.loading.small_folder import AUDITOR, MODERATOR

HEADING = "number,reference,assessor,field,asked_by,asked_at,deputy,resolved_by,resolved_at\n"
ASKED = f"1,SMALL-1,{AUDITOR},answer:child-spoken-to,{MODERATOR},2026-11-11 09:20,,,\n"
RESOLVED = f"2,SMALL-2,,,{AUDITOR},2026-11-11 10:00,,{AUDITOR},2026-11-12 10:00\n"
MESSAGES = (
    "query,by,at,text\n"
    f"1,{MODERATOR},2026-11-11 09:20,Who spoke to her?\n"
    f"1,{AUDITOR},2026-11-11 14:00,The first officer.\n"
)


@pytest.fixture
def asked(folder):
    def write(queries: str = ASKED + RESOLVED, messages: str = MESSAGES) -> None:
        (folder / "queries.csv").write_text(HEADING + queries, "utf-8")
        (folder / "query_messages.csv").write_text(messages, "utf-8")

    return write


def test_a_query_stands_on_a_field_of_an_assessment(asked, load):
    asked()
    load()
    query = Query.objects.open().get()
    assert (query.assessment.assessor.email, query.field) == (AUDITOR, "answer:child-spoken-to")
    assert [message.by.email for message in query.messages.all()] == [MODERATOR, AUDITOR]


def test_a_query_can_be_about_the_file_and_be_resolved(asked, load):
    asked()
    load()
    query = Query.objects.get(assessment=None)
    assert (query.case_file.reference, query.resolved_by.email) == ("SMALL-2", AUDITOR)


def test_a_query_can_be_about_an_agreed_grade(asked, load, folder):
    asked()
    heading = HEADING.replace("assessor", "origin,assessor")
    row = f"2,SMALL-2,agreed,{MODERATOR},,{AUDITOR},2026-11-11 10:00,,,\n"
    (folder / "queries.csv").write_text(heading + row, "utf-8")
    (folder / "query_messages.csv").unlink()
    load()
    assert Query.objects.get().assessment.origin == "agreed"


def test_loading_again_changes_nothing(asked, load, rows):
    asked()
    load()
    before = rows()
    assert not load().wrote
    assert rows() == before


def test_what_people_have_done_with_a_query_since_is_kept(asked, load):
    asked()
    load()
    query = Query.objects.open().get()
    query.resolved_by, query.resolved_at = query.asked_by, query.asked_at
    query.save()
    QueryMessage.objects.filter(by__email=AUDITOR).update(text="The second officer.")
    load()
    assert not Query.objects.open().exists()
    assert QueryMessage.objects.filter(text="The second officer.").count() == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("child-spoken", "dog-spoken", "field: “answer:dog-spoken-to” is not known"),
        (f"SMALL-1,{AUDITOR}", f"SMALL-1,{MODERATOR}", "assessor: “SMALL-1 assessor moderator"),
        ("09:20", "nine", "asked_at: “2026-11-11 nine” is not a time"),
        (f"{MODERATOR},2026", ",2026", "asked_by is empty. Fill it in."),
        ("09:20,,", "09:20,moderator@wexshire.example,", "Choose somebody else as deputy."),
    ],
)
def test_a_mistake_is_named(old, new, said, asked, problems):
    asked(ASKED.replace(old, new))
    assert problems()[0].startswith(f"queries.csv, line 2: {said}")


def test_a_message_of_no_query_is_refused(asked, problems):
    asked(messages=f"query,by,at,text\n9,{AUDITOR},2026-11-11 14:00,Hello.\n")
    assert problems()[0].startswith("query_messages.csv, line 2: query: “9” is not known.")
