"""Each number on a round's page leads to as many case files as it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from audit.models import Round, RoundMember, User
from audit.rules.roles import RoundRole
from audit.services.loading.service import round_load
from tests.pages import Page, text_of

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
WHO_OPENS = {
    "wexshire-2025": "moderator@wexshire",
    "durham-2019": "inspector@inspectorate",
}
WHO_READS = {"wexshire-2025": "manager@wexshire", "durham-2019": "manager@durham"}
AREAS = 8


@pytest.fixture(scope="module")
def seeds(module_db) -> None:
    by = User.objects.service_account()
    for code in WHO_OPENS:
        round_load(path=SEEDS / code, by=by)
    RoundMember.objects.create(
        round=Round.objects.get(code="durham-2019"),
        user=User.objects.get(email="inspector@inspectorate.example"),
        role=RoundRole.LEAD,
    )


def round_page(client, code: str) -> Page:
    return Page(client.get(reverse("round-detail", args=[code])))


def counts(page: Page) -> list[tuple[str, str]]:
    """(number, address or "") of each cell in the tables of results; not of the shares with
    their intervals, which stand among them in a table of their own."""
    found = []
    for table in page.elements("table"):
        caption = table.find("caption")
        if caption is not None and "drawn at random" in text_of(caption):
            continue
        for cell in table.iter("td"):
            if "govuk-table__cell--numeric" in cell.get("class", ""):
                link = cell.find("a")
                address = "" if link is None else link.get("href", "")
                found.append((text_of(cell).split()[0], address))
    return found


def links(page: Page) -> dict[str, int]:
    return {address: int(number) for number, address in counts(page) if address}


def listed(client, address: str) -> int:
    response = client.get(address, follow=True)
    return response.context["paginator"].count


@pytest.mark.parametrize("code", WHO_OPENS)
def test_every_count_lists_as_many_files_as_it_says(code, seeds, signed_in):
    client = signed_in(WHO_OPENS[code])
    said = links(round_page(client, code))
    assert len(said) > 3 * AREAS
    assert {address: listed(client, address) for address in said} == said


@pytest.mark.parametrize("code", WHO_OPENS)
def test_words_looked_for_before_do_not_shorten_the_list_behind_a_count(code, seeds, signed_in):
    client = signed_in(WHO_OPENS[code])
    client.post(reverse("case-file-list"), {"text": "no file holds these words"})
    address, number = next(iter(links(round_page(client, code)).items()))
    assert listed(client, address) == number


@pytest.mark.parametrize("code", WHO_READS)
def test_who_may_not_open_the_files_reads_the_same_numbers_without_links(code, seeds, signed_in):
    opens = counts(round_page(signed_in(WHO_OPENS[code]), code))
    reads = counts(round_page(signed_in(WHO_READS[code]), code))
    assert reads == [(number, "") for number, _ in opens]


@pytest.mark.parametrize("code", WHO_OPENS)
def test_the_page_and_the_json_say_the_same(code, seeds, freshly_signed_in):
    client = freshly_signed_in(WHO_OPENS[code])
    figures = client.get(reverse("round-figures", args=[code])).json()
    rows = [figures["headline"], *figures["areas"], figures["areas_total"]]
    grades = ("good", "requires_improvement", "inadequate", "total")
    numbers = [int(number) for number, _ in counts(round_page(client, code))[: len(rows) * 4]]
    assert numbers == [row[grade] for row in rows for grade in grades]


def test_durham_is_as_the_inspectorate_printed_it(seeds, signed_in):
    address = reverse("round-figures", args=["durham-2019"])
    figures = signed_in("observer@wexshire").get(address).json()
    assert list(figures["headline"].values()) == [20, 27, 34, 81]
    assert list(figures["areas_total"].values()) == [21, 27, 34, 82]
    assert figures["self_assessed"] == 33


def test_the_page_says_that_the_areas_hold_one_good_result_more(seeds, signed_in):
    text = round_page(signed_in("manager@durham"), "durham-2019").text
    assert "reconstructed" in text
    assert "Differs" in text


@pytest.mark.parametrize("code", WHO_OPENS)
def test_the_links_on_this_page_lead_somewhere(code, seeds, signed_in):
    page = round_page(signed_in(WHO_OPENS[code]), code)
    targets = {address[1:] for address in page.addresses if address.startswith("#")}
    assert targets <= page.ids


def test_figures_that_are_not_published_are_exported_after_a_fresh_password(seeds, signed_in):
    address = reverse("round-figures", args=["wexshire-2025"])
    asked = signed_in("moderator@wexshire").get(address)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert (
        signed_in("moderator@wexshire").get(reverse("round-figures", args=["durham-2019"])).json()
    )
