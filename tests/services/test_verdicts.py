import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import LogEntry, RoundMember, SubPoint, Verdict
from audit.models.verdicts import rounds_before
from audit.rules.roles import RoundRole
from audit.rules.transitions import RoundStatus, TransitionError
from audit.services.verdicts import Found, verdict_give, verdicts_give
from tests.factories import RecommendationFactory, RoundFactory

pytestmark = pytest.mark.django_db
LEAD, INSPECTOR = "inspector@inspectorate", "inspector2@inspectorate"


@pytest.fixture
def review(person):
    """A review by inspectors of a published inspection; the first of them leads it."""
    before = RoundFactory(inspection=True, published=True)
    round = RoundFactory(inspection=True, previous=before)
    for who, role in ((LEAD, RoundRole.LEAD), (INSPECTOR, RoundRole.INSPECTOR)):
        RoundMember.objects.create(round=round, user=person(who), role=role)
    return round


@pytest.fixture
def earlier(review):
    return RecommendationFactory(round=review.previous)


@pytest.fixture
def give(review, earlier, person):
    def act(who=LEAD, **given):
        said = {"movement": "improved", "state_now": "not_reported", "text": "Prompt now."}
        said |= {"round": review, "recommendation": earlier, "by": person(who)} | given
        return verdict_give(**said)

    return act


def test_the_lead_gives_a_verdict(give, person):
    verdict = give()
    assert (verdict.movement, verdict.state_now) == ("improved", "not_reported")
    assert verdict.by == person(LEAD)
    assert LogEntry.objects.filter(event="verdict.added").count() == 1


def test_it_can_be_changed_until_the_review_is_published(give, review):
    give()
    give(movement="partly", text="Not at night.")
    assert Verdict.objects.get().movement == "partly"
    assert LogEntry.objects.filter(event="verdict.changed").count() == 1
    review.status, review.published_on = RoundStatus.PUBLISHED, review.previous.published_on
    review.save()
    with pytest.raises(TransitionError, match="its verdicts stand"):
        give(movement="improved")


def test_the_same_again_leaves_no_entry(give):
    give()
    give()
    assert LogEntry.objects.filter(event__startswith="verdict.").count() == 1


@pytest.mark.parametrize("who", [INSPECTOR, "moderator@wexshire", "manager@wexshire"])
def test_others_give_none(give, who):
    with pytest.raises(PermissionDenied):
        give(who)


def test_what_is_reported_needs_words(give):
    with pytest.raises(ValidationError, match="Say what you found"):
        give(text=" ")
    assert give(movement="not_reported", text="").text == ""


def test_only_what_it_follows_is_judged(give):
    with pytest.raises(ValidationError, match="does not follow"):
        give(recommendation=RecommendationFactory())


def test_a_point_is_one_of_the_recommendation(give, earlier):
    point = SubPoint.objects.create(recommendation=earlier, text="Record it")
    assert give(sub_point=point).sub_point == point
    other = SubPoint.objects.create(recommendation=RecommendationFactory(), text="Another")
    with pytest.raises(ValidationError, match="a point of this recommendation"):
        give(sub_point=other)


def test_all_of_one_recommendation_is_said_at_once_or_not_at_all(review, earlier, person):
    points = [SubPoint.objects.create(recommendation=earlier, text=str(n), order=n) for n in (1, 2)]
    found = {
        None: Found("partly", "requires_improvement", "Some of it."),
        points[0].pk: Found("improved", "satisfactory", "Prompt."),
        points[1].pk: Found("not_improved", "requires_improvement"),
    }
    given = {"round": review, "recommendation": earlier, "by": person(LEAD)}
    with pytest.raises(ValidationError) as refused:
        verdicts_give(found=found, **given)
    assert refused.value.message_dict == {
        f"point-{points[1].pk}-text": ["Point 2: Say what you found."]
    }
    assert not Verdict.objects.exists()
    found[points[1].pk] = Found("not_reported", "not_reported")
    verdicts_give(found=found, **given)
    assert Verdict.objects.count() == 3


def test_a_forces_own_audit_is_not_opened_by_being_followed():
    own = RoundFactory()
    review = RoundFactory(inspection=True, previous=own)
    assert rounds_before(review) == []
    assert rounds_before(RoundFactory(previous=own)) == [own]


def test_the_rounds_before_are_told_the_nearest_first():
    first = RoundFactory(inspection=True, published=True)
    second = RoundFactory(inspection=True, previous=first)
    third = RoundFactory(inspection=True, previous=second)
    assert rounds_before(third) == [second, first]
