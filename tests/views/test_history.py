from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from audit.models import LogText, Question, Stage, User
from audit.rules.answers import Fact
from audit.services.allocation import case_file_allocate
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.case_files import case_file_add
from audit.services.judgements import StageJudgement
from audit.services.recommendations import recommendation_add
from audit.services.sealing import trail_seal
from audit.services.trail import record
from tests.factories import RecommendationFactory, RoundFactory, area
from tests.pages import Page

pytestmark = pytest.mark.django_db

RATIONALE = "Nobody spoke to the child."


@pytest.fixture
def audit():
    return RoundFactory()


@pytest.fixture
def case_file(audit, person):
    moderator = person("moderator@wexshire")
    case_file = case_file_add(round=audit, area=area("s47"), by=moderator)
    return case_file_allocate(case_file=case_file, to=person("auditor@wexshire"), by=moderator)


def _judged(case_file, by: User, grade: str, lock=None, act=assessment_submit):
    judgement = Judgement(area_grades={area("s47"): grade}, rationale=RATIONALE)
    return act(case_file=case_file, judgement=judgement, by=by, lock=lock)


def _history(client, case_file, query="") -> Page:
    return Page(client.get(reverse("case-file-history", args=[case_file.reference]) + query))


def test_the_history_of_a_case_file_says_who_did_what(case_file, person, signed_in):
    assessment = _judged(case_file, person("auditor@wexshire"), "inadequate")
    assessment_reopen(
        assessment=assessment, reason="Look at the log again.", by=person("moderator@wexshire")
    )
    page = _history(signed_in("moderator@wexshire"), case_file)
    for words in (
        "Morgan Ellis added the case file",
        "Morgan Ellis allocated the case file",
        "Allocated to Amina Hall",
        "Amina Hall submitted the assessment",
        "enquiries: inadequate",
        RATIONALE,
        "Morgan Ellis returned the assessment",
        "Reason: Look at the log again.",
        "Before: submitted",
    ):
        assert words.lower() in page.text.lower(), words


def test_a_file_that_was_loaded_says_so(case_file, service, signed_in):
    record("round.loaded", case_file.round, by=service)
    record("round.changed", case_file.round, by=service)
    text = _history(signed_in("moderator@wexshire"), case_file).text
    assert "Casemark set-up loaded the inspection or audit from files" in text
    assert "changed the inspection" not in text


def test_the_newest_comes_first(case_file, person, signed_in):
    _judged(case_file, person("auditor@wexshire"), "good")
    text = _history(signed_in("moderator@wexshire"), case_file).text
    assert text.index("submitted the assessment") < text.index("added the case file")


def test_a_page_of_the_case_file_leads_to_its_history(case_file, signed_in):
    page = Page(signed_in("moderator@wexshire").get(case_file.get_absolute_url()))
    assert reverse("case-file-history", args=[case_file.reference]) in page.addresses


def test_who_has_looked_is_shown_to_moderators_who_ask(case_file, signed_in):
    signed_in("auditor@wexshire").get(case_file.get_absolute_url())
    moderator = signed_in("moderator@wexshire")
    assert "Amina Hall read the case file" not in _history(moderator, case_file).text
    assert "Amina Hall read the case file" in _history(moderator, case_file, "?reads=yes").text
    own = _history(signed_in("auditor@wexshire"), case_file, "?reads=yes")
    assert "read the case file" not in own.text


def test_of_two_who_grade_one_file_neither_sees_the_others_history(case_file, person, signed_in):
    """As on the page of the file: not before their own is handed in."""
    _judged(case_file, person("auditor@wexshire"), "inadequate")
    case_file_allocate(
        case_file=case_file,
        to=person("auditor2@wexshire"),
        by=person("moderator@wexshire"),
        reason="A second look",
    )
    other = signed_in("auditor2@wexshire")
    page = _history(other, case_file)
    assert "inadequate" not in page.text.lower()
    assert RATIONALE not in page.text
    theirs = case_file.assessments.get()
    assert other.get(reverse("assessment-history", args=[theirs.pk])).status_code == 404


def test_an_assessment_has_a_history_of_its_own(case_file, person, signed_in):
    auditor = person("auditor@wexshire")
    draft = _judged(case_file, auditor, "good", act=assessment_save)
    _judged(case_file, auditor, "good", lock=draft.lock)
    address = reverse("assessment-history", args=[draft.pk])
    page = Page(signed_in("auditor@wexshire").get(address))
    assert "Amina Hall saved a draft of the assessment" in page.text
    assert "Amina Hall submitted the assessment" in page.text
    assert "added the case file" not in page.text


def test_erased_texts_are_gone_and_the_entries_stay(case_file, person, signed_in):
    _judged(case_file, person("auditor@wexshire"), "inadequate")
    LogText.objects.all().delete()
    page = _history(signed_in("moderator@wexshire"), case_file)
    assert "submitted the assessment" in page.text
    assert RATIONALE not in page.text


def test_what_is_not_sealed_yet_is_said(case_file, signed_in, settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")
    client = signed_in("moderator@wexshire")
    assert "not sealed yet" in _history(client, case_file).text
    trail_seal()
    assert "not sealed yet" not in _history(client, case_file).text


def test_the_history_of_a_recommendation(audit, person, signed_in):
    recommendation = recommendation_add(
        recommendation=RecommendationFactory.build(round=audit, title="Ask the child"),
        by=person("moderator@wexshire"),
    )
    client = signed_in("moderator@wexshire")
    page = Page(client.get(reverse("recommendation-history", args=[recommendation.pk])))
    assert "Morgan Ellis added the recommendation" in page.text
    assert "Ask the child" in page.text
    assert "put the recommendation to the force" in page.text


def test_a_long_history_comes_in_pages(case_file, person, signed_in):
    moderator = person("moderator@wexshire")
    for number in range(30):
        to = person("auditor2@wexshire" if number % 2 else "auditor@wexshire")
        case_file_allocate(case_file=case_file, to=None, by=moderator)
        case_file_allocate(case_file=case_file, to=to, by=moderator)
    page = _history(signed_in("moderator@wexshire"), case_file)
    assert len(list(page.elements("div", "moj-timeline__item"))) == 25
    assert "?page=2" in page.addresses


def test_of_answers_and_stages_the_lines_are_told_that_changed(signed_in, case_file, person):
    auditor = person("auditor@wexshire")
    spoken, known = (Question.objects.get(code=c) for c in ("child-spoken-to", "risk-known-at"))
    trusted = Stage.objects.get(code="trusted-adult")
    lock = None
    for choice in ("no", "yes"):
        at = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)
        judgement = Judgement(
            area_grades={area("s47"): ""},
            answers={spoken: Fact(choice=choice), known: Fact(at=at)},
            stages={trusted: StageJudgement("good", went_well=f"Said {choice}.")},
        )
        draft = assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=lock)
        lock = draft.lock
    address = reverse("assessment-history", args=[draft.pk])
    text = Page(signed_in("auditor@wexshire").get(address)).text
    assert "Did an officer speak to the child? no" in text
    assert "Trusted adult: good: Said yes." in text
    assert text.count("3 March 2026 at 14:30") == 1
