from __future__ import annotations

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from audit.models import CaseFile, ReportVersion, Round, User
from audit.services.allocation import case_file_allocate
from audit.services.sign_off import round_reopen
from tests.cast import CAST, PASSWORD

pytestmark = pytest.mark.django_db


def _load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@override_settings(DEBUG=False)
def test_it_is_refused_where_debug_is_off():
    with pytest.raises(CommandError, match="not loaded where DEBUG is off. Set CASEMARK_ENV=demo"):
        _load()
    assert not Round.objects.exists()


@pytest.fixture(scope="module")
def demonstration(module_db):
    """Loaded once, with a stand-in for the PDF, which other tests make."""
    with pytest.MonkeyPatch.context() as patch, override_settings(DEBUG=True):
        patch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF the demo's")
        patch.setattr(
            "audit.management.commands.load_demo.write_report", lambda version, path: path
        )
        yield _load()


def test_it_loads_the_rounds_of_the_seeds(demonstration):
    seeds = {path.parent.name for path in settings.BASE_DIR.glob("seeds/*/round.csv")}
    assert set(Round.objects.values_list("code", flat=True)) == seeds


def test_it_publishes_version_1_of_durhams_report(demonstration):
    version = ReportVersion.objects.get()
    assert (version.report.round.code, version.number) == ("durham-2019", 1)


def test_it_prints_everybody_their_password_and_the_path(demonstration):
    assert all(one.email in demonstration for one in CAST)
    assert PASSWORD in demonstration
    assert demonstration.endswith("build/durham-2019-case-file-audit.pdf\n")


def test_the_inspectors_can_open_durham(demonstration, person):
    durham = Round.objects.get(code="durham-2019")
    assert durham.pk in person("inspector@inspectorate").scope.team


def test_what_people_have_changed_since_stays(demonstration, person):
    moderator = person("moderator@wexshire")
    case_file = CaseFile.objects.filter(round__code="wexshire-2026", status="to_grade")[0]
    case_file_allocate(case_file=case_file, to=moderator, by=moderator)
    signed_off = Round.objects.get(code="wexshire-2025")
    round_reopen(round=signed_off, reason="A file was found.", by=moderator)
    _load()
    assert CaseFile.objects.get(pk=case_file.pk).allocated_to == moderator
    assert Round.objects.get(code="wexshire-2025").status == "fieldwork"


def test_a_second_time_nothing_is_added(demonstration):
    before = (User.objects.count(), CaseFile.objects.count(), ReportVersion.objects.count())
    _load()
    assert (User.objects.count(), CaseFile.objects.count(), ReportVersion.objects.count()) == before
