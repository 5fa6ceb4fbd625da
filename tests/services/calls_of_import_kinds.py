"""Undoing what imports of each kind have made, called once; see `calls`."""

from __future__ import annotations

from dataclasses import asdict

from audit.models import ImportRun
from audit.rules.imports import Outcome, RowResult
from audit.services.count_imports import CountImport, CountRowImport, CountWriter, counts_undo
from audit.services.import_confirming import import_confirm
from audit.services.import_results import Told
from audit.services.imports import Chosen, import_checked, import_start
from audit.services.recommendation_imports import RecommendationImport, RecommendationWriter
from audit.services.recommendation_undo import recommendations_undo
from tests.factories import area
from tests.services.calls import MARK, leaves

NEW = RowResult(2, Outcome.NEW, "1")
COUNT = CountRowImport("1", (CountImport(area=None, grade="good", count=1, source_note=MARK),))


def _done(world, kind: str, writer, row) -> tuple[ImportRun, list[dict]]:
    """A run that has written one row, and what that has made."""
    file = Chosen(f"{MARK}.csv", "0" * 64, MARK.encode(), 1, headings=[MARK], columns=[""])
    run = import_start(round=world.audit, kind=kind, chosen=file, by=world.moderator)
    told, made = Told(), []
    told.add(NEW)
    run = import_checked(run=run, told=told, by=world.moderator)

    class Noting:
        def write(self, rows):
            made.extend(writer.write(rows))
            return made

    plan = [[(NEW, row)]]
    run = import_confirm(run=run, plan=lambda: plan, writer=Noting(), by=world.moderator)
    return run, [asdict(one) for one in made]


@leaves("publishedcount.deleted")
def of_counts_undo(world):
    writer = CountWriter(world.audit, world.moderator)
    run, made = _done(world, ImportRun.Kind.PUBLISHED_COUNTS, writer, COUNT)
    return lambda: counts_undo(run, made, world.moderator)


@leaves("response.deleted", "recommendation.deleted", "sourcedocument.deleted")
def of_recommendations_undo(world):
    writer = RecommendationWriter(world.audit, world.moderator)
    row = RecommendationImport(
        number=1,
        kind="recommendation",
        title=MARK,
        text=MARK,
        chapter=None,
        time_limit="none",
        due_by=None,
        parent=None,
        areas=(area("cse"),),
        sub_points=(("", MARK),),
    )
    run, made = _done(world, ImportRun.Kind.RECOMMENDATIONS, writer, row)
    return lambda: recommendations_undo(run, made, world.moderator)
