"""Made-up reports of several kinds, and how much of what they claim is found.

They were written while the rules were made, so they say whether the rules still do what they did, not how good they
are on a report nobody has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Score = Callable[[str], Any]
NAMES = (
    "bahasa",
    "bangla",
    "compounds",
    "europe",
    "flash",
    "gmdac",
    "gulf",
    "kalimantan",
    "laporan",
    "lebanon",
    "mae_sot",
    "mesoamerica",
    "nepal",
    "review",
    "sahel",
    "sea",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_gives_its_claims_and_little_else(scored: Score, name: str) -> None:
    found = scored(name)
    assert found.f1 >= 0.95, (found.missing, found.extra)
    assert found.right("qualifier") >= 0.95, found.wrong["qualifier"]
    assert found.right("places") >= 0.9, found.wrong["places"]
    assert found.right("period") >= 0.9, found.wrong["period"]
    assert found.right("sources") >= 0.9, found.wrong["sources"]
    assert found.right("indicator") >= 0.9, found.wrong["indicator"]


def test_every_report_is_looked_at(reports: list[str]) -> None:
    assert sorted(NAMES) == reports
