"""What nobody changes by bringing a workbook, and how they are told: sheet, row and column."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Assessment, CaseFile, LogEntry, LogText, Round
from audit.rules.imports import Difference, Outcome
from audit.spreadsheets.reading import read_book
from audit.spreadsheets.round_workbook import (
    round_workbook_bytes,
    round_workbook_check,
)
from tests.answers import answered
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.soak.length import IN_FULL, times
from tests.spreadsheets.round_books import (
    book_of,
    brought,
    everything,
    filled_audit,
    said,
    sheets_of,
)

pytestmark = pytest.mark.django_db
AUDITOR, SECOND = "auditor@wexshire.example", "auditor2@wexshire.example"
MODERATOR = "moderator@wexshire.example"


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def audit(person) -> Round:
    return filled_audit(person)


def refused(audit: Round, by, change) -> list[str]:
    """What is said of a workbook that is refused; loading it has written nothing."""
    book, before = book_of(audit, by, change), everything()
    results = brought(book, audit, by)
    assert everything() == before
    assert Outcome.REFUSED in {row.outcome for row in results}
    assert round_workbook_check(book, audit, by) == results
    return said(results)


def put(sheet: str, place: int, **cells):
    """A change of the row that stands at that place of a sheet, from 0."""

    def change(sheets) -> None:
        sheets[sheet][place] |= cells

    return change


def add(sheet: str, **cells):
    return lambda sheets: sheets[sheet].append(cells)


def answer_of(reference: str, **cells):
    who = {"reference": reference, "origin": "assessor", "assessor": AUDITOR}
    return add("Answers", **who, **{"question": "siblings-considered", "value": "no", **cells})


def judged(reference: str, **cells):
    row = {"origin": "assessor", "assessor": SECOND, "status": "submitted", "areas": "s47"}
    return add("Assessments", reference=reference, **{**row, "area_grades": "good", **cells})


REFUSED = {
    "an unknown area": (
        add("Case files", reference="N-1", area="s48"),
        "Case files, row 7, area: “s48” is not known",
    ),
    "another way of choosing": (
        put("Case files", 0, chosen_how="targeted"),
        "Case files, row 2, chosen_how: how a file was chosen cannot be changed afterwards",
    ),
    "another one who chose": (
        put("Case files", 0, chosen_by="inspectorate"),
        "Case files, row 2, chosen_by: how a file was chosen cannot be changed afterwards",
    ),
    "a file that is taken from somebody": (
        put("Case files", 0, allocated_to=SECOND),
        "Case files, row 2, allocated_to: who grades a file is changed on the page",
    ),
    "a second assessor": (
        put("Case files", 0, second_assessor=MODERATOR),
        "Case files, row 2, second_assessor: who grades a file is changed on the page",
    ),
    "a file that becomes a reconstructed one": (
        put("Case files", 0, reconstructed="yes"),
        "Case files, row 2, reconstructed: whether a file stands for a known case",
    ),
    "somebody who cannot grade": (
        add("Case files", reference="N-1", area="s47", allocated_to="manager@wexshire.example"),
        "Case files, row 7, allocated_to: Priya Nair cannot grade here",
    ),
    "somebody of another force": (
        add("Case files", reference="N-1", area="s47", allocated_to="auditor@eastmarch.example"),
        "Case files, row 7, allocated_to: “auditor@eastmarch.example” is not known",
    ),
    "nobody at all": (
        add("Case files", reference="N-1", area="s47", allocated_to="nobody@anywhere.example"),
        "Case files, row 7, allocated_to: “nobody@anywhere.example” is not known",
    ),
    "a reference with a space": (
        add("Case files", reference="N 1", area="s47"),
        "Case files, row 7, reference: Use only letters, digits and hyphens",
    ),
    "the same file twice": (
        add("Case files", reference="A-1", area="s47"),
        "Case files, row 7: this is there already, in row 2. Remove one of them",
    ),
    "the day of a reconstructed file": (
        put("Case files", 3, due_on=date(2026, 12, 1)),
        "Case files, row 5: this file was made from published counts",
    ),
    "facts of a reconstructed file": (
        add("Children", reference="D-4"),
        "Children, row 3: a reconstructed file shows counts by area and grade and nothing else",
    ),
    "a grade of a reconstructed file": (
        judged("D-4"),
        "Assessments, row 6: this file was made from published counts and cannot be graded",
    ),
    "a case action of a reconstructed file": (
        add("Case actions", reference="D-4", what="Call.", owner="A", due_on=date(2026, 12, 1)),
        "Case actions, row 4: this file was made from published counts",
    ),
    "another grade of what is submitted": (
        put("Assessments", 1, area_grades="requires_improvement", overall_grade=""),
        "Assessments, row 3: this assessment is handed in. Reopen it first",
    ),
    "what is submitted as a draft": (
        put("Assessments", 1, status="draft"),
        "Assessments, row 3: this assessment is handed in. Reopen it first",
    ),
    "another answer in what is submitted": (
        put("Answers", 1, value="no"),
        "Answers, row 3: its assessment is handed in. Reopen it first",
    ),
    "one more answer in what is submitted": (
        answer_of("B-2"),
        "Answers, row 4: its assessment is handed in. Reopen it first",
    ),
    "another agreed grade": (
        put("Assessments", 3, area_grades="good", overall_grade="good"),
        "Assessments, row 5: agreed grades change on the page “Moderation” only",
    ),
    "a draft that becomes an agreed one": (
        put("Assessments", 0, status="agreed"),
        "Assessments, row 2, status: only an agreed assessment is agreed",
    ),
    "what is set aside": (
        put("Assessments", 0, status="set_aside"),
        "Assessments, row 2, status: nothing is set aside by an import",
    ),
    "an agreed grade of a file that stands": (
        judged("B-2", origin="agreed", assessor=MODERATOR, status="agreed"),
        "Assessments, row 6: grades are agreed on the page “Moderation”",
    ),
    "a grade of a file that is agreed": (
        judged("C-3", assessor=AUDITOR),
        "Assessments, row 6: this file is agreed. Reopen the agreed grade first",
    ),
    "a grade by somebody who is not asked": (
        judged("B-2"),
        "Assessments, row 6, assessor: Ben Otieno is not asked to grade this file",
    ),
    "a grade by a manager": (
        judged("E-5", assessor="manager@wexshire.example"),
        "Assessments, row 6, assessor: Priya Nair cannot grade this file",
    ),
    "an unknown grade": (
        put("Assessments", 0, area_grades="satisfactory", overall_grade=""),
        "Assessments, row 2, area_grades: 'satisfactory' is not a grade of this framework",
    ),
    "the worst grade without a reason": (
        judged("E-5", area_grades="inadequate"),
        "Assessments, row 6, rationale: Say why",
    ),
    "an answer that fits no question": (
        put("Answers", 0, value="perhaps"),
        "Answers, row 2, value: “perhaps” is not an answer to this. Use yes, no",
    ),
    "an answer of no assessment": (
        answer_of("E-5"),
        "Answers, row 4: no such assessment is on the sheet “Assessments”",
    ),
    "an answer of no file": (
        answer_of("X-9"),
        "Answers, row 4, reference: “X-9” is not known",
    ),
    "a time that is none": (
        answer_of("A-1", question="risk-known-at", value="soon"),
        "Answers, row 4, value: “soon” is not a time such as",
    ),
    "a day that is none": (
        put("Case files", 0, due_on="tomorrow"),
        "Case files, row 2, due_on: “tomorrow” is not a date such as",
    ),
    "a query's words": (
        put("Query messages", 0, text="Who saw him?"),
        "Query messages, row 2: this is written on the pages of the case file",
    ),
    "one more message": (
        add("Query messages", query=1, by=MODERATOR, at=datetime(2026, 11, 20, 9), text="Nobody."),
        "Query messages, row 3: this is written on the pages of the case file",
    ),
    "a query that is resolved": (
        put("Queries", 0, resolved_by=MODERATOR, resolved_at=datetime(2026, 11, 20, 9)),
        "Queries, row 2: this is done on the pages of the case file",
    ),
    "a concern's kind": (
        put("Concerns", 0, kind="possible_misconduct"),
        "Concerns, row 2: this is done on the pages of the case file",
    ),
    "a step of a concern": (
        add(
            "Concern steps", concern=1, deed="acknowledged", by=MODERATOR, at=datetime(2026, 12, 1)
        ),
        "Concern steps, row 2: this is written on the pages of the case file",
    ),
    "a conflict of interest": (
        add("Conflicts of interest", reference="A-1", person=SECOND, declared_by=SECOND),
        "Conflicts of interest, row 2: this is done on the pages of the case file",
    ),
    "a case action that is done": (
        put("Case actions", 1, owner="Team 2"),
        "Case actions, row 3: this is marked as done already",
    ),
    "a case action that somebody else marks as done": (
        put("Case actions", 0, done_on=date(2026, 11, 1), done_by=SECOND, done_note="Called."),
        "Case actions, row 2, done_on: mark it as done on the page of the case file",
    ),
    "a NUL": (
        put("Assessments", 0, rationale="Was\0seen."),
        "Assessments, row 2, rationale: this holds a NUL character; remove it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, audit, moderator):
    change, sentence = REFUSED[name]
    told = refused(audit, moderator, change)
    assert [one.startswith(sentence) for one in told] == [True], told


def test_all_is_told_at_once(audit, moderator):
    def change(sheets) -> None:
        for name in ("an unknown area", "a NUL", "another answer in what is submitted"):
            REFUSED[name][0](sheets)

    assert len(refused(audit, moderator, change)) == 3


def test_a_file_of_another_force_is_refused_like_any_that_is_taken(audit, moderator, person):
    theirs = CaseFileFactory(round=RoundFactory(eastmarch=True), reference="E-9")
    own = CaseFileFactory(round=RoundFactory(), reference="W-9")
    for taken in (theirs, own):
        change = add("Case files", reference=taken.reference, area="s47")
        [sentence] = refused(audit, moderator, change)
        reference = taken.reference
        assert sentence == (
            f"Case files, row 7, reference: “{reference}” cannot be used here. Choose another one"
        )
        [sentence] = refused(audit, moderator, add("Children", reference=reference))
        unknown = refused(audit, moderator, add("Children", reference="X-9"))
        assert unknown == [sentence.replace(reference, "X-9")]


@pytest.mark.parametrize("is_there", [True, False])
def test_nobody_learns_of_a_grade_that_is_kept_from_them(is_there, audit, moderator, person):
    """Asked to grade beside an auditor, the moderator is told the same whether there is one."""
    auditor = person("auditor@wexshire")
    blind = CaseFileFactory(
        round=audit, reference="F-6", allocated_to=auditor, second_assessor=moderator
    )
    if is_there:
        answered(assessed(blind, auditor, ("s47", "inadequate")), child_spoken_to="no")
        assessed(blind, auditor, ("s47", "good"), origin="self")
    own = {"reference": "F-6", "origin": "assessor", "assessor": AUDITOR}

    def change(sheets) -> None:
        judged("F-6", assessor=AUDITOR, area_grades="inadequate", rationale="So.")(sheets)
        judged("F-6", assessor=AUDITOR, origin="self")(sheets)
        judged("F-6", assessor=SECOND)(sheets)
        sheets["Answers"].append({**own, "question": "child-spoken-to", "value": "no"})

    assert refused(audit, moderator, change) == [
        *(
            f"Assessments, row {row}: this assessment is not open to you. Remove the row"
            for row in (6, 7, 8)
        ),
        "Answers, row 4: no such assessment is on the sheet “Assessments”, or it is refused there",
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_nor_of_the_forces_own_grade_before_anybody_grades(is_there, audit, moderator, person):
    if is_there:
        assessed(
            CaseFile.objects.get(reference="E-5"),
            person("auditor@wexshire"),
            ("s47", "good"),
            origin="self",
        )
    change = judged("E-5", assessor=AUDITOR, origin="self")
    [sentence] = refused(audit, moderator, change)
    assert sentence == "Assessments, row 6: this assessment is not open to you. Remove the row"


def test_what_was_set_aside_is_not_written_to(audit, moderator, person):
    second = person("auditor2@wexshire")
    for reference in ("A-1", "E-5"):
        case_file = CaseFile.objects.get(reference=reference)
        assessed(case_file, second, ("s47", "good"), status="set_aside")
    assert len(refused(audit, moderator, judged("A-1"))) == 1
    assert len(refused(audit, moderator, judged("E-5"))) == 1


def test_what_people_have_changed_since_is_shown_as_changed(audit, moderator):
    """And is written over by whoever has seen that."""
    book = book_of(audit, moderator)
    Assessment.objects.filter(case_file__reference="A-1").update(rationale="Was not seen.")
    CaseFile.objects.filter(reference="A-1").update(due_on=date(2026, 12, 24))
    changed = [
        (row.sheet, row.number, row.subject, row.differences)
        for row in brought(book, audit, moderator)
        if row.outcome == Outcome.CHANGED
    ]
    assert changed == [
        ("Case files", 2, "A-1", (Difference("Due on", "24 December 2026", ""),)),
        (
            *("Assessments", 2, "A-1, Amina Hall"),
            (Difference("Rationale", "Was not seen.", "Was seen."),),
        ),
    ]
    draft = Assessment.objects.get(case_file__reference="A-1")
    assert (draft.rationale, draft.case_file.due_on) == ("Was seen.", None)
    texts = LogText.objects.get(entry__event="assessment.saved")
    assert (texts.before["rationale"], texts.after["rationale"]) == ("Was not seen.", "Was seen.")
    assert texts.after["answers"] == {"child-spoken-to": "yes"}


def test_a_grade_is_told_in_words(audit, moderator):
    change = put("Assessments", 0, area_grades="requires_improvement", overall_grade="")
    results = round_workbook_check(book_of(audit, moderator, change), audit, moderator)
    [row] = [row for row in results if row.outcome == Outcome.CHANGED]
    assert Difference("Area grades", "Good", "Requires improvement") in row.differences


IN_WORDS = {
    "an area": (
        add("Case files", reference="N-1", area="s47", allocated_to=AUDITOR, due_on="2026-12-24"),
        "N-1",
        {
            "Area": "Enquiries under section 47 of the Children Act 1989",
            "Allocated to": "Amina Hall",
            "Due on": "24 December 2026",
        },
    ),
    "an answer": (
        answer_of("A-1", value="not_recorded"),
        "A-1, Amina Hall, Did the police think of brothers, sisters and other children…",
        {"Answer": "Not recorded"},
    ),
    "a moment": (
        answer_of("A-1", question="risk-known-at", value="2026-03-03 14:30"),
        "A-1, Amina Hall, When did the police first know of the risk to the child?",
        {"Answer": "3 March 2026, 14:30"},
    ),
    "a child": (
        put("Children", 0, age_band="under_1", disabled="yes"),
        "A-1",
        {"Age band": "Under 1", "Disabled": "yes"},
    ),
    "a theme": (
        put("Observations", 0, note="Was asked twice."),
        "A-1, Amina Hall, Child’s voice and home life recorded, Weakness",
        {"Note": "Was asked twice."},
    ),
    "an action": (
        put("Case actions", 0, due_on="2026-12-31"),
        "A-1, Call the school.",
        {"Due on": "31 December 2026"},
    ),
}


@pytest.mark.parametrize("name", IN_WORDS)
def test_what_differs_is_told_in_words(name, audit, moderator):
    change, subject, said_of = IN_WORDS[name]
    results = round_workbook_check(book_of(audit, moderator, change), audit, moderator)
    [row] = [row for row in results if row.outcome != Outcome.UNCHANGED]
    assert row.subject == subject
    assert said_of.items() <= {one.column: one.after for one in row.differences}.items()


def test_a_local_number_is_told_nowhere(audit, moderator):
    change = add("Local numbers", reference="A-1", kind="custody", number="WXD/1")
    results = round_workbook_check(book_of(audit, moderator, change), audit, moderator)
    [row] = [row for row in results if row.outcome == Outcome.NEW]
    assert (row.subject, row.differences) == ("A-1, Custody", (Difference("Kind", "", "Custody"),))


def test_a_draft_can_be_filled_in_and_handed_in(audit, moderator):
    before = Assessment.objects.get(case_file__reference="A-1")

    def change(sheets) -> None:
        put("Assessments", 0, status="submitted", areas="cse", area_grades="good")(sheets)
        put("Answers", 0, value="no")(sheets)
        answer_of("A-1")(sheets)
        put("Children", 0, age_band="10_13")(sheets)
        put("Case actions", 0, owner="Team 2")(sheets)
        add("Children", reference="A-1", age_band="unborn")(sheets)
        add("Local numbers", reference="A-1", kind="custody", number="WXD/1")(sheets)

    results = brought(book_of(audit, moderator, change), audit, moderator)
    assert not said(results)
    after = Assessment.objects.get(pk=before.pk)
    assert (after.status, after.lock) == ("submitted", before.lock + 1)
    assert [row.area.code for row in after.area_grades.all()] == ["cse"]
    assert {row.question.code: row.choice for row in after.answers.all()} == {
        "child-spoken-to": "no",
        "siblings-considered": "no",
    }
    assert after.case_file.status == "submitted"
    assert after.case_file.final_assessment == after
    events = LogEntry.objects.filter(by=moderator).order_by("-pk").values_list("event", flat=True)
    assert set(events[:6]) == {
        *("round.workbook_loaded", "assessment.submitted", "child.changed", "child.added"),
        *("case_action.changed", "local_number.added"),
    }


def test_personal_data_is_held_until_somebody_has_read_it(audit, moderator):
    change = put("Assessments", 0, rationale="Her number is 07700 900123.")
    book, before = book_of(audit, moderator, change), everything()
    for act in (round_workbook_check, brought):
        [row] = [row for row in act(book, audit, moderator) if row.outcome != Outcome.UNCHANGED]
        assert (row.outcome, row.problems[0].column) == (Outcome.HELD, "rationale")
        assert everything() == before
    results = brought(book, audit, moderator, with_held=True)
    assert [row.outcome for row in results].count(Outcome.CHANGED) == 1
    again = brought(book, audit, moderator)
    assert {row.outcome for row in again} == {Outcome.UNCHANGED}


def test_what_the_workbook_does_not_hold_stays(audit, moderator):
    def change(sheets) -> None:
        for name in ("Answers", "Observations", "Children", "Case actions", "Local numbers"):
            sheets[name].clear()

    book, before = book_of(audit, moderator, change), everything()
    assert {row.outcome for row in brought(book, audit, moderator)} == {"unchanged"}
    assert everything() == before


def test_the_workbook_of_another_audit_is_refused(audit, moderator):
    other = RoundFactory(code="other")
    results = brought(book_of(other, moderator), audit, moderator)
    assert said(results) == [
        "Inspection or audit, row 2, value: the code is not that of the inspection or audit that "
        "you chose. Choose the workbook that was taken out of it"
    ]


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_nobody_brings_one_without_the_right(name, audit, moderator, person):
    book = book_of(audit, moderator)
    for act in (round_workbook_check, brought):
        with pytest.raises(PermissionDenied):
            act(book, audit, person(name))
    with pytest.raises(PermissionDenied):
        round_workbook_bytes(audit, person(name))


def test_what_is_closed_takes_none(audit, moderator):
    book = book_of(audit, moderator)
    Round.objects.update(status="signed_off")
    for act in (round_workbook_check, brought):
        with pytest.raises(ValidationError, match="closed and cannot be changed"):
            act(book, audit, moderator)


JUNK = st.one_of(
    *(st.none(), st.text(max_size=12), st.integers(), st.booleans(), st.dates(), st.datetimes()),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["A-1", "B-2", AUDITOR, "s47;s47", "draft", "agreed", "yes", "good", "s47"]),
    st.sampled_from(["0001-01-01 00:00+14:00", "9999-12-31 23:59-12:00", "2026-02-30", "1e309"]),
)


@settings(
    max_examples=times(200),
    derandomize=not IN_FULL,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 10**6), JUNK), min_size=1, max_size=40))
def test_whatever_stands_in_its_cells_each_row_is_told(audit, moderator, junk):
    def change(sheets) -> None:
        sheets.pop("Inspection or audit")
        cells = [(row, name) for rows in sheets.values() for row in rows for name in row]
        for place, value in junk:
            row, name = cells[place % len(cells)]
            row[name] = value
        sheets["Inspection or audit"] = whose

    whose = sheets_of(audit, moderator)["Inspection or audit"]
    book, before = book_of(audit, moderator, change), everything()
    results = round_workbook_check(book, audit, moderator)
    assert all(bool(row.problems) == (row.outcome in ("refused", "held")) for row in results)
    assert everything() == before


def edited(audit: Round, by, change) -> list[str]:
    """Of a workbook that was changed in a spreadsheet program."""
    book = openpyxl.load_workbook(BytesIO(round_workbook_bytes(audit, by)))
    change(book)
    content = BytesIO()
    book.save(content)
    before = everything()
    results = brought(read_book(content.getvalue()), audit, by)
    assert everything() == before
    return said(results)


def _formula(book) -> None:
    book["Assessments"]["H2"] = "=A2"
    book["Answers"]["E2"] = "=1+1"


def _no_column(book) -> None:
    book["Children"].delete_cols(2)


def _twice(book) -> None:
    book["Children"]["B1"] = "sex"


def _unknown_column(book) -> None:
    book["Children"]["H1"] = "name"


def _beside(book) -> None:
    book["Children"]["I2"] = "A note"


def _unknown_sheet(book) -> None:
    book["Children"].title = "Kids"


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            _formula,
            [
                "Assessments, row 2, rationale: this is a formula or an error; copy the cell and "
                "paste it as a value",
                "Answers, row 2, value: this is a formula or an error; copy the cell and paste it "
                "as a value",
            ],
        ),
        (_no_column, ["Children, row 1, age_band: the column is missing; put it back"]),
        (_twice, ["Children, row 1, sex: the column is there twice; delete one of the two"]),
        (_unknown_column, ["Children, row 1, name: no such column is known; known: reference"]),
        (_beside, ["Children, row 2: a cell stands under no heading; delete it"]),
        (_unknown_sheet, ["Kids, row 1: no such sheet is known; delete it, or name it as it was"]),
    ],
)
def test_a_sheet_that_is_not_as_it_was_is_refused(change, sentences, audit, moderator):
    told = edited(audit, moderator, change)
    assert [one.startswith(said) for one, said in zip(told, sentences, strict=True)] == [
        True for _ in sentences
    ], told
