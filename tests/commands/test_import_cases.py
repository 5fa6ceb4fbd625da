"""Graded case files in and out by the commands."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AreaGrade, Assessment, CaseFile, ImportRun, LogEntry
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db

MODERATOR = "moderator@wexshire.example"
GOOD = """Reference,Area,Grade,Assessor,Rationale,Was the child spoken to alone?
W-1,s47,RI,Amina Hall,,yes
W-2,s47; cse,Inadequate,Ben Otieno,Nobody asked the child.,not recorded
W-3,Domestic abuse,good,,,
"""
BAD = GOOD.replace("RI", "Satisfactory")


@pytest.fixture
def audit():
    return RoundFactory(code="commanded")


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "cases.csv"
        path.write_text(text)
        return path

    return write


def _import(path, *options, by=MODERATOR, code="commanded") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "import_cases", path, f"--round={code}", f"--by={by}", *options, stdout=out, stderr=err
    )
    return out.getvalue(), err.getvalue()


def _refusal(path, *options, **who) -> CommandError:
    with pytest.raises(CommandError) as refused:
        _import(path, *options, **who)
    return refused.value


def test_imports_all_rows_and_says_how_many(audit, file):
    assert _import(file(GOOD)) == (
        "3 rows: 0 refused, 0 held, 3 new, 0 changed, 0 unchanged.\n",
        "",
    )
    assert CaseFile.objects.filter(round=audit).count() == 3
    assert Assessment.objects.filter(status="submitted").count() == 3
    assert LogEntry.objects.filter(event="import_run.done").count() == 1


def test_a_second_time_it_changes_nothing(audit, file):
    _import(file(GOOD))
    before = list(Assessment.objects.values())
    assert _import(file(GOOD))[0] == "3 rows: 0 refused, 0 held, 0 new, 0 changed, 3 unchanged.\n"
    assert list(Assessment.objects.values()) == before


def test_a_refused_row_refuses_the_file(audit, file):
    error = _refusal(file(BAD))
    assert error.returncode == 1
    assert "1 row cannot be imported, and nothing was." in str(error)
    assert not CaseFile.objects.filter(round=audit).exists()
    assert ImportRun.objects.get().status == "cancelled"


def test_the_reasons_stand_on_standard_error(audit, file):
    err = StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_cases", file(BAD), "--round=commanded", f"--by={MODERATOR}", stderr=err
        )
    assert "row 2, Grade: ‘Satisfactory’ is not a grade; use Good" in err.getvalue()


def test_the_good_rows_are_imported_on_demand(audit, file):
    _import(file(BAD), "--skip-refused")
    assert set(CaseFile.objects.values_list("reference", flat=True)) >= {"W-2", "W-3"}
    assert not CaseFile.objects.filter(reference="W-1").exists()


HELD = GOOD.replace("Nobody asked the child.", "Rang her on 07700 900123.")


def test_a_held_row_is_told_with_how_to_release_it(audit, file):
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(
            "import_cases", file(HELD), "--round=commanded", f"--by={MODERATOR}", stderr=err
        )
    assert refused.value.returncode == 1
    assert "row 3, Rationale: This looks like a phone number" in err.getvalue()
    assert "Read them. If they hold none, add --held-read" in err.getvalue()
    assert not CaseFile.objects.filter(round=audit).exists()


def test_a_held_row_that_was_read_is_imported(audit, file):
    out, err = _import(file(HELD), "--held-read")
    assert (out, err) == ("3 rows: 0 refused, 1 held, 2 new, 0 changed, 0 unchanged.\n", "")
    assert CaseFile.objects.filter(round=audit).count() == 3
    assert ImportRun.objects.get().held_too


def test_reading_held_rows_lets_no_refused_one_in(audit, file):
    error = _refusal(file(HELD.replace("RI", "Satisfactory")), "--held-read")
    assert "1 row cannot be imported, and nothing was." in str(error)
    assert not CaseFile.objects.filter(round=audit).exists()


def test_checking_writes_no_row(audit, file):
    out, _ = _import(file(GOOD), "--check")
    assert out.startswith("3 rows: 0 refused, 0 held, 3 new")
    assert not CaseFile.objects.filter(round=audit).exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"by": "nobody@wexshire.example"}, "Nobody with an account has the address"),
        ({"code": "no-such"}, "sees no inspection or audit “no-such”"),
        ({"by": "moderator@eastmarch.example"}, "sees no inspection or audit “commanded”"),
    ],
)
def test_what_does_not_exist_is_a_wrong_call(audit, file, given, said):
    error = _refusal(file(GOOD), **given)
    assert (error.returncode, said in str(error)) == (2, True), error


def test_a_missing_file_is_a_wrong_call(audit, tmp_path):
    assert _refusal(tmp_path / "none.csv").returncode == 2


@pytest.mark.parametrize("by", ["manager@wexshire.example"])
def test_without_the_right_it_is_refused(audit, file, by):
    error = _refusal(file(GOOD), by=by)
    assert error.returncode == 1
    assert "This needs the right to" in str(error)


def test_an_unreadable_file_is_refused_with_its_sentence(audit, file):
    error = _refusal(file(""))
    assert (error.returncode, "The file is empty" in str(error)) == (1, True)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Grade,Overall grade", "Two columns are “Grade”. Take one of them out."),
        ("Grade,Rationale", "No column is “Reference” or “Local number”."),
    ],
)
def test_repeated_and_missing_headings_are_refused(audit, file, heading, said):
    error = _refusal(file(f"Area,{heading}\ns47,good,good\n"))
    assert (error.returncode, said in str(error)) == (1, True), error
    assert ImportRun.objects.get().status == "cancelled"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_taken_out_comes_back_unchanged(audit, file, tmp_path, form):
    _import(file(GOOD))
    output = tmp_path / f"out.{form}"
    call_command(
        "export_cases",
        "--round=commanded",
        f"--by={MODERATOR}",
        f"--output={output}",
        stdout=StringIO(),
    )
    out, err = _import(output)
    assert (out, err) == ("3 rows: 0 refused, 0 held, 0 new, 0 changed, 3 unchanged.\n", "")
    assert AreaGrade.objects.filter(assessment__case_file__reference="W-2").count() == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--output=x.doc", f"--by={MODERATOR}"], 2),
        (["--output=/no/such/folder/x.csv", f"--by={MODERATOR}"], 2),
        (["--output=x.csv", "--by=manager@wexshire.example"], 1),
    ],
)
def test_taking_out_is_refused(audit, options, code):
    with pytest.raises(CommandError) as refused:
        call_command("export_cases", "--round=commanded", *options)
    assert refused.value.returncode == code
