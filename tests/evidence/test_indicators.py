"""The vocabulary, and the patterns that map figures to it."""

from __future__ import annotations

import csv
import io
import re
from importlib import resources

import pytest

from rantau.evidence.indicators import Vocabulary, compatible_unit, shipped_vocabulary
from rantau.evidence.word_patterns import WordPattern, needed_strings, word_pattern
from rantau.framework.errors import BadTable
from rantau.framework.indicators import INDICATOR_DIMENSIONS


def table(name: str) -> list[dict[str, str]]:
    text = resources.files("rantau.evidence").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def match(unit: str, sentence: str) -> str | None:
    return shipped_vocabulary().match(unit, sentence, sentence, sentence)[0]


@pytest.mark.parametrize(
    ("unit", "words", "indicator"),
    [
        ("persons", "Malaysia deported migrants", "deportations"),
        ("deportations", "deportations from Malaysia", "deportations"),
        ("persons", "undocumented migrants in the region", "undocumented_migrant_stock"),
        ("percent", "of trafficking cases involve official authorities", "official_complicity_share"),
        ("percent", "of victims were recruited by people they knew", "recruited_by_known_share"),
        ("percent", "of victims were able to access rehabilitation programmes",
         "victims_accessing_rehabilitation_share"),
        ("persons", "migrants were detained without legal representation", "detained_without_counsel"),
        ("percent", "working in the informal sector", "informal_sector_share"),
        ("percent", "had their passports taken by the employer", "documents_retained_share"),
        ("percent", "of women migrants were exploited", "women_exploited_share"),
        ("percent", "of policies had no mechanism for public consultation", "policies_without_consultation_share"),
        ("hours/day", "work under extreme conditions", "daily_hours"),
        ("USD", "gdp per capita", "gdp_per_capita"),
        ("USD", "agents charged for recruitment", "recruitment_fee"),
        ("THB/day", "the minimum wage", "minimum_wage"),
        ("THB/day", "workers earned", "monthly_wage"),
        ("per 1000", "people in modern slavery", "modern_slavery_prevalence"),
        ("persons", "traffickers were convicted", "convictions"),
        ("cases", "kasus tppo", "trafficking_cases"),
        ("persons", "korban tppo diselamatkan", "victims_identified"),
        ("persons", "pekerja migran dideportasi dari malaysia", "deportations"),
        ("percent", "responden berutang", "debt_share"),
    ],
)  # fmt: skip
def test_words_map_to_their_indicator(unit: str, words: str, indicator: str) -> None:
    assert match(unit, words) == indicator


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("percent", "of the flowers were red"),
        ("USD", "India received, followed by Mexico"),
        ("persons", "skilled welders"),
        ("km", "deportations"),
        ("places", "deported"),
    ],
)
def test_words_about_nothing_in_the_vocabulary_map_to_nothing(unit: str, words: str) -> None:
    assert match(unit, words) is None


def test_a_pattern_found_beside_the_figure_outweighs_one_in_the_sentence() -> None:
    vocabulary = shipped_vocabulary()
    near = vocabulary.match("persons", "migrants deported", "migrants deported", "migrants deported")[1]
    far = vocabulary.match("persons", "people", "people", "people after migrants were deported")[1]
    assert near > far > 0


def test_every_row_of_the_shipped_tables_is_sound() -> None:
    vocabulary = table("vocabulary.csv")
    ids = [row["id"] for row in vocabulary]
    assert len(ids) == len(set(ids))
    for row in vocabulary:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["id"])
        assert row["name"]
        assert row["definition"]
        assert row["unit"]
        assert row["dimension"] in INDICATOR_DIMENSIONS
        assert row["time"] in ("flow", "state")
        assert set(row["implied"].split(";")) <= {"", "sex", "age", "documentation", "sector", "nationality"}
    patterns = table("patterns.csv")
    assert {row["indicator"] for row in patterns} == set(ids)
    for row in patterns:
        WordPattern(row["pattern"])
        WordPattern(row["unless"])
        assert row["pattern"] == row["pattern"].lower() or "\\" in row["pattern"]
        assert 0 < float(row["weight"]) <= 1


def test_a_pattern_of_no_indicator_is_refused_with_its_line() -> None:
    rule = {"indicator": "nonsense", "pattern": "x", "unless": "", "unit": "", "weight": "1"}
    with pytest.raises(BadTable, match=r"patterns\.csv, line 2: 'nonsense' is no indicator"):
        Vocabulary([], [rule])


def test_each_alternative_begins_a_word_and_a_suffix_does_not() -> None:
    pattern = word_pattern(r"(?:owed|cross(?:ed|ing)|(?:\w+ )?loans?|labou?r)")
    assert pattern.search("they owed")
    assert pattern.search("crossing")
    assert pattern.search("big loans")
    assert not pattern.search("followed")
    assert not pattern.search("across")
    assert not pattern.search("elaborate")
    assert word_pattern(r"\w*deport").search("dideportasi")


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("(?:boats?|crossings)", {"boat", "crossings"}),
        ("victims?.*(?:women|girls)", {"victim"}),
        ("(?:a )?zebra", {"zebra"}),
        ("labou?r", {"labo"}),
        (".*", None),
        ("(?:x|.)y", None),
    ],
)
def test_what_a_pattern_needs_is_in_every_text_it_is_found_in(pattern: str, needed: set[str] | None) -> None:
    assert needed_strings(pattern) == needed


def test_looking_for_needed_strings_first_changes_no_answer() -> None:
    texts = [row["definition"].lower() for row in table("vocabulary.csv")]
    for row in table("patterns.csv"):
        quick, plain = WordPattern(row["pattern"]), word_pattern(row["pattern"])
        for text in texts:
            assert quick.found(text) == (plain.search(text) is not None)


def test_units_that_can_be_values_of_an_indicator() -> None:
    assert compatible_unit("deportations", "persons")
    assert compatible_unit("THB", "USD")
    assert compatible_unit("rupees/month", "USD/month")
    assert not compatible_unit("households", "persons")
    assert not compatible_unit("hours/day", "hours/week")
