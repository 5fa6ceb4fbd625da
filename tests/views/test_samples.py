"""Drawing a sample in two steps, its page, its record, voiding it and excluding a case."""

from __future__ import annotations

import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.forms.held_frames import KEY
from audit.models import CaseFile, LogEntry, Sample, SampledCase
from audit.services.sample_changes import sample_void
from tests.factories import RoundFactory
from tests.frames import drawn, frame_csv
from tests.pages import Page


@pytest.fixture
def round(db):
    return RoundFactory(code="audit")


@pytest.fixture
def by(person):
    return person("moderator@wexshire")


@pytest.fixture
def client(signed_in):
    return signed_in("moderator@wexshire")


def address(name: str) -> str:
    return reverse(f"sample-{name}", args=["audit"])


def uploaded(content: bytes = b"", **choices):
    file = SimpleUploadedFile("list.csv", content or frame_csv(), "text/csv")
    return {"frame": file, "number_kind": "crime", "total": "6", **choices}


def test_a_sample_is_drawn_in_two_steps(round, client):
    response = client.post(address("frame"), uploaded(columns=["area"]))
    assert response.url == address("sizes")
    page = Page(client.get(address("sizes")))
    assert "40 cases" in page.text
    assert hashlib.sha256(frame_csv()).hexdigest() in page.text
    assert page.typed["size-0"] == page.typed["size-1"] == ["3"]
    response = client.post(address("sizes"), {"size-0": "2", "size-1": "5", "reserve": "1"})
    assert response.url == address("detail")
    sample = Sample.objects.get()
    assert [row.asked for row in sample.strata.all()] == [2, 5]
    assert CaseFile.objects.filter(round=round).drawn_by_casemark().count() == 7
    page = Page(client.get(address("detail")))
    assert sample.seed in page.text
    assert sample.frame_sha256 in page.text
    assert ["Missing and absent children", "20", "0", "5", "0", "5", "1"] in page.rows


def test_the_list_lies_nowhere_in_the_clear_between_the_steps(round, client):
    client.post(address("frame"), uploaded())
    held = str(dict(client.session.items())) + str(cache._cache if hasattr(cache, "_cache") else "")
    assert KEY in client.session
    assert "WXC/26" not in held
    assert b"WXC/26" not in b"".join(getattr(cache, "_cache", {}).values())


def test_the_list_is_gone_after_the_draw_and_a_repeated_click_draws_nothing_more(round, client):
    client.post(address("frame"), uploaded())
    sizes = {"size-0": "4", "reserve": "2"}
    client.post(address("sizes"), sizes)
    assert KEY not in client.session
    response = client.post(address("sizes"), sizes, follow=True)
    assert "The list is not held here any more" in response.content.decode()
    assert Sample.objects.count() == 1


def test_somebody_elses_list_is_not_found(round, client, signed_in):
    client.post(address("frame"), uploaded())
    other = RoundFactory(code="another")
    assert client.get(reverse("sample-sizes", args=[other.code])).status_code == 302
    cache.clear()
    assert client.get(address("sizes")).url == address("frame")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"local number,area,period\n1,s47,\n", "no column “team”"),
        (frame_csv(3) + b"\nWXC/26/00000,s47,,,", "Line 5: the same local number as line 2."),
        (frame_csv(2, excluded=2), "every case is excluded"),
        (b"local number,area,team,period", "headings and no cases"),
    ],
)
def test_what_is_wrong_with_the_list_stands_beside_the_file(round, client, content, says):
    page = Page(client.post(address("frame"), uploaded(content)))
    (error, target), *_ = page.errors
    assert says in error
    assert target == "id_frame"
    assert KEY not in client.session


def test_an_empty_file_and_no_file_are_refused(round, client):
    page = Page(client.post(address("frame"), {"number_kind": "crime", "total": "6"}))
    assert page.errors == [("Select the file that lists the cases", "id_frame")]
    empty = SimpleUploadedFile("list.csv", b"")
    page = Page(client.post(address("frame"), uploaded() | {"frame": empty}))
    assert page.errors[0][1] == "id_frame"


def test_more_than_there_are_is_refused_beside_its_stratum(round, client):
    missing = "Missing and absent children"
    client.post(address("frame"), uploaded(columns=["area"]))
    page = Page(client.post(address("sizes"), {"size-0": "21", "size-1": "0", "reserve": "1"}))
    assert page.errors == [
        ("Section 47 enquiries: there are only 20 cases that can be drawn", "id_size-0"),
        (f"{missing}: ask for 1 case or more, or take its cases out of the file", "id_size-1"),
    ]
    assert not Sample.objects.exists()


def test_local_numbers_are_shown_on_request_and_that_is_recorded(round, by, client):
    sample = drawn(round, by, content=frame_csv(excluded=1))
    assert "WXC/26" not in Page(client.get(address("detail"))).text
    page = Page(client.post(address("numbers")))
    shown = {cell for row in page.rows for cell in row if cell.startswith("WXC/26")}
    reserve = sample.cases.filter(state=SampledCase.State.RESERVE)
    assert len(shown) == 5
    assert not {case.number for case in reserve} & shown
    assert LogEntry.objects.filter(event="sample.numbers_revealed").count() == 1


def test_a_case_is_excluded_and_replaced(round, by, client):
    sample = drawn(round, by)
    case = sample.cases.drawn().first()
    exclude = reverse("case-file-exclude", args=[case.reference])
    assert "2 in reserve now" in Page(client.get(exclude)).text
    response = client.post(exclude, {"reason": "A test record"}, follow=True)
    following = sample.cases.get(replaces=case)
    assert f"Case file {following.reference} takes its place" in response.content.decode()
    row = next(row for row in Page(response).rows if case.reference in row[0])
    assert "Excluded after the draw" in row[3]
    assert "A test record (" in row[3]
    assert client.get(exclude).status_code == 404


def test_a_sample_is_voided_with_a_reason(round, by, client):
    drawn(round, by)
    assert Page(client.post(address("void"), {"reason": ""})).errors == [
        ("Enter the reason", "id_reason")
    ]
    page = Page(client.post(address("void"), {"reason": "Wrong month"}, follow=True))
    assert "Wrong month" in page.text
    assert "Draw a sample" in page.links
    assert not CaseFile.objects.filter(round=round).exists()


def test_the_record_is_downloaded_and_that_is_recorded(round, by, client):
    assert client.get(address("record")).status_code == 404
    drawn(round, by)
    response = client.get(address("record"))
    assert response["Content-Disposition"] == 'attachment; filename="audit-sampling-record.pdf"'
    assert response.content.startswith(b"%PDF")
    assert LogEntry.objects.filter(event="sample.record_downloaded").exists()


def test_a_second_sample_is_not_offered(round, by, client):
    sample = drawn(round, by)
    assert "A sample is drawn already" in Page(client.get(address("frame"))).text
    sample_void(sample=sample, reason="Wrong month", by=by)
    assert "Continue" in Page(client.get(address("frame"))).text


def test_the_page_takes_as_many_queries_for_many_cases_as_for_few(
    round, by, client, django_assert_max_num_queries
):
    drawn(round, by, content=frame_csv(200, excluded=20), columns=["area", "team"])
    client.get(address("detail"))
    with django_assert_max_num_queries(25):
        client.get(address("detail"))


def test_an_audit_without_files_begins_with_its_sample(round, client):
    links = Page(client.get(round.get_absolute_url())).links
    assert links["Draw a sample"] == address("frame")
    assert links["Sample"] == address("detail")
