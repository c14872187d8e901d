"""Coefficients against worked examples in print."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.coding.agreement.coefficients import rate, sums_of_ratings


def table(*rows):
    """Ratings of coders (a string each, "." missing), units as rows."""
    letters = sorted({letter for row in rows for letter in row if letter != "."})
    coded = [[-1 if letter == "." else letters.index(letter) for letter in row] for row in rows]
    return np.array(coded).T, len(letters)


def counted(counts):
    """Ratings from how many of the coders chose each category."""
    return np.array([[c for c, count in enumerate(row) for _ in range(count)] for row in counts]), len(
        counts[0]
    )


def crossed(cells):
    """Ratings of two coders from their table."""
    rows = [(a, b) for a, row in enumerate(cells) for b, count in enumerate(row) for _ in range(count)]
    return np.array(rows), len(cells)


def value(name, ratings, categories):
    return rate(ratings, categories, samples=0)[name].value


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
BINARY = table("0100000010", "1110010000")
TWO_OBSERVERS = table("aabbdcccedda", "babbbcccedddd"[:12])
FOUR_OBSERVERS = table("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Fleiss's kappa on ten subjects by fourteen raters, as in Wikipedia's worked example (kappa 0.210).
FOURTEEN_RATERS = counted(
    [
        (0, 0, 0, 0, 14),
        (0, 2, 6, 4, 2),
        (0, 0, 3, 5, 6),
        (0, 3, 9, 2, 0),
        (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0),
        (2, 5, 3, 2, 2),
        (6, 5, 2, 1, 0),
        (0, 2, 2, 3, 7),
    ]
)


@pytest.mark.parametrize(
    ("data", "alpha"),
    [(BINARY, 0.095), (TWO_OBSERVERS, 0.692), (FOUR_OBSERVERS, 0.743)],
    ids=["A: binary", "B: nominal, two observers", "C: four observers, values missing"],
)
def test_krippendorffs_alpha_is_that_of_his_own_examples(data, alpha):
    assert value("alpha", *data) == pytest.approx(alpha, abs=0.0005)


def test_fleiss_kappa_is_that_of_the_classic_example():
    assert value("fleiss", *FOURTEEN_RATERS) == pytest.approx(0.210, abs=0.0005)
    assert value("percent", *FOURTEEN_RATERS) == pytest.approx(0.378, abs=0.0005)


def test_cohens_kappa_is_that_of_his_own_example():
    """Cohen (1960): 200 cases, agreement 0.70, by chance 0.41, kappa 0.492."""
    data = crossed([(88, 14, 18), (10, 40, 10), (2, 6, 12)])

    assert value("percent", *data) == pytest.approx(0.70)
    assert value("cohen", *data) == pytest.approx(0.492, abs=0.0005)


def test_cohens_kappa_of_two_readers_of_grant_proposals():
    """Wikipedia's worked example: 20, 5, 10 and 15 proposals, kappa 0.4."""
    assert value("cohen", *crossed([(20, 5), (10, 15)])) == pytest.approx(0.4)


def test_gwets_ac1_withstands_the_paradox_that_kappa_falls_into():
    """Gwet (2002), Kappa statistic is not satisfactory: 125 subjects, kappa -0.023 and AC1 0.941."""
    data = crossed([(118, 5), (2, 0)])

    assert value("cohen", *data) == pytest.approx(-0.0234, abs=0.0005)
    assert value("ac1", *data) == pytest.approx(0.9408, abs=0.0005)


def test_coefficients_with_missing_values_are_those_of_gwets_handbook():
    """Gwet (2014), the same four raters, as computed by his package irrCAC (cac.raw4raters)."""
    found = {name: m.value for name, m in rate(*FOUR_OBSERVERS, samples=0).items()}

    assert found["ac1"] == pytest.approx(0.77544, abs=0.000005)
    assert found["fleiss"] == pytest.approx(0.76117, abs=0.000005)
    assert found["alpha"] == pytest.approx(0.74342, abs=0.000005)
    assert found["percent"] == pytest.approx(0.81818, abs=0.000005)


def test_cohens_kappa_of_more_than_two_coders_is_the_mean_of_the_pairs():
    ratings, categories = table("aabb", "aaba", "abbb")
    pairs = [ratings[:, [0, 1]], ratings[:, [0, 2]], ratings[:, [1, 2]]]

    mean = sum(value("cohen", pair, categories) for pair in pairs) / 3

    assert value("cohen", ratings, categories) == pytest.approx(mean)


def test_one_category_gives_no_value_and_a_sentence():
    for name, found in rate(np.zeros((5, 3), dtype=int), 2).items():
        if name == "percent":
            assert found.value == 1.0
        elif name == "ac1":
            assert found.value == 1.0, "AC1 stays defined: its chance agreement is 0 here"
        else:
            assert found.value is None
            assert "category" in found.reason


@pytest.mark.parametrize(
    "ratings",
    [
        np.zeros((4, 1), dtype=int),
        np.array([[0, -1], [-1, 1]]),
        np.full((3, 2), -1),
        np.zeros((0, 2), dtype=int),
    ],
    ids=["one coder", "no unit in common", "nothing judged", "no units"],
)
def test_nothing_to_compare_gives_no_value_and_a_sentence(ratings):
    for found in rate(ratings, 2).values():
        assert found.value is None
        assert found.low is None
        assert "nothing to compare" in found.reason


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_value():
    first, second = (rate(*FOURTEEN_RATERS, seed=7)["fleiss"] for _ in range(2))

    assert first == second
    assert first.low < first.value < first.high
    assert rate(*FOURTEEN_RATERS, seed=8)["fleiss"].low != first.low


def test_sampling_whole_documents_widens_the_interval_of_alike_units():
    """Ten documents, each of twenty units that are all agreed on or all not."""
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 2, 200)
    document = np.repeat(np.arange(10), 20)
    ratings = np.stack([truth, np.where(document < 5, truth, 1 - truth)], axis=1)

    by_unit = rate(ratings, 2)["percent"]
    by_document = rate(ratings, 2, cluster=document)["percent"]

    assert by_document.value == by_unit.value
    assert by_document.high - by_document.low > 2 * (by_unit.high - by_unit.low)


def test_one_document_has_no_interval_and_says_so():
    found = rate(*FOURTEEN_RATERS, cluster=np.zeros(10, dtype=int))["fleiss"]

    assert found.low is None
    assert "one cluster" in found.reason


@given(
    st.lists(st.lists(st.integers(-1, 2), min_size=3, max_size=3), min_size=1, max_size=12),
    st.permutations(range(3)),
)
def test_the_order_of_coders_changes_nothing_and_no_value_is_nan(rows, order):
    ratings = np.array(rows)
    first = rate(ratings, 3, samples=20)
    second = rate(ratings[:, list(order)], 3, samples=20)

    for name, found in first.items():
        assert (found.value is None) == (second[name].value is None) == bool(
            found.reason and found.low is None
        ) or (found.value is not None)
        if found.value is not None:
            assert found.value == pytest.approx(second[name].value)
            assert found.value <= 1 + 1e-12
        for number in (found.value, found.low, found.high):
            assert number is None or not np.isnan(number)


def test_a_weight_is_as_good_as_a_repeated_unit():
    ratings = np.array([[0, 1], [1, 1], [0, 0]])
    weights = np.array([3.0, 1.0, 2.0])

    weighted = sums_of_ratings(ratings, 2, weights=weights).total()
    repeated = sums_of_ratings(np.repeat(ratings, [3, 1, 2], axis=0), 2).total()

    for name in weighted.__slots__:
        assert getattr(weighted, name) == pytest.approx(getattr(repeated, name))
