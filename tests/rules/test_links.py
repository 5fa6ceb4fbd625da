import pytest

from audit.rules.links import DIRECTED, FROM_THE_OTHER_END, LinkKind, in_order, makes_cycle


@pytest.mark.parametrize(
    ("source", "target", "links", "closes"),
    [
        (1, 2, [], False),
        (1, 2, [(2, 1)], True),
        (1, 2, [(2, 3), (3, 4), (4, 1)], True),
        (1, 2, [(2, 3), (3, 2)], False),
        (1, 2, [(1, 3), (4, 1)], False),
        (5, 5, [], True),
    ],
)
def test_a_chain_does_not_bite_its_tail(source, target, links, closes):
    assert makes_cycle(source, target, links) is closes


def test_only_what_has_a_direction_keeps_it():
    assert in_order("supersedes", 7, 3) == (7, 3)
    assert in_order("contradicts", 7, 3) == (3, 7)


def test_each_kind_can_be_read_from_both_ends():
    assert set(FROM_THE_OTHER_END) == set(LinkKind)
    same = {kind for kind in LinkKind if FROM_THE_OTHER_END[kind] == kind.label}
    assert same == set(LinkKind) - DIRECTED
