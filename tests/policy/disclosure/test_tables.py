"""Small cells stay unknown, whatever is done with what is published. All tables are made up."""

import numpy as np
import polars as pl
import pytest

from rantau.framework.errors import BadInput
from rantau.policy.disclosure import CountTable, cell_bounds, count_table, differenced, suppress
from rantau.policy.disclosure.tables import with_totals


def table(inner):
    inner = np.array(inner)
    values = tuple(tuple(f"v{n}" for n in range(size)) for size in inner.shape)
    return CountTable(tuple("abc"[: inner.ndim]), values, with_totals(inner))


def random_inner(seed):
    rng = np.random.Generator(np.random.PCG64(seed))
    shape = [(7,), (4, 5), (6, 3), (3, 3, 3), (2, 4, 3)][seed % 5]
    return rng.negative_binomial(1, 0.06, shape) * rng.integers(0, 2, shape)


def small_cells(counts, smallest):
    return [tuple(cell) for cell in np.argwhere((counts > 0) & (counts < smallest)).tolist()]


@pytest.mark.parametrize("seed", range(60))
def test_neither_differencing_nor_linear_programming_recovers_a_small_cell(seed):
    smallest = 10
    whole = table(random_inner(seed))
    safe = suppress(whole, smallest)
    # The attacker gets the published cells and nothing else.
    published = np.where(safe.hidden, -1, whole.counts)
    small = small_cells(whole.counts, smallest)

    assert all(safe.hidden[cell] for cell in small)
    assert not {*small} & {*differenced(published, safe.hidden)}
    for one in cell_bounds(published, safe.hidden, small):
        assert one.least <= whole.counts[one.cell] < smallest <= one.greatest


def test_the_attack_recovers_cells_where_only_small_ones_are_withheld():
    whole = table([[3, 40, 20], [30, 25, 12], [14, 22, 50]])
    hidden = whole.counts < 10

    assert differenced(np.where(hidden, -1, whole.counts), hidden) == {(0, 0): 3}
    [bounds] = cell_bounds(np.where(hidden, -1, whole.counts), hidden)
    assert (bounds.least, bounds.greatest) == (3, 3)


def test_linear_programming_finds_what_differencing_does_not():
    # Two withheld in every row and column that has any, but the sums leave little room.
    whole = table([[1, 2, 30], [1, 1, 40], [30, 40, 50]])
    hidden = (whole.counts > 0) & (whole.counts < 3)
    published = np.where(hidden, -1, whole.counts)

    assert differenced(published, hidden) == {}
    greatest = {one.cell: one.greatest for one in cell_bounds(published, hidden)}
    assert greatest == {(0, 0): 2, (0, 1): 3, (1, 0): 2, (1, 1): 2}
    safe = suppress(whole, 3)
    bounds = cell_bounds(np.where(safe.hidden, -1, whole.counts), safe.hidden, small_cells(whole.counts, 3))
    assert all(one.greatest >= 3 for one in bounds)


def test_one_small_cell_takes_three_more_with_it_in_a_table_of_two_ways():
    safe = suppress(table([[3, 40, 20], [30, 25, 12], [14, 22, 50]]), 10)

    assert (safe.small, safe.more) == (1, 3)
    assert not safe.hidden[-1].any()
    assert not safe.hidden[:, -1].any()


def test_a_table_without_small_cells_is_shown_whole():
    safe = suppress(table([[30, 40], [0, 25]]), 10)

    assert not safe.hidden.any()
    assert safe.shown((1, 0)) == 0


def test_a_group_that_is_small_as_a_whole_is_withheld_down_to_its_total():
    safe = suppress(table([[2, 1], [300, 250]]), 10)

    assert safe.shown((0, 2)) is None
    assert safe.shown((2, 0)) is None or safe.shown((1, 0)) is None


def test_records_are_counted_with_totals_and_what_is_not_told():
    frame = pl.DataFrame({"sex": ["w", "m", None, "w"], "place": ["x", "x", "y", "x"]})
    counted = count_table(frame, ["sex", "place"])

    assert counted.values == (("m", "not told", "w"), ("x", "y"))
    assert counted.counts.tolist() == [[1, 0, 1], [0, 1, 1], [2, 0, 2], [3, 1, 4]]


def test_a_table_that_cannot_be_made_is_refused():
    frame = pl.DataFrame({"a": ["1"], "b": [str(1)]})

    with pytest.raises(BadInput, match="no column 'c'"):
        count_table(frame, ["c"])
    with pytest.raises(BadInput, match="one, two or three"):
        count_table(frame, [])
    with pytest.raises(BadInput, match="2 or more"):
        suppress(table([3]), 1)
    many = pl.DataFrame({"a": [str(n) for n in range(2000)]})
    with pytest.raises(BadInput, match="2,000 cells"):
        count_table(many, ["a"])
