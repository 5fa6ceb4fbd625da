"""Who sees which imports, and which memories of headings."""

from __future__ import annotations

import pytest

from audit.models import ColumnMemory, Force, ImportRun, Round, RoundMember
from audit.rules.roles import RoundRole
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


def _run(round, by) -> ImportRun:
    return ImportRun.objects.create(round=round, file_name="f.csv", sha256="0" * 64, started_by=by)


def _seen(user) -> set[int]:
    return set(ImportRun.objects.visible_to(user).values_list("pk", flat=True))


def test_an_auditor_sees_their_own_and_the_moderator_all_of_the_forces(person):
    audit = RoundFactory()
    own = _run(audit, person("auditor@wexshire"))
    other = _run(audit, person("auditor2@wexshire"))
    assert _seen(person("auditor@wexshire")) == {own.pk}
    assert _seen(person("moderator@wexshire")) == {own.pk, other.pk}


@pytest.mark.parametrize(
    "name",
    [
        "manager@wexshire",
        "observer@wexshire",
        "auditor@eastmarch",
        "moderator@eastmarch",
        "inspector@inspectorate",
        "admin@casemark",
    ],
)
def test_nobody_else_sees_them(name, person):
    _run(RoundFactory(), person("moderator@wexshire"))
    assert _seen(person(name)) == set()


def test_of_an_inspection_the_lead_sees_all_and_an_inspector_their_own(person):
    inspection = RoundFactory(inspection=True)
    lead, other = person("inspector@inspectorate"), person("inspector2@inspectorate")
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    RoundMember.objects.create(round=inspection, user=other, role=RoundRole.INSPECTOR)
    runs = {who.pk: _run(inspection, who).pk for who in (lead, other)}
    assert _seen(lead) == set(runs.values())
    assert _seen(other) == {runs[other.pk]}
    assert _seen(person("moderator@wexshire")) == set()


def test_whoever_leaves_the_force_loses_their_imports(person):
    by = person("auditor@wexshire")
    _run(RoundFactory(), by)
    by.memberships.all().delete()
    by.__dict__.pop("scope", None)
    assert _seen(by) == set()


def test_headings_are_remembered_for_a_force_and_its_inspectors(person):
    inspection: Round = RoundFactory(inspection=True)
    lead = person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    for code in ("wexshire", "eastmarch"):
        force = Force.objects.get(code=code)
        ColumnMemory.objects.create(force=force, kind="case-files", heading="ref", code="reference")
    for name, codes in {
        "auditor@wexshire": ["wexshire"],
        "moderator@eastmarch": ["eastmarch"],
        "inspector@inspectorate": ["wexshire"],
        "inspector2@inspectorate": [],
        "admin@casemark": [],
    }.items():
        seen = ColumnMemory.objects.visible_to(person(name)).values_list("force__code", flat=True)
        assert list(seen) == codes, name
