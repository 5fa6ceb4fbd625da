"""A folder's sample: the draw is made again, and must give the folder's own files."""

from __future__ import annotations

import pytest

from audit.models import CaseFile, Sample, SampledCase
from audit.rules.sampling import rank
from audit.services.sample_changes import sample_void
from tests.services.loading.small_folder import MODERATOR

SEED = "0f1e"
SAMPLE = "number_kind,columns,seed,sizes,reserve,drawn_by,drawn_at\n"
ROW = f"crime,area,{SEED},{{sizes}},1,{MODERATOR},2026-10-26 10:05\n"
LISTED = [f"WXC/26/0000{number:02}" for number in range(1, 7)]
FIRST, SECOND, *OTHERS = sorted(LISTED, key=lambda number: rank(SEED, number))
"""In the order of the draw."""
OUT = (
    "number,reference,because,excluded_by,excluded_at\n"
    f"{FIRST},,Closed,{MODERATOR},2026-10-27 09:00\n"
)


@pytest.fixture
def sampled(folder, edit):
    """SMALL-1 is the one case drawn of six for section 47; `sampled(file, text)` writes a file."""

    def write(file: str, text: str) -> None:
        (folder / file).write_text(text, "utf-8")

    lines = "".join(f"{number},s47,Team,June 2026,\n" for number in LISTED)
    left_out = "WXC/26/000090,cse,Team,June 2026,Entered twice\nWXC/26/000091,cse,Team,,\n"
    heading = "local number,area,team,period,excluded because\n"
    write("frame.csv", heading + lines + left_out)
    write("sample.csv", SAMPLE + ROW.format(sizes="s47=1;cse=1"))
    numbers = f"SMALL-1,crime,{FIRST}\nSMALL-2,crime,WXC/26/000091\n"
    write("local_numbers.csv", f"reference,kind,number\n{numbers}")
    edit("case_files.csv", "SMALL-2,cse,force,targeted", "SMALL-2,cse,force,random")
    return write


def states() -> dict[str, str]:
    return {case.number: case.state for case in SampledCase.objects.all()}


def test_the_drawn_cases_are_joined_to_their_files(sampled, load):
    load()
    drawn = {case.number: case.case_file.reference for case in SampledCase.objects.drawn()}
    assert drawn == {FIRST: "SMALL-1", "WXC/26/000091": "SMALL-2"}
    assert CaseFile.objects.drawn_by_casemark().count() == 2


def test_of_the_list_only_what_was_drawn_reserved_or_excluded_is_kept(sampled, load):
    load()
    kept = {FIRST: "drawn", SECOND: "reserve", "WXC/26/000091": "drawn"}
    assert states() == {**kept, "WXC/26/000090": "excluded_before"}
    assert Sample.objects.get().frame_rows == 8


def test_loading_again_changes_nothing(sampled, load, rows):
    load()
    before = rows()
    assert not load().wrote
    assert rows() == before


def test_a_case_that_was_taken_out_is_replaced_by_the_next(sampled, load):
    sampled("excluded_cases.csv", OUT)
    numbers = f"SMALL-1,crime,{SECOND}\nSMALL-2,crime,WXC/26/000091\n"
    sampled("local_numbers.csv", f"reference,kind,number\n{numbers}")
    load()
    gone = SampledCase.objects.get(state="excluded")
    assert (gone.number, gone.replaced_by.case_file.reference) == (FIRST, "SMALL-1")


def test_a_file_that_was_not_drawn_is_named_without_its_number(sampled, problems):
    sampled("local_numbers.csv", f"reference,kind,number\nSMALL-1,crime,{OTHERS[-1]}\n")
    found = problems()
    assert any("SMALL-1 is not drawn" in problem for problem in found)
    assert any("SMALL-2 is not drawn" in problem for problem in found)
    assert any("case 1 drawn of “Section 47 enquiries” has no file" in one for one in found)
    assert not any(number in problem for number in LISTED for problem in found)


def test_a_file_of_another_area_than_its_case_is_named(sampled, edit, problems):
    edit("case_files.csv", "SMALL-1,s47", "SMALL-1,missing")
    assert any("SMALL-1 is drawn for “" in problem for problem in problems())


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ("s47=9;cse=1", "sample.csv, line 2: Section 47 enquiries: 9 cases are asked for"),
        ("s47;cse=1", "sample.csv, line 2: sizes: “s47” is not a stratum and a number"),
        ("s47=1", "ask for 1 case or more"),
    ],
)
def test_sizes_that_cannot_be_are_named(sizes, said, sampled, problems):
    sampled("sample.csv", SAMPLE + ROW.format(sizes=sizes))
    assert any(said in problem for problem in problems())


def test_a_sample_needs_its_list(sampled, folder, problems):
    (folder / "frame.csv").unlink()
    assert "the list that was drawn from is missing. Add it as frame.csv" in problems()[0]


def test_a_case_that_was_not_drawn_cannot_be_taken_out(sampled, problems):
    sampled("excluded_cases.csv", OUT.replace(FIRST, OTHERS[-1]))
    said = "excluded_cases.csv, line 2: number: no such case was drawn. Correct it, or remove"
    assert problems()[0].startswith(said)


def test_a_sample_that_was_voided_since_stays_voided(sampled, load, person):
    load()
    sample = Sample.objects.get()
    SampledCase.objects.update(case_file=None)  # as if nobody had begun to grade them
    sample_void(sample=sample, reason="The list was wrong.", by=person("moderator@wexshire"))
    load()
    assert not Sample.objects.standing().exists()
