"""The grading form saved as somebody types, and what comes of it when something is in the way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Assessment, LogEntry
from tests.factories import CaseFileFactory
from tests.pages import Page

JSON = {"HTTP_ACCEPT": "application/json"}
MOMENT = "answer-missing-reported-at"
FOUND = "answer-missing-first-looked-for-at"


def at(name: str, *parts: str) -> dict[str, str]:
    names = ("day", "month", "year", "time")
    return {f"{name}_{part}": text for part, text in zip(names, parts, strict=True)}


@pytest.fixture
def case_file(person):
    return CaseFileFactory(area_code="missing", allocated_to=person("auditor@wexshire"))


@pytest.fixture
def client(case_file, signed_in):
    return signed_in("auditor@wexshire")


@pytest.fixture
def form(case_file) -> str:
    return reverse("case-file-grade", args=[case_file.reference])


@pytest.fixture
def autosave(client, form):
    def send(**typed):
        return client.post(form, typed, **JSON)

    return send


def draft() -> Assessment:
    return Assessment.objects.get()


def test_it_says_when_it_was_saved_and_what_the_next_save_starts_from(autosave):
    answer = autosave(rationale="Half read.").json()
    assert answer["lock"] == draft().lock
    assert len(answer["saved"]) == len("14:03")
    assert autosave(rationale="All read.", lock=answer["lock"]).json()["lock"] == draft().lock
    assert draft().rationale == "All read."
    assert not LogEntry.objects.filter(event__startswith="assessment.").exists()


def test_it_tells_durations_what_is_open_and_why_a_reason_is_wanted(autosave):
    typed = at(MOMENT, "3", "3", "2026", "14:30") | at(FOUND, "4", "Mar", "2026", "3.40am")
    typed |= {"grade": "good", "stage-initial-contact-grade": "inadequate"}
    answer = autosave(**typed).json()
    assert answer["durations"]["answer-missing-report-to-search"] == "13 hours 10 minutes"
    assert answer["steps"]["stage-initial-contact"] == "3 of 5 not answered"
    assert answer["steps"]["grade"] == "no reason"
    assert answer["reason"].startswith("It is graded “good”, and every stage")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("3", "", "2026", "14:30"), "must include a month"),
        (("3", "3", "2026", ""), "must include a time, for example 14:30"),
        (("31", "2", "2026", "14:30"), "must be a real date"),
        (("3", "3", "2026", "25:00"), "must have a time of day"),
        (("29", "3", "2026", "1:30"), "in the hour that the clocks left out"),
    ],
)
def test_what_cannot_be_read_yet_comes_back_as_it_was_typed(parts, words, autosave, client, form):
    assert autosave(rationale="Kept.", **at(MOMENT, *parts)).status_code == 200
    page = Page(client.get(form))
    [(text, target)] = page.errors
    assert words in text
    assert target in page.ids
    typed = at(MOMENT, *parts)
    assert {name: page.typed.get(name, [""])[0] for name in typed} == typed
    assert page.typed["rationale"] == ["Kept."]


def test_an_end_before_its_start_is_kept_and_told(autosave, client, form):
    early = at(MOMENT, "3", "3", "2026", "14:30") | at(FOUND, "2", "3", "2026", "14:30")
    autosave(**early)
    [(text, _)] = Page(client.get(form)).errors
    assert "is before the answer to" in text
    check = Page(client.get(f"{form}check/"))
    assert any("is not right yet" in text for text, _ in check.errors)
    assert "Submit" not in check.text


def test_a_text_that_is_too_long_is_kept_whole(autosave, client, form):
    autosave(rationale="x" * 5001)
    assert Page(client.get(form)).typed["rationale"] == ["x" * 5001]


def test_personal_data_is_saved_and_asked_about_when_the_answers_are_checked(
    autosave, client, form
):
    answer = autosave(rationale="Rang 07700 900123.")
    assert answer.status_code == 200
    typed = {"rationale": "Rang 07700 900123.", "lock": draft().lock, "check": "yes"}
    assert "Not saved yet" in Page(client.post(form, typed)).text
    check = Page(client.get(f"{form}check/"))
    assert "This looks like personal data." in check.text


def test_a_draft_that_was_saved_elsewhere_is_refused_and_says_what_to_do(autosave):
    autosave(rationale="One.")
    answer = autosave(rationale="Two.")
    assert answer.status_code == 409
    assert "side by side" in answer.json()["refused"]
    assert draft().rationale == "One."


def test_a_choice_that_was_not_offered_is_refused_and_changes_nothing(autosave):
    assert autosave(grade="excellent").status_code == 400
    assert not Assessment.objects.exists()


def test_somebody_elses_file_is_not_there(signed_in, form):
    stranger = signed_in("auditor@eastmarch")
    assert stranger.post(form, {"rationale": "Mine."}, **JSON).status_code == 404
