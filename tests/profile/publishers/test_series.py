"""The tables that say which series is which indicator."""

from hypothesis import given
from hypothesis import strategies as st

from rantau.baseline.load import indicators
from rantau.profile.publishers import LAYOUTS
from rantau.profile.publishers.series import Series, Unmapped, added_indicators, known_series, match_series


def test_every_row_leads_to_an_indicator_or_says_why_not():
    for (publisher, code), one in known_series().items():
        assert publisher in {layout.publisher for layout in LAYOUTS.values()}, code
        assert one.indicator in {"", *indicators(), *added_indicators()}, code
        assert one.indicator or one.note, code
        assert one.factor > 0


def test_a_series_that_is_not_rescaled_has_the_indicators_kind_of_unit():
    for (_, code), one in known_series().items():
        if one.indicator and one.factor == 1:
            unit = (indicators().get(one.indicator) or added_indicators()[one.indicator]).unit
            assert one.unit.split()[0].strip(",") == unit.split()[0].strip(","), code


def test_indicators_that_come_with_a_file_are_in_no_profile_and_repeat_none_of_the_baseline():
    mapped = {one.indicator for one in known_series().values()}
    for id, one in added_indicators().items():
        assert id not in indicators()
        assert id in mapped
        assert (one.direction, one.dimension) == ("contextual", "")
        assert one.source
        assert one.source_url


def test_another_edition_is_not_taken_for_the_indicator():
    code = "NY.GDP.PCAP.PP.KD"
    right = match_series(
        "World Bank", code, "GDP per capita, PPP (constant 2021 international $)", frozenset()
    )
    wrong = match_series(
        "World Bank", code, "GDP per capita, PPP (constant 2017 international $)", frozenset()
    )

    assert isinstance(right, Series)
    assert right.indicator.id == "gdp_per_capita_ppp"
    assert isinstance(wrong, Unmapped)
    assert "another edition" in wrong.reason


def test_another_edition_can_be_taken_as_an_indicator_of_its_own():
    code = "NY.GDP.PCAP.PP.KD"
    found = match_series("World Bank", code, "GDP (constant 2017 international $)", frozenset((code,)))

    assert isinstance(found, Series)
    assert (found.new, found.indicator.id) == (True, "world_bank_ny_gdp_pcap_pp_kd")


def test_the_unit_of_a_new_indicator_is_what_its_name_has_in_its_first_brackets():
    label = "Unemployment, female (% of female labor force) (modeled ILO estimate)"
    found = match_series("World Bank", "SL.UEM.TOTL.FE.ZS", label, frozenset(("SL.UEM.TOTL.FE.ZS",)))

    assert isinstance(found, Series)
    assert found.indicator.unit == "% of female labor force"


def test_a_series_that_was_looked_at_and_rejected_says_why():
    found = match_series("World Bank", "SH.STA.MMRT", "Maternal mortality ratio", frozenset())

    assert isinstance(found, Unmapped)
    assert "not comparable" in found.reason
    assert "--series SH.STA.MMRT" in found.reason


@given(st.text(min_size=1, max_size=40), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_asked_for_becomes_an_indicator_that_can_be_written(code, label, definition):
    found = match_series("World Bank", code, label, frozenset((code,)), definition=definition)

    assert isinstance(found, Series)
    made = found.indicator
    assert made.id
    assert made.unit
    for words in (made.id, made.name, made.definition, made.unit, made.source):
        assert not words.startswith(("=", "+", "-", "@"))
        assert "\n" not in words
