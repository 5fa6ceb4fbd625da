"""Rounds and case files saved in the administration: through the services, and by the rules."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry as DjangoLogEntry

from audit.models import CaseFile, Force, Framework, LogEntry, Round
from tests.admin.reading import add, change, errors, events
from tests.factories import CaseFileFactory, area


def new_round(**changes) -> dict:
    return {
        "code": "new",
        "kind": "internal_audit",
        "force": Force.objects.get(code="wexshire").pk,
        "framework": Framework.objects.first().pk,
        "led_by": "force",
        "title": "A new audit",
    } | changes


def test_a_moderator_opens_an_audit_and_the_trail_says_so(client, send):
    send(client, add("round"), **new_round())
    opened = Round.objects.get(code="new")
    assert opened.status == "planned"
    assert [(entry.event, entry.by.email) for entry in LogEntry.objects.about(opened)] == [
        ("round.opened", "moderator@wexshire.example")
    ]
    assert not DjangoLogEntry.objects.exists()


def test_whoever_opens_an_inspection_leads_it(signed_in, send):
    send(signed_in("inspector@inspectorate"), add("round"), **new_round(led_by="inspectorate"))
    member = Round.objects.get(code="new").members.get()
    assert (member.user.email, member.role) == ("inspector@inspectorate.example", "lead")


@pytest.mark.parametrize("changes", [{"led_by": "inspectorate"}, {"force": "eastmarch"}])
def test_a_round_that_is_not_theirs_to_open_is_a_sentence_in_the_form(changes, client, send):
    if "force" in changes:
        changes = {"force": Force.objects.get(code=changes["force"]).pk}
    assert "Your role does not reach this." in errors(
        send(client, add("round"), **new_round(**changes))
    )
    assert not Round.objects.exists()


def test_a_round_is_not_given_away(client, round, send):
    other = Force.objects.get(code="eastmarch")
    assert "Your role does not reach this." in errors(send(client, change(round), force=other.pk))
    round.refresh_from_db()
    assert round.force.code == "wexshire"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"published_on": "2026-10-01"}, "cannot be before fieldwork"),
        ({"fieldwork_ended_on": "2026-10-01"}, "Fieldwork cannot end before it starts"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_a_round_with_an_error_is_refused_in_the_form(changes, words, client, round, send):
    assert words in errors(send(client, change(round), **changes))
    assert events() == []


def test_the_status_of_a_round_cannot_be_sent_along(client, round, send):
    send(client, change(round), status="published", title="Another title")
    round.refresh_from_db()
    assert (round.status, round.title) == ("fieldwork", "Another title")


def test_what_is_entered_beside_a_round_is_recorded_one_by_one(client, round, send):
    step = {
        "next_steps-TOTAL_FORMS": "1",
        "next_steps-0-order": "1",
        "next_steps-0-clock": "action_plan",
        "next_steps-0-text": "The force sends its plan.",
    }
    send(client, change(round), **step)
    send(client, change(round), **{"next_steps-0-DELETE": "on"})
    assert events() == ["nextstep.added", "nextstep.deleted"]


def new_file(round, **changes) -> dict:
    given = {"round": round.pk, "area": area("s47").pk, "reference": "NEW-1"}
    return given | {"chosen_by": "force", "chosen_how": "random"} | changes


def test_a_case_file_is_added_with_its_local_number(client, round, send):
    number = {
        "local_numbers-TOTAL_FORMS": "1",
        "local_numbers-0-kind": "crime",
        "local_numbers-0-new_number": "WX/26/0815",
    }
    send(client, add("casefile"), **new_file(round), **number)
    made = round.case_files.get()
    assert made.local_numbers.get().number == "WX/26/0815"
    assert b"WX/26/0815" not in client.get(change(made)).content


def test_a_case_file_under_an_area_of_another_framework_is_refused(
    client, round, second_framework, send
):
    wrong = second_framework.areaofpractice_set.get().pk
    response = send(client, add("casefile"), **new_file(round, area=wrong))
    assert "area of another framework" in errors(response)
    assert not round.case_files.exists()


def test_a_second_case_file_with_the_same_reference_is_refused(client, round, send):
    CaseFileFactory(round=round, reference="NEW-1")
    assert "already" in errors(send(client, add("casefile"), **new_file(round)))
    assert CaseFile.objects.count() == 1


@pytest.mark.parametrize("who", ["manager@wexshire", "auditor@eastmarch"])
def test_a_case_file_is_given_only_to_somebody_who_can_grade_it(who, client, round, person, send):
    response = send(client, add("casefile"), **new_file(round, allocated_to=person(who).pk))
    assert errors(response)
    assert not round.case_files.exists()


def test_a_local_number_given_twice_is_a_message_and_nothing_is_saved(client, round, send):
    twice = {"local_numbers-TOTAL_FORMS": "2"}
    for n in range(2):
        twice |= {f"local_numbers-{n}-kind": "crime", f"local_numbers-{n}-new_number": "1"}
    response = send(client, add("casefile"), **new_file(round), **twice)
    assert "has that number already" in client.get(response.url).content.decode()
    assert not round.case_files.exists()


def test_a_file_of_a_closed_audit_is_not_changed(client, round, send):
    case_file = CaseFileFactory(round=round)
    Round.objects.update(status="signed_off")
    response = send(client, change(case_file), area=area("cse").pk)
    assert "closed and cannot be changed" in errors(response)


def test_who_grades_a_file_is_changed_on_the_files_own_page_alone(person, signed_in):
    """Here somebody who has begun would lose it without a word."""
    case_file = CaseFileFactory(allocated_to=person("auditor@wexshire"))
    page = signed_in("moderator@wexshire").get(change(case_file))
    fields = page.context["adminform"].form.fields
    assert not {"allocated_to", "second_assessor", "due_on", "blind"} & set(fields)
