import pytest

from audit.rules.transitions import (
    ASSESSMENT_STEPS,
    RESPONSE_STEPS,
    ROUND_STEPS,
    AssessmentStatus,
    ResponseStatus,
    RoundStatus,
    TransitionError,
    require_step,
)

TABLES = [
    (ROUND_STEPS, RoundStatus),
    (ASSESSMENT_STEPS, AssessmentStatus),
    (RESPONSE_STEPS, ResponseStatus),
]
EACH = pytest.mark.parametrize(
    ("table", "states"), TABLES, ids=lambda one: getattr(one, "__name__", "")
)


@EACH
def test_a_table_treats_each_state(table, states):
    assert set(table) == set(states)


@EACH
def test_every_step_leads_to_a_state_of_its_own_table(table, states):
    assert frozenset().union(*table.values()) <= set(states)


@EACH
def test_no_step_leads_back_to_where_it_starts(table, states):
    assert [state for state, targets in table.items() if state in targets] == []


@EACH
def test_each_state_can_be_reached_from_the_first(table, states):
    reached, step = set(), {next(iter(states))}
    while step:
        reached |= step
        step = frozenset().union(*(table[state] for state in step)) - reached
    assert reached == set(states)


@EACH
def test_every_step_of_a_table_is_allowed(table, states):
    for before, targets in table.items():
        for after in targets:
            require_step(table, before, after, "A thing")


@EACH
def test_every_other_step_is_refused(table, states):
    refused = [
        (before, after) for before in states for after in states if after not in table[before]
    ]
    for before, after in refused:
        with pytest.raises(TransitionError):
            require_step(table, before, after, "A thing")


def test_a_refused_step_names_the_possible_ones():
    with pytest.raises(TransitionError) as refusal:
        require_step(ROUND_STEPS, RoundStatus.FIELDWORK, RoundStatus.PUBLISHED, "An audit")
    assert str(refusal.value).endswith("Possible: planned, signed off.")


def test_a_refused_step_from_an_end_says_that_there_is_none():
    with pytest.raises(TransitionError, match="Possible: none"):
        require_step(ROUND_STEPS, RoundStatus.PUBLISHED, RoundStatus.FIELDWORK, "An audit")


def test_not_accepting_ends_it_unless_the_force_thinks_again():
    assert RESPONSE_STEPS[ResponseStatus.NOT_ACCEPTED] == {
        ResponseStatus.ACCEPTED,
        ResponseStatus.ACCEPTED_IN_PART,
        ResponseStatus.SUPERSEDED,
    }


def test_nothing_is_verified_that_was_not_delivered():
    before = [state for state, to in RESPONSE_STEPS.items() if ResponseStatus.VERIFIED in to]
    assert before == [ResponseStatus.DELIVERED]
    assert not RESPONSE_STEPS[ResponseStatus.VERIFIED]
