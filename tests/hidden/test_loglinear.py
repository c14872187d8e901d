"""Log-linear estimates held against closed forms. All tables here are made up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import poisson

from rantau.framework.errors import BadInput
from rantau.hidden import ListTable
from rantau.hidden.designs import fit_design
from rantau.hidden.existence import check_by_linear_program, check_terms, nonnegative_residual
from rantau.hidden.fitting import fit_terms, superset_sums
from rantau.hidden.loglinear import best_models, fit_model, no_estimate_reason, stepwise_fit
from rantau.hidden.models import base_terms, lattice, model_name, pair_terms, parse_model
from rantau.hidden.searching import log_poisson_tail, observed_totals


@pytest.fixture
def three(table):
    return table("ABC", A=40, B=30, C=25, AB=12, AC=8, BC=6, ABC=3)


def test_two_independent_lists_are_lincoln_and_petersens_estimate(table):
    two = table("AB", A=40, B=30, AB=10)

    fit = fit_model(two, base_terms(2))

    assert fit.total == pytest.approx(50 * 40 / 10)
    reach = math.exp(1.959963984540054 * math.sqrt(1 / 40 + 1 / 30 + 1 / 10))
    assert (fit.low, fit.high) == pytest.approx((80 + 120 / reach, 80 + 120 * reach))
    assert fit.deviance == pytest.approx(0, abs=1e-9)


def test_three_independent_lists_satisfy_darrochs_equation(three):
    # 1 - known/N is the product of 1 - list/N (J. N. Darroch, Biometrika 45 (1958)).
    total = fit_model(three, base_terms(3)).total

    shares = [three.on_all(1 << j) / total for j in range(3)]
    assert 1 - three.known / total == pytest.approx(math.prod(1 - share for share in shares))


@pytest.mark.parametrize(
    ("model", "dark"),
    [
        # C is independent of A and B together: (A or B, not C) x (C alone) / (A or B, and C).
        ("A:B", (40 + 30 + 12) * 25 / (8 + 6 + 3)),
        # B and C are independent among those not on A.
        ("A:B + A:C", 30 * 25 / 6),
        # All pairs: odds ratios with and without C are the same.
        ("A:B + A:C + B:C", 40 * 30 * 25 * 3 / (12 * 8 * 6)),
    ],
)
def test_models_of_three_lists_have_their_closed_forms(three, model, dark):
    fit = fit_model(three, parse_model(three, model))

    assert fit.dark == pytest.approx(dark)
    assert fit.name == model


def test_the_criteria_count_every_effect(three):
    fit = fit_model(three, parse_model(three, "A:B + A:C + B:C"))

    assert fit.parameters == 7
    assert fit.deviance == pytest.approx(0, abs=1e-8)
    assert fit.aic() == pytest.approx(14)
    assert fit.bic() == pytest.approx(7 * math.log(124))


def test_a_pair_that_shares_no_case_has_its_effect_at_minus_infinity(table):
    # A:B is empty, so its cells are taken out, and what is left is fitted without them.
    lists = table("ABC", A=40, B=30, C=25, AC=8, BC=6)

    fit = fit_model(lists, parse_model(lists, "A:B"))

    def minus_likelihood(effects):
        base, a, b, c = effects
        means = np.exp([base + a, base + b, base + c, base + a + c, base + b + c])
        return means.sum() - np.array([40, 30, 25, 8, 6]) @ np.log(means)

    found = minimize(minus_likelihood, [3, 0, 0, 0], method="BFGS", options={"gtol": 1e-9})
    assert fit.dark == pytest.approx(math.exp(found.x[0]), rel=1e-4)
    assert fit.empty == (3,)
    assert fit.parameters == 5
    # C is independent of A and B here, as before: (A or B, not C) x (C alone) / (A or B, and C).
    assert fit.dark == pytest.approx(70 * 25 / 14)


def test_the_sparse_table_of_three_lists_has_estimates_only_where_they_exist(table):
    # The same empty cells as in the artificial table of Chan, Silverman and Vincent (2021); other counts.
    sparse = table("ABC", A=22, B=17, C=9, AB=5)

    def code(model):
        terms = parse_model(sparse, model)
        return check_terms(sparse.cells, observed_totals(sparse.cells), terms)

    assert code("A:B") == 1
    assert code("A:B + A:C") == 1
    assert code("A:B + A:C + B:C") == 2
    assert [code(model) for model in ("A", "A:C", "B:C", "A:C + B:C")] == [0, 0, 0, 0]
    with pytest.raises(BadInput, match="no maximum likelihood estimate exists for the model with A:B"):
        fit_model(sparse, parse_model(sparse, "A:B"))
    assert "more effects than the cells" in no_estimate_reason(sparse, parse_model(sparse, "A:B + A:C + B:C"))


@settings(deadline=None, max_examples=150)
@given(
    st.integers(3, 5),
    st.lists(st.sampled_from([0, 0, 0, 1, 2, 7]), min_size=32, max_size=32),
    st.integers(0, 2**25 - 1),
    st.integers(2, 4),
)
def test_existence_and_identifiability_are_those_of_the_linear_program(t, counts, choice, order):
    cells = np.array([0, *counts[1 : 2**t]], dtype=float)
    terms = lattice(t, order)
    model = {int(term) for term in base_terms(t)}
    for i, term in enumerate(terms.interactions):
        if choice >> i & 1 and all(sub in model for sub in range(1, term) if sub & term == sub):
            model.add(int(term))
    chosen = np.array(sorted(model), dtype=np.int64)

    assert check_terms(cells, observed_totals(cells), chosen) == check_by_linear_program(cells, chosen)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.lists(st.integers(-3, 3), min_size=6, max_size=6), min_size=3, max_size=3),
    st.lists(st.integers(-4, 4), min_size=3, max_size=3),
)
def test_the_distance_to_a_cone_is_scipys(matrix, target):
    from scipy.optimize import nnls

    a, b = np.array(matrix, dtype=float), np.array(target, dtype=float)

    assert nonnegative_residual(a, b) == pytest.approx(nnls(a, b)[1], abs=1e-6)


def test_any_design_is_fitted_as_its_terms_are(four):
    terms = parse_model(four, "A:B + C:D")
    cells = np.arange(1, 16)
    design = np.array([[float(cell & term == term) for term in terms] for cell in cells])

    effects, deviance, variance = fit_design(design, four.cells[1:].copy())
    by_term, means, same_deviance, same_variance = fit_terms(four.cells, observed_totals(four.cells), terms)

    assert effects == pytest.approx(by_term[terms])
    assert (deviance, variance) == pytest.approx((same_deviance, same_variance))
    # The sufficient totals are met.
    assert superset_sums(means)[terms] == pytest.approx(observed_totals(four.cells)[terms])


@given(st.integers(0, 60), st.floats(0.01, 80))
def test_the_tail_of_an_overlap_is_poissons(count, mean):
    tail = poisson.sf(count - 1, mean) if count >= mean else poisson.cdf(count, mean)

    assert log_poisson_tail(float(count), mean) == pytest.approx(math.log(tail), abs=1e-9)


def test_an_overlap_that_independence_does_not_expect_is_chosen_first(table):
    # 60 on A and B where independence of A, B and C would expect far fewer; C overlaps with both as it should.
    lists = table("ABC", A=100, B=100, C=200, AB=60, AC=20, BC=20, ABC=12)

    assert stepwise_fit(lists).name.startswith("A:B")
    assert stepwise_fit(lists, threshold=0.0).name == "no interaction"


def brute_force(table, order, penalty):
    """Every hierarchical model by itself."""
    t = len(table.names)
    terms = [int(term) for term in lattice(t, order).interactions]
    base = [int(term) for term in base_terms(t)]
    found = {}
    for choice in range(1 << len(terms)):
        inside = {term for i, term in enumerate(terms) if choice >> i & 1}
        whole = all(
            sub in inside
            for term in inside
            for sub in range(1, term)
            if sub & term == sub and sub.bit_count() > 1
        )
        if whole and no_estimate_reason(table, [*base, *sorted(inside)]) is None:
            fit = fit_model(table, [*base, *inside])
            found[fit.name] = (fit.deviance + penalty * fit.parameters, fit.total)
    return found


@settings(deadline=None, max_examples=12)
@given(st.lists(st.sampled_from([0, 0, 1, 3, 8, 20]), min_size=15, max_size=15), st.sampled_from([2, 3]))
def test_no_model_is_missed_by_the_search(counts, order):
    table = ListTable(
        tuple("ABCD"), (0, *(count + (cell in (1, 2, 4, 8)) for cell, count in enumerate(counts, 1)))
    )

    every = brute_force(table, order, math.log(table.known))
    found = best_models(table, order, window=8.0)

    if not every:
        assert found == []
        return
    best = min(value for value, _ in every.values())
    near = {name: total for name, (value, total) in every.items() if value <= best + 8.0 - 1e-4}
    assert near.keys() <= {model.name for model in found}
    for model in found:
        assert model.criterion == pytest.approx(every[model.name][0], abs=1e-5)
        assert model.total == pytest.approx(every[model.name][1], rel=1e-3)
    assert sum(model.weight for model in found) == pytest.approx(1)
    assert found[0].criterion == pytest.approx(best, abs=1e-5)


def test_models_are_named_by_their_largest_terms(four):
    assert model_name(four, parse_model(four, "A:B:C + C:D + A:B")) == "C:D + A:B:C"
    assert len(parse_model(four, "A:B:C")) == 1 + 4 + 4
    with pytest.raises(BadInput, match="joins all lists"):
        parse_model(four, "A:B:C:D")
    with pytest.raises(BadInput, match="no list 'Z'"):
        parse_model(four, "A:Z")


def test_there_are_as_many_models_as_there_should_be():
    # 8 models of three lists with pairs; 113 of four with up to three (with all main effects, without the whole).
    def number(t, order):
        parts = lattice(t, order)
        k = len(parts.interactions)
        return sum(
            all(not model >> i & 1 or model & int(parts.below[i]) == parts.below[i] for i in range(k))
            for model in range(1 << k)
        )

    assert number(3, 2) == 8
    assert number(4, 2) == 64
    assert number(4, 3) == 113
    assert len(pair_terms(6)) == 15
    with pytest.raises(BadInput, match="too many to try all models"):
        lattice(8, 4)
