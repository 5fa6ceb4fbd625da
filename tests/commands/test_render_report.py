from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import Round
from audit.services.reports import report_publish
from tests.factories import RoundFactory, graded_file
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db

KIND = CASE_FILE_AUDIT.name


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    """The command writes bytes; how they are made is tried elsewhere."""
    for module in ("audit.services.reports", "audit.management.commands.render_report"):
        monkeypatch.setattr(f"{module}.render_pdf", _pdf)


def _pdf(snapshot) -> bytes:
    return f"%PDF {snapshot['version']['label']}".encode()


@pytest.fixture
def audit(person):
    round = RoundFactory(code="an-audit")
    graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    return round


@pytest.fixture
def published(audit, service):
    return report_publish(round=audit, kind=KIND, by=service)


@pytest.fixture
def render(tmp_path):
    """Runs the command; what it wrote, and what it said."""

    def run(*options: str, code: str = "an-audit") -> tuple[bytes, str]:
        output, said = tmp_path / "report", StringIO()
        call_command("render_report", code, KIND, "--output", str(output), *options, stdout=said)
        return output.read_bytes(), said.getvalue().strip()

    return run


def test_it_writes_the_published_bytes(render, published):
    assert render()[0] == bytes(published.pdf)


def test_it_prints_the_path(render, published, tmp_path):
    assert render()[1] == str(tmp_path / "report")


def test_it_writes_the_published_page(render, published):
    assert render("--html")[0] == bytes(published.html)


def test_what_is_published_stays_though_the_rows_change(render, published, audit, person):
    graded_file(audit, person("auditor@wexshire"), ("missing", "good"))
    assert render("--html")[0] == bytes(published.html)


def test_the_last_of_several_versions_is_written(render, published, audit, service):
    last = report_publish(round=audit, kind=KIND, by=service, correction="A title.")
    assert render()[0] == bytes(last.pdf) == b"%PDF Version 2"


def test_a_draft_is_made_from_the_rows_as_they_are(render, published):
    assert render("--draft")[0] == b"%PDF Draft of version 2"


def test_where_nothing_is_published_it_writes_a_draft(render, audit):
    assert render()[0] == b"%PDF Draft of version 1"


def test_a_draft_page_is_marked_as_one(render, audit):
    assert "Draft of version 1" in render("--html")[0].decode()


def test_an_unknown_round_is_refused(render, audit):
    with pytest.raises(CommandError, match="There is no round “nowhere”."):
        render(code="nowhere")


def test_an_unknown_folder_is_refused(audit, tmp_path):
    with pytest.raises(CommandError, match="There is no folder .* Make it first."):
        call_command("render_report", "an-audit", KIND, output=tmp_path / "nowhere" / "report.pdf")


def test_a_folder_as_output_is_refused(audit, tmp_path):
    with pytest.raises(CommandError, match="is a folder. Name a file in it."):
        call_command("render_report", "an-audit", KIND, output=tmp_path)


def test_an_unknown_kind_is_refused_with_the_known_ones(audit, tmp_path):
    with pytest.raises(CommandError, match=KIND):
        call_command("render_report", "an-audit", "poster", "--output", str(tmp_path / "report"))


def test_a_plan_is_written_as_a_word_document(tmp_path):
    put(inspection_of(code="wexshire", title="Inspection"), number=1)
    round = Round.objects.get(title="Inspection")
    output = tmp_path / "plan.docx"
    call_command("render_report", round.code, "action_plan", "--output", output, "--word")
    assert output.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        (KIND, ["--word"], "Case file audit is no Word document"),
        ("oversight_response", [], "There is no response of the local policing body"),
    ],
)
def test_what_there_is_not_is_refused(audit, tmp_path, kind, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("render_report", audit.code, kind, "--output", tmp_path / "it", *options)
