from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import LogEntry, Round
from tests.services.loading import small_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return small_folder.write(tmp_path / "small-audit")


def _load(folder) -> str:
    out = StringIO()
    call_command("load_round", folder, stdout=out)
    return out.getvalue()


def test_it_says_what_it_did(folder):
    said = _load(folder)
    assert said.startswith("small-audit: ")
    assert "added" in said
    assert Round.objects.filter(code="small-audit").exists()


def test_the_second_time_it_says_that_nothing_changed(folder):
    _load(folder)
    said = _load(folder)
    assert "unchanged" in said
    assert not {"added", "changed", "removed"} & set(said.replace(",", "").replace(".", "").split())


def test_the_trail_names_the_set_up_account(folder, service):
    _load(folder)
    assert LogEntry.objects.first().by == service


def test_a_broken_folder_is_refused_with_each_file_line_and_reason(folder):
    small_folder.edit(folder, "figures.csv", "14,40", "41,40")
    small_folder.edit(folder, "team.csv", "lead", "leader")
    with pytest.raises(CommandError) as refusal:
        _load(folder)
    first, *problems = str(refusal.value).splitlines()
    assert first == "Nothing was loaded."
    assert [problem.split(":")[0] for problem in problems] == [
        "team.csv, line 2",
        "figures.csv, line 2",
    ]
    assert not Round.objects.exists()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is not a folder. Name a folder"):
        _load(tmp_path / "nowhere")
