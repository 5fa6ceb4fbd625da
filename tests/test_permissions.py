"""Who may do what. The expected rights are the design's table (section 5), copied by hand."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import (
    AreaGrade,
    CaseFile,
    Evidence,
    Force,
    ForceMembership,
    ProgressUpdate,
    Report,
    ReportVersion,
    Response,
    ResponseStep,
    RoundMember,
    SourceDocument,
    SubPoint,
    User,
    Verdict,
)
from audit.permissions import Right, Subject, can, can_see_figures, can_somewhere, require
from audit.rules.roles import Role, RoundRole
from tests.factories import (
    ActionFactory,
    CaseFileFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    graded_file,
)

pytestmark = pytest.mark.django_db

PUBLISHED = {Right.SEE_PUBLISHED}
READS = {*PUBLISHED, Right.READ_LIBRARY}
CURATES = {*READS, Right.CURATE_LIBRARY}
FILES, FIGURES = Right.SEE_CASE_FILES, Right.SEE_UNPUBLISHED_FIGURES
GRADES = {FILES, Right.GRADE, Right.TRANSFER_CASE_FILES}
LEADS = {*GRADES, FIGURES, Right.MODERATE, Right.WRITE_FINDINGS, Right.OPEN_ROUND}
LEADS |= {Right.SETTLE_CONCERN}
ANSWERS = {Right.ANSWER, Right.UPDATE_ACTION, Right.ANSWER_CONCERN}

OWN_AUDIT = {}
OTHER_AUDIT = {"eastmarch": True}
INSPECTION = {"inspection": True}
PUBLISHED_INSPECTION = {"inspection": True, "published": True}

IN_A_FORCE = {
    # (person, round, allocated to them): rights
    ("auditor", "own audit", True): READS | GRADES,
    ("auditor", "own audit", False): READS,
    ("auditor", "another force's audit", True): READS,
    ("auditor", "another force's audit", False): READS,
    ("auditor", "inspection", False): READS,
    ("auditor", "published inspection", False): READS,
    ("moderator", "own audit", False): CURATES | LEADS,
    ("moderator", "own audit", True): CURATES | LEADS,
    ("moderator", "another force's audit", False): CURATES,
    ("moderator", "another force's audit", True): CURATES,
    ("moderator", "inspection", False): CURATES,
    ("moderator", "published inspection", False): CURATES | {FILES, Right.TRANSFER_CASE_FILES},
    ("manager", "own audit", False): READS | {FIGURES, *ANSWERS},
    ("manager", "own audit", True): READS | {FIGURES, *ANSWERS},
    ("manager", "another force's audit", False): READS,
    ("manager", "inspection", False): READS | ANSWERS,
    ("manager", "published inspection", False): READS | ANSWERS,
    ("observer", "own audit", False): READS | {Right.WRITE_OVERSIGHT},
    ("observer", "own audit", True): READS | {Right.WRITE_OVERSIGHT},
    ("observer", "another force's audit", False): READS,
    ("observer", "inspection", False): READS | {Right.WRITE_OVERSIGHT},
    ("action_owner", "own audit", True): set(),
    ("action_owner", "published inspection", False): set(),
    ("administrator", "own audit", True): {Right.ADMINISTER},
    ("administrator", "published inspection", False): {Right.ADMINISTER},
}
KINDS = {
    "own audit": OWN_AUDIT,
    "another force's audit": OTHER_AUDIT,
    "inspection": INSPECTION,
    "published inspection": PUBLISHED_INSPECTION,
}
OPENS = {*CURATES, Right.OPEN_ROUND}
ON_A_TEAM = {
    # part in the round: rights
    RoundRole.LEAD: CURATES | LEADS,
    RoundRole.MODERATOR: OPENS | GRADES | {FIGURES, Right.MODERATE},
    RoundRole.INSPECTOR: OPENS | GRADES | {FIGURES},
    "in the round after it": OPENS | {FILES, FIGURES},
    "none": OPENS,
}


def _somebody(role: str) -> User:
    """A fresh person of one role, in Wexshire where the role is held in a force."""
    user = User.objects.create(email=f"{role}@somewhere.example", name=role)
    force = None if role in {Role.INSPECTOR, Role.ADMINISTRATOR} else _wexshire()
    ForceMembership.objects.create(user=user, force=force, role=role)
    return user


def _wexshire() -> Force:
    return Force.objects.get(code="wexshire")


def _rights(user: User, obj) -> set[Right]:
    return {right for right in Right if can(user, right, obj)}


@pytest.mark.parametrize(
    ("role", "kind", "allocated", "rights"),
    [(*key, rights) for key, rights in IN_A_FORCE.items()],
    ids=[f"{role}, {kind}, {'allocated' if own else 'not'}" for role, kind, own in IN_A_FORCE],
)
def test_rights_in_a_force(role, kind, allocated, rights):
    user = _somebody(role)
    round = RoundFactory(**KINDS[kind])
    case_file = CaseFileFactory(round=round, allocated_to=user if allocated else None)
    assert _rights(user, case_file) == rights


@pytest.mark.parametrize("part", ON_A_TEAM, ids=str)
def test_rights_of_an_inspector(part):
    user, round = _somebody(Role.INSPECTOR), RoundFactory(inspection=True)
    if part == "in the round after it":
        later = RoundFactory(inspection=True, previous=round)
        RoundMember.objects.create(user=user, round=later, role=RoundRole.LEAD)
    elif part != "none":
        RoundMember.objects.create(user=user, round=round, role=part)
    assert _rights(user, CaseFileFactory(round=round)) == ON_A_TEAM[part]


def test_a_lead_opens_no_audit_of_a_force_by_following_it():
    user, own_audit = _somebody(Role.INSPECTOR), RoundFactory()
    inspection = RoundFactory(inspection=True, previous=own_audit)
    RoundMember.objects.create(user=user, round=inspection, role=RoundRole.LEAD)
    case_file = CaseFileFactory(round=own_audit)
    assert _rights(user, case_file) == CURATES
    assert not CaseFile.objects.visible_to(user).exists()


def test_an_inspector_has_no_part_in_a_forces_own_audit():
    assert _rights(_somebody(Role.INSPECTOR), CaseFileFactory()) == CURATES


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.MANAGER, Role.OBSERVER])
def test_a_part_in_a_team_gives_nothing_without_the_inspectors_role(role):
    user, round = _somebody(role), RoundFactory(inspection=True)
    before = _rights(user, round)
    RoundMember.objects.create(user=user, round=round, role=RoundRole.LEAD)
    assert _rights(User.objects.get(pk=user.pk), round) == before


def test_several_roles_add_up():
    user = _somebody(Role.AUDITOR)
    ForceMembership.objects.create(user=user, force=_wexshire(), role=Role.MANAGER)
    assert _rights(user, CaseFileFactory()) == READS | {FIGURES, *ANSWERS}


def test_somebody_who_can_no_longer_sign_in_may_nothing(person):
    moderator = person("moderator@wexshire")
    moderator.is_active = False
    assert _rights(moderator, RoundFactory()) == set()


def test_set_up_may_do_everything(service):
    assert _rights(service, RoundFactory()) == set(Right)


def test_a_missing_right_is_denied_by_its_name(person):
    with pytest.raises(PermissionDenied, match="sample, allocate, moderate, sign off"):
        require(person("auditor@wexshire"), Right.MODERATE, RoundFactory())


@pytest.mark.parametrize(
    ("name", "kind", "seen"),
    [
        ("moderator@wexshire", "own audit", True),
        ("manager@wexshire", "own audit", True),
        ("auditor@wexshire", "own audit", False),
        ("observer@wexshire", "own audit", False),
        ("moderator@wexshire", "inspection", False),
        ("moderator@wexshire", "published inspection", True),
        ("manager@durham", "published inspection", True),
        ("manager@durham", "own audit", False),
        ("admin@casemark", "published inspection", False),
    ],
)
def test_who_may_see_the_figures_of(name, kind, seen, person):
    assert can_see_figures(person(name), RoundFactory(**KINDS[kind])) is seen


def test_navigation_asks_whether_any_role_holds_a_right(person):
    assert can_somewhere(person("moderator@wexshire"), Right.WRITE_FINDINGS)
    assert not can_somewhere(person("auditor@wexshire"), Right.WRITE_FINDINGS)


def _parts_of(round) -> list:
    case_file = graded_file(round, User.objects.first(), ("s47", "good"))
    recommendation = RecommendationFactory(round=round)
    report = Report.objects.create(force=round.force, round=round, kind="case_file_audit")
    return [
        case_file,
        case_file.final_assessment,
        AreaGrade.objects.get(assessment=case_file.final_assessment),
        recommendation,
        ResponseFactory(recommendation=recommendation),
        SubPoint(recommendation=recommendation),
        report,
        ReportVersion(report=report),
        RoundMember(round=round),
    ]


def test_whatever_hangs_on_a_round_is_asked_about_as_the_round_is():
    round = RoundFactory()
    subjects = {type(part).__name__: Subject.of(part) for part in _parts_of(round)}
    assert {name: subject.round for name, subject in subjects.items()} == dict.fromkeys(
        subjects, round
    )


def test_a_response_of_another_force_is_asked_about_for_that_force():
    eastmarch = Force.objects.get(code="eastmarch")
    response = ResponseFactory(force=eastmarch)
    assert Subject.of(response).force_id == eastmarch.pk


def _document(**fields) -> SourceDocument:
    return SourceDocumentFactory(**fields)


@pytest.mark.parametrize(
    ("name", "of_force", "may"),
    [
        ("manager@wexshire", "wexshire", True),
        ("moderator@wexshire", "wexshire", True),
        ("observer@wexshire", "wexshire", False),
        ("auditor@wexshire", "wexshire", False),
        ("manager@eastmarch", "wexshire", False),
        ("inspector@inspectorate", "wexshire", False),
        ("manager@wexshire", "", False),
        ("inspector@inspectorate", "", True),
        ("admin@casemark", "", False),
    ],
)
def test_who_records_what_others_recommend(name, of_force, may, person):
    force = Force.objects.filter(code=of_force).first()
    document = _document(force=force)
    recommendation = RecommendationFactory(round=None, source_document=document)
    for asked_about in (document, recommendation):
        assert can(person(name), Right.RECORD_SOURCES, asked_about) is may


def test_the_report_of_an_audit_is_nobodys_to_record(person):
    report = _document(round=RoundFactory())
    for name in ("moderator@wexshire", "manager@wexshire", "inspector@inspectorate"):
        assert not can(person(name), Right.RECORD_SOURCES, report)


def _asked(closure: str, **round) -> Response:
    document = _document(closure=closure)
    asked = RecommendationFactory(round=RoundFactory(**round), source_document=document)
    return ResponseFactory(recommendation=asked)


@pytest.mark.parametrize(
    ("closure", "name", "may"),
    [
        ("force", "manager@wexshire", True),
        ("force", "manager2@wexshire", True),
        ("force", "moderator@wexshire", False),
        ("force", "manager@eastmarch", False),
        ("force", "inspector@inspectorate", False),
        ("inspectorate", "manager@wexshire", False),
        ("inspectorate", "inspector@inspectorate", True),
        ("inspectorate", "inspector2@inspectorate", False),
    ],
)
def test_the_source_says_who_verifies(closure, name, may, person):
    response = _asked(closure, inspection=True, published=True)
    RoundMember.objects.create(
        round=response.recommendation.round,
        user=User.objects.get(email="inspector@inspectorate.example"),
        role=RoundRole.INSPECTOR,
    )
    assert can(person(name), Right.VERIFY, response) is may


def test_the_team_that_comes_back_verifies_what_the_earlier_one_asked(person):
    response = _asked("inspectorate", inspection=True, published=True)
    review = RoundFactory(inspection=True, previous=response.recommendation.round)
    inspector = person("inspector2@inspectorate")
    RoundMember.objects.create(round=review, user=inspector, role=RoundRole.INSPECTOR)
    assert can(User.objects.get(pk=inspector.pk), Right.VERIFY, response)


def test_an_action_is_updated_by_its_owner_and_the_forces_managers(person):
    owner = _somebody(Role.ACTION_OWNER)
    action = ActionFactory(owner=owner)
    another = ActionFactory(owner=person("manager@wexshire"))
    assert can(owner, Right.UPDATE_ACTION, action)
    assert can(person("manager2@wexshire"), Right.UPDATE_ACTION, action)
    assert not can(owner, Right.UPDATE_ACTION, another)
    assert not can(person("manager@eastmarch"), Right.UPDATE_ACTION, action)


def test_a_part_is_asked_about_as_what_it_hangs_on(person):
    action = ActionFactory(owner=person("manager@wexshire"))
    update = ProgressUpdate(action=action)
    assert Subject.of(Evidence(update=update)).action == action
    response = action.responses.get()
    assert Subject.of(ResponseStep(response=response)) == Subject.of(response)


def test_a_verdict_is_asked_about_for_the_round_that_gives_it():
    earlier = RecommendationFactory(round=RoundFactory(inspection=True))
    review = RoundFactory(inspection=True, previous=earlier.round)
    assert Subject.of(Verdict(round=review, recommendation=earlier)).round == review
