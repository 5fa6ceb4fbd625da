"""The sentence above a chart, chosen by a fixed rule so that nobody picks the flattering one.

For the grades of one set of files it names the most frequent grade: its share in words, or
the counts where there are too few files for a share. Several equally frequent grades are all
named. For a set of areas it says in how many of them more than half the files got the best
grade.
"""

from __future__ import annotations

from collections.abc import Sequence

from audit.rules.counting import Tally, share_in_words
from audit.rules.grading import Grade, Scale


def grades_finding(scale: Scale, tally: Tally) -> str:
    """ "More than four in ten files were inadequate", of the files that `tally` counts."""
    if not tally.total:
        return "No files have been graded"
    most = max(count for _, count in tally.counts)
    frequent = [grade for grade in scale.grades if tally[grade.code] == most]
    if len(frequent) > 1:
        return (
            f"The most frequent grades were {_listed(frequent)}: {most} of {tally.total} files each"
        )
    return _share(most, tally.total, frequent[0])


def areas_finding(scale: Scale, areas: Sequence[Tally]) -> str:
    """ "In none of the 8 areas were more than half of the files good"; empty areas are left out."""
    graded = [area for area in areas if area.total]
    if not graded:
        return "No files have been graded"
    best = scale.grades[0]
    good = sum(2 * area[best.code] > area.total for area in graded)
    which = "areas" if len(graded) == len(areas) else "areas that have graded files"
    if len(graded) == 1:
        return (
            f"Files have been graded in one area only: {_lower(grades_finding(scale, graded[0]))}"
        )
    number = {0: "none", len(graded): "all"}.get(good, str(good))
    where = f"In {number} of the {len(graded)} {which}"
    return f"{where} were more than half of the files {best.in_report}"


def _share(count: int, total: int, grade: Grade) -> str:
    if total == 1:
        return f"The one file {grade.said_of(1)}"
    if count == total:
        return f"All {total} files {grade.said_of(total)}"
    share = share_in_words(count, total)
    if share is None:
        return f"{count} of {total} files {grade.said_of(count)}"
    files = "of the files" if share.lower().endswith("half") else "files"
    return f"{share} {files} {grade.said_of(total)}"


def _listed(grades: Sequence[Grade]) -> str:
    *rest, last = (grade.in_report for grade in grades)
    return f"{', '.join(rest)} and {last}"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
