"""Commitment against implementation, summed up: of what binds a state, how much is tested, and what the tests say.

Counts of tests, each a duty beside an indicator; never a score. What is not known is counted as such, and a state of
which nothing is reported does not come out better than one that reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rantau.policy.instruments import Bond, Obligation, bound_in
from rantau.policy.monitor_report import Commitment

__all__ = ["REGION", "Kept", "kept"]

REGION = "region"
"""The place of the rows that add all states up."""
_SHORT = ("far off", "not met")
_OPEN = ("cannot be told", "contradicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A state's promises of one strength, or of all, beside what became of them."""

    place: str
    strength: str
    """``hard``, ``qualified``, ``soft``, or ``all``."""
    duties: int
    """Duties that bind the state in the year looked at."""
    tested: int
    """Of these, duties that an indicator tests."""
    reported: int
    """Of these, duties of which at least one test has a figure, contradicted ones too."""
    tests: int
    """Tests: pairs of a binding duty and an indicator."""
    met: int
    part: int
    """Part of the way."""
    short: int
    """Far off, or not met."""
    open: int
    """Cannot be told, or contradicted."""
    no_target: int
    no_data: int
    better: int
    worse: int


def kept(
    commitments: Sequence[Commitment], bonds: Sequence[Bond], duties: Iterable[Obligation], year: int
) -> list[Kept]:
    """Every state by strength and in all, then the region.

    Args:
        commitments: From :func:`rantau.policy.monitor_report.commitments`.
        bonds: Who is bound since when; their states are the rows.
        duties: The table of duties.
        year: The year in which it is asked whether a state is bound.
    """
    places = list(dict.fromkeys(one.iso3 for one in bonds))
    bound = {(one.instrument, one.iso3) for one in bonds if bound_in(one, year) == "yes"}
    owed = [(place, duty) for place in places for duty in duties if (duty.instrument, place) in bound]
    binding = [one for one in commitments if one.bound == "yes"]
    return [
        _row(
            place,
            strength,
            [(at, duty) for at, duty in owed if place in (at, REGION) and strength in (duty.strength, "all")],
            [one for one in binding if place in (one.place, REGION) and strength in (one.strength, "all")],
        )
        for place in (*places, REGION)
        for strength in ("hard", "qualified", "soft", "all")
    ]


def _row(
    place: str, strength: str, owed: Sequence[tuple[str, Obligation]], tests: Sequence[Commitment]
) -> Kept:
    def count(*words: str) -> int:
        return sum(one.word in words for one in tests)

    return Kept(
        place=place,
        strength=strength,
        duties=len(owed),
        tested=len({(one.place, one.obligation) for one in tests}),
        reported=len({(one.place, one.obligation) for one in tests if one.word != "no data"}),
        tests=len(tests),
        met=count("met"),
        part=count("part of the way"),
        short=count(*_SHORT),
        open=count(*_OPEN),
        no_target=count("no target"),
        no_data=count("no data"),
        better=sum(one.trend == "better" for one in tests),
        worse=sum(one.trend == "worse" for one in tests),
    )
