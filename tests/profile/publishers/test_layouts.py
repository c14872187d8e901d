"""What is read from each layout. All numbers in the files are made up (see conftest)."""

import pytest

from rantau.profile.publishers.vdem import WIDENED

ZERO = "zero, which may be missing detail of origins"
AREAS = "regions, groups and areas without a country's code"
UNASKED = "no indicator of rantau's is its counterpart; take it as a new one with --series CODE"
MISSING = "no figure: the publisher marks it as missing"
PLACES = "about places that are not asked for"


def stocks(found):
    return {(one.origin, one.destination, one.year): one.stock for one in found.corridors}


# -- UN DESA ----------------------------------------------------------------------------------------------


def test_migrant_stocks_are_corridors_and_those_by_sex_observations_of_them(read, figures, reasons):
    found = read("undesa_2020")

    assert stocks(found) == {
        ("MMR", "THA", 2015): 700,
        ("MMR", "THA", 2020): 800,
        ("VNM", "DEU", 2015): 80,
        ("VNM", "DEU", 2020): 90,
        ("VNM", "THA", 2020): 60,
    }
    values = figures(found)
    assert values["migrant_stock_men", "MMR>THA", 2015] == 400
    assert values["migrant_stock_women", "MMR>THA", 2020] == 350
    assert values["migrant_stock_women", "VNM>THA", 2020] == 20
    assert len(values) == 10
    assert reasons(found) == {ZERO: 6, AREAS: 2, MISSING: 3}
    assert found.source == "UN DESA Population Division, International Migrant Stock 2020"
    note = found.corridors[0].note
    assert note.startswith(
        "by country of birth, refugees added; publisher's note (4). Row 11 of undesa_pd_2020"
    )


def test_the_revision_of_2024_is_read_by_its_own_columns(read, figures):
    found = read("undesa_2024")

    assert stocks(found) == {
        ("IDN", "MYS", 2020): 1200,
        ("IDN", "MYS", 2024): 1300,
        ("PHL", "MYS", 2024): 50,
    }
    assert figures(found)["migrant_stock_women", "PHL>MYS", 2024] == 30
    assert found.source.endswith("International Migrant Stock 2024")
    assert found.corridors[0].note.startswith("by citizenship; publisher's note (1).")


def test_only_corridors_between_places_asked_for_are_taken(read, reasons):
    found = read("undesa_2020", places=frozenset(("THA", "MMR")))

    assert {(one.origin, one.destination) for one in found.corridors} == {("MMR", "THA")}
    assert reasons(found)[PLACES] == 2


# -- World Bank -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["worldbank_csv", "worldbank_zip"])
def test_an_indicators_csv_is_read_below_its_preamble(read, figures, reasons, name):
    found = read(name, places=frozenset(("VNM", "THA")))

    assert figures(found) == {
        ("unemployment_rate", "THA", 2019): 0.5,
        ("unemployment_rate", "THA", 2020): 1.25,
        ("unemployment_rate", "THA", 2021): 1.75,
        ("unemployment_rate", "VNM", 2019): 1.5,
        ("unemployment_rate", "VNM", 2020): 2.5,
    }
    assert reasons(found) == {
        MISSING: 1,
        PLACES: 1,
        "aggregates of countries, and areas without a country's code": 1,
    }
    assert found.source == "World Bank, World Development Indicators"
    assert "Last updated by the publisher: 2024-06-28." in found.remarks
    assert found.indicators == ()


def test_the_workbook_says_the_same(read, figures):
    assert figures(read("worldbank_xlsx")) == {
        ("unemployment_rate", "THA", 2019): 0.5,
        ("unemployment_rate", "THA", 2020): 1.25,
    }


def test_the_whole_wdi_gives_footnotes_and_standard_errors_and_lists_what_it_left(read, figures, reasons):
    found = read("worldbank_wdi")

    assert figures(found) == {
        ("population_total", "MYS", 2019): 30_000_000,
        ("population_total", "MYS", 2020): 31_000_000,
        ("rule_of_law", "MYS", 2019): 0.5,
        ("rule_of_law", "MYS", 2020): 0.6,
    }
    by_key = {(one.indicator, one.year): one for one in found.observations}
    rule = by_key["rule_of_law", 2019]
    assert (rule.low, rule.high) == (pytest.approx(0.5 - 0.196, abs=1e-4), pytest.approx(0.696, abs=1e-4))
    assert by_key["rule_of_law", 2020].low is None
    assert by_key["population_total", 2020].note.startswith("publisher's note: Made-up footnote. Row 3")
    left = reasons(found)
    assert left[UNASKED] == 1
    assert left["the series is another edition than gdp_per_capita_ppp: its name lacks '2021'"] == 1


def test_a_series_without_counterpart_is_taken_when_asked_for_as_a_contextual_indicator(read, figures):
    found = read("worldbank_wdi", series=frozenset(("XX.FISH", "NOT.THERE")))

    assert figures(found)["world_bank_xx_fish", "MYS", 2020] == 6
    (made,) = found.indicators
    assert (made.unit, made.direction, made.dimension) == ("tonnes", "contextual", "")
    assert made.definition == "Fish, made up."
    assert any(one.new for one in found.taken)
    (absent,) = [one for one in found.skipped if one.reason == "asked for, but not in the file"]
    assert absent.examples == ("NOT.THERE",)


def test_databanks_notes_beneath_the_table_give_its_source(read, figures, reasons):
    found = read("worldbank_databank")

    assert figures(found) == {
        ("population_total", "KHM", 2019): 16_000_000,
        ("population_total", "LAO", 2019): 7_000_000,
        ("population_total", "LAO", 2020): 7_100_000,
    }
    assert found.source == "World Bank, World Development Indicators"
    assert reasons(found) == {MISSING: 1}


# -- UNHCR ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["unhcr_csv", "unhcr_zip"])
def test_pairs_are_corridors_totals_are_countries_and_nothing_is_added_up(read, figures, reasons, name):
    found = read(name)

    assert figures(found) == {
        ("unhcr_refugees", "MMR>MYS", 2022): 1000,
        ("unhcr_asylum_seekers", "MMR>MYS", 2022): 205,
        ("unhcr_asylum_seekers", "MMR>THA", 2022): 15,
        ("refugees_by_origin", "MMR", 2022): 12345,
        ("unhcr_refugees_hosted", "THA", 2022): 90000,
        ("stateless_persons", "THA", 2022): 500,
    }
    left = reasons(found)
    assert left["withheld by the publisher (a small number)"] == 1
    assert left["totals of the world"] == 1
    assert left["within one country"] == 1
    assert left["origins or places of asylum that are no country (unknown, stateless)"] == 2


def test_the_older_export_is_read_by_names(read, figures, reasons):
    found = read("unhcr_older")

    assert figures(found) == {
        ("unhcr_refugees", "MMR>MYS", 2016): 87037,
        ("unhcr_asylum_seekers", "LAO>THA", 2016): 10,
    }
    assert reasons(found)["withheld by the publisher (a small number)"] == 2
    assert found.source == "UNHCR, Population Statistics Database"


def test_the_older_long_table_is_read_by_its_types(read, figures):
    assert figures(read("unhcr_long")) == {
        ("unhcr_refugees", "KHM>THA", 1990): 4000,
        ("unhcr_asylum_seekers", "KHM>THA", 1990): 70,
    }


# -- ACLED ------------------------------------------------------------------------------------------------


def test_events_are_counted_by_country_and_year_and_each_only_once(read, figures, reasons):
    found = read("acled_csv")

    assert figures(found) == {
        ("acled_events", "MMR", 2021): 2,
        ("acled_fatalities", "MMR", 2021): 5,
        ("acled_events_civilians", "MMR", 2021): 1,
        ("acled_fatalities_civilians", "MMR", 2021): 2,
        ("acled_events", "MMR", 2022): 1,
        ("acled_fatalities", "MMR", 2022): 0,
        ("acled_events", "THA", 2021): 1,
        ("acled_fatalities", "THA", 2021): 0,
    }
    assert reasons(found) == {"an event that is listed twice": 1, "a country that is not known": 1}
    assert found.remarks[0].startswith("4 events were counted by country and year")
    assert (
        "The events of 2022 reach from 2022-03-01 to 2022-03-01: the year may not be whole." in found.remarks
    )
    assert {one.direction for one in found.indicators} == {"contextual"}


def test_the_older_columns_in_capitals_are_read(read, figures):
    assert figures(read("acled_older")) == {
        ("acled_events", "MMR", 2015): 2,
        ("acled_fatalities", "MMR", 2015): 4,
    }


# -- CTDC -------------------------------------------------------------------------------------------------


def test_records_are_counted_and_small_cells_withheld(read, figures):
    found = read("ctdc_synthetic")

    assert figures(found) == {("ctdc_victims", "THA", 2019): 40, ("ctdc_victims", "KHM>THA", 2019): 23}
    (withheld,) = [one for one in found.skipped if "withheld" in one.reason]
    assert withheld.examples == ("victims/corridor MMR>THA 2019",)
    assert "10" not in withheld.examples[0]
    (untold,) = [one for one in found.skipped if one.reason == "year or country of exploitation not told"]
    assert untold.count == 8
    assert found.source == "CTDC, Global Synthetic Dataset 2025"
    assert all("synthetic records" in one.note for one in found.observations)


def test_a_count_of_just_the_smallest_cell_is_told_and_one_less_is_not(read, figures):
    assert (
        figures(read("ctdc_synthetic", series=frozenset(("men", "women", "children"))))[
            "ctdc_children", "THA", 2019
        ]
        == 11
    )
    found = read("ctdc_synthetic", minimum_cell=24)
    assert ("ctdc_victims", "KHM>THA", 2019) not in figures(found)


def test_the_k_anonymised_dataset_is_read_with_its_marks(read, figures):
    found = read("ctdc_k_anonymised")

    assert figures(found) == {("ctdc_victims", "IDN", 2016): 11, ("ctdc_victims", "PHL>IDN", 2016): 11}
    assert found.source == "CTDC, Global Dataset (k-anonymised)"


# -- UNDP, ILOSTAT, V-Dem ---------------------------------------------------------------------------------


def test_indices_are_read_from_their_columns_and_ranks_are_not(read, figures, reasons):
    found = read("undp_csv")

    values = figures(found)
    assert values["hdi", "THA", 2021] == 0.7
    assert values["gender_inequality", "CIV", 2022] == 0.6
    assert values["life_expectancy", "THA", 2022] == 79.5
    assert values["population_total", "THA", 2022] == 71_500_000
    assert ("life_expectancy", "CIV", 2022) not in values
    assert {place for _, place, _ in values} == {"THA", "CIV"}
    left = reasons(found)
    assert left["ranks and groups, no figures"] == 4
    assert left[AREAS] == 1
    assert any("maternal_mortality" in reason and "--series mmr" in reason for reason in left)


def test_the_long_table_is_read_by_series_and_year(read, figures, reasons):
    found = read("ilostat_csv")

    assert figures(found) == {
        ("unemployment_rate", "IDN", 2021): 3.5,
        ("unemployment_rate", "MYS", 2021): 4.5,
    }
    assert next(one for one in found.observations if one.place == "MYS").note.startswith(
        "break in series; from XA:1"
    )
    assert reasons(found) == {
        UNASKED: 1,
        MISSING: 1,
        AREAS: 1,
        "quarters and months: only yearly figures are taken": 1,
    }


def test_a_series_by_sex_is_taken_when_asked_for(read, figures):
    code = "UNE_2EAP_SEX_AGE_RT/SEX_F/AGE_YTHADULT_YGE15"
    found = read("ilostat_csv", series=frozenset((code,)))

    assert figures(found)["ilostat_une_2eap_sex_age_rt_sex_f_age_ythadult_yge15", "IDN", 2021] == 3.25


def test_the_variant_with_labels_is_read_by_names(read, figures):
    found = read("ilostat_labels")

    assert figures(found) == {
        ("unemployment_rate", "VNM", 2021): 2.5,
        ("unemployment_rate", "VNM", 2022): 2.25,
    }
    assert "unreliable" in found.observations[1].note


def test_bounds_are_widened_to_what_a_study_reads_and_said_to_be_assumed(read, figures):
    found = read("vdem_csv")

    values = figures(found)
    assert values["vdem_rule_of_law", "MMR", 2021] == 0.1
    assert values["vdem_corruption", "THA", 2020] == 0.6
    assert len(values) == 5
    rule = next(
        one for one in found.observations if (one.indicator, one.place) == ("vdem_rule_of_law", "MMR")
    )
    assert pytest.approx(1.959964 / 0.994458, abs=1e-5) == WIDENED
    assert rule.low == pytest.approx(0.1 - 0.05 * WIDENED)
    assert rule.high == pytest.approx(0.1 + 0.1 * WIDENED)
    assert rule.note.startswith("ASSUMED")
    assert (
        next(
            one for one in found.observations if one.place == "THA" and one.indicator == "vdem_rule_of_law"
        ).low
        is None
    )
    assert found.source == "V-Dem Institute, Varieties of Democracy v14"
