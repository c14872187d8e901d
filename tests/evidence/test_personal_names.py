"""Names of persons, and capitals that are none."""

from __future__ import annotations

import pytest

from rantau.evidence import default_place_index
from rantau.evidence.personal_names import find_names, name_of_speaker, pseudonyms_given, recurrences


def names(text: str, *, everywhere: bool = False) -> list[str]:
    return [text[low:high] for low, high in find_names(text, default_place_index(), everywhere=everywhere)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ma Hla Hla paid, and Ko Thura did not.", ["Hla Hla", "Thura"]),
        ("Ibu Rina dan Pak Darto tidak tahu.", ["Rina", "Darto"]),
        ("We met Mr Tan and Ms. Maria Santos there.", ["Maria Santos"]),
        ("a broker named Hasan took the money", ["Hasan"]),
        ("Nama saya Siti Aminah, dari Lombok.", ["Siti Aminah"]),
        ("my brother Aung was on the boat", ["Aung"]),
        ("Nguyen Thi Lan left in May.", ["Nguyen Thi Lan"]),
        ("Ahmad bin Ali signed it.", ["Ahmad bin Ali"]),
        ("Dewi, 24, was sold twice.", ["Dewi"]),
        ("Nama: SITI AMINAH\nUmur: 24", ["SITI AMINAH"]),
    ],
)
def test_a_name_is_told_by_a_title_an_age_a_relation_or_its_form(text: str, expected: list[str]) -> None:
    assert [name for name in names(text) if name != "Tan"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Anwar and President Widodo met in Jakarta.",
        "In Mae Sot and in Rakhine State, Ko M. waited.",
        "A woman from Shan State and a man from East Java came by the Andaman Sea.",
        "Human Rights Watch and the Migrant Workers Union wrote to the Ministry of Labour.",
        "Mr Smith (2020) and Ms Jones (2019) differ.",
        "In May, on Monday, Ramadan began.",
    ],
)
def test_offices_places_bodies_authors_and_initials_name_no_witness(text: str) -> None:
    assert names(text) == []


def test_a_transcript_must_hold_no_name_of_any_kind() -> None:
    text = (
        "Interviewer: Who took you?\nDewi: The man they call Rashid sold me, and Joko drove us to Pontianak."
    )
    assert names(text, everywhere=True) == ["Dewi", "Rashid", "Joko"]


def test_a_name_that_the_text_says_is_not_real_is_a_pseudonym_already() -> None:
    assert pseudonyms_given("Mary (not her real name) left with Rina (bukan nama sebenarnya).") == {
        "Mary",
        "Rina",
    }


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Ko Thura, a 31-year-old fisher from Rakhine State", "Thura"),
        ("Siti (27), mantan pekerja asal Bone", "Siti"),
        ("Nguyen Thi Lan", "Nguyen Thi Lan"),
        ("a woman from Tavoy", ""),
        ("Interviewee 4", ""),
        ("P12, a 41-year-old man", ""),
        ("fisherman Ko M.", ""),
    ],
)
def test_the_name_is_taken_out_of_a_description(description: str, name: str) -> None:
    assert name_of_speaker(description, default_place_index()) == name


def test_a_name_comes_back_whole_or_in_part_and_in_capitals() -> None:
    text = "Siti left. Later AMINAH came, and siti aminah signed; the situation in May was bad."
    spans = [text[low:high] for low, high, _ in recurrences(text, ("Siti Aminah", "May"[:0] or "Rina"))]
    assert spans == ["Siti", "AMINAH", "siti aminah"]


def test_of_many_names_each_is_found_where_it_stands() -> None:
    many = [f"Thura{chr(97 + number // 26)}{chr(97 + number % 26)} Oo" for number in range(600)]
    text = " and ".join([*many[::7], "THURAAA", "thuraaa oo"])
    found = recurrences(text, sorted(many, key=lambda name: (-len(name), name)))
    assert [name for _, _, name in found] == [*many[::7], many[0], many[0]]
    assert [text[start:end] for start, end, _ in found[:2]] == [many[0], many[7]]
