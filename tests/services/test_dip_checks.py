from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import DipCheck, Force, ForceMembership, LogEntry, Round, User
from audit.rules.dip_checks import drawn
from audit.rules.roles import Role
from audit.rules.transitions import StaleError, TransitionError
from audit.services.dip_checks import dip_check_record, dip_checks_draw
from audit.services.moderation import agreed_reopen, files_agree
from tests.double_files import double_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def second(db):
    """Another moderator of Wexshire, who has agreed nothing."""
    user = User.objects.create_user("second@wexshire.example", name="Sam Second")
    wexshire = Force.objects.get(code="wexshire")
    ForceMembership.objects.create(user=user, role=Role.MODERATOR, force=wexshire)
    return user


@pytest.fixture
def agreed(audit, moderator):
    files_agree(files=[double_file(audit, "good") for _ in range(6)], why="Alike.", by=moderator)
    return audit


def draw(agreed, second, how_many=2, **more):
    return dip_checks_draw(round=agreed, how_many=how_many, by=second, **more)


def test_anybody_can_repeat_a_draw(agreed, second, events):
    checks = draw(agreed, second)
    references = list(agreed.case_files.values_list("reference", flat=True))
    assert [row.case_file.reference for row in checks] == drawn(references, 2, checks[0].seed)
    assert {row.pool for row in checks} == {6}
    assert events() == ["round.dip_checked"]
    assert LogEntry.objects.about(agreed).first().text.after["seed"] == checks[0].seed


def test_another_seed_draws_others():
    references = [f"R{n}" for n in range(50)]
    assert drawn(references, 5, "a") != drawn(references, 5, "b")
    assert drawn(reversed(references), 5, "a") == drawn(references, 5, "a")


def test_what_was_drawn_is_not_drawn_again(agreed, second):
    first = {row.case_file_id for row in draw(agreed, second, 4)}
    assert not first & {row.case_file_id for row in draw(agreed, second, 2)}
    with pytest.raises(ValidationError, match="no agreed file that you neither"):
        draw(agreed, second, 1)


def test_sent_twice_it_draws_once(agreed, second):
    draw(agreed, second, already=0)
    with pytest.raises(StaleError, match="have been drawn since"):
        draw(agreed, second, already=0)
    assert DipCheck.objects.count() == 2


@pytest.mark.parametrize("how_many", [0, -1, 7])
def test_more_than_there_are_cannot_be_drawn(how_many, agreed, second):
    with pytest.raises(ValidationError, match="Enter a number from 1 to 6"):
        draw(agreed, second, how_many)


def test_who_agreed_the_files_draws_and_checks_none(agreed, moderator, second):
    with pytest.raises(ValidationError, match="neither graded nor agreed"):
        draw(agreed, moderator, 1)
    [check] = draw(agreed, second, 1)
    with pytest.raises(ValidationError, match="You agreed this file yourself"):
        dip_check_record(dip_check=check, outcome="stands", note="", by=moderator)


def test_who_graded_the_file_does_not_check_it(agreed, second):
    [check] = draw(agreed, second, 1)
    check.case_file.assessments.filter(origin="assessor").update(assessor=second)
    with pytest.raises(ValidationError, match="You grade this file yourself"):
        dip_check_record(dip_check=check, outcome="stands", note="", by=second)


def test_what_was_found_is_kept_and_reopens_nothing(agreed, second, events):
    [check] = draw(agreed, second, 1)
    for _ in range(2):
        dip_check_record(dip_check=check, outcome="reopen", note="A log is missing.", by=second)
    stored = DipCheck.objects.get()
    assert (stored.outcome, stored.checked_by, stored.note) == (
        *("reopen", second, "A log is missing."),
    )
    assert stored.case_file.status == "agreed"
    assert events() == ["round.dip_checked", "dip_check.done"]
    with pytest.raises(TransitionError, match="checked already"):
        dip_check_record(dip_check=check, outcome="stands", note="", by=second)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("", "Select what you found"), ("x", "Select what you found"), ("reopen", "Say what should")],
)
def test_what_was_found_must_be_said(outcome, said, agreed, second):
    [check] = draw(agreed, second, 1)
    with pytest.raises(ValidationError, match=said):
        dip_check_record(dip_check=check, outcome=outcome, note=" ", by=second)


def test_a_file_that_is_open_again_waits(agreed, second, moderator):
    [check] = draw(agreed, second, 1)
    agreed_reopen(case_file=check.case_file, reason="A slip.", by=moderator)
    with pytest.raises(ValidationError, match="is not agreed any more"):
        dip_check_record(dip_check=check, outcome="stands", note="", by=second)


def test_a_closed_audit_is_not_checked(agreed, second):
    [check] = draw(agreed, second, 1)
    Round.objects.update(status="signed_off")
    with pytest.raises(ValidationError, match="is closed"):
        draw(agreed, second, 1)
    with pytest.raises(ValidationError, match="is closed"):
        dip_check_record(dip_check=check, outcome="stands", note="", by=second)


def test_only_those_who_moderate_draw_and_check(agreed, second, person):
    [check] = draw(agreed, second, 1)
    for name in ("auditor@wexshire", "manager@wexshire", "moderator@eastmarch"):
        with pytest.raises(PermissionDenied):
            draw(agreed, person(name), 1)
        with pytest.raises(PermissionDenied):
            dip_check_record(dip_check=check, outcome="stands", note="", by=person(name))
