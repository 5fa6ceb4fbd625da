"""How the audit was made and how each figure was counted: the document's last page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.documents.agreement_told import STUDIES
from audit.documents.figures import RoundFigures
from audit.documents.identity import paragraphs
from audit.documents.sampling import drawing_in_words
from audit.documents.sign_offs import sign_off_sentences
from audit.rules.agreement import FEWEST_PAIRS
from audit.rules.counting import SMALLEST_BASE

CASE_FILES = (
    "Each case file is counted once, at the overall grade of its final assessment: the one agreed "
    "in moderation or, where only one person assessed the file, theirs. A draft does not count."
)
RESULTS_BY_AREA = (
    "Each grade given under an area is counted in that area. A file that was graded under two "
    "areas is counted in both, so the areas can add up to more than the files."
)
IMMEDIATE_CONCERNS = (
    "Each one that somebody raised from a case file, rung first and then written down, whatever "
    "became of it. One is answered in time if the force’s first answer came within the hours set."
)
PERCENTAGES = (
    "Worked out from the count and its base, to one decimal place. None is given where the base "
    f"is under {SMALLEST_BASE} or not known."
)
SENTENCES = (
    "Chosen by a fixed rule: the most frequent grade, all of them where several are equally "
    "frequent. “More than four in ten” is only said of a share that is larger. For all areas "
    "together: in how many of them more than half of the files got the best grade."
)
ALL_CASES = (
    "The files that Casemark drew at random, by Wilson’s score interval at 95%. In a stratified "
    "draw a file counts for as many cases as it stands for, and the interval is made for Kish’s "
    "effective number of files. Two draws are compared by Fisher’s exact test, or where one is "
    "stratified by whether the interval of the difference (Newcombe’s) holds 0: the best grade "
    "against all others."
)
FACTS = (
    "From the answers of each file’s final assessment. “Not recorded” is not “no”, and neither is "
    "“could not see”: each is counted apart, and the counts of a question add up to the files it "
    "was asked of. “Does not apply” stands outside the denominator of a sentence."
)
MEASURED = (
    "The time from one answer to another. Median and middle half are quantiles between "
    "neighbouring values (Hyndman and Fan’s definition 7, as in Excel’s QUARTILE.INC)."
)
AGREEMENT = (
    "Only files with both grades submitted. Kappa (Cohen 1968) has linear weights and the "
    "large-sample interval of Fleiss, Cohen and Everitt (1969); AC2 (Gwet 2008) has the same "
    f"weights. None of them is given for fewer than {FEWEST_PAIRS} files. {STUDIES}"
)
THEMES_COUNTED = (
    "The files in whose final assessment a theme was noted, as a strength or as a weakness. The "
    "base is the graded files of the areas in which the theme can be seen."
)
DUE_DATES = (
    "Counted from publication; months are calendar months. Where only the month of publication is "
    "known, so is only the month in which something falls due."
)


def method_part(figures: RoundFigures, shown: Mapping[str, Any]) -> dict[str, Any]:
    """`shown` are the other parts of the document: only what stands in it is explained."""
    return {
        "paragraphs": paragraphs(figures.round.method),
        "sign_off": sign_off_sentences(figures.round),
        "counted": _counted(figures, shown),
    }


def reconciliation_part(figures: RoundFigures) -> list[dict[str, Any]]:
    return [
        {"agrees": statement.agrees, "text": statement.text} for statement in figures.reconciliation
    ]


def _has_measured(facts: Mapping[str, Any]) -> bool:
    return any(stage["measured"] for stage in facts["stages"])


def _counted(figures: RoundFigures, shown: Mapping[str, Any]) -> list[dict[str, str]]:
    grades = figures.round.grades
    entries = {
        "How the files were drawn": drawing_in_words(figures.round),
        "Case files": CASE_FILES if grades else "",
        "Results by area": RESULTS_BY_AREA if grades else "",
        "Files assessed by the force": _self_assessed(figures),
        "Shares of all cases": ALL_CASES if shown["drawn"]["rows"] else "",
        "Facts": FACTS if shown["facts"]["stages"] else "",
        "How long it took": MEASURED if _has_measured(shown["facts"]) else "",
        "Agreement": AGREEMENT if shown["agreement"] else "",
        "Themes counted": THEMES_COUNTED if shown["themes_counted"]["overall"] else "",
        "Immediate concerns": "" if figures.round.historic else IMMEDIATE_CONCERNS,
        "Percentages": PERCENTAGES,
        "Sentences above the charts": SENTENCES if grades else "",
        "Due dates": DUE_DATES,
    }
    return [{"figure": figure, "how": how} for figure, how in entries.items() if how]


def _self_assessed(figures: RoundFigures) -> str:
    """Empty where there are none: only what the document shows is explained."""
    if not figures.self_assessed:
        return ""
    how = (
        "Counted from the files: those that hold an assessment by the force."
        if figures.round.self_assessed is None
        else "A number stated for the whole, not counted from the files."
    )
    return f"{how} A force’s assessment of its own work is never a final grade."
