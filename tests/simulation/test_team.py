"""Threads that share people out cover everybody once, keep the order, and pass on what goes wrong."""

from itertools import pairwise

import pytest

from rantau.simulation.team import Team


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 99, 100_003])
def test_the_parts_cover_everybody_once_and_in_order(threads, count):
    with Team(threads) as team:
        found = team.share(count, 100, lambda first, last: (first, last))

    assert found[0][0] == 0
    assert found[-1][1] == count
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert len(found) == (1 if threads == 1 or count < 200 else 4 * threads)


def test_what_goes_wrong_in_a_part_is_passed_on():
    def work(first, last):
        if first > 0:
            raise ZeroDivisionError
        return last

    with pytest.raises(ZeroDivisionError), Team(2) as team:
        team.share(1000, 10, work)
