"""Importing recommendations into an inspection's or audit's own document."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import (
    ImportRun,
    LogEntry,
    Recommendation,
    Response,
    RoundMember,
    SourceDocument,
    Stage,
    SubPoint,
    Theme,
)
from audit.rules.roles import RoundRole
from audit.services.recommendation_imports import RecommendationImport, RecommendationWriter
from audit.services.recommendations import recommendation_add
from audit.spreadsheets.importing import choose, confirm
from audit.spreadsheets.recommendation_columns import RECOMMENDATION_COLUMNS
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    area,
)
from tests.spreadsheets.kinds import (
    Importing,
    csv_of,
    differences,
    read_once,
    results,
    table_of,
)
from tests.spreadsheets.workbooks import ods, xls, xlsx

pytestmark = pytest.mark.django_db
KIND = ImportRun.Kind.RECOMMENDATIONS
ONE = {"Number": 1, "Title": "Record decisions", "Text": "Record each decision and its reason."}
CAUSE = {
    "Number": 1,
    "Kind": "Cause of concern",
    "Title": "Nobody writes down why",
    "Text": "Decisions have no reason beside them.",
}
HELD = {**ONE, "Number": 2, "Held by": 1}


@pytest.fixture(autouse=True)
def _quick_reading(monkeypatch):
    monkeypatch.setattr("audit.spreadsheets.importing.read_book", read_once)


@pytest.fixture
def audit(db):
    return RoundFactory()


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def sheet(audit, moderator) -> Importing:
    return Importing(KIND, audit, moderator)


def full() -> dict:
    themes = [theme.title for theme in Theme.objects.filter(framework__code="ncpi-2014")[:2]]
    return {
        "Number": 3,
        "Kind": "AFI",
        "Title": "Search at once",
        "Text": "Search for every missing child.\nWrite down where.",
        "Chapter": Stage.objects.get(code="investigation").title,
        "Areas": f"{area('missing').title}; cse",
        "Themes": "; ".join(themes),
        "Time limit": "By a date",
        "Due by": "31/3/2027",
        "Sub-points": "In the control room\n\n  In  custody ",
        "Held by": "",
    }


def numbers(round) -> list[int]:
    rows = Recommendation.objects.filter(round=round).order_by("number")
    return list(rows.values_list("number", flat=True))


def kept(round) -> list[tuple]:
    """All that stands of a round's recommendations."""
    return [
        (
            *(row.number, row.kind, row.title, row.text, row.time_limit, row.due_by),
            row.chapter and row.chapter.code,
            row.parent and row.parent.number,
            {one.code for one in row.areas.all()},
            {one.code for one in row.themes.all()},
            [(point.group, point.text) for point in row.sub_points.all()],
        )
        for row in Recommendation.objects.filter(round=round).order_by("number")
    ]


def test_a_recommendation_with_all_that_belongs_to_it(sheet, audit):
    (result,) = results(sheet.imported([full()]))
    assert (result.outcome, result.subject) == ("new", "3. Search at once")
    row = Recommendation.objects.get(round=audit)
    assert (row.number, row.kind, row.chapter.code) == (3, "area_for_improvement", "investigation")
    assert row.text == "Search for every missing child.\nWrite down where."
    assert (row.time_limit, row.due_by) == ("by_date", date(2027, 3, 31))
    assert {one.code for one in row.areas.all()} == {"missing", "cse"}
    assert row.themes.count() == 2
    points = [(one.order, one.text) for one in row.sub_points.all()]
    assert points == [(1, "In the control room"), (2, "In custody")]


def test_it_stands_in_the_rounds_own_document_and_is_put_to_the_force(sheet, audit):
    sheet.imported([ONE])
    row = Recommendation.objects.get(round=audit)
    assert (row.source_document.round, row.source_document.kind) == (audit, "internal_audit")
    assert (row.legal_basis, row.kind, row.time_limit) == ("internal", "recommendation", "none")
    response = Response.objects.get(recommendation=row)
    assert (response.force, response.status) == (audit.force, "awaiting_response")


def test_what_it_writes_is_what_adding_one_by_one_writes(sheet, audit, moderator):
    other = RoundFactory()
    by_hand = Recommendation(round=other, title=ONE["Title"], text=ONE["Text"])
    recommendation_add(recommendation=by_hand, by=moderator)
    sheet.imported([ONE])
    own = Recommendation.objects.get(round=audit)
    unlike = {"id", "source_document_id", "round_id"}
    for name in {field.attname for field in Recommendation._meta.concrete_fields} - unlike:
        assert getattr(own, name) == getattr(by_hand, name), name
    documents = [row.source_document for row in (own, by_hand)]
    assert len({(one.kind, one.publisher, one.published_on) for one in documents}) == 1


def test_of_a_historic_round_nothing_is_asked(moderator):
    past = RoundFactory(historic=True)
    Importing(KIND, past, moderator).imported([ONE])
    assert Recommendation.objects.filter(round=past).exists()
    assert not Response.objects.exists()


def test_the_trail_has_an_entry_for_each(sheet, audit):
    last = LogEntry.objects.latest("pk").pk
    run = sheet.imported([full(), ONE])
    entries = LogEntry.objects.filter(pk__gt=last).exclude(subject_type="importrun")
    assert [entry.event for entry in entries.order_by("pk")] == [
        "sourcedocument.added",
        *["recommendation.added"] * 2,
        *["response.opened"] * 2,
    ]
    first = entries.filter(event="recommendation.added").earliest("pk")
    assert first.force == audit.force
    assert first.text.after["sub_points"] == [["", "In the control room"], ["", "In custody"]]
    assert first.text.after["areas"] == sorted([area("missing").pk, area("cse").pk])
    assert run.counts["new"] == 2


def test_the_same_file_twice_changes_nothing(sheet, audit):
    rows = [CAUSE, HELD, full()]
    sheet.imported(rows)
    before, entries = kept(audit), LogEntry.objects.exclude(subject_type="importrun").count()
    assert {row.outcome for row in results(sheet.imported(rows))} == {"unchanged"}
    assert kept(audit) == before
    assert LogEntry.objects.exclude(subject_type="importrun").count() == entries


def test_what_differs_is_shown_and_changed(sheet, audit):
    sheet.imported([full()])
    changed = {
        **full(),
        "Kind": "",
        "Areas": "cse",
        "Time limit": "Within 3 months",
        "Due by": "",
        "Sub-points": "In custody",
    }
    (row,) = results(sheet.imported([changed]))
    assert row.outcome == "changed"
    missing, cse = area("missing").short_title, area("cse").short_title
    told = {column: (was, will_be) for column, was, will_be in differences(row)}
    assert told.pop("Areas") in {(f"{missing}; {cse}", cse), (f"{cse}; {missing}", cse)}
    assert told == {
        "Kind": ("Area for improvement", "Recommendation"),
        "Time limit": ("By a date", "Within three months"),
        "Due by": ("31 March 2027", ""),
        "Sub-points": ("In the control room\nIn custody", "In custody"),
    }
    (stands,) = Recommendation.objects.filter(round=audit)
    assert (stands.time_limit, stands.due_by) == ("3_months", None)
    assert [point.text for point in stands.sub_points.all()] == ["In custody"]
    entry = LogEntry.objects.get(event="recommendation.changed")
    assert set(entry.changed) == {"kind", "areas", "time_limit", "due_by", "sub_points"}


def test_columns_that_the_sheet_does_not_have_stay_as_they_are(sheet, audit):
    sheet.imported([full()])
    before = kept(audit)[0]
    sheet.imported([{"Number": 3, "Title": "Search at once, everywhere"}])
    after = kept(audit)[0]
    assert after[2] == "Search at once, everywhere"
    assert (*before[:2], *before[3:]) == (*after[:2], *after[3:])


def test_sub_points_keep_their_groups(sheet, audit):
    sheet.imported([full()])
    SubPoint.objects.filter(order=1).update(group="Within one month")
    assert sheet.outcomes([full()]) == ["unchanged"]
    sheet.imported([{**full(), "Sub-points": "At the front desk\nIn the control room"}])
    assert kept(audit)[0][-1] == [
        ("", "At the front desk"),
        ("Within one month", "In the control room"),
    ]


def test_a_line_that_ends_with_a_colon_leads_in_a_group(sheet, audit):
    points = "In custody:\nAsk\nWrite it down\n\nTell the child"
    sheet.imported([{**ONE, "Sub-points": points}])
    assert kept(audit)[0][-1] == [
        ("In custody", "Ask"),
        ("In custody", "Write it down"),
        ("", "Tell the child"),
    ]
    assert sheet.outcomes([{**ONE, "Sub-points": points}]) == ["unchanged"]
    [row] = results(sheet.checked([{**ONE, "Sub-points": points.replace("In custody", "There")}]))
    assert [one[0] for one in differences(row)] == ["Sub-points"]
    assert sheet.refusals([{**ONE, "Sub-points": "In custody:"}]) == [
        "row 2, Sub-points: there is no point below “In custody:”. Put one there, or take it out"
    ]


def test_nothing_is_due_before_the_report_is_published(sheet, audit):
    audit.published_on = date(2026, 12, 1)
    audit.save()
    early = {**ONE, "Time limit": "By a date", "Due by": "30/11/2026"}
    assert sheet.refusals([early]) == [
        "row 2, Due by: it cannot be due (30 November 2026) before it was published "
        "(1 December 2026). Correct one of the two dates"
    ]


@pytest.mark.parametrize("rows", [[CAUSE, HELD], [HELD, CAUSE]], ids=["above", "below"])
def test_a_cause_of_concern_may_stand_above_or_below_what_it_holds(rows, sheet, audit):
    sheet.imported(rows)
    assert Recommendation.objects.get(round=audit, number=2).parent.number == 1
    assert sheet.outcomes(rows) == ["unchanged", "unchanged"]


def test_a_cause_of_concern_may_stand_already(sheet, audit):
    sheet.imported([CAUSE, HELD])
    sheet.imported([{**HELD, "Number": 3}])
    assert Recommendation.objects.get(round=audit, number=3).parent.number == 1


EMPTY = "a cause of concern holds at least one recommendation; put one into the file"


def test_a_cause_of_concern_without_a_recommendation_is_refused(sheet, audit):
    assert sheet.refusals([CAUSE, {**ONE, "Number": 2}]) == [f"row 2, Kind: {EMPTY}"]
    assert sheet.refusals([CAUSE, {**HELD, "Title": ""}]) == [
        f"row 2, Kind: {EMPTY}",
        "row 3, Title: enter what it is called",
    ]
    sheet.imported([ONE])
    assert sheet.refusals([CAUSE]) == [f"row 2, Kind: {EMPTY}"]


def test_its_last_recommendation_is_not_taken_away_from_it(sheet, audit):
    sheet.imported([CAUSE, HELD, {**HELD, "Number": 3}])
    away = {**HELD, "Held by": ""}
    why = "cause of concern 1 would hold no recommendation; leave it one"
    assert sheet.refusals([away, {**away, "Number": 3}]) == [
        f"row 2, Held by: {why}",
        f"row 3, Held by: {why}",
    ]
    sheet.imported([away])
    assert sheet.refusals([{**away, "Number": 3}]) == [f"row 2, Held by: {why}"]
    assert sheet.outcomes([{**away, "Number": 3}, {**HELD, "Title": "Back"}]) == ["changed"] * 2


def test_a_cause_of_concern_waits_with_all_that_it_holds(sheet, audit):
    rows = [CAUSE, {**HELD, "Text": "Somebody wrote to 07700 900123."}]
    assert sheet.outcomes(rows) == ["held", "held"]
    sheet.imported(rows)
    assert numbers(audit) == []
    assert sheet.outcomes([*rows, {**HELD, "Number": 3}]) == ["new", "held", "new"]


def test_what_is_to_hold_must_be_a_cause_of_concern(sheet):
    assert sheet.refusals([ONE, HELD]) == [
        "row 3, Held by: number 1 is no cause of concern; correct one of them"
    ]
    assert sheet.refusals([HELD]) == [
        "row 2, Held by: no cause of concern has the number 1; correct it, or put its row above "
        "this one"
    ]
    assert sheet.refusals([CAUSE, {**CAUSE, "Number": 2, "Held by": 1}]) == [
        f"row 2, Kind: {EMPTY}",
        "row 3, Held by: a cause of concern cannot be held by another one; leave this empty",
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_what_a_refused_cause_of_concern_holds_is_refused_with_it(turned, sheet, audit):
    rows = [{**CAUSE, "Title": ""}, HELD]
    above, below = (3, 2) if turned else (2, 3)
    said = sheet.refusals(reversed(rows) if turned else rows)
    assert sorted(said) == sorted(
        [
            f"row {above}, Title: enter what it is called",
            f"row {below}, Held by: row {above}, which holds it, is refused; correct that one "
            "first",
        ]
    )


@pytest.mark.parametrize("held_too", [False, True])
def test_what_a_held_cause_of_concern_holds_waits_with_it(held_too, sheet, audit):
    rows = [HELD, {**CAUSE, "Text": "Somebody wrote to 07700 900123."}]
    assert sheet.outcomes(rows) == ["held", "held"]
    sheet.imported(rows, held_too=held_too)
    assert numbers(audit) == ([1, 2] if held_too else [])


def test_a_cause_of_concern_that_holds_something_stays_one(sheet, audit):
    sheet.imported([CAUSE, HELD])
    assert sheet.refusals([{**CAUSE, "Kind": "Recommendation"}]) == [
        "row 2, Kind: it holds recommendations; take them out of it first"
    ]


def test_causes_of_concern_are_known_from_one_batch_to_the_next(sheet, audit, monkeypatch):
    monkeypatch.setattr("audit.spreadsheets.importing.BATCH", 1)
    sheet.imported([CAUSE, HELD])
    assert Recommendation.objects.get(round=audit, number=2).parent.number == 1
    assert sheet.outcomes([CAUSE, HELD]) == ["unchanged", "unchanged"]


def test_what_is_written_waits_for_what_holds_it(audit, moderator):
    rows = [
        RecommendationImport(
            number=number,
            kind=kind,
            title="Title",
            text="Text",
            chapter=None,
            time_limit="none",
            due_by=None,
            parent=parent,
        )
        for number, kind, parent in ((2, "recommendation", 1), (1, "cause_of_concern", None))
    ]
    writer = RecommendationWriter(audit, moderator)
    assert writer.write(rows[:1]) == []
    made = writer.write(rows[1:])
    assert [one.reference for one in made] == ["2. Title", "1. Title"]
    assert made[0].document == SourceDocument.objects.get(round=audit).pk
    assert Recommendation.objects.get(number=2).parent.number == 1


def test_text_that_looks_like_personal_data_is_held(sheet, audit):
    rows = [ONE, {**ONE, "Number": 2, "Sub-points": "Ring 07700 900123"}]
    assert sheet.outcomes(rows) == ["new", "held"]
    sheet.imported(rows)
    assert numbers(audit) == [1]
    sheet.imported(rows, held_too=True)
    assert numbers(audit) == [1, 2]
    assert sheet.outcomes(rows) == ["unchanged", "unchanged"]


def test_all_errors_are_told_at_once_with_row_and_cell(sheet):
    wrong = {
        "Number": "1.5",
        "Kind": "Idea",
        "Title": "x" * 101,
        "Text": "x" * 40_000,
        "Chapter": "Nowhere",
        "Areas": "cse; Nowhere",
        "Themes": "Nothing",
        "Time limit": "Soon",
        "Due by": "31/2/2027",
        "Sub-points": "\0",
        "Held by": "first",
    }
    said = sheet.refusals([wrong])
    assert [one.partition(": ")[0] for one in said] == [f"row 2, {name}" for name in wrong]
    assert "row 2, Title: this has 101 characters; use 100 or fewer" in said
    assert "row 2, Due by: this is not a date; write it like 14/3/2026" in said
    kinds = "Recommendation, Area for improvement, Cause of concern or Learning"
    assert f"row 2, Kind: ‘Idea’ is not a kind of recommendation; use {kinds}" in said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Number": ""}, "Number: enter its number in the document"),
        ({"Number": 0}, "Number: write a whole number from 1 to 9,999"),
        ({"Title": ""}, "Title: enter what it is called"),
        ({"Text": ""}, "Text: enter what it asks for"),
        ({"Time limit": "By a date"}, "Due by: enter the date that it is due by"),
        (
            {"Due by": "1/2/2027"},
            "Due by: write “By a date” as the time limit, or leave this empty",
        ),
        (
            {"Time limit": "By date", "Due by": "1/2/1027"},
            "Due by: this date cannot be right; correct the year",
        ),
    ],
)
def test_what_a_row_needs(cells, said, sheet):
    row = {**ONE, "Time limit": "", "Due by": "", **cells}
    assert sheet.refusals([row]) == [f"row 2, {said}"]


def test_a_formula_is_refused(sheet):
    content = xlsx(table_of([{**ONE, "Title": "=A1"}]))
    assert sheet.refusals(content) == [
        "row 2, Title: this is a formula; copy the column and paste it as values"
    ]


def test_the_same_number_twice_is_refused(sheet):
    assert sheet.refusals([ONE, ONE]) == [
        "row 3, Number: row 2 has the same number; delete one of them"
    ]


CHANGED = {**ONE, "Title": "Record every decision"}


def test_what_a_force_has_answered_is_not_changed(sheet, audit):
    sheet.imported([ONE])
    Response.objects.update(status="accepted")
    assert sheet.refusals([CHANGED]) == [
        "row 2: a force has answered it already, so it cannot be changed"
    ]
    assert sheet.outcomes([ONE]) == ["unchanged"]


def test_what_another_force_has_answered_is_not_changed_either(sheet, audit, moderator):
    sheet.imported([ONE])
    elsewhere = RoundFactory(eastmarch=True).force
    recommendation = Recommendation.objects.get(round=audit)
    ResponseFactory(recommendation=recommendation, force=elsewhere, status="accepted")
    assert "answered it already" in sheet.refusals([CHANGED])[0]


def test_of_a_published_report_nothing_is_changed(sheet, audit):
    sheet.imported([ONE])
    SourceDocument.objects.filter(round=audit).update(published_on=date(2026, 11, 20))
    assert sheet.refusals([CHANGED]) == [
        "row 2: the report that it stands in is published, so it cannot be changed"
    ]


def test_what_another_round_asks_in_the_same_document_is_not_changed(sheet, audit):
    document = SourceDocumentFactory(round=audit, published_on=None)
    other = RecommendationFactory(source_document=document, number=1)
    assert sheet.refusals([CHANGED]) == [
        "row 2: it belongs to another inspection or audit and cannot be changed here"
    ]
    other.refresh_from_db()
    assert other.title == "Record decisions"


def test_dates_of_a_workbook_are_dates(sheet, audit):
    row = {**ONE, "Time limit": "by date", "Due by": date(2027, 3, 31)}
    sheet.imported(xlsx(table_of([row])))
    assert Recommendation.objects.get(round=audit).due_by == date(2027, 3, 31)


def _as_template(round) -> list[dict]:
    """What stands, in the columns and words of the template."""
    rows = []
    for row in Recommendation.objects.filter(round=round).order_by("number"):
        said = [
            *(row.number, row.get_kind_display(), row.title, row.text),
            row.chapter.title if row.chapter else "",
            "; ".join(one.short_title for one in row.areas.all()),
            "; ".join(one.title for one in row.themes.all()),
            *(row.get_time_limit_display(), row.due_by or ""),
            "\n".join(point.text for point in row.sub_points.all()),
            row.parent.number if row.parent else "",
        ]
        titles = (column.title for column in RECOMMENDATION_COLUMNS)
        rows.append(dict(zip(titles, said, strict=True)))
    return rows


@pytest.mark.parametrize("form", [xlsx, xls, ods])
def test_what_is_taken_out_comes_back_the_same(form, sheet, audit, moderator):
    sheet.imported([CAUSE, HELD, full()])
    taken_out = form(table_of(_as_template(audit)))
    assert set(sheet.outcomes(taken_out)) == {"unchanged"}
    other = RoundFactory()
    Importing(KIND, other, moderator).imported(taken_out)
    assert kept(other) == kept(audit)


@pytest.mark.parametrize(
    "name", ["moderator@eastmarch", "auditor@wexshire", "manager@wexshire", "observer@wexshire"]
)
def test_nobody_imports_recommendations_without_the_right(name, audit, person):
    with pytest.raises(PermissionDenied):
        choose(round=audit, kind=KIND, file_name="r.csv", content=csv_of([ONE]), by=person(name))
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize(("part", "may"), [(RoundRole.LEAD, True), (RoundRole.INSPECTOR, False)])
def test_of_an_inspection_its_lead_imports_them(part, may, person):
    inspection, inspector = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=inspector, role=part)
    sheet = Importing(KIND, inspection, inspector)
    if may:
        sheet.imported([ONE])
        assert Recommendation.objects.get(round=inspection).legal_basis == "inspection"
    else:
        with pytest.raises(PermissionDenied):
            sheet.imported([ONE])


def test_more_rows_ask_no_more_queries(sheet):
    sheet.imported([full()])

    def queries(rows) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as checking:
            run = sheet.checked(rows)
        with CaptureQueriesContext(connection) as confirming:
            confirm(run=run, by=sheet.by)
        return len(checking), len(confirming)

    some = {**full(), "Held by": ""}
    held = {**HELD, "Number": 11, "Held by": 10}
    few = queries([{**CAUSE, "Number": 10}, held, {**some, "Number": 3, "Title": "Else"}])
    several = [{**CAUSE, "Number": number} for number in range(20, 25)]
    several += [{**HELD, "Number": 10 + number, "Held by": number} for number in range(20, 25)]
    more = [
        {**some, "Number": 11, "Held by": 10, "Title": "Again"},
        {**some, "Number": 3, "Title": "More"},
    ]
    assert queries([*several, *more]) == few
