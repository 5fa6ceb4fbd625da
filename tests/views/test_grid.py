"""The grid: my case files × questions, saved all at once or not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Answer, Assessment, LogEntry
from audit.services.assessments import assessment_submit
from audit.services.judgements import Judgement
from tests.factories import CaseFileFactory, RoundFactory, area
from tests.pages import Page

SPOKEN, KNOWN, SHARED = "child-spoken-to", "risk-known-at", "risk-shared-at"


@pytest.fixture
def audit(db):
    return RoundFactory(code="audit")


@pytest.fixture
def files(audit, person):
    auditor = person("auditor@wexshire")
    return [
        CaseFileFactory(round=audit, reference=f"FILE-{n}", allocated_to=auditor) for n in (1, 2)
    ]


@pytest.fixture
def client(files, signed_in):
    return signed_in("auditor@wexshire")


@pytest.fixture
def grid(audit) -> str:
    return reverse("round-grid", args=[audit.code])


def cells(**texts: str) -> dict[str, str]:
    """cells(one_spoken="y"): by file and question."""
    codes = {"spoken": SPOKEN, "known": KNOWN, "shared": SHARED}
    numbers = {"one": 1, "two": 2}
    pairs = ((name.split("_"), text) for name, text in texts.items())
    return {f"cell-FILE-{numbers[n]}-{codes[q]}": text for (n, q), text in pairs}


def stored() -> dict[tuple[str, str], str]:
    rows = Answer.objects.select_related("question", "assessment__case_file")
    return {(row.assessment.case_file.reference, row.question.code): row.in_words for row in rows}


def test_cells_of_several_files_are_saved_as_drafts_of_ones_own(client, grid, person):
    typed = cells(one_spoken="y", two_spoken="nr", two_known="3/3/2026 14:30")
    page = Page(client.post(grid, Page(client.get(grid)).typed | typed, follow=True))
    assert "The answers of 2 case files are saved as drafts." in page.text
    assert stored() == {
        ("FILE-1", SPOKEN): "Yes",
        ("FILE-2", SPOKEN): "Not recorded",
        ("FILE-2", KNOWN): "3 March 2026 at 14:30",
    }
    auditor = person("auditor@wexshire")
    assert {row.assessor for row in Assessment.objects.all()} == {auditor}
    assert LogEntry.objects.filter(event="assessment.saved").count() == 2
    again = Page(client.get(grid)).typed
    assert again[f"cell-FILE-2-{KNOWN}"] == ["3/3/2026 14:30"]


def test_an_emptied_cell_takes_the_answer_away_and_leaves_the_rest(client, grid):
    client.post(grid, cells(one_spoken="y", one_known="cns"))
    page = Page(client.get(grid)).typed
    client.post(grid, page | cells(one_spoken=""))
    assert stored() == {("FILE-1", KNOWN): "Could not see"}


def test_what_was_said_in_the_form_stays(client, grid):
    form = reverse("case-file-grade", args=["FILE-1"])
    client.post(
        form, {"grade": "good", "rationale": "Prompt.", "stage-trusted-adult-well": "Kind."}
    )
    client.post(grid, Page(client.get(grid)).typed | cells(one_spoken="y"))
    typed = Page(client.get(form)).typed
    assert typed["rationale"] == ["Prompt."]
    assert typed["stage-trusted-adult-well"] == ["Kind."]
    assert typed["grade"] == ["good"]


def test_one_wrong_cell_keeps_everything_from_being_saved_and_is_told(client, grid):
    typed = Page(client.get(grid)).typed | cells(one_spoken="y", two_spoken="perhaps")
    page = Page(client.post(grid, typed))
    [(text, target)] = page.errors
    assert text == "FILE-2, “Did an officer speak to the child?”: enter y, n, nr, na or cns."
    assert target in page.ids
    assert page.typed[f"cell-FILE-1-{SPOKEN}"] == ["y"]
    assert page.typed[f"cell-FILE-2-{SPOKEN}"] == ["perhaps"]
    assert stored() == {}


def test_an_end_before_its_start_is_told_beside_its_cell_and_nothing_is_saved(client, grid):
    typed = cells(one_known="3/3/2026 14:30", one_shared="3/3/2026 14:00", two_spoken="y")
    page = Page(client.post(grid, Page(client.get(grid)).typed | typed))
    [(text, target)] = page.errors
    assert text.startswith("FILE-1: The answer to “When was the risk first shared")
    assert target == f"id_cell-FILE-1-{SHARED}"
    assert stored() == {}


def test_sending_it_twice_has_one_effect(client, grid):
    typed = Page(client.get(grid)).typed | cells(one_spoken="y")
    for _ in range(2):
        assert client.post(grid, typed).status_code == 302
    assert LogEntry.objects.filter(event="assessment.saved").count() == 1


def test_a_file_that_was_saved_elsewhere_meanwhile_is_shown_and_then_saved(client, grid):
    opened = Page(client.get(grid)).typed
    client.post(grid, opened | cells(one_spoken="n", one_known="cns"))
    page = Page(client.post(grid, opened | cells(one_spoken="y", two_spoken="y")))
    assert page.errors[0][0].startswith("FILE-1 was saved somewhere else after you opened")
    assert "Saved meanwhile: n" in page.text
    assert ("FILE-2", SPOKEN) not in stored()
    # The cell that nobody typed in here shows what was saved; the other what was typed.
    assert page.typed[f"cell-FILE-1-{KNOWN}"] == ["cns"]
    assert page.typed[f"cell-FILE-1-{SPOKEN}"] == ["y"]
    client.post(grid, page.typed)
    assert stored() == {
        ("FILE-1", SPOKEN): "Yes",
        ("FILE-1", KNOWN): "Could not see",
        ("FILE-2", SPOKEN): "Yes",
    }


def test_a_change_elsewhere_to_a_file_that_is_not_touched_here_is_in_nobodys_way(client, grid):
    opened = Page(client.get(grid)).typed
    client.post(grid, opened | cells(one_spoken="n"))
    assert client.post(grid, opened | cells(two_spoken="y")).status_code == 302
    assert stored() == {("FILE-1", SPOKEN): "No", ("FILE-2", SPOKEN): "Yes"}


def test_only_files_that_one_is_to_answer_are_there(client, grid, files, audit, person):
    auditor = person("auditor@wexshire")
    CaseFileFactory(round=audit, reference="OTHER-1", allocated_to=person("auditor2@wexshire"))
    CaseFileFactory(round=audit, reference="MADE-UP", allocated_to=auditor, reconstructed=True)
    judgement = Judgement({area("s47"): "good"})
    assessment_submit(case_file=files[1], judgement=judgement, by=auditor, lock=None)
    text = Page(client.get(grid)).text
    assert "FILE-1" in text
    assert not {"FILE-2", "OTHER-1", "MADE-UP"} & set(text.split())


def test_each_area_has_a_grid_with_its_own_questions(client, grid, audit, person):
    auditor = person("auditor@wexshire")
    CaseFileFactory(round=audit, reference="CUSTODY", area_code="detention", allocated_to=auditor)
    first = Page(client.get(grid))
    assert first.links["Police detention (1)"] == "?area=detention"
    second = Page(client.get(f"{grid}?area=detention"))
    assert "cell-CUSTODY-custody-arrived-at" in str(second.ids)
    assert "FILE-1" not in second.text


def test_whoever_has_no_file_here_is_told_so(grid, files, signed_in):
    assert "You have no case file here" in Page(signed_in("auditor2@wexshire").get(grid)).text


def test_a_person_who_grades_nothing_is_refused(grid, files, signed_in):
    assert signed_in("manager@wexshire").get(grid).status_code == 403


@pytest.mark.parametrize("forged", ["[]", "not json", '["y"]', "{}"])
def test_a_forged_record_of_what_was_shown_changes_nothing(forged, client, grid):
    typed = cells(one_spoken="y") | {"shown-FILE-1": forged, "lock-FILE-1": ""}
    assert client.post(grid, typed).status_code in {200, 302}
    assert set(stored()) <= {("FILE-1", SPOKEN)}
