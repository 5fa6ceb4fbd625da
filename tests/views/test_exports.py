"""The list of case files taken out: what is in it, who may have it, and the trail of it."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from django.urls import reverse

from audit.clock import today
from audit.models import CaseFile, LogEntry, LogText
from audit.spreadsheets.case_file_listing import COLUMNS
from audit.spreadsheets.writing import ABOUT
from tests.answers import double_file
from tests.factories import CaseFileFactory, RoundFactory, graded_file
from tests.pages import Page

pytestmark = pytest.mark.django_db
EVENT = "case_files.exported"


@pytest.fixture
def round(db):
    return RoundFactory(code="audit", title="Our audit")


@pytest.fixture
def graded(round, person) -> CaseFile:
    return graded_file(round, person("auditor@wexshire"), ("s47", "requires_improvement"))


@pytest.fixture
def client(freshly_signed_in):
    return freshly_signed_in("moderator@wexshire")


def address(kind: str, **chosen) -> str:
    return reverse("case-file-list-export", args=[kind], query=chosen)


def rows_in(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_workbook_shows_what_the_list_shows(client, graded):
    response = client.get(address("xlsx"))
    name = f"case-files-{today().isoformat()}.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    heading, row = book["Case files"].iter_rows(values_only=True)
    assert heading == COLUMNS
    assert dict(zip(heading, row, strict=True)) | {"Reference": ""} == {
        "Reference": "",
        "Inspection or audit": "Our audit",
        "Areas": "Enquiries under section 47 of the Children Act 1989",
        "Grade": "Requires improvement",
        "Status": "Submitted",
        "Chosen by": "The force",
        "Chosen how": graded.get_chosen_how_display(),
        "Reconstructed": False,
        "Allocated to": graded.allocated_to.name if graded.allocated_to else None,
        "Graded as well by": None,
        "Due on": None,
    }
    about = dict(book[ABOUT].iter_rows(min_row=2, values_only=True))
    assert about["Filter"] == "None"
    assert about["Taken out by"] == "Morgan Ellis"
    assert about["How many"] == "1"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_it_can_be_had_as_data(client, graded, kind):
    content = client.get(address(kind)).content.decode("utf-8-sig")
    if kind == "csv":
        (row,) = csv.DictReader(io.StringIO(content))
    else:
        ((row,),) = json.loads(content)["tables"].values()
    assert row["Reference"] == graded.reference
    assert row["Grade"] == "Requires improvement"
    assert row["Reconstructed"] in ("no", False)


def test_a_reconstructed_file_says_so(client, round):
    CaseFileFactory(round=round, reconstructed=True)
    assert [row["Reconstructed"] for row in rows_in(client.get(address("csv")))] == ["yes"]


def test_it_holds_exactly_what_is_filtered_on_all_pages(client, round):
    for _ in range(30):
        CaseFileFactory(round=round, area_code="cse")
    other = CaseFileFactory(round=round, area_code="missing")
    assert len(rows_in(client.get(address("csv")))) == 31
    (row,) = rows_in(client.get(address("csv", area="missing")))
    assert row["Reference"] == other.reference
    content = client.get(address("json", area="missing", status="to_grade")).content
    about = json.loads(content)["about"]
    assert about["Filter"] == (
        "Which area of practice? Missing and absent children; How far is it? To grade"
    )


def test_the_words_of_the_filter_work_and_are_not_repeated(client, graded, round):
    CaseFileFactory(round=round)
    client.post(reverse("case-file-list"), {"text": graded.reference})
    about = json.loads(client.get(address("json")).content)
    assert len(about["tables"]["Case files"]) == 1
    assert about["about"]["Filter"] == "Which words? (not repeated here)"


def test_a_grade_that_is_still_blind_is_not_in_it(client, freshly_signed_in, round, person):
    people = (person("auditor@wexshire"), person("auditor2@wexshire"))
    double_file(round, *people, ("good", "inadequate"))
    for who in (client, freshly_signed_in("auditor@wexshire")):
        assert [row["Grade"] for row in rows_in(who.get(address("csv")))] == [""]


def test_an_auditor_takes_out_their_own_files_and_no_other(freshly_signed_in, round, person):
    mine = CaseFileFactory(round=round, allocated_to=person("auditor@wexshire"))
    CaseFileFactory(round=round)
    (row,) = rows_in(freshly_signed_in("auditor@wexshire").get(address("csv")))
    assert row["Reference"] == mine.reference


def test_files_that_one_sees_and_may_not_take_out_stay(freshly_signed_in, round):
    CaseFileFactory(round=round)
    assert rows_in(freshly_signed_in("moderator@eastmarch").get(address("csv"))) == []
    assert not LogEntry.objects.filter(event=EVENT).exists()


def test_it_wants_a_fresh_password(signed_in, graded):
    response = signed_in("moderator@wexshire").get(address("xlsx"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not LogEntry.objects.filter(event=EVENT).exists()


@pytest.mark.parametrize("who", ["manager@wexshire", "observer@wexshire", "admin@casemark"])
def test_who_never_handles_case_files_is_refused_before_that(signed_in, who):
    assert signed_in(who).get(address("xlsx")).status_code == 403


def test_each_time_leaves_an_entry_for_each_round(client, graded, person):
    CaseFileFactory(round=RoundFactory(code="earlier"))
    for _ in range(2):
        client.get(address("xlsx"))
    entries = LogEntry.objects.filter(event=EVENT)
    assert entries.count() == 4
    assert {entry.by for entry in entries} == {person("moderator@wexshire")}
    assert {text.after["rows"] for text in LogText.objects.filter(entry__in=entries)} == {1}


def test_the_list_offers_it_with_its_filter_to_those_who_may(signed_in, client, graded):
    page = Page(client.get(reverse("case-file-list", query={"area": "s47"})))
    assert "Take this case file out as an Excel workbook" in page.text
    assert page.links["CSV of this case file"] == address("csv", area="s47")
    page = Page(signed_in("manager@wexshire").get(reverse("case-file-list")))
    assert "Take" not in page.text


@pytest.mark.parametrize("count", [2, 12])
def test_it_takes_as_many_queries_for_any_length(
    client, round, person, django_assert_max_num_queries, count
):
    for _ in range(count):
        graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    client.get(address("csv"))
    with django_assert_max_num_queries(24):
        assert len(rows_in(client.get(address("csv")))) == count
