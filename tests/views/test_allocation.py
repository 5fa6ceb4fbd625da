"""Allocating in the browser: all that a filter leaves, after a look; one file; one's own cases."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from audit.models import CaseFile, Conflict, LogEntry
from audit.services.allocation import case_file_allocate
from audit.services.assessments import Judgement, assessment_save, assessment_submit
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.pages import Page

TODAY = "2026-11-22"


@pytest.fixture(autouse=True)
def _on_this_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def audit(db):
    return RoundFactory(code="audit", title="Audit of autumn")


@pytest.fixture
def files(audit):
    codes = ("s47", "cse")
    return [
        CaseFileFactory(round=audit, reference=f"F{n}", area_code=codes[n % 2]) for n in range(8)
    ]


@pytest.fixture
def moderator(signed_in):
    return signed_in("moderator@wexshire")


@pytest.fixture
def amina(person):
    return person("auditor@wexshire")


@pytest.fixture
def ben(person):
    return person("auditor2@wexshire")


def page_of(name: str, *args) -> str:
    return reverse(name, args=args)


def hidden(page: Page) -> dict:
    [form] = [
        one
        for one in page.elements("form")
        if one.get("method") == "post"
        and any(box.get("name") == "plan" for box in one.iter("input"))
    ]
    sent: dict = {}
    for box in form.iter("input"):
        sent.setdefault(box.get("name"), []).append(box.get("value"))
    return sent


def judged(case_file, by, act):
    judgement = Judgement(area_grades={case_file.area: "good"})
    return act(
        case_file=CaseFile.objects.get(pk=case_file.pk), judgement=judgement, by=by, lock=None
    )


def test_what_a_filter_leaves_is_checked_and_then_allocated_once(
    files, moderator, amina, ben, audit
):
    address = page_of("round-allocation", "audit") + "?area=s47"
    sent = {
        "first": [amina.pk, ben.pk],
        "due_on_day": "4",
        "due_on_month": "12",
        "due_on_year": "2026",
    }
    check = Page(moderator.post(address, sent))
    assert check.heading == "Check what this would do"
    assert "4 case files change, of the 4 that you chose." in check.text
    assert ["Amina Hall", "0", "2", "0", "2"] in check.rows
    assert not CaseFile.objects.exclude(allocated_to=None).exists()
    for _ in range(2):  # a double click
        after = Page(moderator.post(address, hidden(check), follow=True))
        assert "4 case files are allocated." in " ".join(after.root.itertext())
    given = audit.case_files.exclude(allocated_to=None)
    assert {one.area.code for one in given} == {"s47"}
    assert {one.due_on for one in given} == {date(2026, 12, 4)}
    assert LogEntry.objects.filter(event="case_file.allocated").count() == 4


def test_a_share_is_drawn_with_a_seed_that_is_shown(files, moderator, amina, ben, audit):
    address = page_of("round-allocation", "audit")
    check = Page(moderator.post(address, {"first": amina.pk, "second": ben.pk, "share": "25"}))
    [sentence] = [one for one in check.text.split(".") if "with the seed" in one]
    seed = sentence.split()[-1]
    moderator.post(address, hidden(check))
    double = audit.case_files.exclude(second_assessor=None)
    assert double.count() == 2
    history = moderator.get(page_of("case-file-history", double[0].reference))
    assert seed in Page(history).text


def test_what_was_tampered_with_is_refused(files, moderator, amina):
    address = page_of("round-allocation", "audit")
    sent = hidden(Page(moderator.post(address, {"first": amina.pk})))
    page = Page(moderator.post(address, sent | {"plan": sent["plan"][0] + "x"}))
    assert "did not come back whole" in page.errors[0][0]
    assert page.typed["first"] == [str(amina.pk)]


def test_what_was_checked_for_one_audit_is_not_done_in_another(files, moderator, amina):
    RoundFactory(code="another")
    sent = hidden(Page(moderator.post(page_of("round-allocation", "audit"), {"first": amina.pk})))
    page = Page(moderator.post(page_of("round-allocation", "another"), sent))
    assert "did not come back whole" in page.errors[0][0]


def test_a_change_in_between_is_said_and_nothing_typed_is_lost(
    files, moderator, amina, ben, person
):
    address = page_of("round-allocation", "audit")
    sent = hidden(Page(moderator.post(address, {"first": amina.pk})))
    case_file_allocate(case_file=files[0], to=ben, by=person("moderator@wexshire"))
    page = Page(moderator.post(address, sent))
    assert "was changed after you checked" in page.errors[0][0]
    assert page.typed["first"] == [str(amina.pk)]


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({}, ""),
        ({"share": "25"}, "id_second_0"),
        ({"share": "101"}, "id_share"),
        ({"share": "half"}, "id_share"),
        ({"due_on_day": "4"}, "id_due_on_1"),
    ],
)
def test_an_error_leads_to_its_field(given, target, files, moderator):
    page = Page(moderator.post(page_of("round-allocation", "audit"), given))
    assert [where for _, where in page.errors] == [target]


def test_a_second_without_a_share_is_asked_for_it(files, moderator, ben):
    page = Page(moderator.post(page_of("round-allocation", "audit"), {"second": ben.pk}))
    assert page.errors == [("Enter how many of every 100 two people should grade", "id_share")]


def test_a_filter_that_is_not_understood_leaves_nothing_to_allocate(files, moderator, amina):
    address = page_of("round-allocation", "audit") + "?area=nonsense"
    assert "No case file fits" in Page(moderator.get(address)).text
    assert "Nothing would change." in Page(moderator.post(address, {"first": amina.pk})).text


def test_nothing_to_change_is_said_and_has_no_button(files, moderator, amina, person):
    for one in files:
        case_file_allocate(case_file=one, to=amina, by=person("moderator@wexshire"))
    check = Page(moderator.post(page_of("round-allocation", "audit"), {"first": amina.pk}))
    assert "Nothing would change." in check.text
    assert not [box for box in check.root.iter("input") if box.get("name") == "plan"]


def test_a_closed_audit_offers_nothing_to_allocate(files, moderator, audit):
    audit.status = "signed_off"
    audit.save()
    page = Page(moderator.get(page_of("round-allocation", "audit")))
    assert "is closed, so nothing can be allocated" in page.text
    assert "id_first_0" not in page.ids


def test_who_has_how_much(files, moderator, amina, audit):
    CaseFile.objects.filter(pk__in=[files[0].pk, files[1].pk]).update(
        allocated_to=amina, due_on="2026-11-20"
    )
    judged(files[1], amina, assessment_submit)
    elsewhere = CaseFileFactory(allocated_to=amina)
    assert elsewhere.round != audit
    page = Page(moderator.get(page_of("round-allocation", "audit")))
    row = next(row for row in page.rows if row[0] == "Amina Hall")
    assert [cell.split()[0] for cell in row[1:]] == ["1", "1", "1", "2"]


# --- one file


def test_one_file_is_given_to_two_by_a_day(files, moderator, amina, ben):
    address = page_of("case-file-allocate", "F0")
    sent = {"allocated_to": amina.pk, "second_assessor": ben.pk}
    day = {"due_on_day": "4", "due_on_month": "12", "due_on_year": "2026"}
    page = Page(moderator.post(address, sent | day, follow=True))
    assert "Case file F0 is allocated." in page.text
    for words in ("Allocated to Amina Hall", "Graded as well by Ben Otieno", "4 December 2026"):
        assert words in page.text
    typed = Page(moderator.get(address)).typed
    assert typed["allocated_to"] == [str(amina.pk)]
    assert typed["due_on_day"] == ["4"]


def test_a_file_that_is_begun_asks_for_the_reason_beside_its_field(files, moderator, amina, ben):
    CaseFile.objects.filter(pk=files[0].pk).update(allocated_to=amina)
    judged(files[0], amina, assessment_save)
    address = page_of("case-file-allocate", "F0")
    page = Page(moderator.post(address, {"allocated_to": ben.pk}))
    [(words, target)] = page.errors
    assert words.startswith("Amina Hall has begun this file.")
    assert target == "id_reason"
    moderator.post(address, {"allocated_to": ben.pk, "reason": "On leave"})
    assert CaseFile.objects.get(pk=files[0].pk).allocated_to == ben


def test_whoever_has_a_conflict_is_not_offered(files, moderator, amina, person):
    morgan = person("moderator@wexshire")
    Conflict.objects.create(case_file=files[0], person=amina, declared_by=morgan, reason="Knew it")
    response = moderator.get(page_of("case-file-allocate", "F0"))
    assert amina not in response.context["form"].fields["allocated_to"].queryset
    assert "Knew it" in Page(response).text


# --- conflicts


def test_an_auditor_declares_a_conflict_and_the_file_is_gone(files, signed_in, amina):
    CaseFile.objects.filter(pk=files[0].pk).update(allocated_to=amina)
    client = signed_in("auditor@wexshire")
    page = Page(client.get(files[0].get_absolute_url()))
    address = page.links["Declare a conflict of interest"]
    assert "id_person" not in Page(client.get(address)).ids
    for _ in range(2):  # sent twice, it is declared once
        response = client.post(address, {"reason": "Supervised it"})
        assert response.url == reverse("my-cases")
    assert Conflict.objects.get().person == amina
    assert client.get(files[0].get_absolute_url()).status_code == 404


def test_the_grading_form_leads_to_it(files, signed_in, amina):
    CaseFile.objects.filter(pk=files[0].pk).update(allocated_to=amina)
    page = Page(signed_in("auditor@wexshire").get(page_of("case-file-grade", "F0")))
    assert page_of("conflict-declare", "F0") in page.addresses


def test_a_moderator_declares_it_for_somebody_and_removes_it(files, moderator, amina):
    address = page_of("conflict-declare", "F0")
    moderator.post(address, {"person": amina.pk, "reason": "Supervised it"})
    conflict = Conflict.objects.get()
    listed = moderator.get(reverse("case-file-list") + "?only=conflict")
    assert [one.reference for one in listed.context["page_obj"]] == ["F0"]
    history = Page(moderator.get(page_of("case-file-history", "F0"))).text
    assert "Morgan Ellis declared a conflict of interest" in history
    remove = page_of("conflict-remove", conflict.pk)
    assert Page(moderator.post(remove, {"reason": ""})).errors
    moderator.post(remove, {"reason": "Another case"})
    assert not Conflict.objects.exists()


def test_a_moderator_with_a_conflict_is_not_offered_to_grade(files, moderator, person):
    morgan = person("moderator@wexshire")
    Conflict.objects.create(case_file=files[0], person=morgan, declared_by=morgan, reason="Knew it")
    assert "Grade this case file" not in Page(moderator.get(files[0].get_absolute_url())).links


# --- one's own, and how far it is


def test_my_cases_are_both_gradings_with_what_is_late_first(files, signed_in, amina, ben):
    def given(place, **fields):
        CaseFile.objects.filter(pk=files[place].pk).update(**fields)

    given(0, allocated_to=amina, due_on="2026-12-01")
    given(1, allocated_to=ben, second_assessor=amina, due_on="2026-11-21")
    given(2, allocated_to=amina)
    given(3, allocated_to=amina, due_on="2026-11-01")
    judged(files[3], amina, assessment_submit)
    page = Page(signed_in("auditor@wexshire").get(reverse("my-cases")))
    assert "3 for you to grade, of 4 in all." in page.text
    assert [row[0] for row in page.rows[1:]] == ["F1", "F0", "F2", "F3"]
    assert page.rows[1][3:] == ["Second of two", "21 November 2026 Late", "To grade"]
    assert page.rows[4][3:] == ["Alone", "1 November 2026", "Submitted"]


def test_a_file_of_which_ones_own_grade_is_in_is_done_though_the_other_is_not(
    files, signed_in, amina, ben
):
    CaseFile.objects.filter(pk=files[0].pk).update(allocated_to=amina, second_assessor=ben)
    judged(files[0], amina, assessment_submit)
    home = reverse("home")
    assert "You have nothing to grade." in Page(signed_in("auditor@wexshire").get(home)).text
    assert "1 case file allocated to you" in Page(signed_in("auditor2@wexshire").get(home)).text


@pytest.fixture
def at_work(files, amina, ben):
    """Of eight files: Amina has three (one begun and late, one in, one agreed), Ben two, of
    which one is Amina's too; four are nobody's."""
    for place in (0, 1, 2, 3):
        CaseFile.objects.filter(pk=files[place].pk).update(allocated_to=amina)
    CaseFile.objects.filter(pk=files[3].pk).update(second_assessor=ben)
    CaseFile.objects.filter(pk=files[0].pk).update(due_on="2026-11-21")
    judged(files[0], amina, assessment_save)
    judged(files[1], amina, assessment_submit)
    judged(files[2], amina, assessment_submit)
    assessed(
        CaseFile.objects.get(pk=files[2].pk),
        amina,
        ("s47", "good"),
        ("cse", "good"),
        status="agreed",
        origin="agreed",
    )
    return files


def test_each_number_of_the_progress_leads_to_as_many_files(at_work, moderator):
    page = Page(moderator.get(page_of("round-progress", "audit")))
    rows = {row[0]: [cell.split()[0] for cell in row[1:]] for row in page.rows}
    # to grade, in progress, submitted, agreed, late, total
    assert rows["Amina Hall"] == ["1", "1", "1", "1", "1", "4"]
    assert rows["Ben Otieno"] == ["1", "0", "0", "0", "0", "1"]
    assert rows["Morgan Ellis"] == ["0"] * 6
    assert rows["All case files"] == ["5", "1", "1", "1", "1", "8"]
    assert rows["Child sexual exploitation"][3] == rows["Section 47 enquiries"][3] == "1"
    links = [link for link in page.elements("a") if "forget=text" in link.get("href", "")]
    assert len(links) > 15
    for link in links:
        number = "".join(link.itertext()).split()[0]
        found = moderator.get(link.get("href"), follow=True).context["paginator"].count
        if number.isdigit():
            assert found == int(number), link.get("href")


def test_late_is_computed_from_the_day(at_work, moderator, settings):
    address = reverse("case-file-list") + "?only=late"
    assert moderator.get(address).context["paginator"].count == 1
    assert "Late" in Page(moderator.get(address)).text
    settings.TODAY = "2026-11-21"
    assert moderator.get(address).context["paginator"].count == 0


def test_the_list_tells_due_days_and_sorts_by_them(files, moderator):
    CaseFile.objects.filter(pk=files[5].pk).update(due_on="2026-12-01")
    CaseFile.objects.filter(pk=files[6].pk).update(due_on="2026-12-02")
    for sort, first in (("due", "F5"), ("-due", "F6")):
        listed = moderator.get(reverse("case-file-list") + f"?sort={sort}")
        assert listed.context["page_obj"][0].reference == first


def test_second_gradings_are_found(at_work, moderator, ben):
    address = reverse("case-file-list") + f"?only=second&allocated={ben.pk}"
    assert [one.reference for one in moderator.get(address).context["page_obj"]] == ["F3"]


def test_the_work_of_an_audit_leads_to_both_pages(audit, moderator, signed_in):
    page = Page(moderator.get(audit.get_absolute_url()))
    assert {"Who grades what", "How far the grading is"} <= set(page.links)
    page = Page(signed_in("auditor@wexshire").get(audit.get_absolute_url()))
    assert "Who grades what" not in page.links
