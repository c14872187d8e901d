"""Places of a sentence, and the parts they play."""

from __future__ import annotations

import pytest

from rantau.baseline.load import places as table
from rantau.evidence.places import PlaceIndex, PlaceName, default_place_index, find_places
from rantau.evidence.tokens import words_of

INDEX = default_place_index()


def places(sentence: str) -> dict[str, str]:
    found = find_places(sentence, sentence, words_of(sentence), INDEX)
    return {mention.place: mention.role for mention in found}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Malaysia deported 36,000 migrants.", {"MYS": "destination"}),
        ("In Thailand 900 undocumented workers were held.", {"THA": "destination"}),
        ("Burmese and Cambodian workers fish off Thailand.", {"MMR": "origin", "KHM": "origin", "THA": "unspecified"}),
        ("240,000 Kenyans work in the Gulf states.", {"KEN": "origin", "gcc": "destination"}),
        ("They travelled from Guatemala through Mexico to the United States.",
         {"GTM": "origin", "MEX": "transit", "USA": "destination"}),
        ("Workers left Uganda for Saudi Arabia.", {"UGA": "origin", "SAU": "destination"}),
        ("900 Indonesians were deported from Malaysia to Indonesia.", {"IDN": "origin", "MYS": "destination"}),
        ("Remittances from Qatar to Nepal grew.", {"QAT": "destination", "NPL": "origin"}),
        ("The route runs from Myanmar, Laos and Cambodia to Thailand.",
         {"MMR": "origin", "LAO": "origin", "KHM": "origin", "THA": "destination"}),
        ("Thai authorities detained 40 people.", {"THA": "unspecified"}),
        ("Migrants work on Taiwanese fishing vessels.", {"TWN": "destination"}),
        ("Brokers in Nairobi charge fees.", {"KEN": "unspecified"}),
        ("Migrants in Sabah lack papers.", {"sabah": "destination"}),
        ("In Ranong debts averaged 1,450 US dollars, or 2,000 Singapore dollars.", {"ranong": "unspecified"}),
    ],
)  # fmt: skip
def test_places_have_their_roles(sentence: str, found: dict[str, str]) -> None:
    assert places(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Pekerja migran Indonesia di Malaysia tidak berdokumen.", {"IDN": "origin", "MYS": "destination"}),
        ("Pemerintah memulangkan 1.200 WNI dari Myanmar.", {"IDN": "origin", "MMR": "destination"}),
        ("Mereka berangkat ke Arab Saudi.", {"SAU": "destination"}),
        ("Korban berasal dari Kamboja.", {"KHM": "origin"}),
    ],
)
def test_indonesian_places_have_their_roles(sentence: str, found: dict[str, str]) -> None:
    assert places(sentence) == found


def test_a_place_in_a_script_of_its_own_is_found() -> None:
    assert places("แรงงานในกัมพูชา")["KHM"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ASEAN Secretariat said so.",
        "The University of Malaysia studied it.",
        "They paid US$300.",
        "He may turkey.",
        "They polish shoes.",
    ],
)
def test_a_speaker_or_a_common_word_is_no_place(sentence: str) -> None:
    assert places(sentence) == {}


def test_the_world_is_a_place_unless_it_only_ranks() -> None:
    assert places("38% of victims globally are migrants.") == {"world": "unspecified"}
    assert places("It is the deadliest route in the world.") == {}


def test_the_longer_of_two_names_wins() -> None:
    assert set(places("Workers in Papua New Guinea and South Sudan")) == {"PNG", "SSD"}


def test_an_index_of_ones_own_finds_its_own_names() -> None:
    index = PlaceIndex.build([PlaceName("x-town", "Old Harbour", kind="town"), PlaceName("XXX", "Harbour")])
    sentence = "In Old Harbour and in Harbour"
    found = find_places(sentence, sentence, words_of(sentence), index)
    assert [mention.place for mention in found] == ["x-town", "XXX"]


def test_every_country_of_the_baseline_is_found_by_its_name() -> None:
    missing = []
    for place in table().values():
        # A name with brackets in it is written otherwise in running text.
        if place.kind == "country" and "(" not in place.name:
            sentence = f"Workers in {place.name} had no papers."
            if place.id not in places(sentence):
                missing.append(place.name)
    assert missing == []
