"""Every list as a file: rows, rights, filter, trail. That of case files: test_exports.py."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import (
    CaseAction,
    CaseFile,
    ForceMembership,
    LogEntry,
    LogText,
    Round,
    User,
)
from audit.rules.events import event_words
from audit.rules.roles import Role
from audit.services.queries import query_ask
from audit.services.trail import record
from audit.spreadsheets.writing import ABOUT
from audit.urls import exports
from tests.answers import agreed_file, answered, double_file, observed
from tests.factories import (
    CaseFileFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    graded_file,
)
from tests.four_rounds import make_four_rounds
from tests.imports import checked_run
from tests.pages import Page

pytestmark = pytest.mark.django_db
MODERATOR, AUDITOR, MANAGER = "moderator@wexshire", "auditor@wexshire", "manager@wexshire"
ADMIN = "admin@casemark"
LISTS = [name for name, _, _ in exports.TAKEN_OUT]
OF_ADMINISTRATORS = {
    *("person-list", "access-review", "access-review-force", "access-review-no-force"),
    *("trail-list", "job-list"),
}
OF_ONESELF = {"my-cases", "round-grid"}
OF_MANAGERS = {"action-list"}
WITHOUT_PAGE = {"grade-figures", "round-grade-figures"}
EMPTY = {"round-agreement", "round-facts", "round-themes", "job-list"}
"""Of what is counted or has run there is nothing in the four rounds."""


@pytest.fixture
def round(db) -> Round:
    return RoundFactory(code="audit", title="Our audit")


@pytest.fixture
def places(db):
    return make_four_rounds()


def reader(name: str) -> str:
    if name in OF_ADMINISTRATORS:
        return ADMIN
    if name in OF_MANAGERS:
        return MANAGER
    return AUDITOR if name in OF_ONESELF else MODERATOR


def address(name: str, code: str, kind: str = "", **query: str) -> str:
    """Of the list, or of its file."""
    prefix = next(place for key, place, _ in exports.TAKEN_OUT if key == name)
    of_force = "forces" in prefix or "register" in prefix
    wanted = {"code": "wexshire" if of_force else code} if "code" in prefix else {}
    if kind:
        return reverse(f"{name}-export", kwargs={**wanted, "format": kind}, query=query)
    return reverse(name, kwargs=wanted, query=query)


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def only(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    (row,) = [row for row in rows if wanted.items() <= row.items()]
    return row


def exports_recorded() -> list[LogEntry]:
    return list(LogEntry.objects.filter(event__endswith=".exported").order_by("pk"))


@pytest.mark.parametrize("name", LISTS)
def test_each_list_leaves_in_each_form_with_the_same_rows(name, places, freshly_signed_in):
    client = freshly_signed_in(reader(name))
    code = places["own"].round.code
    texts = rows_of(client.get(address(name, code, "csv")))
    assert texts or name in EMPTY
    data = json.loads(client.get(address(name, code, "json")).content)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(address(name, code, "xlsx")).content), read_only=False
    )
    ((_, rows),) = data["tables"].items()
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "A2"
    assert about.title == ABOUT
    said = dict(about.iter_rows(min_row=2, values_only=True))
    assert {"What", "How many", "Filter", "Taken out by", "As at", "Handling"} <= set(said)
    assert said["How many"] == str(sheet.max_row - 1)
    if name != "trail-list":  # to which each of the three adds entries
        assert sheet.max_row - 1 == len(rows) == len(texts)


@pytest.mark.parametrize("name", LISTS)
def test_each_leaves_an_entry_that_says_how_many_and_nothing_of_them(
    name, places, freshly_signed_in, person
):
    client = freshly_signed_in(reader(name))
    rows = rows_of(client.get(address(name, places["own"].round.code, "csv")))
    entries = exports_recorded()
    assert bool(entries) == bool(rows) or name in EMPTY
    for entry in entries:
        assert entry.by == person(reader(name))
        assert event_words(entry.event).startswith("took out")
        assert set(LogText.objects.get(entry=entry).after) == {"rows", "form"}
        of_somebody = name in OF_ADMINISTRATORS or name == "source-list"
        assert of_somebody or entry.subject_type in {"round", "force", "sourcedocument"}


@pytest.mark.parametrize("name", LISTS)
def test_each_wants_a_fresh_password_and_leaves_no_entry_without(name, places, signed_in):
    response = signed_in(reader(name)).get(address(name, places["own"].round.code, "csv"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert exports_recorded() == []


@pytest.mark.parametrize("name", [name for name in LISTS if name not in WITHOUT_PAGE | EMPTY])
def test_each_page_offers_its_file(name, places, freshly_signed_in):
    client = freshly_signed_in(reader(name))
    code = places["own"].round.code
    page = Page(client.get(address(name, code)))
    for kind in ("xlsx", "csv", "json"):
        assert address(name, code, kind) in page.addresses


def test_the_pages_of_counts_offer_theirs(round, person, freshly_signed_in):
    case_file = graded_file(round, person(AUDITOR), ("s47", "good"))
    answered(case_file.final_assessment, child_spoken_to="yes")
    observed(case_file.final_assessment, "initial-response")
    agreed_file(round, "good", "good", person(MODERATOR))
    client = freshly_signed_in(MODERATOR)
    for name in ("round-facts", "round-themes", "round-agreement"):
        page = Page(client.get(address(name, round.code)))
        assert address(name, round.code, "csv") in page.addresses
    page = Page(client.get(round.get_absolute_url()))
    assert address("round-grade-figures", round.code, "csv") in page.addresses
    page = Page(client.get(reverse("round-list")))
    assert address("grade-figures", "", "csv") in page.addresses


@pytest.mark.parametrize("name", ["concern-list", "round-concerns", "round-case-actions"])
def test_who_may_take_no_case_file_out_is_offered_none(name, places, signed_in, freshly_signed_in):
    code = places["own"].round.code
    assert "export" not in signed_in(MANAGER).get(address(name, code)).content.decode()
    client = freshly_signed_in(MANAGER)
    assert client.get(address(name, code, "csv")).status_code == 403


def test_what_somebody_sees_and_may_not_take_out_stays(places, freshly_signed_in):
    """A team reads the inspection before its own, and takes out of its own alone."""
    client = freshly_signed_in("inspector@inspectorate")
    shown = client.get(reverse("concern-list")).context["page_obj"]
    assert {row.round.code for row in shown} == {"inspection", "published"}
    rows = rows_of(client.get(address("concern-list", "", "csv")))
    assert {row["Inspection or audit"] for row in rows} == {"Under way"}
    about = json.loads(client.get(address("concern-list", "", "json")).content)["about"]
    assert (about["How many"], about["Left out"]) == ("1", "1 that you may see and not take out")


def test_the_filter_is_followed_and_told(round, freshly_signed_in):
    case_file = CaseFileFactory(round=round)
    for day in (1, 2):
        CaseAction.objects.create(
            case_file=case_file,
            what=f"=Call {day}",
            owner="Supervisor",
            due_on=date(2026, 1, day),
        )
    late = CaseAction.objects.first()
    late.due_on = date(2050, 1, 1)
    late.save()
    client = freshly_signed_in(MODERATOR)
    content = client.get(address("round-case-actions", "audit", "xlsx", late="yes")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    heading, row = book["Case actions"].iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))
    assert found["What should be put right"] == "=Call 2"
    assert found["Due on"] == datetime(2026, 1, 2)
    assert (found["Late"], found["Reconstructed"]) == (True, False)
    said = dict(book[ABOUT].iter_rows(min_row=2, values_only=True))
    assert said["Filter"] == "Is it late? Late"
    assert said["Internal audit"] == "Our audit"


def test_the_name_of_a_file_holds_codes_alone(round, freshly_signed_in):
    client = freshly_signed_in(MODERATOR)
    response = client.get(address("round-case-actions", "audit", "csv"))
    assert 'filename="case-actions-audit-20' in response["Content-Disposition"]


def test_a_recommendation_stands_with_each_answer_that_one_may_see(freshly_signed_in):
    round = RoundFactory(title="Our audit")
    asked = RecommendationFactory(round=round, title="Ask the child", number=7)
    ResponseFactory(recommendation=asked)
    RecommendationFactory(round=round, title="Unanswered")
    RecommendationFactory(round=RoundFactory(eastmarch=True), title="Elsewhere")
    rows = rows_of(freshly_signed_in(MANAGER).get(address("recommendation-list", "", "csv")))
    row = only(rows, Title="Ask the child")
    assert row["Inspection or audit"] == "Our audit"
    assert row["Text"] == "Record each decision and the reason for it."
    assert (row["Force"], row["Status"]) == ("Wexshire Police (invented)", "Awaiting response")
    assert only(rows, Title="Unanswered")["Status"] == ""
    assert len(rows) == 2


def test_queries_leave_without_what_was_written(round, person, freshly_signed_in):
    case_file = double_file(round, person(AUDITOR), person("auditor2@wexshire"), ("good", "good"))
    query_ask(
        case_file=case_file, assessment=None, text="Where was Kai?", by=person(MODERATOR), field=""
    )
    response = freshly_signed_in(MODERATOR).get(address("query-list", "audit", "csv"))
    row = only(rows_of(response))
    assert (row["About"], row["Messages"], row["Status"]) == ("The whole of it", "1", "Open")
    assert "Kai" not in response.content.decode()


def test_what_is_asked_of_others_blind_work_stays_out(round, person, freshly_signed_in):
    """Whoever grades a file blind sees no thread about the other's assessment."""
    people = person(AUDITOR), person("auditor2@wexshire")
    case_file = double_file(round, *people, ("good", ""))
    CaseFile.objects.filter(pk=case_file.pk).update(blind=True)
    theirs = case_file.assessments.get()
    query_ask(case_file=case_file, assessment=theirs, text="Why?", by=person(MODERATOR), field="")
    for who, count in ((AUDITOR, 1), ("auditor2@wexshire", 0)):
        client = freshly_signed_in(who)
        assert len(rows_of(client.get(address("query-list", "audit", "csv")))) == count


def test_the_queue_leaves_with_its_grades_in_words(round, person, freshly_signed_in):
    people = person(AUDITOR), person("auditor2@wexshire")
    case_file = double_file(round, *people, ("good", "inadequate"))
    CaseFile.objects.filter(pk=case_file.pk).update(status="submitted")
    row = only(
        rows_of(freshly_signed_in(MODERATOR).get(address("moderation-queue", "audit", "csv")))
    )
    assert (row["First grade"], row["Second grade"]) == ("Good", "Inadequate")
    assert row["Distance"] == "2 grades apart"


def test_ones_own_cases_and_their_answers(round, person, freshly_signed_in):
    mine = CaseFileFactory(round=round, allocated_to=person(AUDITOR), due_on=date(2020, 1, 1))
    CaseFileFactory(round=round, allocated_to=person("auditor2@wexshire"))
    client = freshly_signed_in(AUDITOR)
    row = only(rows_of(client.get(address("my-cases", "", "csv"))))
    assert (row["Reference"], row["Late"], row["Place"]) == (mine.reference, "yes", "Alone")
    client.get(address("round-grid", "audit"))
    rows = rows_of(client.get(address("round-grid", "audit", "csv")))
    assert {row["Case file"] for row in rows} == {mine.reference}
    assert only(rows, **{"Question code": "child-spoken-to"})["Answer"] == ""


def test_results_leave_as_tidy_data_that_adds_up_to_the_figures(round, person, freshly_signed_in):
    auditor = person(AUDITOR)
    graded_file(round, auditor, ("s47", "good"), ("cse", "inadequate"), overall="good")
    graded_file(round, auditor, ("s47", "inadequate"))
    CaseFileFactory(round=round)
    client = freshly_signed_in(MANAGER)
    figures = client.get(reverse("round-figures", args=["audit"])).json()
    rows = rows_of(client.get(address("round-grade-figures", "audit", "csv")))
    headline = {row["Grade code"]: int(row["Count"]) for row in rows if row["Area"] == "All"}
    assert headline.pop("") == figures["ungraded"] == 1
    assert headline | {"total": 2} == figures["headline"]
    for area in figures["areas"]:
        found = [row for row in rows if row["Area code"] == area["code"]]
        assert {row["Basis"] for row in found} == {"Results by area"}
        assert {row["Grade code"]: int(row["Count"]) for row in found} == {
            code: area[code] for code in headline
        }
    assert {row["Reconstructed"] for row in rows} == {"no"}


def test_the_results_of_all_are_those_that_one_may_see(person, freshly_signed_in):
    lead = person("inspector@inspectorate")
    for code, traits in {
        "ours": {},
        "theirs": {"eastmarch": True},
        "hidden": {"inspection": True},
        "shown": {"inspection": True, "published": True},
        "dip": {"kind": Round.Kind.DIP_SAMPLE},
    }.items():
        graded_file(RoundFactory(code=code, **traits), lead, ("s47", "good"))
    CaseFile.objects.filter(round__code="shown").update(reconstructed=True)
    for who, codes in ((MANAGER, {"ours", "shown"}), (AUDITOR, {"shown"})):
        response = freshly_signed_in(who).get(address("grade-figures", "", "json"))
        content = json.loads(response.content)
        rows = content["tables"]["Results"]
        assert {row["Code"] for row in rows} == codes
        assert {row["Code"] for row in rows if row["Reconstructed"]} == {"shown"}
        assert "nobody outside knows" in content["about"]["Note"]
        assert {entry.subject_type for entry in exports_recorded()} == {"force"}


def test_of_reconstructed_files_only_grades_are_counted(round, person, freshly_signed_in):
    case_file = graded_file(round, person(AUDITOR), ("s47", "good"))
    answered(case_file.final_assessment, child_spoken_to="yes")
    CaseFile.objects.update(reconstructed=True)
    client = freshly_signed_in(MODERATOR)
    for name in ("round-facts", "round-themes", "round-agreement"):
        content = json.loads(client.get(address(name, "audit", "json")).content)
        assert list(content["tables"].values()) == [[]]
        assert "area and grade and nothing else" in content["about"]["Note"]
    rows = rows_of(client.get(address("round-grade-figures", "audit", "csv")))
    assert {row["Reconstructed"] for row in rows} == {"yes"}
    rows = rows_of(client.get(address("round-list", "", "csv")))
    assert only(rows)["Reconstructed"] == "yes"


def test_facts_and_themes_count_what_their_pages_count(round, person, freshly_signed_in):
    for answer, area in (("yes", "s47"), ("no", "missing")):
        case_file = graded_file(round, person(AUDITOR), (area, "good"))
        answered(case_file.final_assessment, child_spoken_to=answer)
        observed(case_file.final_assessment, "initial-response")
    client = freshly_signed_in(MODERATOR)
    asked = {"Question code": "child-spoken-to", "Answer code": "yes"}
    rows = rows_of(client.get(address("round-facts", "audit", "csv")))
    row = only(rows, Area="All", **asked)
    assert (row["Count"], row["Out of"]) == ("1", "2")
    rows = rows_of(client.get(address("round-facts", "audit", "csv", area="missing")))
    assert only(rows, **asked)["Count"] == "0"
    rows = rows_of(client.get(address("round-themes", "audit", "csv")))
    row = only(rows, Area="All", **{"Theme code": "initial-response", "Seen as": "Weakness"})
    assert (row["Count"], row["Out of"]) == ("2", "2")


def test_agreement_by_person_is_for_moderators(round, person, freshly_signed_in):
    agreed_file(round, "good", "inadequate", person(MODERATOR))
    for who, named in ((MODERATOR, True), (MANAGER, False)):
        rows = rows_of(freshly_signed_in(who).get(address("round-agreement", "audit", "csv")))
        assert any(row["Person"] == "Morgan Ellis" for row in rows) == named
        pair = only(rows, **{"First grade": "Good", "Second grade": "Inadequate", "Value": "1"})
        assert pair["Measure"] == "Files with this pair of grades"


def test_how_far_the_grading_is(round, person, freshly_signed_in):
    CaseFileFactory(round=round, allocated_to=person(AUDITOR))
    rows = rows_of(freshly_signed_in(MODERATOR).get(address("round-progress", "audit", "csv")))
    mine = only(rows, Name=person(AUDITOR).name, **{"How far": "To grade"})
    assert (mine["By"], mine["Count"]) == ("Person: gradings", "1")
    assert only(rows, Name="All case files", **{"How far": "Total"})["Count"] == "1"


def test_people_and_what_they_hold(administrator, person):
    rows = rows_of(administrator.get(address("person-list", "", "csv", role="moderator")))
    row = only(rows, **{"E-mail address": person(MODERATOR).email})
    assert row["Roles"] == "Moderator, Wexshire Police (invented)"
    assert {entry.subject_type for entry in exports_recorded()} == {"force"}
    rows = rows_of(administrator.get(address("access-review-force", "", "csv")))
    row = only(rows, **{"E-mail address": person(MODERATOR).email})
    assert (row["Holds"], row["Role or part"]) == ("Role", "Moderator")


def test_the_trail_says_how_far_back_it_goes_and_holds_no_text(administrator, person, round):
    administrator.get(address("person-list", "", "csv"))
    content = json.loads(administrator.get(address("trail-list", "", "json")).content)
    assert content["about"]["Filter"] == "How far back? A week"
    row = content["tables"]["Audit trail"][0]
    assert row["Event"] == "people.exported"
    assert row["Did"] == "took out the list of people as a spreadsheet or data"
    assert row["When"] <= timezone.localtime().isoformat()


def test_a_list_that_is_too_long_costs_a_sentence(round, freshly_signed_in, monkeypatch):
    monkeypatch.setattr("audit.services.exports.MOST_ROWS", 2)
    for _ in range(3):
        CaseFileFactory(round=round)
    client = freshly_signed_in(MODERATOR)
    response = client.get(address("case-file-list", "", "csv", area="s47"), follow=True)
    assert response.redirect_chain == [(address("case-file-list", "", area="s47"), 302)]
    assert "There are more than 2 rows" in Page(response).text
    assert exports_recorded() == []


def fill(rows: int, person) -> None:
    """So many people with a role in Wexshire, and entries by each of them."""
    force = person(AUDITOR).memberships.get().force
    for number in range(rows):
        user = User.objects.create_user(f"{number}@wexshire.example", name=f"Person {number}")
        held = ForceMembership.objects.create(user=user, force=force, role=Role.AUDITOR)
        record("forcemembership.added", held, by=user)


@pytest.mark.parametrize("name", ["person-list", "trail-list", "access-review-force"])
def test_administrators_lists_cost_as_many_queries_for_any_length(name, administrator, person):
    administrator.get(address(name, "", "csv"))
    asked = []
    for rows in (0, 40):
        fill(rows, person)
        with CaptureQueriesContext(connection) as queries:
            rows_of(administrator.get(address(name, "", "csv")))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_imports_leave_with_their_counts_and_without_what_was_in_them(
    round, person, freshly_signed_in
):
    run = checked_run(round, person(MODERATOR))
    response = freshly_signed_in(MODERATOR).get(address("import-list", "audit", "csv"))
    row = only(rows_of(response))
    assert (row["File"], row["SHA-256"]) == ("cases.csv", run.sha256)
    assert (row["How far"], row["Rows"], row["New"], row["Refused"]) == (
        *("Checked, not imported", "2"),
        *("1", "1"),
    )
    assert "NEW-1" not in response.content.decode()
    (entry,) = exports_recorded()
    assert (entry.event, entry.subject_id) == ("imports.exported", str(round.pk))


def test_an_auditor_takes_out_only_their_own_imports(round, person, freshly_signed_in):
    checked_run(round, person(MODERATOR))
    checked_run(round, person(AUDITOR))
    rows = rows_of(freshly_signed_in(AUDITOR).get(address("import-list", "audit", "csv")))
    assert [row["Who"] for row in rows] == [person(AUDITOR).name]
