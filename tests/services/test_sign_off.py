from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.documents.figures import round_figures
from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import AreaOfPractice, CaseFile, DipCheck, LogEntry, Query, Round, SignOff
from audit.rules.transitions import TransitionError
from audit.services.finals import refresh_final
from audit.services.moderation import agreed_reopen, files_agree
from audit.services.outstanding import outstanding
from audit.services.reports import draft_snapshot, report_publish
from audit.services.rounds import round_move
from audit.services.sign_off import round_reopen, round_sign_off
from tests.double_files import double_file, given
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db

SHORT = "Two auditors fell ill."
KIND = CASE_FILE_AUDIT.name


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def agreed(audit, moderator):
    """An audit of two files, both agreed."""
    files = [double_file(audit, "good"), double_file(audit, "good", "good")]
    files_agree(files=files, why="Alike.", by=moderator)
    return audit


@pytest.fixture
def quick_pdf(monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")


def publish(round, by):
    return report_publish(round=round, kind=KIND, by=by)


def said(round) -> str:
    return " ".join(draft_snapshot(round=round, kind=KIND)["method"]["sign_off"])


def left(round) -> dict[str, int]:
    return {task.code: task.left for task in outstanding(round)}


def test_signing_off_closes_the_audit_and_freezes_its_figures(agreed, moderator, events):
    sign_off = round_sign_off(round=agreed, by=moderator)
    assert Round.objects.get().status == "signed_off"
    assert SignOff.objects.get().figures == round_figures(agreed).as_json()
    assert len(sign_off.sha256) == 64
    assert events() == ["round.signed_off"]
    assert LogEntry.objects.about(agreed).first().text.after["sha256"] == sign_off.sha256


def test_sent_twice_it_is_signed_off_once(agreed, moderator, events):
    first = round_sign_off(round=agreed, by=moderator)
    assert round_sign_off(round=agreed, by=moderator) == first
    assert events() == ["round.signed_off"]
    with pytest.raises(TransitionError):
        round_sign_off(round=agreed, by=moderator, explanation="Other words.")


def test_what_is_not_graded_must_be_explained(agreed, moderator, events):
    double_file(agreed, "good", status="draft")
    assert left(agreed)["graded"] == 1
    with pytest.raises(ValidationError) as refusal:
        round_sign_off(round=agreed, by=moderator, explanation="  ")
    [message] = refusal.value.message_dict["explanation"]
    assert "1 of 3 case files is not graded by everybody asked" in message
    assert events() == []
    assert round_sign_off(round=agreed, by=moderator, explanation=SHORT).explanation == SHORT


def test_what_is_graded_is_agreed_first(agreed, moderator, events):
    double_file(agreed, "good", "inadequate")
    assert left(agreed)["agreed"] == 1
    with pytest.raises(ValidationError, match="1 graded case file waits for moderation"):
        round_sign_off(round=agreed, by=moderator, explanation=SHORT)
    assert events() == []


def test_an_open_query_cannot_be_explained_away(agreed, moderator):
    file = agreed.case_files.first()
    Query.objects.create(case_file=file, asked_by=moderator, asked_at=timezone.now())
    with pytest.raises(ValidationError, match="1 query is open. Resolve it first"):
        round_sign_off(round=agreed, by=moderator, explanation=SHORT)
    assert Round.objects.get().status == "fieldwork"


def _checked(file, by, outcome=""):
    done = {"checked_by": by, "checked_at": timezone.now()} if outcome else {}
    return DipCheck.objects.create(
        case_file=file,
        drawn_by=by,
        drawn_at=timezone.now(),
        seed="x",
        pool=2,
        outcome=outcome,
        **done,
    )


def test_what_a_dip_check_found_is_to_be_heeded_or_explained(agreed, moderator):
    assert left(agreed)["dip-checks"] == 1  # none was drawn: listed, and no more
    round_sign_off(round=agreed, by=moderator)
    round_reopen(round=agreed, reason="A check", by=moderator)
    first, second = agreed.case_files.order_by("pk")
    _checked(first, moderator, "reopen")
    _checked(second, moderator)
    assert left(agreed)["dip-checks"] == 2
    with pytest.raises(ValidationError, match="1 that should be reopened"):
        round_sign_off(round=agreed, by=moderator)
    DipCheck.objects.filter(outcome="").delete()
    agreed_reopen(case_file=first, reason="As found.", by=moderator)
    files_agree(files=[CaseFile.objects.get(pk=first.pk)], why="Read again.", by=moderator)
    assert left(agreed)["dip-checks"] == 0
    assert round_sign_off(round=agreed, by=moderator)


def test_the_tasks_are_counted_in_as_many_queries_for_any_round(agreed):
    asked = []
    for files in (0, 6):
        for _ in range(files):
            double_file(agreed, "good")
        with CaptureQueriesContext(connection) as queries:
            outstanding(agreed)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_only_those_who_moderate_sign_off_and_open_again(name, agreed, person, moderator):
    with pytest.raises(PermissionDenied):
        round_sign_off(round=agreed, by=person(name))
    round_sign_off(round=agreed, by=moderator)
    with pytest.raises(PermissionDenied):
        round_reopen(round=agreed, reason="x", by=person(name))


def test_opening_again_needs_a_reason_and_is_kept(agreed, moderator, events):
    round_sign_off(round=agreed, by=moderator)
    with pytest.raises(ValidationError, match="Say why"):
        round_reopen(round=agreed, reason=" ", by=moderator)
    round_reopen(round=agreed, reason="A file was missed.", by=moderator)
    row = SignOff.objects.get()
    assert (row.reopened_by, row.reopened_because) == (moderator, "A file was missed.")
    assert Round.objects.get().status == "fieldwork"
    assert events() == ["round.signed_off", "round.reopened"]
    with pytest.raises(TransitionError):
        round_reopen(round=agreed, reason="Again.", by=moderator)


@pytest.mark.parametrize("status", ["planned", "fieldwork", "published"])
def test_only_what_is_signed_off_is_opened_again(status, audit, moderator):
    Round.objects.update(status=status, published_on="2026-11-20")
    with pytest.raises(TransitionError, match="Only what is signed off"):
        round_reopen(round=audit, reason="x", by=moderator)


def test_the_report_says_as_of_which_sign_off_and_what_came_before(agreed, moderator):
    assert said(agreed) == "Not signed off yet: these figures can still change."
    round_sign_off(round=agreed, by=moderator)
    round_reopen(round=agreed, reason="A file was missed.", by=moderator)
    assert "because: A file was missed. Not signed off again yet" in said(agreed)
    double_file(agreed, "good", status="draft")
    sign_off = round_sign_off(round=agreed, by=moderator, explanation=SHORT)
    words = said(Round.objects.get())
    assert "because: A file was missed. Signed off on" in words
    assert sign_off.sha256[:12] in words
    assert SHORT in words
    assert moderator.name not in words


def test_other_figures_than_those_signed_off_are_not_published(agreed, moderator, quick_pdf):
    """Only a loading or the administration of reference data can have changed them."""
    round_sign_off(round=agreed, by=moderator)
    [row] = given(agreed.case_files.order_by("pk")[0])
    row.area_grades.update(grade="inadequate")
    CaseFile.objects.filter(pk=row.case_file_id).update(final_assessment=None)
    agreed = Round.objects.get()
    with pytest.raises(ValidationError, match="no longer those that were signed off"):
        publish(agreed, moderator)
    refresh_final(CaseFile.objects.get(pk=row.case_file_id))
    assert publish(agreed, moderator).number == 1


def test_results_are_published_as_they_were_signed_off_only(agreed, moderator):
    round_sign_off(round=agreed, by=moderator)
    CaseFile.objects.filter(pk=agreed.case_files.first().pk).update(final_assessment=None)
    with pytest.raises(ValidationError, match="no longer those that were signed off"):
        round_move(round=Round.objects.get(), to="published", by=moderator)
    assert Round.objects.get().status == "signed_off"


def test_a_figure_that_is_counted_only_since_is_no_difference(agreed, moderator, quick_pdf):
    round_sign_off(round=agreed, by=moderator)
    row = SignOff.objects.get()
    del row.figures["ungraded"]
    row.save()
    assert publish(Round.objects.get(), moderator)
    AreaOfPractice.objects.filter(code="s47").update(title="Another title")
    with pytest.raises(ValidationError, match="no longer those"):
        report_publish(round=Round.objects.get(), kind=KIND, by=moderator, correction="x")


def test_of_what_is_not_signed_off_a_draft_may_be_published(audit, moderator, quick_pdf):
    double_file(audit, "good")
    assert "Not signed off yet" in str(publish(audit, moderator).snapshot_data["method"])


def test_a_published_inspection_that_nobody_signed_here_says_nothing():
    round = RoundFactory(inspection=True, published=True)
    assert draft_snapshot(round=round, kind=KIND)["method"]["sign_off"] == []
