"""Who is bound by what, what states did, and what the protection monitor tests."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from rantau.baseline.load import instruments, measures, parties, places, protection_indicators
from rantau.framework.instruments import MEASURE_KINDS, Party
from rantau.framework.words import DIMENSIONS

MEMBERS = places()["asean"].members
GATHERED = Path(__file__).parents[3] / "shared" / "data" / "protection_indicators.csv"
GENERAL = "general knowledge"
NOT_OF_THE_ILO_OR_UN = {"ACTIP", "ASEAN2007", "ASEAN2017"}


def standing(instrument: str, member: str) -> Party:
    (found,) = [one for one in parties() if (one.instrument, one.iso3) == (instrument, member)]
    return found


def bound(instrument: str) -> set[str]:
    return {one.iso3 for one in parties() if one.instrument == instrument and one.status == "party"}


def test_each_member_stands_somewhere_towards_each_instrument() -> None:
    counts = Counter((one.instrument, one.iso3) for one in parties())
    assert counts == {(id, member): 1 for id in instruments() for member in MEMBERS}
    assert len(counts) == 24 * 11


@pytest.mark.parametrize(
    ("instrument", "member", "status", "ratified"),
    [
        ("ICRMW", "PHL", "party", "1995-07-05"),
        ("ICRMW", "IDN", "party", "2012-05-31"),
        ("ICRMW", "KHM", "signatory", ""),
        ("ICRMW", "MYS", "none", ""),
        ("UNTOC", "VNM", "party", "2012-06-08"),
        ("PALERMO", "MYS", "party", "2009-02-26"),
        ("SMUGGLING", "THA", "signatory", ""),
        ("SMUGGLING", "MYS", "unknown", ""),
        ("CEDAW", "SGP", "party", "1995-10-05"),
        ("CRC", "VNM", "party", "1990-02-28"),
        ("OPSC", "SGP", "none", ""),
        ("CAT", "BRN", "signatory", ""),
        ("CAT", "MYS", "none", ""),
        ("ACTIP", "VNM", "party", "2017-01-05"),
        ("ACTIP", "TLS", "unknown", ""),
        ("C105", "MYS", "none", ""),
        ("C188", "THA", "party", "2019-01-30"),
        ("C190", "PHL", "party", "2024-02-20"),
        ("P029", "MYS", "party", "2022-03-21"),
    ],
)
def test_single_standings(instrument: str, member: str, status: str, ratified: str) -> None:
    found = standing(instrument, member)
    assert (found.status, found.ratified) == (status, ratified)


def test_three_members_are_bound_by_the_law_of_refugees() -> None:
    assert bound("REFUGEE1951") == bound("REFUGEE1967") == {"KHM", "PHL", "TLS"}


def test_three_members_are_bound_by_the_convention_on_migrant_workers() -> None:
    assert bound("ICRMW") == {"IDN", "PHL", "TLS"}


def test_each_member_is_bound_by_the_rights_of_women_and_of_children() -> None:
    assert bound("CEDAW") == bound("CRC") == set(MEMBERS)


def test_one_member_is_bound_as_to_domestic_workers_and_two_by_the_forced_labour_protocol() -> None:
    assert bound("C189") == {"PHL"}
    assert bound("P029") == {"MYS", "THA"}
    assert bound("C181") == set()


def test_six_ratifications_brought_actip_into_force() -> None:
    first = [one for one in parties() if one.instrument == "ACTIP" and one.in_force_for == "2017-03-08"]
    assert sorted(one.iso3 for one in first) == ["KHM", "MMR", "PHL", "SGP", "THA", "VNM"]
    assert all(one.signed == "2015-11-21" and one.ratified < "2017-02-07" for one in first)
    assert instruments()["ACTIP"].in_force == "2017-03-08"


def test_declarations_bind_nobody() -> None:
    for one in parties():
        if one.instrument in ("ASEAN2007", "ASEAN2017"):
            assert one.status in ("signatory", "none")
            assert not one.ratified
    assert "Not legally binding" in instruments()["ASEAN2017"].note


def test_an_instrument_comes_into_force_after_it_is_adopted() -> None:
    for one in instruments().values():
        assert one.adopted, one.id
        assert not one.in_force or one.adopted < one.in_force, one.id
    assert instruments()["PALERMO"].adopted == instruments()["UNTOC"].adopted == "2000-11-15"
    assert instruments()["PALERMO"].in_force == "2003-12-25"
    assert {
        one.id for one in instruments().values() if not one.depositary.endswith(("Nations", "Office"))
    } == (NOT_OF_THE_ILO_OR_UN)


def test_what_nobody_looked_up_says_so() -> None:
    for one in parties():
        if one.status == "unknown":
            assert one.note, one
            assert (one.signed, one.ratified, one.in_force_for) == ("", "", ""), one
        if one.confidence == "unchecked":
            assert one.note, one
        else:
            assert one.source_url, one


def test_a_day_that_is_only_general_knowledge_is_not_put_beside_what_was_read() -> None:
    # Where a source gives the year alone, the table has the year alone.
    for instrument, member, year in (
        ("C029", "VNM", "2007"),
        ("C189", "PHL", "2012"),
        ("CAT", "VNM", "2015"),
    ):
        found = standing(instrument, member)
        assert (found.confidence, found.ratified) == ("second-hand", year)
        assert GENERAL in found.note


def test_core_ratifications_of_the_philippines_by_hand() -> None:
    """The ten instruments of the indicator PI45: eight in force, one not, one not known."""
    ten = ("UNTOC", "PALERMO", "SMUGGLING", "ACTIP", "C029", "P029", "C105", "C182", "C189", "C188")
    assert Counter(standing(one, "PHL").status for one in ten) == {"party": 8, "none": 1, "unknown": 1}


def test_measures_are_many_dated_and_of_each_kind() -> None:
    all_ = measures()
    assert len(all_) >= 60
    assert {one.kind for one in all_} == set(MEASURE_KINDS)
    assert {one.iso3 for one in all_} == set(MEMBERS)
    assert all("2004" <= one.start[:4] <= "2025" for one in all_)
    assert sum(one.start[:4] >= "2010" for one in all_) >= 55


def test_the_id_of_a_measure_begins_with_its_state_and_names_its_year() -> None:
    for one in measures():
        state, year, *words = one.id.split("-")
        assert state == one.iso3, one.id
        assert words, one.id
        # An act that took effect in the year after it was passed may bear either year.
        assert year in (one.start[:4], str(int(one.start[:4]) - 1)), one.id


def test_a_measure_that_was_read_has_an_address_and_one_that_was_not_has_none() -> None:
    for one in measures():
        assert one.confidence in ("second-hand", "unchecked")
        assert bool(one.source_url) == (one.confidence == "second-hand"), one.id
        assert one.confidence == "second-hand" or "Not yet looked up" in one.note
    assert sum(one.confidence == "second-hand" for one in measures()) >= 45


@pytest.mark.parametrize(
    ("id", "start", "end", "kind"),
    [
        ("THA-2017-foreign-workers-ordinance", "2017-06-23", "", "control"),
        ("IDN-2022-mou-malaysia", "2022-04-01", "", "partnership"),
        ("MYS-2020-recalibration", "2020-11-16", "2022-12-31", "control"),
        ("KHM-2011-maid-ban", "2011-10", "2016-12-31", "control"),
        ("VNM-2024-trafficking-law", "2024-11-28", "", "protection"),
        ("THA-2025-power-cut", "2025-02-05", "", "control"),
    ],
)
def test_single_measures(id: str, start: str, end: str, kind: str) -> None:
    (found,) = [one for one in measures() if one.id == id]
    assert (found.start, found.end, found.kind) == (start, end, kind)


def test_the_words_are_ours() -> None:
    for one in measures():
        assert "illegal" not in f"{one.name} {one.description} {one.for_whom} {one.note}".casefold(), one.id
    for two in protection_indicators():
        assert "illegal" not in f"{two.name} {two.definition} {two.caveat}".casefold(), two.id


def test_protection_indicators_reach_each_dimension() -> None:
    counts = Counter(one.dimension for one in protection_indicators())
    assert set(counts) == set(DIMENSIONS)
    assert min(counts.values()) >= 3


def test_protection_indicators_are_numbered_through() -> None:
    ids = [one.id for one in protection_indicators()]
    assert ids == [f"PI{number:02}" for number in range(1, len(ids) + 1)]


def test_a_scale_says_what_each_of_its_steps_is() -> None:
    scales = [one for one in protection_indicators() if one.unit.endswith("scale")]
    assert len(scales) == 11
    for one in scales:
        last = int(one.unit[2])
        steps = one.definition.split("; ")
        assert [step[0] for step in steps] == [str(number) for number in range(last + 1)], one.id


def test_the_indicators_gathered_before_are_carried_over() -> None:
    if not GATHERED.is_file():
        pytest.skip("the notes that the baseline was begun from are not beside this checkout")
    with GATHERED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shipped = {one.id: one for one in protection_indicators()}
    turned = {"lower_better": "higher_worse"}
    assert len(rows) == 45
    for row in rows:
        one = shipped[row["id"]]
        assert (one.name, one.definition, one.pillar) == (row["name"], row["definition"], row["pillar"])
        assert one.direction == turned.get(row["direction"], row["direction"])
        assert one.dimension == row["hs_dimension"]
