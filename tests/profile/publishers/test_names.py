"""Countries in publishers' spellings and codes."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.baseline.load import places
from rantau.profile.publishers.names import country_of_code, country_of_name, folded

COUNTRIES = {one.id: one for one in places().values() if one.kind == "country"}
NAMES = [(word, one.id) for one in COUNTRIES.values() for word in (one.name, *one.aliases)]


def table(name):
    words = resources.files("rantau.profile.publishers").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(words.splitlines()))


ALIASES = table("country_aliases.csv")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Viet Nam", "VNM"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Lao People’s Dem. Rep.", "LAO"),
        ("Lao PDR", "LAO"),
        ("Burma", "MMR"),
        ("Burma/Myanmar", "MMR"),
        ("Brunei Darussalam", "BRN"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote dIvoire", "CIV"),
        ("Korea, Rep.", "KOR"),
        ("Republic of Korea", "KOR"),
        ("Dem. People's Republic of Korea", "PRK"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Congo", "COG"),
        ("Congo, Dem. Rep.", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Dominica", "DMA"),
        ("Dominican Rep.", "DOM"),
        ("  United Kingdom*", "GBR"),
        ("China (2)", "CHN"),
        ("Malaysia 14", "MYS"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("Philippines (the)", "PHL"),
        ("St. Vincent and the Grenadines", "VCT"),
        ("Atlantis", None),
        ("South-Eastern Asia", None),
        ("World", None),
        ("Stateless", None),
        ("", None),
    ],
)
def test_a_name_is_read_in_its_publishers_spelling(name, code):
    assert country_of_name(name) == code


@pytest.mark.parametrize(
    ("code", "publisher", "iso3"),
    [
        ("MMR", "", "MMR"),
        ("mm", "", "MMR"),
        ("104", "", "MMR"),
        ("4", "", "AFG"),
        ("036", "", "AUS"),
        ("412", "UN DESA", "XKX"),
        ("KSV", "World Bank", "XKX"),
        ("KSV", "UNHCR", None),
        ("WLD", "World Bank", None),
        ("900", "", None),
        ("830", "", None),
        ("ZZK.WORLD", "UNDP", None),
        ("", "", None),
    ],
)
def test_a_code_is_read_whatever_its_kind(code, publisher, iso3):
    assert country_of_code(code, publisher) == iso3


def test_every_country_has_three_codes_and_each_leads_to_it():
    rows = table("country_codes.csv")
    assert len(rows) == 249
    assert {row["iso3"] for row in rows} | {"XKX"} == set(COUNTRIES)
    for row in rows:
        assert len(row["iso2"]) == 2
        assert len(row["m49"]) == 3
        assert {country_of_code(row[kind]) for kind in ("iso3", "iso2", "m49")} == {row["iso3"]}
    for kind in ("iso3", "iso2", "m49"):
        assert len({row[kind] for row in rows}) == 249


def test_no_two_countries_share_a_folded_name():
    seen: dict[str, str] = {}
    for word, code in [*NAMES, *((row["alias"], row["iso3"]) for row in ALIASES if row["kind"] == "name")]:
        assert seen.setdefault(folded(word), code) == code, word
    assert "" not in seen


def test_every_alias_leads_to_a_country_that_is_known():
    assert len(ALIASES) > 100
    for row in ALIASES:
        assert row["iso3"] in COUNTRIES
        read = (
            country_of_name
            if row["kind"] == "name"
            else lambda code, who=row["publisher"]: country_of_code(code, who)
        )
        assert read(row["alias"]) == row["iso3"], row


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "*", " (1)", "[2]", " 12", "¹"]),
    st.booleans(),
    st.booleans(),
)
def test_case_spaces_and_marks_of_footnotes_change_nothing(entry, mark, upper, spaced):
    word, code = entry
    word = word.upper() if upper else word
    word = f"  {word.replace(' ', '   ')}" if spaced else word
    assert country_of_name(word + mark) == code


@given(st.text(max_size=60))
def test_any_text_is_a_known_country_or_none_and_folding_twice_is_folding_once(words):
    assert country_of_name(words) in {None, *COUNTRIES}
    assert country_of_code(words) in {None, *COUNTRIES}
    assert folded(folded(words)) == folded(words)
