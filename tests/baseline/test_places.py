"""Towns, crossings and ports, and the borders that they lie on."""

from __future__ import annotations

import math
import re

import pytest

from rantau.baseline.load import borders, find_place, place, places
from rantau.framework.corridors import Border

MEMBERS = places()["asean"].members
POINTED = ("town", "crossing", "port", "zone")


def kilometres(one: str, other: str) -> float:
    """The way over a globe of 6,371 km radius, from point to point."""
    ends = []
    for id in (one, other):
        found = place(id)
        assert found.latitude is not None, id
        assert found.longitude is not None, id
        ends.append((math.radians(found.latitude), math.radians(found.longitude)))
    (north, east), (north_b, east_b) = ends
    bow = (
        math.sin((north_b - north) / 2) ** 2
        + math.cos(north) * math.cos(north_b) * math.sin((east_b - east) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(bow))


def land(*codes: str) -> list[Border]:
    return [one for one in borders() if one.kind == "land" and set(codes) & set(one.pair)]


def test_the_distance_is_that_of_a_degree() -> None:
    # Bavet 11.0632 N and Moc Bai 11.07 N: 0.0068 degrees of latitude are 0.8 km, 0.0244 of longitude 2.7 km.
    assert kilometres("bavet", "moc-bai") == pytest.approx(math.hypot(0.76, 2.67), abs=0.05)


@pytest.mark.parametrize(
    ("one", "other", "at_most"),
    [
        ("mae-sot", "myawaddy", 10),
        ("mae-sai", "tachileik", 5),
        ("ranong", "kawthaung", 15),
        ("aranyaprathet", "poipet", 10),
        ("koh-kong", "cham-yeam", 15),
        ("nong-khai", "thanaleng", 10),
        ("mukdahan", "savannakhet", 10),
        ("chiang-khong", "houayxay", 5),
        ("nakhon-phanom", "thakhek", 10),
        ("chiang-saen", "golden-triangle-sez", 15),
        ("sungai-kolok", "rantau-panjang", 5),
        ("sadao", "bukit-kayu-hitam", 20),
        ("betong", "pengkalan-hulu", 20),
        ("entikong", "tebedu", 15),
        ("nunukan", "tawau", 40),
        ("batam", "harbourfront", 40),
        ("johor-bahru", "woodlands", 10),
        ("bavet", "moc-bai", 5),
        ("dansavan", "lao-bao", 5),
        ("motaain", "batugade", 10),
        ("muse", "ruili", 10),
        ("mong-la", "daluo", 15),
        ("boten", "mohan", 10),
        ("lao-cai", "hekou", 10),
        ("mong-cai", "dongxing", 10),
        ("tamu", "moreh", 10),
        ("maungdaw", "teknaf", 15),
        ("myawaddy", "shwe-kokko", 20),
        ("myawaddy", "kk-park", 15),
    ],
)
def test_the_two_sides_of_a_crossing_lie_close_together(one: str, other: str, at_most: float) -> None:
    assert kilometres(one, other) <= at_most


def test_both_sides_of_a_crossing_are_on_the_same_border() -> None:
    sides = {crossing: one.pair for one in borders() for crossing in one.crossings if one.kind == "land"}
    assert sides["mae-sot"] == sides["myawaddy"] == ("MMR", "THA")
    assert sides["aranyaprathet"] == sides["poipet"] == ("KHM", "THA")
    assert sides["entikong"] == sides["tebedu"] == ("IDN", "MYS")


def test_each_place_of_one_point_has_it_and_it_lies_in_the_region() -> None:
    ours = [one for one in places().values() if one.kind in POINTED]
    assert len(ours) > 110
    for one in ours:
        assert one.latitude is not None, one.id
        assert one.longitude is not None, one.id
        assert -12 < one.latitude < 29, one.id
        assert 88 < one.longitude < 142, one.id


def test_a_point_that_no_gazetteer_gave_is_said_to_be_rough() -> None:
    rough = [one for one in places().values() if one.kind in POINTED and one.confidence == "unchecked"]
    assert rough
    assert [one.id for one in rough if "5 km" not in one.note] == []
    for one in rough:  # two decimals are about a kilometre: no more is claimed
        assert one.latitude == round(one.latitude or 0, 2)


def test_members_that_touch_by_land() -> None:
    touching = {one.pair for one in borders() if one.kind == "land" and set(one.pair) <= set(MEMBERS)}
    assert touching == {
        ("BRN", "MYS"),
        ("IDN", "MYS"),
        ("IDN", "TLS"),
        ("KHM", "LAO"),
        ("KHM", "THA"),
        ("KHM", "VNM"),
        ("LAO", "MMR"),
        ("LAO", "THA"),
        ("LAO", "VNM"),
        ("MMR", "THA"),
        ("MYS", "THA"),
    }


@pytest.mark.parametrize(
    ("country", "total_km"),
    [("IDN", 2958), ("KHM", 2530), ("LAO", 5274), ("MMR", 6522), ("MYS", 2742), ("THA", 5673), ("VNM", 4616)],
)
def test_the_borders_of_a_country_add_up_to_what_the_factbook_has_for_it(country: str, total_km: int) -> None:
    assert sum(one.length_km or 0 for one in land(country)) == total_km


def test_singapore_is_joined_to_malaysia_over_water_only() -> None:
    assert [(one.pair, one.kind) for one in borders() if "SGP" in one.pair] == [
        (("IDN", "SGP"), "sea"),
        (("MYS", "SGP"), "causeway"),
        (("MYS", "SGP"), "sea"),
    ]


def test_each_member_is_on_a_border() -> None:
    assert set(MEMBERS) <= {code for one in borders() for code in one.pair}


def test_a_crossing_is_on_land_borders_of_the_members_but_where_the_note_says_why_not() -> None:
    empty = [one for one in borders() if one.kind == "land" and not one.crossings]
    assert [one.pair for one in empty] == [("LAO", "MMR")]
    assert all(one.note for one in empty)


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("Mae Sod", "mae-sot"),
        ("แม่สอด", "mae-sot"),
        ("Sungai Golok", "sungai-kolok"),
        ("Golden Triangle SEZ", "golden-triangle-sez"),
        ("Kampong Som", "sihanoukville"),
        ("Tachilek", "tachileik"),
        ("Hat Lek", "cham-yeam"),
        ("melaka", "malacca"),
        ("Rakhine", "rakhine-state"),
    ],
)
def test_a_place_is_found_by_its_other_names(written: str, id: str) -> None:
    found = find_place(written)
    assert found is not None
    assert found.id == id


def test_no_capital_is_a_place_since_news_and_books_begin_with_it() -> None:
    """«BANGKOK, 3 May» and «Jakarta: Publisher» say where something was written, not what it is about."""
    for code in MEMBERS:
        told = re.search(r"Point: ([^.;]+)\.", place(code).note)
        assert told, code
        found = find_place(told[1])
        assert found is None or found.id == code, told[1]
