"""Tables of pairs of grades for tests: made at random, on scales of two to five grades."""

from hypothesis import strategies as st


def tables(*, fewest=20, most=9):
    """k × k counts of at least `fewest` pairs."""

    def table(k):
        row = st.lists(st.integers(0, most), min_size=k, max_size=k).map(tuple)
        return st.lists(row, min_size=k, max_size=k).map(tuple)

    return st.integers(2, 5).flatmap(table).filter(lambda t: sum(map(sum, t)) >= fewest)
