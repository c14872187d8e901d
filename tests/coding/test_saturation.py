"""The saturation curve against counting by hand, and against every order there is."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.coding.saturation import saturation

CODES = {"a": frozenset({"x", "y"}), "b": frozenset({"y"}), "c": frozenset({"y", "z"}), "d": frozenset()}


def test_documents_bring_their_new_codes_in_the_order_they_were_coded():
    curve = saturation(CODES, ["b", "a", "c", "d"], seed=1)

    assert [(step.document, step.new, step.codes) for step in curve.steps] == [
        ("b", ("y",), 1),
        ("a", ("x",), 2),
        ("c", ("z",), 3),
        ("d", (), 3),
    ]
    assert curve.last_new == 3
    assert "the last 1 brought no new one" in curve.words


@given(st.lists(st.frozensets(st.sampled_from("uvwxyz")), min_size=1, max_size=5))
def test_the_expected_curve_is_the_mean_over_all_orders(sets):
    codes = dict(zip("abcde", sets, strict=False))
    names = list(codes)
    orders = list(permutations(names))

    curve = saturation(codes, names, orders=3)

    for number, step in enumerate(curve.steps, start=1):
        counts = [len(frozenset().union(*(codes[name] for name in order[:number]))) for order in orders]
        assert step.expected == pytest.approx(sum(counts) / len(counts))


def test_random_orders_give_an_interval_around_the_expectation():
    codes = {f"d{n:02}": frozenset({f"c{n % 7}", f"c{n % 3}"}) for n in range(30)}

    curve = saturation(codes, sorted(codes), orders=400, seed=3)

    early = curve.steps[:4]
    assert all(step.low < step.expected < step.high for step in early[1:])
    assert all(1 <= step.low <= step.high <= 7 for step in curve.steps)
    assert curve.steps[-1].low == curve.steps[-1].high == 7
    assert curve.steps[-1].expected == pytest.approx(7)


def test_the_same_seed_gives_the_same_curve_and_another_does_not():
    codes = {f"d{n}": frozenset({f"c{n}", f"c{n // 2}"}) for n in range(12)}

    assert saturation(codes, sorted(codes), orders=20, seed=5) == saturation(
        codes, sorted(codes), orders=20, seed=5
    )
    one, other = (saturation(codes, sorted(codes), orders=20, seed=seed).steps for seed in (5, 6))
    assert [step.low for step in one] != [step.low for step in other]


def test_without_documents_there_is_no_curve():
    assert saturation({}, []).words == "No document is coded, so there is no saturation curve."
