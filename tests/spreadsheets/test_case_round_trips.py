"""Whatever stands of graded cases, taken out and brought in again it is the same."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit.models import CaseFile, Question, Round, User
from audit.services.import_undo import import_undo
from audit.spreadsheets.case_columns import asked_questions
from audit.spreadsheets.writing import csv_bytes, xlsx_bytes
from tests.factories import RoundFactory
from tests.soak.length import times
from tests.spreadsheets.case_listings import case_listing
from tests.spreadsheets.case_sheets import csv_of, imported, outcomes, refusals

AREAS = ("s47", "cse", "missing")
GRADES = ("good", "requires_improvement", "inadequate")
PEOPLE = ("auditor@wexshire.example", "auditor2@wexshire.example")
SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t=+-@';,\"_x")
REASONS = st.text(SIGNS, max_size=40).map(lambda text: f"{text}.".strip())
DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1))


def asked_of_every_file(audit: Round) -> list[Question]:
    """Some of them, and a single moment, for those stand in an order."""
    rows = [one for one in asked_questions(audit) if not one.areas.exists()]
    moments = [one for one in rows if one.kind == "date_time"]
    return [one for one in rows if one not in moments][:5] + moments[:1]


def answers(question: Question) -> st.SearchStrategy[str]:
    absent = st.sampled_from(("nr", "na", "cns"))
    if question.kind == "yes_no":
        return absent | st.sampled_from("yn")
    if question.kind == "number":
        return absent | st.decimals(0, 9999, places=2).map(str)
    if question.kind == "date_time":
        return absent | MOMENTS.map(lambda at: f"{at:%d/%m/%Y} 12:{at:%M}")
    return absent | st.sampled_from([row["code"] for row in question.choices])


@st.composite
def gradings(draw, person: str, areas: list[str], questions: list[Question]) -> dict[str, object]:
    grades = draw(st.lists(st.sampled_from(GRADES), min_size=len(areas), max_size=len(areas)))
    overall = grades[0] if len(areas) == 1 else draw(st.sampled_from(GRADES))
    themes = st.lists(st.sampled_from(["initial-response", "welfare-checks"]), unique=True)
    said = draw(st.fixed_dictionaries({}, optional={one.code: answers(one) for one in questions}))
    return {
        "assessor": person,
        "grade": overall,
        "area_grades": ";".join(grades),
        "rationale": draw(REASONS),
        "strengths": "",
        "weaknesses": ";".join(draw(themes)),
        "assessed_on": draw(DAYS),
        **said,
    }


@st.composite
def cases(draw, reference: str, questions: list[Question]) -> list[dict[str, object]]:
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True))
    file = {
        "reference": reference,
        "local_number": f"{reference}/26",
        "number_kind": "crime",
        "areas": ";".join(sorted(areas, key=AREAS.index)),
        "chosen_by": draw(st.sampled_from(["force", "inspectorate"])),
        "chosen_how": draw(st.sampled_from(["random", "targeted", "unknown"])),
    }
    people = PEOPLE[: draw(st.integers(0, 2))]
    return [file | draw(gradings(one, areas, questions)) for one in people] or [file]


class TestRoundTrips(TestCase):
    @settings(
        max_examples=times(200),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(data=st.data(), as_workbook=st.booleans())
    def test_what_is_taken_out_comes_in_again(self, data, as_workbook):
        audit = RoundFactory()
        moderator = User.objects.get(email="moderator@wexshire.example")
        questions = asked_of_every_file(audit)
        count = data.draw(st.integers(1, 3))
        rows = [row for n in range(count) for row in data.draw(cases(f"C-{n}", questions))]
        run = imported(audit, moderator, csv_of(rows), held_too=True)
        assert not refusals(run) or "refused" not in outcomes(run), refusals(run)
        first = case_listing(audit)
        content = xlsx_bytes([first], {}) if as_workbook else csv_bytes(first)
        again = imported(audit, moderator, content)
        assert set(outcomes(again)) == {"unchanged"}, refusals(again)
        import_undo(run=run, by=moderator)
        assert not CaseFile.objects.exists()
        imported(audit, moderator, content, held_too=True)
        assert case_listing(audit) == first
