"""Wexshire's files are what the draw from the committed lists gives, by the printed rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from audit.models import LocalNumber, SampledCase
from tests.seeds.folders import WEXSHIRE, rows_of

BOTH = pytest.mark.parametrize("folder", WEXSHIRE, ids=lambda path: path.name)


def _place(seed: str, number: str) -> str:
    """As anybody would work it out who reads the sampling record."""
    return hashlib.sha256(f"{seed}:{number.lower()}".encode()).hexdigest()


def _sizes(sample: dict[str, str]) -> dict[str, int]:
    parts = (part.split("=") for part in sample["sizes"].split(";"))
    return {area: int(asked) for area, asked in parts}


def _ranked(folder, sample: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each area, and the numbers of its cases in the order of the draw."""
    rows = [row for row in rows_of(folder, "frame.csv") if not row["excluded because"]]
    for area in _sizes(sample):
        numbers = [row["local number"] for row in rows if row["area"] == area]
        yield area, sorted(numbers, key=lambda number: _place(sample["seed"], number))


def _excluded(folder) -> set[str]:
    if not (folder / "excluded_cases.csv").exists():
        return set()
    return {row["number"] for row in rows_of(folder, "excluded_cases.csv")}


def _numbers(folder, chosen_how: str) -> dict[str, str]:
    """File → its number of the kind that is drawn."""
    files = {row["reference"]: row["chosen_how"] for row in rows_of(folder, "case_files.csv")}
    rows = rows_of(folder, "local_numbers.csv")
    return {
        row["reference"]: row["number"]
        for row in rows
        if row["kind"] == "incident" and files[row["reference"]] == chosen_how
    }


@BOTH
def test_the_draw_gives_exactly_the_files_that_are_called_random(folder):
    [sample] = rows_of(folder, "sample.csv")
    areas = {row["reference"]: row["area"] for row in rows_of(folder, "case_files.csv")}
    have = {(areas[file], number) for file, number in _numbers(folder, "random").items()}
    sizes, out = _sizes(sample), _excluded(folder)
    drawn = set()
    for area, numbers in _ranked(folder, sample):
        left = [number for number in numbers if number not in out]
        assert out.isdisjoint(numbers[sizes[area] :])
        drawn |= {(area, number) for number in left[: sizes[area]]}
    assert drawn == have
    assert sum(sizes.values()) == len(have) == len(_numbers(folder, "random"))


@BOTH
def test_the_list_is_long_and_holds_no_case_twice(folder):
    numbers = [row["local number"] for row in rows_of(folder, "frame.csv")]
    assert len(numbers) > 400
    assert len(set(numbers)) == len(numbers)


@BOTH
def test_files_picked_by_hand_are_not_on_the_list(folder):
    listed = {row["local number"] for row in rows_of(folder, "frame.csv")}
    targeted = _numbers(folder, "targeted")
    assert targeted
    assert listed.isdisjoint(targeted.values())


@BOTH
@pytest.mark.django_db
def test_of_the_list_only_drawn_reserved_and_excluded_cases_are_kept(folder, loaded):
    [sample] = rows_of(folder, "sample.csv")
    kept = {case.number for case in SampledCase.objects.filter(sample__round=loaded[folder.name])}
    asked, reserve = _sizes(sample), int(sample["reserve"])
    first = {
        number
        for area, numbers in _ranked(folder, sample)
        for number in numbers[: asked[area] + reserve]
    }
    before = {
        row["local number"] for row in rows_of(folder, "frame.csv") if row["excluded because"]
    }
    assert kept == first | before
    files = LocalNumber.objects.filter(case_file__round=loaded[folder.name])
    listed = {row["local number"] for row in rows_of(folder, "frame.csv")}
    assert {row.number for row in files} & listed <= kept


@pytest.mark.django_db
def test_every_drawn_case_has_its_file_and_the_others_were_picked_by_hand(loaded):
    for round in (loaded[folder.name] for folder in WEXSHIRE):
        files = round.case_files.all()
        assert files.drawn_by_casemark().exclude(chosen_how="random").count() == 0
        assert set(files.filter(sampled_case=None).values_list("chosen_how")) == {("targeted",)}


@pytest.mark.django_db
def test_the_case_that_was_taken_out_is_replaced_by_the_next(loaded):
    [gone] = SampledCase.objects.filter(
        state=SampledCase.State.EXCLUDED, sample__round=loaded["wexshire-2026"]
    )
    assert gone.replaced_by.place == gone.stratum.asked + 1
    assert gone.replaced_by.case_file is not None
