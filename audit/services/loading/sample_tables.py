"""What a folder says about how its files were drawn: the draw is made again, and must give them.

frame.csv is the list as it would be uploaded. Of it only what was drawn, stood in reserve or was
excluded is kept, as services/samples.py keeps it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping

from audit.models import AreaOfPractice, CaseFile, LocalNumber, Sample, SampledCase
from audit.rules.frames import normal
from audit.rules.sampling import Key, Size, draw, size_problems
from audit.rules.tables import Table
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError, refuse
from audit.services.samples import cases_of, frame_as_given, strata_of

FRAME = "frame.csv"


def load_sample(loading: Loading, cells: Cells) -> None:
    """A sample that people have drawn or voided since is theirs: there is only one of a folder."""
    if Sample.objects.filter(round=loading.round).exists():
        loading.outcome["kept"] += 1
        return
    content = loading.folder.content.get(FRAME)
    if content is None:
        raise RowError(f"the list that was drawn from is missing. Add it as {FRAME}.")
    columns = cells.parts("columns")
    frame = frame_as_given(round=loading.round, table=plain_table(content))
    strata = strata_of(round=loading.round, frame=frame, columns=columns)
    sizes = _sizes(cells)
    refuse(size_problems(strata, sizes))
    sample = loading.write(
        Sample(round=loading.round),
        {
            "frame_sha256": frame.sha256,
            "frame_rows": len(frame.rows),
            "number_kind": cells.choice("number_kind", LocalNumber.Kind),
            "columns": columns,
            "seed": cells.text("seed"),
            "drawn_at": cells.moment("drawn_at"),
            "drawn_by": cells.somebody("drawn_by"),
        },
    )
    cases = cases_of(sample, draw(strata, sizes, sample.seed))
    SampledCase.objects.bulk_create(cases, batch_size=500)
    loading.outcome["added"] += len(cases)
    loading.sample = sample


def plain_table(content: bytes) -> Table:
    """A file of our own: UTF-8, with commas. Whatever people upload is read by spreadsheets/."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return Table(hashlib.sha256(content).hexdigest(), list(enumerate(reader, start=1)))


def _sizes(cells: Cells) -> Mapping[Key, Size]:
    """`s47=7;cse=5`: the values of a stratum, and how many cases of it; all with one reserve."""
    sizes = {}
    for part in cells.parts("sizes"):
        stratum, equals, asked = part.rpartition("=")
        if not equals or not asked.isdecimal():
            raise CellError(f"sizes: “{part}” is not a stratum and a number such as cse=5.")
        key = tuple(value.strip() for value in stratum.split("/")) if stratum else ()
        sizes[key] = Size(int(asked), cells.number("reserve") or 0)
    return sizes


def load_excluded_case(loading: Loading, cells: Cells) -> None:
    """A case that was drawn and taken out again; the next of its stratum's reserve follows."""
    if loading.sample is None:
        loading.outcome["kept"] += 1
        return
    case = _drawn(loading.sample).get(normal(cells.text("number")))
    if case is None:
        raise RowError("number: no such case was drawn. Correct it, or remove the line.")
    reserve = SampledCase.objects.filter(stratum=case.stratum, state=SampledCase.State.RESERVE)
    following = reserve.order_by("place").first()
    loading.write(
        case,
        {
            "state": SampledCase.State.EXCLUDED,
            "reference": cells.raw("reference"),
            "excluded_because": cells.text("because"),
            "excluded_by": cells.somebody("excluded_by"),
            "excluded_at": cells.moment("excluded_at"),
        },
    )
    if following is not None:
        loading.write(following, {"state": SampledCase.State.DRAWN, "replaces": case})


def _drawn(sample: Sample) -> dict[str, SampledCase]:
    cases = SampledCase.objects.filter(sample=sample).drawn()
    return {normal(case.number): case for case in cases.select_related("stratum")}


def join_files_to_sample(loading: Loading) -> None:
    """Puts each drawn case to its file, by the local number, once all tables are read.

    The draw must give exactly the files that the folder calls random; no number is repeated.
    """
    if loading.sample is None:
        return
    drawn, files = _drawn(loading.sample), _random_files(loading.sample)
    for number in drawn.keys() - files.keys():
        case = drawn[number]
        loading.problems.append(
            f"sample.csv: case {case.place} drawn of “{case.stratum}” has no file. Give one its "
            "local number in local_numbers.csv."
        )
    for number in files.keys() - drawn.keys():
        loading.problems.append(
            f"sample.csv: {files[number]} is not drawn. Correct its local number, or say that it "
            "was not chosen at random."
        )
    for number in drawn.keys() & files.keys():
        _join(loading, drawn[number], files[number])


def _random_files(sample: Sample) -> dict[str, CaseFile]:
    """By their local number of the kind that the list holds; without one by their reference."""
    rows = CaseFile.objects.filter(round=sample.round, chosen_how=CaseFile.ChosenHow.RANDOM)
    found = {}
    for case_file in rows.prefetch_related("local_numbers"):
        numbers = [row for row in case_file.local_numbers.all() if row.kind == sample.number_kind]
        found[normal(numbers[0].number if numbers else case_file.reference)] = case_file
    return found


def _join(loading: Loading, case: SampledCase, case_file: CaseFile) -> None:
    area: AreaOfPractice = case.area
    if area != case_file.area:
        loading.problems.append(
            f"sample.csv: {case_file} is drawn for “{area}” and is in case_files.csv for "
            f"“{case_file.area}”. Correct one."
        )
        return
    loading.write(case, {"case_file": case_file, "reference": case_file.reference})
