"""No page gives a grade away before both who grade a file have submitted.

The moderator is the second assessor here: of all people they could see most.
"""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from audit.models import Assessment, CaseFile, Observation, Theme
from audit.rules.grading import Origin
from audit.services.allocation import case_file_allocate
from audit.services.assessments import Judgement, assessment_reopen, assessment_submit
from tests.factories import CaseFileFactory, RoundFactory, area, assessed
from tests.pages import Page

WORD = "Xylophone"
LIST = reverse("case-file-list")


@pytest.fixture
def case_file(person):
    file = CaseFileFactory(round=RoundFactory(code="audit"), reference="BLIND")
    return case_file_allocate(
        case_file=file,
        to=person("auditor@wexshire"),
        second=person("moderator@wexshire"),
        by=person("moderator@wexshire"),
    )


def submits(case_file, by, grade, rationale="Because.") -> Assessment:
    judgement = Judgement(area_grades={area("s47"): grade}, rationale=rationale)
    file = CaseFile.objects.get(pk=case_file.pk)
    return assessment_submit(case_file=file, judgement=judgement, by=by, lock=None)


@pytest.fixture
def first(case_file, person) -> Assessment:
    """The first has submitted the lowest grade, with a word and a theme found nowhere else."""
    made = submits(case_file, person("auditor@wexshire"), "inadequate", WORD)
    Observation.objects.create(assessment=made, theme=Theme.objects.first(), polarity="weakness")
    return made


@pytest.fixture
def second(first, freshly_signed_in):
    return freshly_signed_in("moderator@wexshire")


LISTS = [
    ("", 1),
    ("grade=inadequate", 0),
    ("grade=graded", 0),
    ("grade=none", 1),
    ("area=s47&grade=inadequate", 0),
    ("area=s47&grade=graded", 0),
    ("status=submitted", 0),
    ("work=submitted", 1),  # that it is handed in is no grade
]


@pytest.mark.parametrize(("query", "found"), LISTS)
def test_no_filter_of_the_list_finds_it_by_its_grade(query, found, second):
    response = second.get(f"{LIST}?{query}")
    assert response.context["paginator"].count == found
    assert "Inadequate" not in " ".join(cell for row in Page(response).rows for cell in row)


def test_no_theme_finds_it(second):
    response = second.get(f"{LIST}?theme={Theme.objects.first().code}")
    assert response.context["paginator"].count == 0


def test_no_word_of_the_rationale_finds_it(second):
    response = second.post(LIST, {"text": WORD.lower()}, follow=True)
    assert response.context["paginator"].count == 0


def test_no_order_shows_its_place(second, case_file, person):
    """Files without a grade that counts stand together, whatever was said of them."""
    for reference in ("A-OPEN", "Z-OPEN"):
        CaseFileFactory(round=case_file.round, reference=reference)
    for sort in ("grade", "-grade"):
        listed = second.get(f"{LIST}?sort={sort}").context["page_obj"]
        assert [one.reference for one in listed] == ["A-OPEN", "BLIND", "Z-OPEN"]


def addresses(case_file) -> dict[str, str]:
    of_file, of_round = [case_file.reference], [case_file.round.code]
    return {
        "file": case_file.get_absolute_url(),
        "history": reverse("case-file-history", args=of_file),
        "history with reads": reverse("case-file-history", args=of_file) + "?reads=yes",
        "grading": reverse("case-file-grade", args=of_file),
        "allocating": reverse("case-file-allocate", args=of_file),
        "home": reverse("home"),
        "my cases": reverse("my-cases"),
        "allocation": reverse("round-allocation", args=of_round),
        "progress": reverse("round-progress", args=of_round),
        "admin file": reverse("admin:audit_casefile_change", args=[case_file.pk]),
        "admin files": reverse("admin:audit_casefile_changelist"),
        "admin assessments": reverse("admin:audit_assessment_changelist"),
        "admin by grade": reverse("admin:audit_assessment_changelist")
        + "?overall_grade=inadequate",
    }


PLACES = (
    *("file", "history", "history with reads", "grading", "allocating", "home", "my cases"),
    *("allocation", "progress", "admin file", "admin files", "admin assessments"),
    "admin by grade",
)


@pytest.mark.parametrize("place", PLACES)
def test_no_page_tells(place, second, case_file, first):
    response = second.get(addresses(case_file)[place])
    assert response.status_code == 200
    page = Page(response)
    assert WORD not in response.content.decode()
    said = page.text if place not in {"grading", "admin file"} else ""  # they offer every grade
    said = re.sub(r"Filter.*?Apply filters", "", said)
    assert "inadequate" not in said.lower().replace("overall_grade=inadequate", "")
    assert f"/assessments/{first.pk}/" not in response.content.decode()


def test_its_own_pages_are_missing(second, first):
    for address in (
        reverse("assessment-history", args=[first.pk]),
        reverse("assessment-reopen", args=[first.pk]),
    ):
        assert second.get(address).status_code == 404
    page = reverse("admin:audit_assessment_change", args=[first.pk])
    assert second.get(page).status_code == 302  # to the administration: no such row


def test_no_figure_counts_it(second, case_file):
    figures = second.get(reverse("round-figures", args=["audit"])).json()
    assert figures["ungraded"] == 1
    assert set(figures["headline"].values()) == {0}
    assert "inadequate" not in json.dumps(figures["reconciliation"])
    row = Page(second.get(case_file.round.get_absolute_url())).rows
    counted = [cells for cells in row if cells[0] in {"All case files", "Section 47 enquiries"}]
    assert all(cell.split()[0] == "0" for cells in counted for cell in cells[1:])


def test_no_draft_of_the_report_tells(second):
    address = reverse("report-draft", args=["audit", "case_file_audit"])
    assert WORD not in second.get(address).content.decode()


def test_the_first_does_not_see_the_second_either(case_file, person, signed_in, first):
    file = CaseFile.objects.get(pk=case_file.pk)
    assessed(
        file, person("moderator@wexshire"), ("s47", "good"), status="draft", rationale=WORD[::-1]
    )
    page = signed_in("auditor@wexshire").get(case_file.get_absolute_url())
    assert WORD in page.content.decode()
    assert WORD[::-1] not in page.content.decode()


def test_both_see_both_and_the_moderator_too_once_both_are_in(second, case_file, person, signed_in):
    submits(case_file, person("moderator@wexshire"), "good", "Otherwise.")
    for client in (second, signed_in("auditor@wexshire")):
        text = Page(client.get(case_file.get_absolute_url())).text
        assert WORD in text
        assert "Otherwise." in text


def test_one_that_is_returned_is_out_of_the_others_sight(
    case_file, first, person, service, signed_in
):
    submits(case_file, person("moderator@wexshire"), "good")
    assessment_reopen(assessment=first, reason="A slip", by=service)
    text = Page(signed_in("moderator@wexshire").get(case_file.get_absolute_url())).text
    assert WORD not in text


# --- the force's own grade


def self_assessed(case_file, by) -> None:
    assessed(case_file, by, ("s47", "inadequate"), origin=Origin.SELF, rationale=WORD)


def test_an_assessor_does_not_see_the_forces_own_grade_before_theirs_is_in(person, signed_in):
    amina, manager = person("auditor@wexshire"), person("manager@wexshire")
    case_file = CaseFileFactory(round=RoundFactory(), allocated_to=amina)
    self_assessed(case_file, manager)
    client, address = signed_in("auditor@wexshire"), case_file.get_absolute_url()
    assert WORD not in client.get(address).content.decode()
    submits(case_file, amina, "good")
    assert WORD in client.get(address).content.decode()


def test_nor_does_a_moderator_who_could_begin_the_file(person, signed_in):
    case_file = CaseFileFactory(round=RoundFactory())
    self_assessed(case_file, person("manager@wexshire"))
    client, address = signed_in("moderator@wexshire"), case_file.get_absolute_url()
    assert WORD not in client.get(address).content.decode()
    CaseFile.objects.update(allocated_to=person("auditor@wexshire"))
    assert WORD in client.get(address).content.decode()


def test_a_closed_audit_hides_nothing_from_who_was_late(person, signed_in):
    case_file = CaseFileFactory(round=RoundFactory(), allocated_to=person("auditor@wexshire"))
    self_assessed(case_file, person("manager@wexshire"))
    case_file.round.status = "signed_off"
    case_file.round.save()
    page = signed_in("auditor@wexshire").get(case_file.get_absolute_url())
    assert WORD in page.content.decode()


def test_whoever_gets_a_file_does_not_see_what_was_set_aside(case_file, person, signed_in, first):
    case_file_allocate(
        case_file=CaseFile.objects.get(pk=case_file.pk),
        to=person("auditor2@wexshire"),
        reason="On leave",
        by=person("moderator@wexshire"),
    )
    client = signed_in("auditor2@wexshire")
    submits(case_file, person("auditor2@wexshire"), "good")
    for address in (
        case_file.get_absolute_url(),
        reverse("case-file-history", args=[case_file.reference]),
    ):
        assert WORD not in client.get(address).content.decode()
