"""Every field of every model added to every form: nothing is saved that the form does not own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.apps import apps
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DateTimeField
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from audit.models import (
    AreaOfPractice,
    Assessment,
    CaseFile,
    DipCheck,
    Force,
    Query,
    Question,
    Round,
    User,
)
from audit.rules.roles import Role
from audit.rules.sampling import Size
from audit.services.assessments import Judgement, assessment_save
from audit.services.sign_off import round_sign_off
from audit.views.allocation import SALT
from tests.answers import observed
from tests.factories import RecommendationFactory, RoundFactory, assessed
from tests.frames import drawn
from tests.scope.asking import undone
from tests.scope.reading import Reader

TRAIL = {"LogEntry", "LogText", "Seal"}
FIRST_SAVE = 2
UNLIKE = {"password", "encrypted", "index", "content", "samples", "results", "made"}
"""What is encrypted is different each time."""
OWN_KEYS = "new"
"""What stands for the key of a row that the request itself made: it differs each time."""


def _stated(**fields: Any) -> dict[str, Any]:
    return fields


def posts(world) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Each form of the site, filled in: name → (who, address, what is sent)."""
    own = world.places[0]
    area = AreaOfPractice.objects.get(code="s47", framework=own.round.framework)
    auditor = User.objects.get(email="auditor@wexshire.example")
    colleague = User.objects.get(email="auditor2@wexshire.example")
    on_round, kind = [own.round.code], [own.round.code, "case_file_audit"]
    observed(own.assessment, "initial-response")
    moderator, admin = "moderator@wexshire", "admin@casemark"
    # Nothing hangs on its one file, which could not be taken out otherwise.
    sample = drawn(RoundFactory(), User.objects.service_account(), size=Size(1))
    file, concern = [own.case_file.reference], own.case_file.concerns.get()
    action = [own.case_file.case_actions.get().pk]
    run = own.round.import_runs.get()
    earlier = RecommendationFactory(round=RoundFactory())
    Round.objects.filter(pk=own.round.pk).update(previous=earlier.round)
    day = {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2026"}
    chosen = _stated(chosen_by="force", chosen_how="random")
    return {
        "round-open": (moderator, reverse("round-open"), _stated(title="Another audit")),
        "round-move": (
            moderator,
            reverse("round-move", args=on_round),
            _stated(status="planned", reason="Done"),
        ),
        "case-file-add": (
            moderator,
            reverse("case-file-add", args=on_round),
            _stated(area=area.pk, **chosen),
        ),
        "case-file-grade": (
            "auditor@wexshire",
            reverse("case-file-grade", args=[own.case_file.reference]),
            _stated(grade="good", rationale="Prompt.", systems_looked_at="One", save="yes"),
        ),
        "case-file-check": (
            "auditor@wexshire",
            reverse("case-file-check", args=[own.case_file.reference]),
            _stated(lock=FIRST_SAVE),
        ),
        "import-columns": (
            moderator,
            f"{run.get_absolute_url()}columns/",
            {"column-0": "reference", "column-1": "areas", "column-2": "grade"},
        ),
        "import-detail": (
            moderator,
            run.get_absolute_url(),
            _stated(plan=run.plan_sha256, refused="leave_out"),
        ),
        "round-grid": (
            "auditor@wexshire",
            reverse("round-grid", args=on_round),
            {f"cell-{own.case_file.reference}-child-spoken-to": "y"},
        ),
        "round-allocation": (
            moderator,
            reverse("round-allocation", args=on_round),
            _stated(plan=_checked(own.round, own.case_file, colleague)),
        ),
        "case-file-allocate": (
            moderator,
            reverse("case-file-allocate", args=[own.case_file.reference]),
            _stated(allocated_to=colleague.pk),
        ),
        "conflict-declare": (
            "auditor@wexshire",
            reverse("conflict-declare", args=[own.case_file.reference]),
            _stated(reason="Supervised it"),
        ),
        "conflict-remove": (
            moderator,
            reverse("conflict-remove", args=[own.assessment.case_file.conflicts.get().pk]),
            _stated(reason="Another case"),
        ),
        "concern-raise": (
            "auditor@wexshire",
            reverse("concern-raise", args=file),
            _stated(kind="child_at_risk", what="Alone", told_whom="Inspector", rang_time="00:00")
            | {"rang_on_day": "1", "rang_on_month": "11", "rang_on_year": "2026"},
        ),
        "concern-answer": (
            "manager@wexshire",
            reverse("concern-answer", args=[concern.pk]),
            _stated(done="He was arrested", child_safe="She was seen"),
        ),
        "round-contacts": (
            moderator,
            reverse("round-contacts", args=on_round),
            _stated(telephone="01632 960001"),
        ),
        "case-action-add": (
            moderator,
            reverse("case-action-add", args=file),
            _stated(what="Write why", owner="Team", **day),
        ),
        "case-action-change": (
            moderator,
            reverse("case-action-change", args=action),
            _stated(what="Write why not", owner="Team", reason="Clearer", **day),
        ),
        "case-action-done": (
            moderator,
            reverse("case-action-done", args=action),
            _stated(note="Written", done_on_day="1", done_on_month="11", done_on_year="2026"),
        ),
        "case-action-remove": (
            moderator,
            reverse("case-action-remove", args=action),
            _stated(reason="A mistake"),
        ),
        "evidence-withdraw": (
            "manager@wexshire",
            reverse("evidence-withdraw", args=[own.evidence.pk]),
            _stated(because="The wrong month"),
        ),
        "assessment-reopen": (
            moderator,
            reverse("assessment-reopen", args=[own.assessment.pk]),
            _stated(reason="Look again"),
        ),
        "common-theme-add": (
            moderator,
            reverse("common-theme-add", args=on_round),
            _stated(area="missing", theme="initial-response", polarity="weakness"),
        ),
        **posts_of_moderation(own),
        "verdict-give": (
            moderator,
            reverse("verdict-give", args=[*on_round, earlier.pk]),
            _stated(movement="improved", state_now="satisfactory", text="Prompt now"),
        ),
        "recommendation-add": (
            moderator,
            reverse("recommendation-add", args=on_round),
            _stated(kind="recommendation", title="Ask", text="Ask the child.", time_limit="none"),
        ),
        "sample-void": (
            moderator,
            reverse("sample-void", args=[sample.round.code]),
            _stated(reason="The list was of the wrong month"),
        ),
        "case-file-exclude": (
            moderator,
            reverse("case-file-exclude", args=[sample.cases.get().reference]),
            _stated(reason="A test record"),
        ),
        "dip-sample-open": (
            moderator,
            reverse("dip-sample-open"),
            _stated(
                title="Was the child spoken to?",
                fieldwork_started_day="2",
                fieldwork_started_month="11",
                fieldwork_started_year="2026",
                questions=Question.objects.get(code="child-spoken-to").pk,
            ),
        ),
        "report-publish": (
            moderator,
            reverse("report-publish", args=kind),
            _stated(correction="A file was counted twice."),
        ),
        "person-invite": (
            admin,
            reverse("person-invite"),
            _stated(email="n@wexshire.example", name="New", role="auditor", force=_wexshire()),
        ),
        "role-give": (
            admin,
            reverse("role-give", args=[auditor.pk]),
            _stated(role="manager", force=_wexshire(), reason="Needed"),
        ),
        "person-disable": (
            admin,
            reverse("person-disable", args=[colleague.pk]),
            _stated(reason="Left"),
        ),
    }


def posts_of_moderation(own) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Some on rows that PREPARED makes first."""
    moderator, on_round = "moderator@wexshire", [own.round.code]
    graded, to_grade = [own.assessment.case_file.reference], [own.case_file.reference]
    why = _stated(why="Read again.")
    seen = f"{own.assessment.pk}:{own.assessment.lock}"
    sent = {
        "case-file-settle": (graded, {"grade-missing": "inadequate", "started_from": seen, **why}),
        "moderation-agree": (on_round, {"files": graded, **why}),
        "case-file-reopen": (graded, _stated(reason="Read again.")),
        "query-ask": (to_grade, _stated(text="Who saw her?", field="rationale")),
        "query-detail": ([own.query.pk], _stated(text="Nobody.", resolve="yes")),
        "sign-off": (on_round, _stated(explanation="It was cut short.")),
        "round-reopen": (on_round, _stated(reason="A file was missed.")),
        "dip-check-list": (on_round, _stated(how_many=1)),
        "dip-check": ([own.dip_check.pk], _stated(outcome="reopen", note="A log.")),
    }
    return {
        name: (moderator, reverse(name, args=args), given) for name, (args, given) in sent.items()
    }


def _agree(own) -> None:
    """As the file is stored: what an earlier try made of it in memory was undone."""
    by = User.objects.service_account()
    case_file = CaseFile.objects.get(pk=own.assessment.case_file_id)
    assessed(case_file, by, ("missing", "good"), origin="agreed", status="agreed")


def _agree_undrawn(own) -> None:
    DipCheck.objects.filter(pk=own.dip_check.pk).delete()
    _agree(own)


def _resolve(own) -> None:
    by, now = User.objects.service_account(), timezone.now()
    Query.objects.filter(pk=own.query.pk).update(resolved_by=by, resolved_at=now)
    _agree(own)


def _sign_off(own) -> None:
    _resolve(own)
    by = User.objects.service_account()
    round_sign_off(round=own.round, by=by, explanation="It was cut short.")


def _draft(own) -> None:
    by = User.objects.get(email="auditor@wexshire.example")
    judgement = Judgement({own.case_file.area: "good"})
    assessment_save(case_file=own.case_file, judgement=judgement, by=by, lock=None)


PREPARED = {
    "case-file-check": _draft,
    "case-file-reopen": _agree,
    "dip-check-list": _agree_undrawn,
    "dip-check": _agree,
    "sign-off": _resolve,
    "round-reopen": _sign_off,
}
"""What a form needs to find before it is sent."""


def _checked(round, case_file, to: User) -> str:
    """What the page that is looked at before it is done sends back."""
    before, after = (case_file.allocated_to_id, None, None), (to.pk, None, None)
    return signing.dumps([round.pk, "", [(case_file.pk, before, after)]], salt=SALT)


def _wexshire() -> int:
    return Force.objects.get(code="wexshire").pk


def asked(client: Client, address: str) -> set[str]:
    """The fields that the page's forms ask for, each also without what a date's parts add."""
    with undone(client):
        forms = Reader(address, client.get(address).content.decode()).forms
    names = {name for form in forms for name in form.names}
    return names | {name.rpartition("_")[0] for name in names}


def hostile(owned: set[str], world) -> dict[str, Any]:
    """Every field of every model that the form does not ask for, with a value of its kind."""
    there, added = world.there, {}
    keys = {
        "force": there.round.force_id,
        "round": there.round.pk,
        "case_file": there.case_file.pk,
        "assessment": there.assessment.pk,
        "final_assessment": there.assessment.pk,
        "user": there.people[Role.AUDITOR].pk,
        "by": there.people[Role.AUDITOR].pk,
    }
    for model in apps.get_app_config("audit").get_models():
        for field in model._meta.get_fields():
            if field.concrete:
                value = keys.get(field.name, "published" if field.name == "status" else "1")
                added[field.name] = value
                added[getattr(field, "attname", field.name)] = value
    return {name: value for name, value in added.items() if name not in owned}


def fresh(world, who: str) -> Client:
    """Signed in, with a password of a moment ago."""
    client = world.client(who)
    client.raise_request_exception = True
    request = RequestFactory().get("/")
    request.session, request.user = client.session, User.objects.get(email=f"{who}.example")
    record_authentication(request, request.user, method="password", reauthenticated=True)
    request.session.save()
    return client


def stored(known: dict[str, set]) -> dict[str, list[str]]:
    """All rows of all tables, without times and without keys that the request itself gave out."""
    return {
        model.__name__: sorted(_row(row, known) for row in model._default_manager.all())
        for model in apps.get_app_config("audit").get_models()
        if model.__name__ not in TRAIL
    }


def _row(row, known: dict[str, set]) -> str:
    values = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(field, DateTimeField) or field.name in UNLIKE:
            continue
        model = (field.related_model if field.remote_field else type(row)).__name__
        if field.primary_key or field.remote_field:
            value = value if value in known[model] or value is None else OWN_KEYS
        values[field.name] = bytes(value).hex() if isinstance(value, memoryview) else value
    return json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, default=str)


def keys() -> dict[str, set]:
    return {
        model.__name__: set(model._default_manager.values_list("pk", flat=True))
        for model in apps.get_app_config("audit").get_models()
    }


NAMES = (
    *("concern-raise", "concern-answer", "round-contacts"),
    *("case-action-add", "case-action-change", "case-action-done", "case-action-remove"),
    "evidence-withdraw",
    *("round-open", "round-move", "case-file-add", "case-file-grade", "assessment-reopen"),
    *("case-file-check", "round-grid", "import-columns", "import-detail"),
    *("round-allocation", "case-file-allocate", "conflict-declare", "conflict-remove"),
    *("case-file-settle", "moderation-agree", "case-file-reopen", "query-ask", "query-detail"),
    *("sign-off", "round-reopen", "dip-check-list", "dip-check", "recommendation-add"),
    "verdict-give",
    *("common-theme-add", "report-publish", "person-invite", "role-give", "person-disable"),
    *("sample-void", "case-file-exclude", "dip-sample-open"),
)


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_a_form_does_not_ask_for_change_nothing(name, world, db, monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")
    monkeypatch.setattr("audit.services.dip_checks.secrets.token_hex", lambda size: "same")
    PREPARED.get(name, lambda own: None)(world.places[0])
    who, address, sent = posts(world)[name]
    monkeypatch.setattr("audit.services.case_files.random_reference", lambda: "SAME-SAME")
    client, known, results = fresh(world, who), keys(), []
    before = stored(known)
    more_fields = hostile(asked(client, address), world)
    assert len(more_fields) > 100
    for more in ({}, more_fields):
        with undone(client):
            response = client.post(address, {**sent, **more})
            assert response.status_code == 302, name
            results.append(stored(known))
    assert results[0] != before, "the form itself must have saved something"
    assert results[1] == results[0]


def test_every_form_that_saves_is_tried(world, db):
    """Of the forms that make or change a row of ours by what is filled in."""
    assert set(posts(world)) == set(NAMES)
    assert Assessment.objects.filter(pk=world.places[0].assessment.pk).exists()
