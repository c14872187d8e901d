"""The methods side by side: what is said, what is warned of, what is refused. All tables here are made up."""

import json
import math

import pytest

from rantau.framework.errors import BadInput
from rantau.hidden import METHODS, HiddenSettings, blank_form, estimate_hidden, read_answers, record_of
from rantau.hidden.cautions import dependent_pairs, table_warnings

FAST = {"replicates": 60, "class_draws": 200}


@pytest.fixture
def three(table):
    return table("ABC", A=120, B=85, C=60, AB=30, AC=14, BC=12, ABC=6)


def test_several_methods_stand_side_by_side_each_with_its_interval(four):
    found = estimate_hidden(four, HiddenSettings(**FAST))

    assert [result.method for result in found.results] == list(METHODS)
    assert len(found.estimates) >= 6
    for result in found.estimates:
        assert result.low <= result.high
        assert result.total >= four.known
        assert result.interval
    least, most = found.spread
    assert least < most
    low, high = found.envelope
    assert low <= least
    assert high >= most


def test_the_record_has_known_dark_and_total_of_each_method_and_the_spread(four):
    record = json.loads(json.dumps(record_of(estimate_hidden(four, HiddenSettings(**FAST)))))

    for row in record["methods"]:
        if row["total"] is not None:
            assert row["known"] == four.known
            assert row["total"] == row["known"] + row["dark"]
    totals = [
        row["total"] for row in record["methods"] if row["total"] is not None and not row["lower_bound"]
    ]
    assert (record["summary"]["total_least"], record["summary"]["total_greatest"]) == (
        min(totals),
        max(totals),
    )
    assert len(record["assumptions"]) == 6
    assert {row["answer"] for row in record["assumptions"]} == {"not examined"}
    assert [row["change"] for row in record["left_out"]] == [f"without {name}" for name in "ABCD"]
    assert len(record["merged"]) == 6


def test_the_same_seed_gives_the_same_record(four):
    runs = [
        json.dumps(record_of(estimate_hidden(four, HiddenSettings(seed=4, workers=workers, **FAST))))
        for workers in (1, 2)
    ]

    assert runs[0] == runs[1]


def test_fewer_than_three_lists_are_refused_unless_independence_is_confirmed(table):
    two = table("AB", A=40, B=30, AB=10)

    with pytest.raises(BadInput, match="--confirm-two-lists"):
        estimate_hidden(two)
    found = estimate_hidden(two, HiddenSettings(two_lists_confirmed=True))
    assert [result.total for result in found.results] == pytest.approx([200, 51 * 41 / 11 - 1])
    assert found.warnings[0].startswith("TWO LISTS, INDEPENDENCE ASSUMED")
    assert all("independence assumed" in result.title for result in found.results)
    with pytest.raises(BadInput, match="one list says nothing"):
        estimate_hidden(table("A", A=40), HiddenSettings(two_lists_confirmed=True))


def test_a_table_without_overlaps_is_refused_with_the_reason(table):
    apart = table("ABC", A=40, B=30, C=20)

    with pytest.raises(BadInput) as caught:
        estimate_hidden(
            apart, HiddenSettings(methods=("independence", "stepwise", "bic", "aic", "chao"), **FAST)
        )
    assert "no method has an estimate" in str(caught.value)
    assert "too many of its overlaps are empty" in str(caught.value)


def test_a_lower_bound_alone_is_no_estimate(three):
    with pytest.raises(BadInput, match="ask for another method beside it"):
        estimate_hidden(three, HiddenSettings(methods=("chao",), replicates=0))


def test_a_method_that_cannot_is_there_with_its_reason(three):
    found = estimate_hidden(three, HiddenSettings(**FAST))

    (classes,) = [result for result in found.results if result.method == "classes"]
    assert classes.total is None
    assert classes.reason == "latent classes need 4 lists or more"


def test_without_a_bootstrap_the_interval_says_that_it_is_too_narrow(three):
    found = estimate_hidden(three, HiddenSettings(methods=("stepwise", "average"), replicates=0))

    assert found.results[0].interval == "95%, given the model: too narrow"
    assert found.results[0].low < found.results[0].total < found.results[0].high
    assert found.results[1].low is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"methods": ("guess",)}, "there is no method guess"),
        ({"replicates": 10}, "50 replicates or more"),
        ({"level": 1.5}, "between 0 and 1"),
        ({"order": 1}, "2 or more"),
    ],
)
def test_wrong_settings_are_refused(three, wrong, said):
    with pytest.raises(BadInput, match=said):
        estimate_hidden(three, HiddenSettings(**wrong))


def test_sparse_nested_and_small_lists_are_warned_of(table):
    lists = table("ABCD", A=400, B=300, C=250, AB=10, AC=8, BC=6, AD=6)

    said = " ".join(table_warnings(lists))

    assert "fewer than 10% of the known cases are on more than one list" in said
    assert "2 of 6 pairs of lists share no case (B:D, C:D)" in said
    assert "Nested: every case of D is also on A" in said
    assert "fewer than 20 cases on D" in said
    assert "more than half of the combinations" in said


def test_lists_that_depend_on_each_other_are_warned_of(table):
    lists = table("ABC", A=100, B=100, C=200, AB=60, AC=20, BC=20, ABC=12)

    assert ("A", "B", True) in dependent_pairs(lists)
    assert any("Correlated: A:B overlap far more" in line for line in table_warnings(lists))
    assert dependent_pairs(table("ABC", A=120, B=85, C=60, AB=30, AC=14, BC=12, ABC=6)) == []


def test_a_wide_spread_is_a_warning(table):
    # A pair that hardly overlaps, and one that does so strongly.
    lists = table("ABCD", A=300, B=250, C=400, D=350, AB=60, AC=8, AD=9, BC=7, BD=8, CD=12, ABC=2, ABD=2)

    found = estimate_hidden(
        lists, HiddenSettings(methods=("independence", "stepwise", "bic", "aic"), replicates=0)
    )

    least, most = found.spread
    assert most > 1.5 * least
    assert any(line.startswith("Methods disagree: estimates run from") for line in found.warnings)
    assert any("Whitehead et al. 2021" in line for line in found.warnings)


def test_small_counts_are_masked_in_the_record(four):
    record = record_of(estimate_hidden(four, HiddenSettings(methods=("independence",), replicates=0)))

    shown = {tuple(row["lists"]): row["cases"] for row in record["cells"]}
    assert shown["A",] == 120
    assert shown["A", "B", "D"] is None
    assert record["masked_below"] == 5
    # What stays known without a list would give away a masked count of that list alone.
    assert all(row["known"] is not None for row in record["left_out"])


def test_what_stays_known_without_a_list_is_not_shown_where_it_gives_a_masked_count_away(table):
    lists = table("ABCD", A=120, B=90, C=75, D=3, AB=30, AC=18, AD=9, BC=15, BD=12, CD=10, ABC=6)

    record = record_of(estimate_hidden(lists, HiddenSettings(methods=("independence",), replicates=0)))

    assert {row["change"]: row["known"] for row in record["left_out"]}["without D"] is None


def test_the_form_of_assumptions_takes_answers_and_definitions(three):
    text = """
[closed_population]
answer = "doubtful"
note = "people move on within weeks"

[perfect_linkage]
answer = "holds"

[lists]
A = "made-up register"
"""
    form = read_answers(text, three, "form.toml")

    found = estimate_hidden(three, HiddenSettings(methods=("independence",), replicates=0), form=form)
    record = record_of(found)
    answers = {row["key"]: (row["answer"], row["note"]) for row in record["assumptions"]}
    assert answers["closed_population"] == ("doubtful", "people move on within weeks")
    assert answers["same_target"] == ("not examined", "")
    assert record["lists"][0]["definition"] == "made-up register"
    assert any(line.startswith("Assumption doubtful: The population is closed") for line in found.warnings)
    assert any("4 of 6 assumptions have not been examined" in line for line in found.warnings)
    assert not any("Assumption holds" in line for line in found.warnings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("closed_population = 3", "to be written as answer"),
        ("[closed]\nanswer = 'holds'", "there is no assumption 'closed'"),
        ("[closed_population]\nanswer = 'perhaps'", "is one of holds, doubtful, fails, not examined"),
        ("[lists]\nZ = 'x'", "there is no list 'Z'"),
        ("[lists", "is no TOML file"),
    ],
)
def test_wrong_answers_are_refused(three, text, said):
    with pytest.raises(BadInput, match=said):
        read_answers(text, three, "form.toml")


def test_every_assumption_says_what_follows_where_it_does_not_hold(three):
    for row in blank_form(three).assumptions:
        assert row.statement.endswith(".")
        assert row.if_not.endswith(".")
        assert row.answer == "not examined"


def test_a_total_without_bound_is_written_as_such(three):
    from dataclasses import replace

    found = estimate_hidden(three, HiddenSettings(methods=("independence",), replicates=0))
    open_above = replace(found, results=(replace(found.results[0], high=math.inf),))

    (row,) = record_of(open_above)["methods"]
    assert row["no_upper_limit"]
    assert row["high"] is None
