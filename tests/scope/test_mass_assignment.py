"""Every field of every model added to every form: nothing is saved that the form does not own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DateTimeField
from django.test import Client, RequestFactory
from django.urls import reverse

from audit.models import AreaOfPractice, Assessment, Force, User
from audit.rules.roles import Role
from tests.scope.asking import undone
from tests.scope.reading import Reader

TRAIL = {"LogEntry", "LogText", "Seal"}
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
    moderator, admin = "moderator@wexshire", "admin@casemark"
    chosen = _stated(chosen_by="force", chosen_how="random")
    return {
        "round-open": (moderator, reverse("round-open"), _stated(title="Another audit")),
        "round-move": (
            moderator,
            reverse("round-move", args=on_round),
            _stated(status="signed_off", reason="Done"),
        ),
        "case-file-add": (
            moderator,
            reverse("case-file-add", args=on_round),
            _stated(area=area.pk, **chosen),
        ),
        "case-file-grade": (
            "auditor@wexshire",
            reverse("case-file-grade", args=[own.case_file.reference]),
            _stated(grade="good", rationale="Prompt.", systems_looked_at="One", submit=""),
        ),
        "assessment-reopen": (
            moderator,
            reverse("assessment-reopen", args=[own.assessment.pk]),
            _stated(reason="Look again"),
        ),
        "recommendation-add": (
            moderator,
            reverse("recommendation-add", args=on_round),
            _stated(kind="recommendation", title="Ask", text="Ask the child.", time_limit="none"),
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
        if isinstance(field, DateTimeField) or field.name in {"password", "encrypted", "index"}:
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
    *("round-open", "round-move", "case-file-add", "case-file-grade", "assessment-reopen"),
    *("recommendation-add", "report-publish", "person-invite", "role-give", "person-disable"),
)


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_a_form_does_not_ask_for_change_nothing(name, world, db, monkeypatch):
    monkeypatch.setattr("audit.services.case_files.random_reference", lambda: "SAME-SAME")
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")
    who, address, sent = posts(world)[name]
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
