"""Alpha for unitizing against the worked example in print, and against alpha on units where the two must meet."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.coding.agreement.coefficients import draw, rate
from rantau.coding.agreement.unitizing import (
    Continuum,
    _Expected,
    _Line,
    _observed,
    alpha_u,
    merged,
    u_alpha,
    u_family,
)


def text(length, *coders):
    return Continuum(length, tuple(merged(segments) for segments in coders))


# Krippendorff (2004), Content Analysis, section 11.6: a continuum from 150 to 450, two observers, categories c and k.
C = text(300, [(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)])
K = text(300, [(30, 90), (150, 200)], [(30, 90), (150, 200)])


def test_alpha_u_is_that_of_the_example_in_print():
    observed = _observed(_Line.of([C]))[0] / (2 * 300**2)
    expected = _Expected.of(_Line.of([C])).disagreement(np.ones((1, 1)))[0]

    assert observed == pytest.approx(0.0144, abs=0.00005)
    assert expected == pytest.approx(0.0532, abs=0.00005)
    assert alpha_u([C]).value == pytest.approx(0.7286, abs=0.0001)


def test_alpha_u_of_the_category_that_both_marked_alike_is_one():
    assert _Expected.of(_Line.of([K])).disagreement(np.ones((1, 1)))[0] == pytest.approx(0.0490, abs=0.00005)
    assert alpha_u([K]).value == 1.0


def test_alpha_u_of_both_categories_together_is_that_in_print():
    one = np.ones((1, 1))
    observed = (_observed(_Line.of([C]))[0] + _observed(_Line.of([K]))[0]) / (2 * 300**2)
    expected = _Expected.of(_Line.of([C])).disagreement(one) + _Expected.of(_Line.of([K])).disagreement(one)

    assert 1 - observed / expected[0] == pytest.approx(0.8591, abs=0.0005)


def test_the_family_meets_alpha_on_units_where_every_character_is_a_unit():
    """Krippendorff (2011), example B: alpha 0.692. Segments of one character, no gaps."""
    coders = ["aabbdcccedda", "babbbcccedddd"[:12]]
    parts = [[(n, n + 1, "abcde".index(v) + 1) for n, v in enumerate(row)] for row in coders]

    family = u_family(parts, 12, 5)

    assert family.nominal.value == pytest.approx(0.692, abs=0.0005)
    assert family.coded.value == pytest.approx(0.692, abs=0.0005)
    assert family.binary.value is None, "nothing was left unmarked"


def test_the_family_tells_places_from_codes():
    same_places = u_family([[(10, 20, 1), (40, 60, 2)], [(10, 20, 2), (40, 60, 1)]], 100, 2)

    assert same_places.binary.value == pytest.approx(1.0)
    assert same_places.coded.value < 0
    assert same_places.nominal.value < same_places.binary.value


def test_one_code_against_the_gaps_is_the_family_with_one_value():
    parts = [[(10, 20, 1), (40, 60, 1)], [(12, 25, 1)], [(40, 55, 1), (70, 71, 1)]]
    continuum = Continuum(100, tuple(merged([(s, e) for s, e, _ in p]) for p in parts))

    assert u_alpha([continuum]).value == pytest.approx(u_family(parts, 100, 1).nominal.value)


def test_segments_of_one_coder_that_overlap_are_one():
    assert merged([(5, 9), (0, 3), (8, 12), (3, 4), (20, 20)]).tolist() == [[0, 4], [5, 12]]


@pytest.mark.parametrize("measure", [alpha_u, u_alpha])
def test_what_cannot_be_measured_has_no_value_and_a_sentence(measure):
    assert "nothing to compare" in measure([]).reason
    assert "nothing to compare" in measure([text(10, [(0, 5)])]).reason
    assert "nothing to compare" in measure([text(10, [], [])]).reason
    assert measure([text(10, [], [])]).value is None


def test_a_text_marked_whole_by_all_leaves_no_room_for_chance():
    assert u_alpha([text(10, [(0, 10)], [(0, 10)])]).value is None


@pytest.mark.parametrize("measure", [alpha_u, u_alpha])
def test_the_interval_of_texts_holds_the_value(measure):
    rng = np.random.default_rng(1)
    texts = []
    for _ in range(30):
        starts = np.sort(rng.choice(900, 4, replace=False))
        first = [(int(s), int(s) + 40) for s in starts]
        second = [(int(s) + int(rng.integers(-10, 10)), int(s) + 45) for s in starts if rng.random() < 0.8]
        texts.append(text(1000, first, [(max(a, 0), b) for a, b in second]))

    found = measure(texts, draw(30, 200, 0))

    assert 0.3 < found.low < found.value < found.high < 1


def test_texts_one_behind_the_other_are_the_example_twice_observed():
    line = _Line.of([C, text(40, [], []), C])

    assert _observed(line).tolist() == [2600, 0, 2600]
    assert [len(g) for g in line.gaps] == [3 + 1 + 3, 4 + 1 + 4]


def test_what_is_expected_is_the_formula_written_out():
    rng = np.random.default_rng(2)
    texts = [
        text(
            60,
            *([(s, s + int(rng.integers(1, 15))) for s in rng.integers(0, 45, 3).tolist()] for _ in range(3)),
        )
        for _ in range(4)
    ]
    line = _Line.of(texts)
    marked = [int(e - s) for found in line.segments for s, e in found]
    holes = [int(e - s) for found in line.gaps for s, e in found]

    total, m = 240, 3
    over = sum(
        (len(marked) - 1) / 3 * (2 * l**3 - 3 * l**2 + l) + l**2 * sum(g - l + 1 for g in holes if g >= l)
        for l in marked  # noqa: E741
    )
    expected = 2 / total * over / (m * total * (m * total - 1) - sum(l * (l - 1) for l in marked))  # noqa: E741

    assert _Expected.of(line).disagreement(np.ones((1, 4)))[0] == pytest.approx(expected)


segments = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=4).map(
    lambda found: [(s, min(s + n, 30)) for s, n in found]
)


@given(segments, segments)
def test_alpha_is_the_same_whoever_comes_first_and_one_only_for_equals(first, second):
    one, two = text(30, first, second), text(30, second, first)
    for measure in (alpha_u, u_alpha):
        a, b = measure([one]).value, measure([two]).value
        assert a == (None if b is None else pytest.approx(b))
        if a is not None:
            same = merged(first).tolist() == merged(second).tolist()
            assert same == (a == pytest.approx(1.0, abs=1e-12))


@given(st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=12))
def test_the_family_and_alpha_on_units_agree_on_any_table(rows):
    ratings = np.array(rows)
    parts = [[(n, n + 1, int(v) + 1) for n, v in enumerate(column)] for column in ratings.T]

    expected = rate(ratings, 3, samples=0)["alpha"].value

    assert u_family(parts, len(rows), 3).coded.value == (
        None if expected is None else pytest.approx(expected)
    )
