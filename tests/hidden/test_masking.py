"""Small cells stay masked, even for one who works backwards from what is shown. All tables here are made up."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.hidden import ListTable
from rantau.hidden.masking import mask_table, pinned_cells


def test_small_counts_are_masked_and_zeros_are_not(table):
    shown = mask_table(table("ABC", A=50, B=40, C=30, AB=3, AC=4, ABC=2), 5)

    cells = dict(shown.cells)
    assert cells[1] == 50
    assert [cells[cell] for cell in (3, 5, 7)] == [None, None, None]
    assert 6 not in cells
    assert shown.known == 129


def test_nothing_is_masked_where_no_count_is_small(table):
    shown = mask_table(table("ABC", A=50, B=40, C=30, AB=13, ABC=9), 5)

    assert None not in dict(shown.cells).values()
    assert shown.lists == (("A", 72), ("B", 62), ("C", 39))
    assert shown.withheld == ()


def test_a_lone_small_cell_takes_another_with_it(table):
    # The known total less all others would give it away.
    shown = mask_table(table("ABC", A=50, B=40, C=30, AB=3, AC=11, BC=12, ABC=20), 5)

    assert [cell for cell, count in shown.cells if count is None] == [3, 5]
    assert shown.withheld[-1] == "1 more combination"


def test_the_bound_can_be_lifted(table):
    shown = mask_table(table("ABC", A=50, B=1, C=30, AB=3), 0)

    assert dict(shown.cells)[2] == 1


def attacker(table, shown, smallest):
    """The values each masked small cell can have, by trying all."""
    masked = [cell for cell, count in shown.cells if count is None]
    small = [cell for cell in masked if table.counts[cell] < smallest]
    totals = {1 << j: count for j, (_, count) in enumerate(shown.lists) if count is not None}
    names = list(table.names)
    for first, second, count in shown.pairs:
        if count is not None:
            totals[1 << names.index(first) | 1 << names.index(second)] = count
    known = {cell: count for cell, count in shown.cells if count is not None}
    ranges = [range(1, smallest) if cell in small else range(smallest, 13) for cell in masked]
    possible = {cell: set() for cell in small}
    for values in itertools.product(*ranges):
        guess = known | dict(zip(masked, values, strict=True))
        if sum(guess.values()) != shown.known:
            continue
        if all(sum(n for cell, n in guess.items() if cell & t == t) == total for t, total in totals.items()):
            for cell in small:
                possible[cell].add(guess[cell])
    return possible


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=7, max_size=7))
def test_nobody_can_work_out_a_small_cell(counts):
    table = ListTable(
        tuple("ABC"), (0, *(max(count, cell in (0, 1, 3)) for cell, count in enumerate(counts)))
    )
    smallest = 4

    shown = mask_table(table, smallest)

    hidden = [cell for cell, count in shown.cells if count is None]
    assert all((count is None) or count >= smallest for _, count in shown.cells)
    assert all(count is None or count == 0 or count >= smallest for _, _, count in shown.pairs)
    possible = attacker(table, shown, smallest)
    everything_hidden = len(hidden) == len(shown.cells) and not any(count for _, count in shown.lists)
    assert everything_hidden or all(len(values) > 1 for values in possible.values())


def test_the_attacker_is_seen(table):
    # AB and ABC hold three together, and AB:C's overlap of two lists says how many are on all three.
    lists = table("ABC", A=50, B=40, C=30, AB=2, ABC=1)

    hidden = frozenset({3, 7})
    assert pinned_cells(lists, 5, hidden, frozenset()) == ()
    assert pinned_cells(lists, 5, hidden, frozenset({7})) == (3, 7)
