"""The list of case files: its filter, its order, its pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from audit.models import Observation, Theme
from audit.services.case_files import local_number_add
from tests.factories import CaseFileFactory, RoundFactory, area, assessed
from tests.pages import Page

LIST = reverse("case-file-list")
THEME = "referral-delayed"


@pytest.fixture
def files(person, service):
    """Five files of a Wexshire audit, each unlike the others in what the filter asks."""
    round = RoundFactory(code="audit")
    auditor = person("auditor@wexshire")
    made = SimpleNamespace(
        good=CaseFileFactory(round=round, reference="GOOD", area_code="s47"),
        poor=CaseFileFactory(round=round, reference="POOR", area_code="cse", allocated_to=auditor),
        two=CaseFileFactory(round=round, reference="TWO", area_code="missing"),
        open=CaseFileFactory(round=round, reference="OPEN", area_code="s47"),
        elsewhere=CaseFileFactory(reference="ELSEWHERE", area_code="detention"),
    )
    assessed(made.good, auditor, ("s47", "good"), rationale="She was heard on the same day.")
    poor = assessed(made.poor, auditor, ("cse", "inadequate"))
    grades = (("missing", "good"), ("s47", "requires_improvement"))
    assessed(made.two, auditor, *grades, overall="requires_improvement")
    Observation.objects.create(assessment=poor, theme=Theme.objects.first(), polarity="weakness")
    local_number_add(case_file=made.open, kind="crime", number="WX/26/0815", by=service)
    return made


@pytest.fixture
def client(files, signed_in):
    return signed_in("moderator@wexshire")


def references(response) -> list[str]:
    return [case_file.reference for case_file in response.context["page_obj"]]


def shown(client, query: str) -> set[str]:
    return set(references(client.get(f"{LIST}?{query}", follow=True)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"GOOD", "POOR", "TWO", "OPEN", "ELSEWHERE"}),
        ("round=audit", {"GOOD", "POOR", "TWO", "OPEN"}),
        ("area=cse", {"POOR"}),
        ("area=s47", {"GOOD", "TWO", "OPEN"}),
        ("area=s47&grade=requires_improvement", {"TWO"}),
        ("area=s47&grade=good", {"GOOD"}),
        ("area=s47&grade=graded", {"GOOD", "TWO"}),
        ("area=s47&grade=none", {"OPEN"}),
        ("grade=good", {"GOOD"}),
        ("grade=requires_improvement", {"TWO"}),
        ("grade=graded", {"GOOD", "POOR", "TWO"}),
        ("grade=none", {"OPEN", "ELSEWHERE"}),
        ("allocated=nobody", {"GOOD", "TWO", "OPEN", "ELSEWHERE"}),
        ("status=submitted", {"GOOD", "POOR", "TWO"}),
        ("status=submitted&status=to_grade&round=audit", {"GOOD", "POOR", "TWO", "OPEN"}),
        ("area=cse&grade=good", set()),
    ],
)
def test_codes_in_the_address_filter(query, found, client):
    assert shown(client, query) == found


def test_a_theme_filters_by_what_was_seen(client):
    assert shown(client, f"theme={Theme.objects.first().code}") == {"POOR"}


def test_a_person_filters_by_whom_the_file_is_given_to(client, person):
    assert shown(client, f"allocated={person('auditor@wexshire').pk}") == {"POOR"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("same day", {"GOOD"}),
        ("poor", {"POOR"}),
        ("wx/26/0815", {"OPEN"}),
        ("WX/26/ 0815", {"OPEN"}),
        ("WX/26", set()),
        ("100%", set()),
    ],
)
def test_words_find_references_reasons_and_whole_local_numbers(words, found, client):
    response = client.post(LIST, {"text": words}, follow=True)
    assert set(references(response)) == found


def test_words_never_stand_in_the_address(client):
    response = client.post(LIST, {"text": "WX/26/0815", "area": "s47", "grade": ""})
    assert response.url == f"{LIST}?area=s47"


def test_words_in_an_address_that_somebody_made_are_not_used(client):
    assert len(shown(client, "text=poor")) == 5


def test_the_words_are_kept_for_the_session_of_one_person_only(client, signed_in):
    client.post(LIST, {"text": "poor"})
    assert shown(client, "") == {"POOR"}
    assert len(shown(signed_in("moderator@wexshire"), "")) == 5


def test_forgetting_the_words_keeps_the_rest_of_the_filter(client):
    client.post(LIST, {"text": "poor"})
    response = client.get(f"{LIST}?area=s47&forget=text")
    assert response.url == f"{LIST}?area=s47"
    assert shown(client, "area=s47") == {"GOOD", "TWO", "OPEN"}


def tags(page: Page) -> dict[str, str]:
    return {
        words.rpartition("filter: ")[2]: address
        for words, address in page.links.items()
        if words.startswith("Remove this filter")
    }


def test_each_choice_is_a_tag_that_takes_it_back(client):
    client.post(LIST, {"text": "good"})
    page = Page(client.get(f"{LIST}?area=s47&status=submitted&status=to_grade&page=1"))
    removable = tags(page)
    assert len(removable) == 4
    [status] = [url for words, url in removable.items() if words.endswith("To grade")]
    assert status == f"{LIST}?area=s47&status=submitted"
    [words] = [url for text, url in removable.items() if text.endswith(" good")]
    assert references(client.get(words, follow=True)) == ["GOOD", "OPEN", "TWO"]


def test_clearing_the_filter_shows_everything_again(client):
    client.post(LIST, {"text": "poor"})
    page = Page(client.get(f"{LIST}?area=cse"))
    assert len(shown(client, page.links["Clear filters"].partition("?")[2])) == 5


@pytest.mark.parametrize("query", ["area=nonsense", "grade=nonsense", "allocated=x", "round=none"])
def test_a_code_that_does_not_exist_is_an_error_and_filters_nothing(query, client):
    page = Page(client.get(f"{LIST}?{query}"))
    assert len(page.errors) == 1
    assert "5 case files" in page.text


def test_a_wrong_grade_beside_an_area_leaves_the_area_standing(client):
    assert shown(client, "area=cse&grade=nonsense") == {"POOR"}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("grade", ["GOOD", "TWO", "POOR", "OPEN"]),
        ("-grade", ["OPEN", "POOR", "TWO", "GOOD"]),
        ("reference", ["GOOD", "OPEN", "POOR", "TWO"]),
        ("-reference", ["TWO", "POOR", "OPEN", "GOOD"]),
        ("area", ["GOOD", "OPEN", "POOR", "TWO"]),
        ("nonsense", ["GOOD", "OPEN", "POOR", "TWO"]),
    ],
)
def test_the_list_is_sorted_and_grades_in_the_order_of_their_scale(sort, order, client):
    assert references(client.get(f"{LIST}?round=audit&sort={sort}")) == order


def test_sorting_keeps_the_filter_and_turns_round_the_second_time(client):
    page = Page(client.get(f"{LIST}?round=audit&sort=grade&page=1"))
    assert page.links["Grade"] == f"{LIST}?round=audit&sort=-grade"


def test_a_long_list_is_shown_in_pages_that_keep_the_filter(client):
    round = RoundFactory(code="long")
    CaseFileFactory.create_batch(30, round=round, area=area("s47"))
    page = Page(client.get(f"{LIST}?round=long"))
    assert "Showing 1 to 25 of 30 case files" in page.text
    second = Page(client.get(LIST + page.links["Next page"]))
    assert "Showing 26 to 30 of 30 case files" in second.text


def test_the_count_and_the_sentence_for_an_empty_list(client):
    text = Page(client.get(f"{LIST}?area=cse&grade=good")).text
    assert "0 case files" in text
    assert "Remove a filter" in text


def test_the_filter_offers_nobody_from_another_force(client):
    CaseFileFactory(round=RoundFactory(eastmarch=True))
    choices = dict(client.get(LIST).context["form"].fields["allocated"].choices)
    assert list(choices.values()) == ["Anybody", "Nobody yet", "Amina Hall"]
