"""Movement by fixed chances agrees with the exact expectation, on any number of threads."""

import numpy as np
import pytest
from scipy.stats import chi2

from rantau.framework.errors import BadInput
from rantau.simulation.chain import walk


def tables(places=4, states=3, seed=1):
    rng = np.random.Generator(np.random.PCG64(seed))
    return rng.dirichlet(np.ones(places), places), rng.dirichlet(np.ones(states), (places, states))


def start(people, places=4):
    return (np.arange(people) % places).astype(np.uint8), np.zeros(people, dtype=np.uint8)


def test_counts_agree_with_the_exact_expectation():
    """A chi-square over 12 cells; false-alarm rate 1e-4."""
    moves, changes = tables()
    place, state = start(200_000)
    walk(place, state, moves, changes, steps=7, seed=3)
    expected = np.zeros((4, 3))
    expected[:, 0] = 50_000
    for _ in range(7):
        expected = np.einsum("ps,pq->qs", expected, moves)
        expected = np.einsum("qs,qst->qt", expected, changes)
    counts = np.bincount(place.astype(int) * 3 + state, minlength=12).reshape(4, 3)

    assert ((counts - expected) ** 2 / expected).sum() < chi2.isf(1e-4, 11)


def test_one_thread_or_two_give_the_same_bytes():
    moves, changes = tables()
    results = []
    for threads in (1, 2):
        place, state = start(50_001)
        walk(place, state, moves, changes, steps=5, seed=3, threads=threads)
        results.append((place.tobytes(), state.tobytes()))

    assert results[0] == results[1]


def test_a_walk_can_be_gone_on_with():
    moves, changes = tables()
    (a, b), (c, d) = start(5000), start(5000)
    walk(a, b, moves, changes, steps=6, seed=9)
    walk(c, d, moves, changes, steps=2, seed=9)
    walk(c, d, moves, changes, steps=4, seed=9, first_step=2)

    assert (a == c).all()
    assert (b == d).all()


def test_certain_moves_are_certain():
    moves, changes = np.roll(np.eye(4), 1, axis=1), np.tile(np.eye(3), (4, 1, 1))
    place, state = start(1000)
    walk(place, state, moves, changes, steps=3, seed=0)

    assert (place == (np.arange(1000) + 3) % 4).all()
    assert (state == 0).all()


def test_tables_that_do_not_fit_are_refused():
    moves, changes = tables()
    place, state = start(8)
    with pytest.raises(BadInput, match="add up to 1"):
        walk(place, state, moves * 1.1, changes, steps=1, seed=0)
    with pytest.raises(BadInput, match="that the tables do not have"):
        walk(place + np.uint8(9), state, moves, changes, steps=1, seed=0)
    with pytest.raises(BadInput, match="as long"):
        walk(place, state[:4], moves, changes, steps=1, seed=0)
