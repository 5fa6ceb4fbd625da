from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Force, Theme
from audit.rules.deadlines import TimeLimit
from tests.factories import ActionFactory, RecommendationFactory
from tests.pages import Page
from tests.registers import PUBLISHED, inspection_of, put

pytestmark = pytest.mark.django_db
REGISTER = "/recommendations/register/wexshire/"
ANSWERED, DELIVERED, VERIFIED = date(2026, 4, 20), date(2026, 6, 8), date(2026, 7, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2026-11-30"


@pytest.fixture
def inspection():
    return inspection_of()


@pytest.fixture
def rows(inspection, person):
    """One verified, one open and overdue, one not accepted, one of another force."""
    accepted = (ANSWERED, "accepted")
    verified = put(
        inspection,
        *(accepted, (DELIVERED, "delivered"), (VERIFIED, "verified")),
        number=1,
        title="Share early",
        owner=person("manager@wexshire"),
    )
    silent = put(inspection, number=2, title="Speak to the child", chapter=None)
    refused = put(inspection, (ANSWERED, "not_accepted"), number=3, title="Buy a system")
    put(inspection_of("eastmarch"), number=1, title="Count the missing")
    return verified, silent, refused


def shown(client, query=""):
    page = Page(client.get(f"{REGISTER}?{query}"))
    return page, [row[0] for row in page.rows[1:]]


def numbers(page):
    """The words of each count → its number."""
    items = [" ".join("".join(item.itertext()).split()) for item in page.elements("li")]
    return {
        words.partition(":")[0]: int(words.partition(": ")[2].split()[0])
        for words in items
        if words.partition(": ")[2].split()[:1] and words.partition(": ")[2].split()[0].isdigit()
    }


@pytest.mark.parametrize("name", ["manager@wexshire", "moderator@wexshire", "observer@wexshire"])
def test_the_forces_people_see_its_register_alone(signed_in, rows, name):
    page, titles = shown(signed_in(name))
    assert [title.split(" Report")[0] for title in titles] == [
        "2. Speak to the child",
        "1. Share early",
        "3. Buy a system",
    ]
    assert "Count the missing" not in page.text


@pytest.mark.parametrize(
    "name", ["auditor@wexshire", "manager@eastmarch", "inspector@inspectorate", "admin@casemark"]
)
def test_for_whoever_sees_none_of_it_there_is_no_register(signed_in, rows, name):
    assert signed_in(name).get(REGISTER).status_code == 404
    assert signed_in(name).get(f"{REGISTER}timeline/").status_code == 404


def test_a_line_says_who_what_and_by_when(signed_in, rows):
    page = Page(signed_in("manager@wexshire").get(REGISTER))
    lines = {row[0].split(" Report")[0]: row[1:] for row in page.rows}
    assert lines["2. Speak to the child"] == [
        *("–", "Nobody yet", "21 April 2026 Answer", "Awaiting response Overdue"),
    ]
    assert lines["1. Share early"] == ["Investigation", "Priya Nair", "–", "Verified"]


def test_every_number_leads_to_as_many_lines(signed_in, rows):
    client = signed_in("manager@wexshire")
    page, _ = shown(client, "since=2026-06-30")
    found = numbers(page)
    assert found["Verified"] == 1
    for link in page.elements("a"):
        words = " ".join("".join(link.itertext()).split())
        if words[:1].isdigit() and "register" in link.get("href", ""):
            counted = Page(client.get(link.get("href")))
            assert len(counted.rows) - 1 == int(words.split()[0]), words


def test_as_at_another_day_it_stood_otherwise(signed_in, rows):
    page, titles = shown(signed_in("manager@wexshire"), "as_at=2026-04-25&status=awaiting_response")
    assert titles == ["2. Speak to the child Report on Wexshire"]
    assert "as at 25 April 2026" in page.heading
    assert "as at the end of that day" in page.text
    _, before = shown(signed_in("manager@wexshire"), f"as_at={PUBLISHED.replace(day=9)}")
    assert before == []


def test_what_moved_since_the_last_meeting(signed_in, rows):
    page, titles = shown(
        signed_in("manager@wexshire"), "as_at=2026-07-31&since=2026-06-30&moved=verified"
    )
    assert titles == ["1. Share early Report on Wexshire"]
    assert "since 30 June 2026" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("late=overdue", {"2"}),
        ("waiting=us", {"2"}),
        ("waiting=them", {"1", "2", "3"}),
        ("owner=nobody", {"2", "3"}),
        ("chapter=none", {"2"}),
        ("chapter=investigation", {"1", "3"}),
        ("theme={theme}", {"3"}),
        ("due=2026-04", {"2"}),
        ("status=verified&status=not_accepted", {"1", "3"}),
        ("source={source}", {"1", "2", "3"}),
    ],
)
def test_it_is_filtered(signed_in, rows, query, expected):
    theme = Theme.objects.first()
    rows[2].recommendation.themes.add(theme)
    source = rows[0].recommendation.source_document.code
    _, titles = shown(signed_in("manager@wexshire"), query.format(theme=theme.code, source=source))
    assert {title.partition(".")[0] for title in titles} == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("as_at=31/2/2026", "Enter a real day, like 30/11/2026"),
        ("as_at=2027-01-01", "Enter today or an earlier day"),
        ("as_at=2026-05-01&since=1 May 2026", "Enter a day before the one"),
    ],
)
def test_a_day_that_cannot_be_is_refused(signed_in, rows, query, said):
    page, _ = shown(signed_in("manager@wexshire"), query)
    assert any(said in words for words, _ in page.errors)


@pytest.mark.parametrize("query", ["as_at=abc", "late=never", "as_at=2026-05-01&since=2026-06-01"])
@pytest.mark.parametrize(
    "place", ["document/", "document.pdf", "document.docx", "export.csv", "timeline/"]
)
def test_what_is_asked_amiss_leads_to_the_register_that_says_so(
    freshly_signed_in, rows, place, query
):
    client = freshly_signed_in("manager@wexshire")
    answer = client.get(f"{REGISTER}{place}?{query}")
    assert (answer.status_code, answer.url) == (302, f"{REGISTER}?{query}")
    assert Page(client.get(answer.url)).errors


def test_it_is_taken_out_as_it_is_filtered(freshly_signed_in, rows):
    client = freshly_signed_in("manager@wexshire")
    taken = client.get(f"{REGISTER}export.json?as_at=2026-04-25&late=overdue").json()
    (line,) = taken["tables"]["Register"]
    assert line["Title"] == "Speak to the child"
    assert line["Overdue"] is True
    assert "as at 25 April 2026" in taken["about"]["Note"]


def test_inspectors_see_what_their_own_inspections_asked(signed_in, rows, person, inspection):
    inspection.members.create(user=person("inspector@inspectorate"), role="lead")
    other = inspection_of(title="Another inspection")
    put(other, number=9, title="Not theirs")
    page, titles = shown(signed_in("inspector@inspectorate"))
    assert len(titles) == 3
    assert "Not theirs" not in page.text


def test_the_queries_do_not_grow_with_the_lines(signed_in, rows, inspection):
    client = signed_in("manager@wexshire")
    client.get(REGISTER)
    with CaptureQueriesContext(connection) as few:
        client.get(REGISTER)
    for number in range(10, 30):
        put(inspection, (ANSWERED, "accepted"), number=number)
    with CaptureQueriesContext(connection) as many:
        client.get(REGISTER)
    assert len(few) == len(many) <= 15


class TestTimeline:
    def test_it_tells_by_month_what_falls_due(self, signed_in, rows, inspection, person):
        put(inspection, (ANSWERED, "accepted"), number=4, time_limit=TimeLimit.BY_DATE,
            due_by=date(2027, 2, 1))  # fmt: skip
        ActionFactory(
            responses=[rows[0]], owner=person("manager@wexshire"), due_on=date(2027, 2, 3)
        )
        client = signed_in("manager@wexshire")
        page = Page(client.get(f"{REGISTER}timeline/"))
        table = {row[0]: row[1:] for row in page.rows}
        assert [cell.split()[0] for cell in table["Overdue"]] == ["1", "1", "0", "2"]
        assert [cell.split()[0] for cell in table["February 2027"]] == ["0", "1", "1", "2"]
        for link in page.elements("a"):
            words = " ".join("".join(link.itertext()).split())
            if words[:1].isdigit() and "month=" in link.get("href", ""):
                listed = Page(client.get(link.get("href")))
                tables = list(listed.elements("table"))
                assert len(list(tables[1].iter("tr"))) - 1 == int(words.split()[0]), words

    def test_the_chart_and_its_table_say_the_same(self, signed_in, rows):
        client = signed_in("manager@wexshire")
        page = Page(client.get(f"{REGISTER}timeline/"))
        finding = "Of 3 recommendations, 1 was overdue and 1 was verified on 30 November 2026"
        assert finding in page.text
        assert f"<title>{finding}</title>" in client.get(f"{REGISTER}timeline/").content.decode()
        row = next(row for row in page.rows if row[0] == "31 May 2026")
        assert [cell.split()[0] for cell in row[1:]] == ["2", "1", "0", "0", "1", "3"]

    def test_its_numbers_lead_to_the_register_as_at_that_day(self, signed_in, rows):
        client = signed_in("manager@wexshire")
        page = Page(client.get(f"{REGISTER}timeline/"))
        followed = 0
        for link in page.elements("a"):
            words = " ".join("".join(link.itertext()).split())
            if "as_at=" in link.get("href", ""):
                counted = Page(client.get(link.get("href")))
                assert len(counted.rows) - 1 == int(words.split()[0]), link.get("href")
                followed += 1
        assert followed > 20

    def test_before_anything_is_asked_it_says_so(self, signed_in):
        page = Page(
            signed_in("manager@eastmarch").get("/recommendations/register/eastmarch/timeline/")
        )
        assert "No recommendation had been put to the force" in page.text
        assert "Nothing falls due." in page.text


def test_what_is_kept_as_history_is_named_and_led_to(signed_in, rows):
    client = signed_in("manager@wexshire")
    page, _ = shown(client)
    assert "kept as history" not in page.text
    kept = inspection_of(historic=True, title="Long ago")
    for number in (1, 2):
        RecommendationFactory(round=kept, number=number)
    RecommendationFactory(round=inspection_of("eastmarch", historic=True, title="Elsewhere"))
    page, titles = shown(client)
    assert "2 more recommendations are kept as history." in page.text
    assert len(titles) == 3
    address = f"{reverse('recommendation-list')}?force=wexshire"
    assert address in page.addresses
    assert len(Page(client.get(address)).rows) - 1 == 5


def test_the_list_leads_to_the_registers_of_ones_forces(signed_in, rows):
    page = Page(signed_in("manager@wexshire").get(reverse("recommendation-list")))
    assert REGISTER in page.addresses
    other = Page(signed_in("admin@casemark").get(reverse("recommendation-list")))
    assert not any("register" in address for address in other.addresses)
    assert Force.objects.get(code="wexshire").name in page.text
