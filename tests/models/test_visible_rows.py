"""Who of the cast sees which rows. Expected values are the design's, written out by hand."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from audit.models import LogText, Round, User
from audit.models.scope import ReferenceQuerySet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rounds")]

AUDIT, OTHER, INSPECTION, EARLIER, PUBLISHED = (
    "audit",
    "audit-of-another-force",
    "inspection",
    "earlier-inspection",
    "published-inspection",
)
OWN_ROUNDS = {AUDIT, INSPECTION, EARLIER, PUBLISHED}
TEAMS = {INSPECTION, EARLIER}

CASE_FILE_ROWS = {
    "CaseFile": "round",
    "Child": "case_file__round",
    "LocalNumber": "case_file__round",
    "Conflict": "case_file__round",
    "Assessment": "case_file__round",
    "AreaGrade": "assessment__case_file__round",
    "StageNote": "assessment__case_file__round",
    "Answer": "assessment__case_file__round",
    "Observation": "assessment__case_file__round",
    "CaseAction": "case_file__round",
    "Query": "case_file__round",
    "QueryMessage": "query__case_file__round",
    "DipCheck": "case_file__round",
}
CONCERNS = {
    "ImmediateConcern": "case_file__round",
    "ConcernStep": "concern__case_file__round",
}
"""Seen with the case file, and, where no contact is named, by the force's managers."""
FINDINGS = {
    "CommonTheme": "round",
    "SupportingFigure": "round",
    "PublishedCount": "round",
    "LocalAuthority": "round",
    "NextStep": "round",
    "SignOff": "round",
    "Verdict": "round",
    "SourceDocument": "round",
    "Report": "round",
    "ReportVersion": "report__round",
}
RECOMMENDATIONS = {"Recommendation": "round", "SubPoint": "recommendation__round"}
RESPONSES = {
    "Response": "recommendation__round",
    "ResponseStep": "response__recommendation__round",
    "SubPointAnswer": "response__recommendation__round",
    "Extension": "response__recommendation__round",
}
ELSEWHERE = {"User", "ForceMembership", "RoundMember", "LogEntry", "Seal"}
ELSEWHERE |= {"Sample", "SampleStratum", "SampledCase"}  # test_visible_samples.py
ELSEWHERE |= {"ImportRun", "ColumnMemory"}  # test_visible_imports.py
# test_visible_progress.py
ELSEWHERE |= {"Action", "DueChange", "ProgressUpdate", "Evidence", "RecommendationLink"}
ELSEWHERE |= {"OversightResponse", "OversightComment", "CalendarToken", "ReminderSent"}

SEEN = {
    # person: (rounds, case files and their parts, findings, recommendations, responses)
    "auditor@wexshire": (OWN_ROUNDS, {AUDIT}, {PUBLISHED}, {PUBLISHED}, set()),
    "auditor2@wexshire": (OWN_ROUNDS, set(), {PUBLISHED}, {PUBLISHED}, set()),
    "moderator@wexshire": (OWN_ROUNDS, *[{AUDIT, PUBLISHED}] * 4),
    "manager@wexshire": (OWN_ROUNDS, set(), *[{AUDIT, PUBLISHED}] * 3),
    "observer@wexshire": ({PUBLISHED}, set(), {PUBLISHED}, *[{AUDIT, PUBLISHED}] * 2),
    "action-owner@wexshire": (set(), set(), set(), set(), set()),
    "auditor@eastmarch": ({OTHER, PUBLISHED}, set(), {PUBLISHED}, {PUBLISHED}, set()),
    "moderator@eastmarch": (
        *({OTHER, PUBLISHED}, {OTHER}, {OTHER, PUBLISHED}, {OTHER, PUBLISHED}, {OTHER}),
    ),
    "manager@durham": ({PUBLISHED}, set(), {PUBLISHED}, {PUBLISHED}, set()),
    "inspector@inspectorate": (
        *({*TEAMS, PUBLISHED}, TEAMS, {*TEAMS, PUBLISHED}, {*TEAMS, PUBLISHED}, TEAMS),
    ),
    "inspector2@inspectorate": ({PUBLISHED}, set(), {PUBLISHED}, {PUBLISHED}, set()),
    "admin@casemark": (set(), set(), set(), set(), set()),
}
PATHS = ({"Round": ""}, CASE_FILE_ROWS, FINDINGS, RECOMMENDATIONS, RESPONSES)
ANSWERED = {"manager@wexshire": OWN_ROUNDS}
"""Whose concerns somebody answers who sees no case file."""
EXPECTED = [
    pytest.param(name, model, path, seen, id=f"{name} {model}")
    for name, groups in SEEN.items()
    for paths, seen in zip(PATHS, groups, strict=True)
    for model, path in paths.items()
]
EXPECTED += [
    pytest.param(name, model, path, ANSWERED.get(name, seen[1]), id=f"{name} {model}")
    for name, seen in SEEN.items()
    for model, path in CONCERNS.items()
]
SCOPED = [(model, path) for paths in (*PATHS, CONCERNS) for model, path in paths.items()]


def _rows(model: str):
    return apps.get_model("audit", model).objects


def _seen(user, model: str, path: str) -> list[str]:
    code = f"{path}__code" if path else "code"
    return sorted(_rows(model).visible_to(user).order_by().values_list(code, flat=True))


@pytest.mark.parametrize(("name", "model", "path", "seen"), EXPECTED)
def test_each_person_sees_exactly_the_rows_of(name, model, path, seen, person):
    assert _seen(person(name), model, path) == sorted(seen)


@pytest.mark.parametrize(("model", "path"), SCOPED)
def test_somebody_who_can_no_longer_sign_in_sees_nothing(model, path, person):
    moderator = person("moderator@wexshire")
    moderator.is_active = False
    assert _seen(moderator, model, path) == []


@pytest.mark.parametrize(("model", "path"), SCOPED)
def test_a_stranger_sees_nothing(model, path):
    assert _seen(AnonymousUser(), model, path) == []


@pytest.mark.parametrize(("model", "path"), SCOPED)
def test_set_up_sees_everything(model, path, service):
    assert len(_seen(service, model, path)) == 5


def test_a_published_inspection_opens_its_files_to_the_forces_moderator(rounds, person):
    moderator = person("moderator@wexshire")
    Round.objects.filter(code=INSPECTION).update(status="published", published_on="2026-11-20")
    assert INSPECTION in _seen(moderator, "CaseFile", "round")


def test_a_lead_of_no_inspectors_role_reads_no_case_files(rounds, person):
    lead = person("inspector@inspectorate")
    lead.memberships.all().delete()
    assert _seen(User.objects.get(pk=lead.pk), "CaseFile", "round") == []


def test_figures_are_open_as_findings_are(person):
    for name, (_, _, findings, *_) in SEEN.items():
        rounds = Round.objects.with_figures_visible_to(person(name))
        assert {round.code for round in rounds} == findings, name


def test_every_model_is_accounted_for():
    reference = {
        model.__name__
        for model in apps.get_app_config("audit").get_models()
        if isinstance(model.objects.all(), ReferenceQuerySet)
    }
    known = reference | ELSEWHERE | {model for model, _ in SCOPED} | {LogText.__name__}
    assert {model.__name__ for model in apps.get_app_config("audit").get_models()} == known


REFERENCE = ("Force", "Framework", "AreaOfPractice", "Stage", "Theme", "Question")


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_is_open_to_whoever_is_signed_in(model, person):
    rows = _rows(model)
    assert rows.visible_to(person("observer@wexshire")).count() == rows.count() > 0


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_is_closed_to_strangers(model):
    assert not _rows(model).visible_to(AnonymousUser()).exists()
