"""Small worlds that can be worked through by hand."""

import pytest

from rantau.simulation.world import world_of

TABLES = {
    "places": [
        {"id": "AAA", "name": "A", "tier": "3"},
        {"id": "BBB", "name": "B", "tier": "2"},
        {"id": "CCC", "name": "C", "member": "no"},
        {"id": "DDD", "name": "D"},
    ],
    "corridors": [
        {"origin": "AAA", "destination": "BBB", "stock": "40000", "distance_km": "1000", "complicity": "0.6"},
        {"origin": "CCC", "destination": "BBB", "stock": "20000", "growth": "30"},
        {"origin": "AAA", "destination": "DDD", "stock": "10000", "flow": "250", "complicity": "0.3"},
    ],
    "series": [
        {"place": "AAA", "year": "2024", "wage": "5000", "conflict": "0.5"},
        {"place": "AAA", "year": "2027", "wage": "5500", "conflict": "0.7"},
        {"place": "BBB", "year": "2024", "wage": "20000", "conflict": ""},
    ],
}
"""Made up. Two corridors share a destination; the third shares its origin alone with the first."""


@pytest.fixture(scope="session")
def world():
    return world_of(TABLES, months=36)
