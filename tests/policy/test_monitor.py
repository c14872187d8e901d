"""The protection monitor: its indicators, rounds that are never overwritten in silence, words, gaps, trends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.baseline.load import instruments, parties, protection_indicators
from rantau.framework.errors import BadTable
from rantau.framework.indicators import CONFIDENCES
from rantau.framework.words import DIMENSIONS
from rantau.policy.instruments import bonds, obligations
from rantau.policy.monitor import CORE_INSTRUMENTS, core_ratifications, monitor_indicators
from rantau.policy.monitor_kept import REGION, kept
from rantau.policy.monitor_report import MARKS, WORDS, commitments, region_rows, state_rows, word_of
from rantau.policy.monitor_rounds import READING_COLUMNS, Round, changes, reading_of_row, settle
from rantau.policy.tables import shipped_rows

KNOWN = monitor_indicators()
EMPTY = dict.fromkeys((*READING_COLUMNS[0], *READING_COLUMNS[1]), "")


def reading(round="2024", **cells):
    row = {**EMPTY, "indicator": "PI09", "place": "THA", "year": "2023", "source": "made up", **cells}
    return reading_of_row(row, "r.csv", 2, KNOWN, row["place"], round)


def rounds(*each):
    return [Round(name, tuple(reading(round=name, **cells) for cells in rows)) for name, rows in each]


# -- indicators -----------------------------------------------------------------------------------------------


def test_there_are_at_least_forty_indicators_with_a_full_definition():
    assert len(KNOWN) >= 40
    for one in KNOWN.values():
        assert one.definition
        assert one.unit
        assert one.source_type
        assert one.frequency
        assert one.dimension in DIMENSIONS
        assert (one.target is None) == (not one.target_basis), one.id
        if one.direction == "contextual":
            assert one.target is None, one.id


def test_every_dimension_has_indicators_food_health_and_environment_among_them():
    for dimension in DIMENSIONS:
        assert sum(one.dimension == dimension for one in KNOWN.values()) >= 3, dimension


def test_what_is_a_share_or_a_rate_has_a_formula():
    for one in KNOWN.values():
        if one.unit.startswith(("percent", "per 1", "per 1,000", "ratio")):
            assert one.formula, one.id


def test_a_target_is_better_than_the_worst_value_and_within_the_bounds():
    for one in KNOWN.values():
        if one.target is None:
            continue
        least, most = one.bounds
        assert least is None or one.target >= least
        assert most is None or one.target <= most
        if one.worst is not None:
            assert (one.target > one.worst) == (one.direction == "higher_better"), one.id


INSTRUMENTS = {
    "ACTIP": "ACTIP", "Palermo Protocol": "PALERMO", "Smuggling Protocol": "SMUGGLING", "CRC": "CRC", "CAT": "CAT",
    "ICRMW": "ICRMW", "Refugee Convention": "REFUGEE1951", "ILO C29": "C029", "ILO C143": "C143", "ILO C181": "C181",
    "ILO C188": "C188", "ILO C189": "C189",
}  # fmt: skip


def test_anchors_that_were_not_read_are_called_unchecked():
    assert KNOWN["PI06"].anchors == KNOWN["PI23"].anchors == KNOWN["PI09"].anchors == "read"
    assert KNOWN["PI12"].anchors == "read in part"
    assert KNOWN["PI43"].anchors == "unchecked"


def test_every_legal_anchor_is_a_duty_or_stands_with_its_source_and_the_least_read_decides():
    baseline = {one.id: one.anchor_confidence for one in protection_indicators()}
    for one in KNOWN.values():
        elsewhere = {each.anchor for each in one.elsewhere}
        for part in one.legal_anchor.split("; "):
            name = next((name for name in INSTRUMENTS if part.startswith(f"{name} ")), None)
            assert (part in elsewhere) != (name is not None), (one.id, part)
            assert part in elsewhere or INSTRUMENTS[name] in {duty.instrument for duty in one.obligations}, (
                one.id,
                part,
            )
        assert one.anchor_confidence == baseline[one.id], one.id


def test_an_anchor_that_was_read_says_where_or_when():
    used = {each.anchor: each for one in KNOWN.values() for each in one.elsewhere}
    assert len(used) == len(shipped_rows("anchors.csv"))
    for one in used.values():
        assert one.confidence in CONFIDENCES
        assert one.note, one.anchor
        assert one.confidence == "unchecked" or one.source, one.anchor


def test_core_ratifications_count_what_is_not_known_as_an_interval():
    status = {(one.instrument, one.iso3): one.status for one in parties()}
    sure = sum(status[id, "THA"] == "party" for id in CORE_INSTRUMENTS)
    unknown = sum(status[id, "THA"] == "unknown" for id in CORE_INSTRUMENTS)
    assert core_ratifications(parties(), "THA") == (10.0 * sure, 10.0 * (sure + unknown))


# -- rows -----------------------------------------------------------------------------------------------------


def test_a_ratio_is_computed_from_its_parts():
    assert reading(numerator="30", denominator="120").value == pytest.approx(25.0)
    assert reading(indicator="PI38", numerator="50", denominator="25000").value == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"indicator": "PI99"}, "no indicator 'PI99'"),
        ({"year": "20x4"}, "is not a year"),
        ({"year": "²024"}, "is not a year"),
        ({"source": ""}, "no source"),
        ({"value": "abc"}, "is not a number"),
        ({"value": "nan"}, "is not a number"),
        ({"value": "1e999"}, "is not a number"),
        ({}, "neither a value nor a status"),
        ({"status": "lost"}, "status 'lost' is not one of"),
        ({"status": "reported"}, "a value is missing"),
        ({"status": "refused", "value": "4"}, "a value is given"),
        ({"value": "40", "numerator": "30", "denominator": "120"}, "which gives 25"),
        ({"numerator": "30"}, "together"),
        ({"numerator": "3", "denominator": "0"}, "above 0"),
        ({"indicator": "PI06", "numerator": "3", "denominator": "4"}, "is no ratio"),
        ({"value": "101"}, "lies outside"),
        ({"value": "50", "low": "60"}, "does not lie between"),
        ({"status": "refused", "low": "1"}, "interval without a value"),
        ({"value": "1", "revises": "2023"}, "say why"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(cells, says):
    with pytest.raises(BadTable, match=r"r.csv, line 2") as caught:
        reading(**cells)
    assert says in str(caught.value)


# -- rounds ---------------------------------------------------------------------------------------------------

KEY = ("PI09", "THA", 2023)


def test_a_round_that_contradicts_an_earlier_one_is_flagged_and_neither_figure_stands():
    cell = settle(rounds(("a", [{"value": "20"}]), ("b", [{"value": "35"}])))[KEY]
    assert (cell.state, cell.current) == ("contradicted", None)
    assert [one.value for one in cell.readings] == [20.0, 35.0]


def test_a_revision_that_names_its_round_and_reason_stands():
    cell = settle(
        rounds(("a", [{"value": "20"}]), ("b", [{"value": "35", "revises": "a", "note": "late files"}]))
    )[KEY]
    assert cell.state == "revised"
    assert cell.current.value == 35.0


def test_a_revision_of_the_wrong_round_is_a_contradiction():
    given = rounds(("a", [{"value": "20"}]), ("b", [{"value": "35", "revises": "z", "note": "why"}]))
    assert settle(given)[KEY].state == "contradicted"


def test_a_third_round_can_settle_a_contradiction():
    given = rounds(
        ("a", [{"value": "20"}]),
        ("b", [{"value": "35"}]),
        ("c", [{"value": "30", "revises": "b", "note": "asked both"}]),
    )
    assert settle(given)[KEY].current.value == 30.0


def test_two_rows_of_one_round_that_differ_contradict_each_other():
    assert settle(rounds(("a", [{"value": "20"}, {"value": "25"}])))[KEY].state == "contradicted"


def test_what_a_round_changed_is_told():
    given = rounds(
        (
            "a",
            [
                {"value": "20"},
                {"value": "1", "place": "MYS"},
                {"value": "2", "indicator": "PI12"},
                {"value": "50", "indicator": "PI16"},
                {"status": "not_collected", "indicator": "PI20"},
            ],
        ),
        (
            "b",
            [
                {"value": "35"},
                {"value": "1", "place": "MYS"},
                {"status": "refused", "indicator": "PI12"},
                {"value": "7", "indicator": "PI20"},
                {"value": "3", "year": "2024"},
                {"status": "not_collected", "indicator": "PI18"},
            ],
        ),
    )
    told = {(one.key[0], one.key[1], one.key[2]): one.what for one in changes(given, "b")}
    assert told == {
        ("PI09", "THA", 2023): "contradicts",
        ("PI09", "MYS", 2023): "same",
        ("PI09", "THA", 2024): "new",
        ("PI12", "THA", 2023): "withheld",
        ("PI16", "THA", 2023): "not in this round",
        ("PI18", "THA", 2023): "no value",
        ("PI20", "THA", 2023): "first value",
    }


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 100)), min_size=1, max_size=6))
def test_no_figure_is_ever_lost_and_a_figure_stands_only_where_it_is_alone(said):
    names = list(dict.fromkeys(name for name, _ in said))
    given = rounds(*((name, [{"value": str(v)} for n, v in said if n == name]) for name in names))
    cell = settle(given)[KEY]
    assert sorted(one.value for one in cell.readings) == sorted(float(v) for _, v in said)
    assert (cell.current is not None) == (len({v for _, v in said}) == 1)


# -- words, gaps, trends --------------------------------------------------------------------------------------


def row_of(*each, indicator="PI09"):
    cells = settle(rounds(*each))
    return next(one for one in state_rows(KNOWN, cells, ["THA"]) if one.indicator == indicator)


@pytest.mark.parametrize(
    ("indicator", "value", "word"),
    [
        ("PI09", 100, "met"),
        ("PI09", 50, "part of the way"),
        ("PI09", 49.9, "far off"),
        ("PI28", 0, "met"),
        ("PI28", 40, "part of the way"),
        ("PI28", 60, "far off"),
        ("PI40", 0, "met"),
        ("PI40", 3, "far off"),
        ("PI22", 0, "met"),
        ("PI22", 4, "not met"),
        ("PI07", 4, "no target"),
    ],
)
def test_the_word_for_a_value(indicator, value, word):
    assert word_of(KNOWN[indicator], value) == word


def test_the_gap_is_in_the_indicators_unit_and_the_way_in_percent():
    row = row_of(("a", [{"value": "30"}]))
    assert (row.gap, row.attained, row.word) == (70.0, 30.0, "far off")
    assert row.mark == MARKS["far off"]


def test_an_interval_over_a_border_gets_no_word_of_its_own():
    assert row_of(("a", [{"value": "50", "low": "40", "high": "60"}])).word == "cannot be told"


def test_without_a_figure_there_is_no_word_but_a_reason():
    silent = row_of(("a", [{"status": "refused"}]))
    assert (silent.word, silent.value, silent.gap, silent.missing) == ("no data", None, None, "refused")
    assert row_of(("a", [{"value": "1", "place": "MYS"}])).missing == "never asked"


def test_a_contradicted_figure_is_not_replaced_by_an_older_one():
    row = row_of(("a", [{"value": "20"}, {"value": "90", "year": "2022"}]), ("b", [{"value": "35"}]))
    assert (row.word, row.year, row.value) == ("contradicted", 2023, None)


@pytest.mark.parametrize(
    ("indicator", "before", "after", "trend"),
    [
        ("PI09", {"value": "20"}, {"value": "30"}, "better"),
        ("PI09", {"value": "30"}, {"value": "20"}, "worse"),
        ("PI28", {"value": "20"}, {"value": "30"}, "worse"),
        ("PI09", {"value": "20"}, {"value": "20"}, "no change"),
        ("PI09", {"value": "20", "high": "28"}, {"value": "30", "low": "25"}, "cannot be told"),
        ("PI07", {"value": "20"}, {"value": "30"}, "no direction"),
    ],
)
def test_the_trend_looks_at_intervals_and_at_which_way_is_better(indicator, before, after, trend):
    given = ("a", [{**before, "indicator": indicator, "year": "2022"}, {**after, "indicator": indicator}])
    assert row_of(given, indicator=indicator).trend == trend


def test_one_year_has_no_trend():
    assert row_of(("a", [{"value": "20"}])).trend == "one year only"


@given(st.sampled_from(sorted(KNOWN)), st.floats(0, 1), st.floats(0, 1))
def test_a_better_value_never_gets_a_worse_word(id, one, other):
    indicator = KNOWN[id]
    least, most = indicator.bounds
    values = sorted((least or 0) + share * ((most or 100) - (least or 0)) for share in (one, other))
    order = ["far off", "not met", "part of the way", "met", "no target"]
    words = [order.index(word_of(indicator, value)) for value in values]
    assert words == sorted(words, reverse=indicator.direction == "higher_worse")


def test_promise_stands_beside_practice_and_no_promise_is_told_as_such():
    cells = settle(rounds(("a", [{"value": "30"}, {"indicator": "PI23", "value": "1"}])))
    found = commitments(
        state_rows(KNOWN, cells, ["THA"]), KNOWN, bonds(instruments(), parties(), ["THA"]), 2024
    )
    by_duty = {(one.obligation, one.indicator): one for one in found}
    identification = by_duty["ACTIP-14-1", "PI09"]
    assert (identification.bound, identification.strength, identification.word) == ("yes", "hard", "far off")
    assert identification.finding.startswith("Bound by a hard duty; screening before deportation: far off")
    fees = by_duty["C181-7", "PI23"]
    assert (fees.bound, fees.word) == ("no", "far off")
    assert fees.finding.startswith("Not bound")


def test_what_is_kept_is_counted_by_strength_and_silence_is_no_merit():
    said = {"indicator": "PI06", "place": "PHL"}
    cells = settle(
        rounds(("a", [{"value": "20"}, {**said, "value": "2"}, {**said, "year": "2024", "value": "4"}]))
    )
    states = ("THA", "PHL", "MYS")
    bound = bonds(instruments(), parties(), states)
    told = commitments(state_rows(KNOWN, cells, states), KNOWN, bound, 2025)
    found = {(one.place, one.strength): one for one in kept(told, bound, obligations().values(), 2025)}

    for one in found.values():
        assert one.tests == one.met + one.part + one.short + one.open + one.no_target + one.no_data
        assert one.reported <= one.tested <= one.duties
    # PI09 tests three of Thailand's duties, of which two are hard; PI06 one of the Philippines, which is hard too.
    assert (found["THA", "all"].short, found["THA", "hard"].short, found["THA", "qualified"].short) == (
        3,
        2,
        1,
    )
    assert (found["PHL", "hard"].met, found["PHL", "all"].better) == (1, 1)
    assert (found["MYS", "all"].met, found["MYS", "all"].reported) == (0, 0)
    assert found["MYS", "all"].no_data == found["MYS", "all"].tests
    assert found[REGION, "all"].duties == sum(found[state, "all"].duties for state in states)
    assert (found[REGION, "all"].met, found[REGION, "all"].short) == (1, 3)


def test_the_region_counts_who_is_missing_and_gives_no_average():
    cells = settle(
        rounds(("a", [{"value": "30"}, {"value": "90", "place": "PHL"}, {"value": "50", "place": "IDN"}]))
    )
    rows = state_rows(KNOWN, cells, ["THA", "PHL", "IDN", "MYS"])
    (one,) = [row for row in region_rows(rows) if row.indicator == "PI09"]
    assert (one.with_data, one.places, one.without) == (3, 4, ("MYS",))
    assert (one.least, one.median, one.most) == (30.0, 50.0, 90.0)
    assert (one.median_gap, one.most_gap) == (50.0, 70.0)
    assert one.words == {"part of the way": 2, "far off": 1, "no data": 1}


def test_every_word_has_its_sign():
    assert set(MARKS) == set(WORDS)
