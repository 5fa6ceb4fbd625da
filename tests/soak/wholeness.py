"""Whether all that stands in the database is whole, and agrees with what people were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from audit.documents.figures import round_figures
from audit.documents.sign_offs import still_as_signed
from audit.models import Assessment, CaseFile, LogEntry, Round, SignOff
from audit.rules.grading import final_of
from audit.services.finals import is_blind, status_of
from audit.services.trail import values_of
from audit.services.trail_check import trail_check
from audit.services.trail_codes import plain
from tests.soak.writers import WRITES, Writer


def problems(writers: Iterable[Writer]) -> Iterator[str]:
    """A sentence for each thing that is half written, lost, or written unasked."""
    yield from _database_problems()
    for writer in writers:
        yield from _writer_problems(writer)
    for assessment in Assessment.objects.select_related("case_file"):
        yield from _trail_problems(assessment, _said_in(assessment))
        if not assessment.area_grades.exists():
            yield f"{assessment} has no grade of an area."
    for round in Round.objects.filter(pk__in=_changed(Round)):
        yield from _trail_problems(round, values_of(round))
        yield from _sign_off_problems(round)
    for case_file in CaseFile.objects.all():
        yield from _file_problems(case_file)
    if problem := trail_check().problem:
        yield problem


def _database_problems() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        dangling = cursor.fetchall()
    if said != ["ok"] or dangling:
        yield f"The database file is damaged: {said}, {dangling}."


def _writer_problems(writer: Writer) -> Iterator[str]:
    """The trail holds what was acknowledged, in its order, and at most the write in flight more."""
    yield from writer.refused
    found = [_words(entry) for entry in _writes_of(writer)]
    possible = [writer.acknowledged, [*writer.acknowledged, writer.in_flight]]
    if found not in possible:
        yield f"{writer.user.name} was told {writer.acknowledged[-3:]}, and found is {found[-3:]}."


def take_up(writer: Writer) -> bool | None:
    """Whether the write in flight was done after all (None: none was); from now on it counts."""
    words, writer.in_flight = writer.in_flight, ""
    if not words:
        return None
    done = len(_writes_of(writer)) > len(writer.acknowledged)
    if done:
        writer.acknowledged.append(words)
    return done


def _writes_of(writer: Writer) -> list[LogEntry]:
    entries = LogEntry.objects.filter(by=writer.user, event__in=WRITES, pk__gt=writer.since)
    return list(entries.order_by("pk").select_related("text"))


def _words(entry: LogEntry) -> str:
    """What its writer had typed; "" where the text was left out."""
    text = getattr(entry, "text", None)
    return (text.reason or text.after["rationale"]) if text else ""


def _said_in(assessment: Assessment) -> dict[str, object]:
    """An assessment with its parts, as the trail tells it."""
    observed = assessment.observations.values_list("theme__code", "polarity")
    return values_of(assessment) | {
        "area_grades": dict(assessment.area_grades.values_list("area__code", "grade")),
        "observations": sorted(map(list, observed)),
    }


def _changed(model) -> list[str]:
    entries = LogEntry.objects.filter(subject_type=model._meta.model_name)
    return list(entries.exclude(after_digest="").values_list("subject_id", flat=True))


def _trail_problems(row, values: dict[str, object]) -> Iterator[str]:
    """A row is as the last entry about it says: neither is written without the other."""
    last = LogEntry.objects.about(row).exclude(after_digest="").order_by("pk").last()
    text = getattr(last, "text", None)
    stands, told = plain(values), text.after if text else {}
    differing = [name for name in stands if name in told and stands[name] != told[name]]
    if differing or "status" not in told:
        yield f"{row} is not as the trail has it after {last}: {differing}."


def _sign_off_problems(round: Round) -> Iterator[str]:
    """A round is signed off with its figures, or neither."""
    standing = SignOff.objects.standing().filter(round=round).first()
    if (standing is None) == (round.status == "signed_off"):
        yield f"{round} is {round.status}, and its sign-off is {standing}."
    elif standing and not still_as_signed(standing, round_figures(round).as_json()):
        yield f"The figures of {round} are not those that were signed off."


def _file_problems(case_file: CaseFile) -> Iterator[str]:
    rows = list(Assessment.objects.filter(case_file=case_file))
    rows = [row for row in rows if row.status != "set_aside"]
    final = final_of(rows, double=case_file.is_double)
    expected = (
        final.pk if final else None,
        status_of(rows, asked=len(case_file.assessors)),
        is_blind(case_file, rows),
    )
    if expected != (case_file.final_assessment_id, case_file.status, case_file.blind):
        yield f"{case_file} does not fit its assessments."
