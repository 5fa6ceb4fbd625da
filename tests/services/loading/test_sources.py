"""A folder of documents without a round: whole or not at all, and again without a change."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from audit.models import LogEntry, Recommendation, Response, SourceDocument
from audit.services.loading.folder import LoadError
from audit.services.loading.sources import sources_load

pytestmark = pytest.mark.django_db

FILES = {
    "source_documents.csv": "code,kind,publisher,title,published_on,framework\n"
    "peel,inspection_report,HMICFRS,A national report,2026-05,ncpi-2014\n",
    "recommendations.csv": "number,source_document,kind,legal_basis,areas,questions,title,text,"
    "time_limit,due_by,parent\n"
    "1,peel,cause_of_concern,inspection,,,Children are not heard,They are not.,none,,\n"
    "2,peel,recommendation,inspection,missing,child-spoken-to,Hear them,Do.,by_date,2026-09-01,1\n",
    "sub_points.csv": "recommendation,group,order,text\n2,At once,1,Speak to each child\n",
    "responses.csv": "recommendation,force,status\n2,wexshire,awaiting_response\n"
    "2,eastmarch,awaiting_response\n",
}


@pytest.fixture
def load(tmp_path, service):
    """`load(**changes)`: a folder with these files, of which some are changed or (None) missing."""

    def run(by=service, **changes):
        for name, text in (FILES | {f"{key}.csv": text for key, text in changes.items()}).items():
            path = tmp_path / name
            path.unlink(missing_ok=True)
            if text is not None:
                path.write_text(text, encoding="utf-8")
        return sources_load(path=tmp_path, by=by)

    return run


def test_a_document_is_loaded_with_all_that_stands_in_it(load):
    load()
    document = SourceDocument.objects.get()
    assert (document.round, document.force, document.closure) == (None, None, "inspectorate")
    held = Recommendation.objects.get(number=2)
    assert held.parent == Recommendation.objects.get(number=1)
    assert held.questions.get().code == "child-spoken-to"
    assert held.sub_points.get().group == "At once"
    assert set(held.responses.values_list("force__code", flat=True)) == {"wexshire", "eastmarch"}


def test_a_second_time_nothing_changes(load):
    load()
    entries = LogEntry.objects.count()
    assert set(load()) <= {"unchanged", "kept"}
    assert LogEntry.objects.count() == entries


def _without_what_it_holds(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("2,"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {
                "recommendations": _without_what_it_holds(FILES["recommendations.csv"]),
                "sub_points": None,
                "responses": None,
            },
            "recommendations.csv, line 2: kind: Cause of concern 1 would hold no recommendation",
        ),
        (
            {"recommendations": FILES["recommendations.csv"].replace("2026-09-01", "2026-04-30")},
            "recommendations.csv, line 3: due_by: It cannot be due (30 April 2026) before it was",
        ),
        (
            {"recommendations": FILES["recommendations.csv"].replace(",inspection,", ",coroner,")},
            "line 2: legal_basis: A document of this kind has another.",
        ),
        (
            {"recommendations": FILES["recommendations.csv"].replace("-01,1", "-01,9")},
            "line 3: parent: “9” is not known. Use one of 1.",
        ),
        (
            {"source_documents": FILES["source_documents.csv"].replace("2026-05", "2027-05")},
            "source_documents.csv, line 2: published_on: May 2027 is in the future",
        ),
        ({"source_documents": None}, "source_documents.csv is missing"),
        (
            {"source_documents": FILES["source_documents.csv"] + "b,case_review,A,B,2026-05,\n"},
            "framework: one folder has one framework",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_loaded(changes, says, load):
    with pytest.raises(LoadError) as error:
        load(**changes)
    assert says in str(error.value)
    assert not SourceDocument.objects.exists()


def test_a_force_loads_no_public_document(load, person):
    with pytest.raises(PermissionDenied):
        load(by=person("manager@wexshire"))
    assert not SourceDocument.objects.exists()


def test_the_seed_is_shown_as_acted_on_and_asks_nothing_of_anybody(settings):
    call_command("load_source", settings.BASE_DIR / "seeds" / "iopc-durham", verbosity=0)
    made = Recommendation.objects.get()
    assert (made.legal_basis, made.asks_for_answer, made.due) == ("noted", False, None)
    assert (made.published, made.made) == (None, None)
    assert not Response.objects.exists()


def test_the_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="source_documents.csv is missing"):
        call_command("load_source", tmp_path)
