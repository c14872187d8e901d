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
    sizes = [last - first for first, last in found]
    assert (len(found) == 1) == (threads == 1 or count < 200)
    assert len(found) == 1 or min(sizes) >= 100


def test_the_largest_parts_stand_last_and_are_begun_first():
    begun = []
    with Team(2) as team:
        sizes = [last - first for first, last in team.parts(100_000, 100)]
        given = team.do([lambda n=n: begun.append(n) or n for n in range(50)])

    assert sizes[1:] == sorted(sizes[1:])
    assert sizes[-1] == 25_000
    assert sizes[0] < 10_000
    assert given == list(range(50))
    assert sorted(begun) == given
    assert begun[0] > 40


def test_what_goes_wrong_in_a_part_is_passed_on():
    def work(first, last):
        if first > 0:
            raise ZeroDivisionError
        return last

    with pytest.raises(ZeroDivisionError), Team(2) as team:
        team.share(1000, 10, work)
