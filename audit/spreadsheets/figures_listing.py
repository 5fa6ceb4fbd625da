"""What is counted, as tidy data: a row for each count, with what it is a count of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audit.documents.agreement import Compared
from audit.documents.agreement_told import TITLES
from audit.documents.facts import QuestionFacts
from audit.documents.facts_told import cells_of
from audit.documents.figures import GradeFigures, grade_figures, round_figures
from audit.documents.themes import ThemeCount
from audit.models import Round
from audit.rules.agreement import Agreement
from audit.rules.counting import Tally
from audit.rules.facts import UNANSWERED, FactCount
from audit.rules.grading import Polarity, Scale
from audit.spreadsheets.writing import Listing, Value

HEADLINE, BREAKDOWN = "Case files by overall grade", "Results by area"
ALL = "All"
PLACE = ("Inspection or audit", "Code", "Force")
GRADE_COLUMNS = (
    *PLACE,
    *("Kind", "Status", "Basis", "Area", "Area code", "Grade", "Grade code", "Count"),
    "Reconstructed",
)
FACT_COLUMNS = (
    *PLACE,
    *("Area", "Stage", "Question", "Question code", "Answer", "Answer code", "Count", "Out of"),
)
THEME_COLUMNS = (*PLACE, "Area", "Theme", "Theme code", "Seen as", "Count", "Out of")
AGREEMENT_COLUMNS = (
    *PLACE,
    *("Compared", "Area", "Person", "Measure", "First grade", "Second grade", "Value"),
)
NOTHING_ELSE = (
    "The case files are reconstructed from the counts that were published: they show counts by "
    "area and grade and nothing else."
)


def grade_figures_listing(rounds: Iterable[Round]) -> Listing:
    """Of every inspection and audit that grades: a row for each area and grade, and for the
    headline, whose area is ALL. The two count different things, so `Basis` keeps them apart."""
    graded = [round for round in rounds if round.grades]
    rows = (row for found in grade_figures(graded) for row in _grades(found))
    return Listing("Results", GRADE_COLUMNS, rows)


def _grades(found: GradeFigures) -> Iterator[tuple[Value, ...]]:
    round = found.round
    about = (*_place(round), round.get_kind_display(), round.get_status_display())
    counted: list[tuple[str, str, str, Tally]] = [(HEADLINE, ALL, "", found.headline)]
    counted += [(BREAKDOWN, row.area.title, row.area.code, row.recorded) for row in found.areas]
    for basis, area, code, tally in counted:
        for grade in found.scale.grades:
            count = tally[grade.code]
            yield (
                *(*about, basis, area, code, grade.title, grade.code, count),
                found.reconstructed,
            )
    ungraded = (HEADLINE, ALL, "", "Not graded yet", "", found.ungraded)
    yield (*about, *ungraded, found.reconstructed)


def _place(round: Round) -> tuple[str, str, str]:
    return round.title, round.code, str(round.force)


def facts_listing(rounds: Iterable[Round], area: str = "") -> Listing:
    """Every question in ALL areas and in each, or only in the one with this code."""
    rows: list[tuple[Value, ...]] = []
    note = ""
    for round in rounds:
        figures = round_figures(round)
        note = NOTHING_ELSE if figures.reconstructed else ""
        for row in figures.facts.questions if figures.facts.files else ():
            rows += [(*_place(round), *fact) for fact in _facts(row, area)]
    return Listing("Facts", FACT_COLUMNS, rows, note)


def _facts(row: QuestionFacts, only: str) -> Iterator[tuple[Value, ...]]:
    by_area = [("", ALL, row.overall), *((a.code, a.title, fact) for a, fact in row.by_area)]
    question = row.question
    for code, title, fact in by_area:
        if only in ("", code) and _is_told(fact):
            for cell in cells_of(question, fact):
                yield (
                    *(title, question.stage.title, question.text, question.code),
                    *(cell["label"], cell["answer"], cell["count"], fact.files),
                )


def _is_told(fact: FactCount) -> bool:
    return fact.files > fact.missing[UNANSWERED]


def themes_listing(rounds: Iterable[Round], area: str = "") -> Listing:
    rows: list[tuple[Value, ...]] = []
    note = ""
    for round in rounds:
        figures = round_figures(round)
        note = NOTHING_ELSE if figures.reconstructed else ""
        themes = figures.themes
        places = [("", ALL, themes.overall), *((a.code, a.title, t) for a, _, t in themes.by_area)]
        for code, title, counts in places:
            if area in ("", code):
                rows += [(*_place(round), title, *seen) for row in counts for seen in _seen(row)]
    return Listing("Themes", THEME_COLUMNS, rows, note)


def _seen(row: ThemeCount) -> Iterator[tuple[Value, ...]]:
    for polarity in Polarity:
        count = getattr(row, polarity)
        yield row.theme.title, row.theme.code, polarity.label, count, row.files


def agreement_listing(rounds: Iterable[Round], *, persons: bool = False) -> Listing:
    """What the page measures, in all, by area and (for those who moderate) by person."""
    rows: list[tuple[Value, ...]] = []
    note = ""
    for round in rounds:
        figures = round_figures(round)
        note = NOTHING_ELSE if figures.reconstructed else ""
        for row in () if figures.reconstructed else figures.agreement.compared:
            about = (*_place(round), TITLES[row.between]["title"])
            rows += [(*about, *measure) for measure in _compared(row, figures.scale, persons)]
    return Listing("Agreement", AGREEMENT_COLUMNS, rows, note)


def _compared(row: Compared, scale: Scale, persons: bool) -> Iterator[tuple[Value, ...]]:
    """Each pair of grades in all alone: of an area or a person with few files they could be told
    apart."""
    for first, counts in zip(scale.grades, row.overall.table, strict=True):
        for second, count in zip(scale.grades, counts, strict=True):
            yield ALL, ALL, "Files with this pair of grades", first.title, second.title, count
    found = [(ALL, ALL, row.overall), *((area.title, ALL, each) for area, each in row.by_area)]
    if persons:
        found += [(ALL, name, each) for name, each in row.by_person]
    for area, person, each in found:
        told = _measures(each, whole=each is row.overall)
        yield from ((area, person, measure, None, None, value) for measure, value in told)


def _measures(found: Agreement, *, whole: bool) -> Iterator[tuple[str, Value]]:
    """Counts always in all; otherwise, and of coefficients, where there are enough files."""
    yield "Files compared", found.pairs
    if whole or not found.suppressed:
        yield "Files with the same grade", found.same
        yield "Files whose first grade is kinder", found.kinder
        yield "Files whose first grade is harsher", found.harsher
    if not found.suppressed:
        if kappa := found.kappa:
            yield "Weighted kappa", kappa.value
            yield "Weighted kappa, 95% interval from", kappa.low
            yield "Weighted kappa, 95% interval to", min(kappa.high, 1.0)
        yield "Gwet’s AC2", found.ac2
