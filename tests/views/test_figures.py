"""The pages of facts, agreement and themes, and the list of files behind their numbers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import CaseFile, CommonTheme, RoundMember
from audit.rules.roles import RoundRole
from tests.answers import agreed_file, answered, double_file, observed
from tests.factories import RoundFactory, graded_file
from tests.pages import Page, text_of

pytestmark = pytest.mark.django_db
PAGES = ("round-facts", "round-agreement", "round-themes")
NOTHING = {
    "round-facts": "No file of this internal audit has a final assessment yet",
    "round-agreement": "No file has been graded by two assessors yet",
    "round-themes": "No file of this internal audit has a final assessment yet",
}


@pytest.fixture
def audit(person):
    round, auditor = RoundFactory(), person("auditor@wexshire")
    for answer in ("yes", "yes", "no", "not_recorded"):
        case_file = graded_file(round, auditor, ("s47", "good"))
        answered(case_file.final_assessment, child_spoken_to=answer)
        observed(case_file.final_assessment, "initial-response")
    case_file = graded_file(round, auditor, ("missing", "good"))
    answered(case_file.final_assessment, child_spoken_to="yes", missing_times_before=3)
    observed(case_file.final_assessment, "initial-response", polarity="strength")
    graded_file(round, auditor, ("s47", "good"), ("missing", "good"))
    return round


def address(name, round, query=""):
    return reverse(name, args=[round.code]) + query


def numbers(page: Page) -> dict[str, str]:
    """Address → number of each count that is a link."""
    links = (cell.find("a") for cell in page.elements("td", "govuk-table__cell--numeric"))
    return {link.get("href"): text_of(link).split()[0] for link in links if link is not None}


def listed(client, address: str) -> int:
    return client.get(address, follow=True).context["paginator"].count


@pytest.mark.parametrize("name", PAGES)
def test_an_audit_without_grades_says_so(name, signed_in):
    page = Page(signed_in("manager@wexshire").get(address(name, RoundFactory())))
    assert NOTHING[name] in page.text


@pytest.mark.parametrize("name", PAGES)
def test_reconstructed_files_say_that_they_show_nothing_else(name, audit, signed_in):
    CaseFile.objects.filter(round=audit).update(reconstructed=True)
    page = Page(signed_in("moderator@wexshire").get(address(name, audit)))
    assert "show counts by area and grade and nothing else" in page.text
    assert not page.rows


@pytest.mark.parametrize("name", ["round-facts", "round-themes"])
@pytest.mark.parametrize("query", ["", "?area=s47", "?area=missing", "?area=nowhere"])
def test_each_number_leads_to_as_many_files(name, query, audit, signed_in):
    client = signed_in("moderator@wexshire")
    found = numbers(Page(client.get(address(name, audit, query))))
    assert found
    for link, number in found.items():
        assert listed(client, link) == int(number), link


@pytest.mark.parametrize("name", ["round-facts", "round-themes"])
def test_who_may_not_open_the_files_gets_numbers_without_links(name, audit, signed_in):
    page = Page(signed_in("manager@wexshire").get(address(name, audit)))
    assert page.rows
    assert not numbers(page)


def test_the_facts_of_one_area(audit, signed_in):
    client = signed_in("moderator@wexshire")
    everywhere = Page(client.get(address("round-facts", audit)))
    within = Page(client.get(address("round-facts", audit, "?area=missing")))
    question = "Did an officer speak to the child?"
    assert [row for row in everywhere.rows if row[0] == question][0][-1] == "6"
    assert [row for row in within.rows if row[0] == question][0][-1] == "2"
    assert "Median 3 reports, in 1 of 2 files; not answered in 1." in within.text


def test_a_theme_goes_into_the_report_with_one_click(audit, signed_in):
    client = signed_in("moderator@wexshire")
    page = address("round-themes", audit, "?area=s47")
    assert "Add as a weakness" in Page(client.get(page)).text
    sent = {"area": "s47", "theme": "initial-response", "polarity": "weakness"}
    response = client.post(address("common-theme-add", audit), sent, follow=True)
    assert response.redirect_chain[-1][0] == page
    assert "The theme stands in the report now." in Page(response).text
    assert "Weakness: in the report" in Page(response).text
    assert CommonTheme.objects.get().text.endswith("(seen in 4 of 5 files)")
    again = Page(client.post(address("common-theme-add", audit), sent))
    assert "stands in the report as a weakness of this area" in again.text


def test_only_who_writes_findings_is_offered_to_add_a_theme(audit, signed_in):
    page = Page(signed_in("manager@wexshire").get(address("round-themes", audit, "?area=s47")))
    assert "Add as a" not in page.text


def test_agreement_by_assessor_is_for_moderators_alone(person, signed_in):
    audit = RoundFactory()
    first, second = person("auditor@wexshire"), person("auditor2@wexshire")
    for _ in range(20):
        double_file(audit, first, second, ("good", "inadequate"))
    moderator = Page(signed_in("moderator@wexshire").get(address("round-agreement", audit)))
    manager = Page(signed_in("manager@wexshire").get(address("round-agreement", audit)))
    assert first.name in moderator.text
    assert first.name not in manager.text
    assert "kinder than the second in 20 of 20 files" in manager.text


def test_a_moderator_who_grades_blind_learns_nothing(person, signed_in):
    """Neither from a page nor from the figures, whatever the other has given."""
    audit = RoundFactory()
    moderator, other = person("moderator@wexshire"), person("auditor@wexshire")
    client, seen = signed_in("moderator@wexshire"), []
    for _ in range(20):
        agreed_file(audit, "good", "good", moderator)
    case_file = double_file(audit, other, moderator, ("good", ""))
    assessment = case_file.assessments.get()
    for grade, answer in (("good", "yes"), ("inadequate", "no")):
        assessment.answers.all().delete()
        answered(assessment, child_spoken_to=answer)
        type(assessment).objects.filter(pk=assessment.pk).update(overall_grade=grade)
        assessment.area_grades.update(grade=grade)
        seen.append([Page(client.get(address(name, audit))).text for name in PAGES])
    assert seen[0] == seen[1]


def test_an_inspectors_figures_stay_with_the_team_until_they_are_published(person, signed_in):
    inspection = RoundFactory(inspection=True)
    RoundMember.objects.create(
        round=inspection, user=person("inspector@inspectorate"), role=RoundRole.LEAD
    )
    force, team = signed_in("moderator@wexshire"), signed_in("inspector@inspectorate")
    for name in PAGES:
        assert force.get(address(name, inspection)).status_code == 403
        assert team.get(address(name, inspection)).status_code == 200


@pytest.mark.parametrize("answer", ["yes", "unanswered", "known", ""])
def test_the_list_asks_a_question_of_every_round_that_a_person_sees(answer, audit, signed_in):
    client = signed_in("moderator@wexshire")
    everything = listed(
        client, f"{reverse('case-file-list')}?question=child-spoken-to&answer={answer}"
    )
    assert everything == {"yes": 3, "unanswered": 1, "known": 4, "": 6}[answer]


def test_links_stand_on_the_page_of_the_audit(audit, signed_in):
    page = Page(signed_in("manager@wexshire").get(audit.get_absolute_url()))
    assert all(title in page.text for title in ("Facts counted", "Agreement", "Themes counted"))
