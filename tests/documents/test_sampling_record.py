from __future__ import annotations

import io

import pikepdf
import pytest

from audit.documents.render import render_html, render_pdf
from audit.documents.sampling_record import sampling_record
from audit.models import CaseFile
from audit.services.sample_changes import sample_void, sampled_case_exclude
from tests.factories import CaseFileFactory, RoundFactory
from tests.frames import drawn, frame_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(person):
    """Of a second draw, one of whose cases was excluded and replaced."""
    round, by = RoundFactory(title="Audit of autumn"), person("moderator@wexshire")
    first = drawn(round, by, seed="first")
    sample_void(sample=first, reason="The list was of the wrong month", by=by)
    CaseFileFactory(round=round, chosen_how=CaseFile.ChosenHow.TARGETED)
    sample = drawn(round, by, seed="second", columns=["area"], content=frame_csv(excluded=3))
    case = sample.cases.drawn().first()
    sampled_case_exclude(case=case, reason="Another force leads on it", by=by)
    return sampling_record(sample)


def test_it_says_how_the_draw_can_be_repeated(record):
    html = render_html(record)
    assert record["sample"]["code"] in html
    assert "second:number" in html
    assert "SHA-256 of the seed, a colon and its local number" in html


def test_it_counts_each_stratum_and_all(record):
    assert record["strata"][0] == {
        "label": "Section 47 enquiries",
        "frame": 20,
        "excluded": 2,
        "eligible": 18,
        "asked": 4,
        "drawn": 4,
        "reserve": 1,
        "excluded_after": 1,
    }
    assert [row["label"] for row in record["strata"]][-1] == "All"
    assert record["strata"][-1]["drawn"] == 8


def test_it_tells_exclusions_replacements_targeted_files_and_voided_draws(record):
    html = render_html(record)
    assert record["excluded_before"] == [{"because": "Still before the court", "cases": 3}]
    assert record["others"] == [{"how": "Picked by hand", "files": 1}]
    (excluded,) = [case for case in record["cases"] if case["because"]]
    (following,) = [case for case in record["cases"] if case["replaces"]]
    assert following["replaces"] == excluded["reference"]
    for words in ("Another force leads on it", "The list was of the wrong month", "seed first"):
        assert words in html


def test_no_local_number_stands_in_it(record):
    assert "WXC/26" not in str(record)


def test_it_can_be_printed(record):
    with pikepdf.open(io.BytesIO(render_pdf(record))) as pdf:
        assert "Audit of autumn" in str(pdf.docinfo["/Title"])
