"""What breaks each constraint on the life of a recommendation."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from audit.models import (
    DueChange,
    Evidence,
    Extension,
    OversightComment,
    OversightResponse,
    ProgressUpdate,
    RecommendationLink,
    ReminderSent,
    ResponseStep,
    SubPoint,
    SubPointAnswer,
    Verdict,
)
from audit.rules.actions import ActionStatus
from audit.rules.transitions import ResponseStatus
from tests.factories import (
    ActionFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    shown_by,
)
from tests.models.violations_of_cases import breaks, change, twice

DAY = date(2026, 11, 30)


@breaks("source_document_of_one_thing")
def _(world):
    SourceDocumentFactory(round=world.round, force=world.round.force)


@breaks("response_deputy_of_another")
def _(world):
    ResponseFactory(owner=world.assessor, deputy=world.assessor)


@breaks("response_step_verification_says_why")
def _(world):
    ResponseStep.objects.create(
        response=ResponseFactory(), status=ResponseStatus.VERIFIED, on=DAY, by=world.assessor
    )


def _point_answer(**fields):
    response = ResponseFactory()
    point = SubPoint.objects.create(recommendation=response.recommendation, text="Look at once")
    return SubPointAnswer(response=response, sub_point=point, **fields)


@breaks("sub_point_answered_once")
def _(world):
    answer = _point_answer(decision=ResponseStatus.ACCEPTED)
    answer.save()
    answer.pk = None
    answer.save(force_insert=True)


@breaks("sub_point_refusal_has_reason")
def _(world):
    _point_answer(decision=ResponseStatus.NOT_ACCEPTED).save()


def _extension(world, response, why="The coroner allowed it."):
    return Extension.objects.create(
        response=response, until=DAY, applied_on=DAY, why=why, by=world.assessor
    )


@breaks("extension_says_why")
def _(world):
    _extension(world, ResponseFactory(), why="")


@breaks("extension_once")
def _(world):
    twice(_extension, world=world, response=ResponseFactory())


@breaks("action_done_has_date")
def _(world):
    ActionFactory(owner=world.assessor, status=ActionStatus.DONE)


@breaks("action_dropped_has_reason")
def _(world):
    ActionFactory(owner=world.assessor, status=ActionStatus.DROPPED)


@breaks("due_change_says_why")
def _(world):
    action = ActionFactory(owner=world.assessor)
    DueChange.objects.create(action=action, before=DAY, after=DAY, why="", by=world.assessor)


@breaks("progress_update_of_one_thing")
def _(world):
    ProgressUpdate.objects.create(text="Done", by=world.assessor)


@breaks("progress_update_says_what")
def _(world):
    ProgressUpdateFactory(text="", by=world.assessor)


@breaks("evidence_file_or_dip_sample")
def _(world):
    update = ProgressUpdateFactory(by=world.assessor)
    Evidence.objects.create(update=update, kind="dip_sample", by=world.assessor)


@breaks("evidence_withdrawn_whole")
def _(world):
    change(shown_by(ProgressUpdateFactory(by=world.assessor)), withdrawn_at=timezone.now())


@breaks("verdict_once")
def _(world):
    asked = RecommendationFactory()
    point = SubPoint.objects.create(recommendation=asked, text="Look at once")
    twice(Verdict.objects.create, round=RoundFactory(), recommendation=asked, sub_point=point)


@breaks("verdict_on_the_whole_once")
def _(world):
    review = RoundFactory()
    twice(Verdict.objects.create, round=review, recommendation=RecommendationFactory())


def _link(world, **fields):
    return {"kind": "duplicates", "by": world.assessor, **fields}


@breaks("recommendation_link_once")
def _(world):
    ends = {"source": RecommendationFactory(), "target": RecommendationFactory()}
    twice(RecommendationLink.objects.create, **_link(world, force=world.round.force, **ends))


@breaks("recommendation_link_for_all_once")
def _(world):
    ends = {"source": RecommendationFactory(), "target": RecommendationFactory()}
    twice(RecommendationLink.objects.create, **_link(world, **ends))


@breaks("recommendation_link_of_two")
def _(world):
    one = RecommendationFactory()
    RecommendationLink.objects.create(**_link(world, source=one, target=one))


@breaks("oversight_comment_once")
def _(world):
    oversight = OversightResponse.objects.create(round=world.round)
    response = ResponseFactory()
    twice(OversightComment.objects.create, oversight=oversight, response=response, text="Good.")


@breaks("reminder_once_a_day")
def _(world):
    twice(ReminderSent.objects.create, user=world.assessor, on=DAY)
