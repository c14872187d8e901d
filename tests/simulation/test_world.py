"""Worlds come from plain tables; what is wrong in one is said with its line."""

import pytest

from rantau.baseline.load import corridors, observations, places
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.dates import Month, read_month
from rantau.simulation.from_baseline import baseline_tables, baseline_world
from rantau.simulation.world import world_of

from .conftest import TABLES

ASEAN = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")


def test_tables_become_places_and_corridors(world):
    assert [one.id for one in world.corridors] == ["AAA>BBB", "CCC>BBB", "AAA>DDD"]
    assert world.origins.tolist() == [0, 2, 0]
    assert world.destinations.tolist() == [1, 1, 3]
    assert world.places[0].tier == 3
    assert not world.places[2].member


def test_macro_series_run_straight_between_years_and_flat_outside(world):
    wage, conflict = world.macro("wage"), world.macro("conflict")

    # From the middle of 2024 (5000) to the middle of 2027 (5500) over 36 months; the first month's middle is
    # 6.5 months in, the thirteenth's 18.5.
    assert wage[12, 0] == pytest.approx((5000 + 500 * 18.5 / 36) / (5000 + 500 * 6.5 / 36))
    assert conflict[12, 0] == pytest.approx(0.2 * 12 / 36)
    assert wage[-1, 0] == wage[30, 0] > 1
    assert (wage[:, 1:] == 1).all()
    assert (conflict[:, 1:] == 0).all()


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("corridors", {"origin": "AAA", "destination": "ZZZ", "stock": "1"}, r"corridors.csv, line 5: 'ZZZ'"),
        ("corridors", {"origin": "BBB", "destination": "AAA", "stock": "many"}, r"line 5: stock is 'many'"),
        ("corridors", {"origin": "BBB", "destination": "AAA"}, r"line 5: stock is empty"),
        (
            "corridors",
            {"origin": "BBB", "destination": "AAA", "stock": "1", "complicity": "45"},
            "from 0 to 1",
        ),
        ("series", {"place": "XXX", "year": "2024", "wage": "1"}, r"series.csv, line 5: 'XXX'"),
        ("series", {"place": "AAA", "year": "2024", "conflict": "nan"}, "conflict is 'nan'"),
        (
            "policy",
            {"place": "AAA", "lever": "walls", "value": "1"},
            r"policy.csv, line 2: .*no lever 'walls'",
        ),
        ("policy", {"place": "AAA", "lever": "legal_aid", "value": "7"}, "from 0 to 1"),
        ("places", {"id": "EEE", "tier": "9"}, r"places.csv, line 6: tier"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(table, row, message):
    with pytest.raises(BadTable, match=message):
        world_of({**TABLES, table: [*TABLES.get(table, []), row]})


def test_a_corridor_that_stands_twice_is_refused():
    with pytest.raises(BadInput, match="twice"):
        world_of({**TABLES, "corridors": TABLES["corridors"] * 2})


def test_the_baseline_makes_a_world_of_the_region_and_says_what_it_assumes():
    region = baseline_world(observations(), corridors(), places(), ASEAN, 2024)

    by_id = {one.id: one for one in region.corridors}
    # Baseline: 1,708,695 people born in Myanmar lived in Thailand in 2024.
    assert by_id["MMR>THA"].stock == 1_708_695
    assert by_id["MMR>THA"].complicity == pytest.approx(1 - (28 + 36) / 200)
    assert 550 < by_id["MMR>THA"].distance_km < 700  # Yangon to Bangkok
    assert sum(one.stock for one in region.corridors) > 10_000_000
    assert all(ASEAN.count(one.origin) or ASEAN.count(one.destination) for one in region.corridors)
    assert not next(one for one in region.places if one.id == "SAU").member
    assert any("SAU" in note and "No wages known" in note for note in region.notes)
    assert all(note.startswith(("ASSUMED", "No ")) for note in region.notes)


def test_provinces_use_the_same_tables_as_countries():
    tables, _ = baseline_tables(observations(), corridors(), places(), ASEAN, 2024)
    country = world_of(tables)
    text = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for rows in text.values():
        for row in rows:
            for column in ("id", "place", "origin", "destination"):
                if column in row:
                    row[column] = f"province-{row[column].lower()}"
    province = world_of(text)

    assert [one.stock for one in province.corridors] == [one.stock for one in country.corridors]
    assert (province.macro("wage") == country.macro("wage")).all()


def test_months_of_the_calendar():
    assert Month(2025, 11).plus(3) == Month(2026, 2)
    assert Month(2026, 2).since(Month(2025, 11)) == 3
    assert read_month("+14", Month(2025, 1)) == read_month("2026-03", Month(2025, 1)) == Month(2026, 3)
    assert read_month("2026-13", Month(2025, 1)) is None
    assert read_month("March", Month(2025, 1)) is None
