"""What a later round finds of an earlier recommendation, and of each of its points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Recommendation, Round, SubPoint, User, Verdict
from audit.models.verdicts import rounds_before
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.transitions import TransitionError
from audit.rules.verdicts import verdict_problems
from audit.services.saving import raise_problems, save_checked


@dataclass(frozen=True)
class Found:
    """What is found of one recommendation or point; codes of `Movement` and `StateNow`."""

    movement: str
    state_now: str
    text: str = ""


@transaction.atomic
def verdict_give(
    *,
    round: Round,
    recommendation: Recommendation,
    sub_point: SubPoint | None = None,
    movement: str,
    state_now: str,
    text: str,
    by: User,
) -> Verdict:
    """Gives the verdict of `round`, or changes it: there is one on the whole and one on each point.

    Raises TransitionError once the round is published, because what it found is then public.
    """
    require(by, Right.WRITE_FINDINGS, round)
    held = Round.objects.select_for_update().get(pk=round.pk)
    if held.is_published:
        raise TransitionError("This is published, so its verdicts stand.")
    raise_problems(_place_problems(held, recommendation, sub_point))
    raise_problems(verdict_problems(movement, state_now, text))
    key = {"round": held, "recommendation": recommendation, "sub_point": sub_point}
    verdict = Verdict.objects.filter(**key).first() or Verdict(**key)
    said = (movement, state_now, text.strip())
    if verdict.pk is None or said != (verdict.movement, verdict.state_now, verdict.text):
        verdict.by = by
    verdict.movement, verdict.state_now, verdict.text = said
    return save_checked(verdict, by=by, right=Right.WRITE_FINDINGS, on=held)


@transaction.atomic
def verdicts_give(
    *,
    round: Round,
    recommendation: Recommendation,
    found: Mapping[int | None, Found],
    by: User,
) -> None:
    """All that is found of one recommendation: by the key of each point, under None the whole.

    Problems of a point name their field as the form does: "point-7-text".
    """
    points = {point.pk: point for point in recommendation.sub_points.all()}
    numbers = {key: number for number, key in enumerate(points, start=1)}
    errors: dict[str, list[str]] = {}
    for key, one in found.items():
        try:
            verdict_give(
                round=round,
                recommendation=recommendation,
                sub_point=points[key] if key is not None else None,
                movement=one.movement,
                state_now=one.state_now,
                text=one.text,
                by=by,
            )
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                if key is None or name == "__all__":
                    errors[name] = texts
                else:
                    said = [f"Point {numbers[key]}: {text}" for text in texts]
                    errors[f"point-{key}-{name}"] = said
    if errors:
        raise ValidationError(errors)


def _place_problems(
    round: Round, recommendation: Recommendation, sub_point: SubPoint | None
) -> list[Problem]:
    if recommendation.round not in rounds_before(round):
        return [Problem("", f"{round} does not follow what this recommendation was made in.")]
    if sub_point and sub_point.recommendation_id != recommendation.pk:
        return [Problem("sub_point", "Choose a point of this recommendation.")]
    return []
