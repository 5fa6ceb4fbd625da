"""A folder takes nothing that belongs to another round."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Round, SourceDocument
from audit.services.loading.folder import LoadError
from audit.services.loading.service import round_load
from tests.factories import CaseFileFactory, RoundFactory
from tests.services.loading import small_folder


def test_a_reference_of_another_round_is_refused(problems, rows):
    theirs = CaseFileFactory(reference="SMALL-2")
    before = rows()
    assert (
        f"case_files.csv, line 3: reference: “SMALL-2” is a file of {theirs.round}" in problems()[0]
    )
    assert rows() == before


@pytest.fixture
def another_folder(load, tmp_path):
    """Of another audit, with the document and the recommendations of the first."""
    load()
    changed = small_folder.FILES["round.csv"].replace("small-audit", "another-audit")
    files = {"round": changed, "case_files": "reference,area\n"}
    return small_folder.write(tmp_path / "other", **files)


def test_a_document_of_another_round_is_refused(another_folder, service):
    with pytest.raises(LoadError, match="line 2: code: small-document reports A small audit"):
        round_load(path=another_folder, by=service)


def test_a_recommendation_of_another_round_is_refused(another_folder, service):
    SourceDocument.objects.update(round=None)
    with pytest.raises(LoadError, match="small-document has a number 1 outside this round already"):
        round_load(path=another_folder, by=service)


@pytest.mark.parametrize("name", ["auditor@wexshire", "moderator@eastmarch", "admin@casemark"])
def test_nobody_loads_one_without_the_right(name, folder, person, rows):
    before = rows()
    with pytest.raises(PermissionDenied):
        round_load(path=folder, by=person(name))
    assert rows() == before


def test_a_folder_takes_no_round_of_another_force(folder, person):
    theirs = RoundFactory(code="small-audit", eastmarch=True)
    with pytest.raises(PermissionDenied):
        round_load(path=folder, by=person("moderator@wexshire"))
    assert Round.objects.get(pk=theirs.pk).force.code == "eastmarch"
