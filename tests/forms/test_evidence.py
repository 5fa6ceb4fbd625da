from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from audit.evidence.checking import check_files
from audit.forms.evidence import EvidenceField
from audit.forms.fields import GovukForm
from audit.rules.evidence import ENDINGS, PROGRAM
from audit.views.actions import add_errors


class ReportForm(GovukForm):
    files = EvidenceField()


def sent(*files: tuple[str, bytes]) -> ReportForm:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    return ReportForm({}, MultiValueDict({"files": given}))


def test_several_files_come_in_their_order():
    form = sent(("b.txt", b"1"), ("a.txt", b"2"))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["b.txt", "a.txt"]


def test_none_is_needed():
    form = ReportForm({}, MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["files"] == []


def test_an_empty_file_is_named():
    form = sent(("a.txt", b"1"), ("b.txt", b""))
    assert form.errors == {
        "files": ["“b.txt” is empty. Choose it again, or save it once more first."]
    }


def test_what_is_refused_is_said_beside_the_field():
    form = sent(("a.txt", b"#!"), ("b.txt", b"Minutes"), ("c.txt", b"#!"))
    assert form.is_valid()
    with pytest.raises(ValidationError) as error:
        check_files(form.cleaned_data["files"])
    add_errors(form, error.value)
    assert form.errors == {"files": [PROGRAM.format(name="a.txt"), PROGRAM.format(name="c.txt")]}


def test_browsers_are_told_what_is_taken():
    widget = ReportForm()["files"].as_widget()
    assert all(f".{ending}" in widget for ending in ENDINGS)
    assert " multiple" in widget
    assert "govuk-file-upload" in widget
