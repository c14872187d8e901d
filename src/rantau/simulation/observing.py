"""What of the model can be held against evidence: shares, levels and yearly numbers of the months that count.

The quantities are data (``observed.toml``). They are worked out in the same way from people and from the expected
course of events.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.states import CHANNELS, EXITS, PRESENT, STATES

if TYPE_CHECKING:
    from rantau.simulation.engine import Course
    from rantau.simulation.lowering import Model
    from rantau.simulation.meanfield import Expected

__all__ = ["Observed", "Places", "observe", "observed", "straight"]

Floats = NDArray[np.float64]
Kind = Literal["share", "level", "yearly"]
_UNITS: Mapping[Kind, str] = {"share": "percent", "level": "persons", "yearly": "persons a year"}
_PRESENT = [STATES.index(one) for one in PRESENT]
_EXPLOITED = ("exploited", "detained_exploited")
_ENTERS = [n for n, one in enumerate(EXITS) if one.target == "exploited" and one.origin != "exploited"]
_ENDS = [
    n
    for n, one in enumerate(EXITS)
    if one.origin in _EXPLOITED and one.target not in _EXPLOITED and one.origin != one.target
]


@dataclass(frozen=True, slots=True)
class Observed:
    """A quantity of the model that evidence can be about."""

    name: str
    kind: Kind
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    meaning: str
    assumes: str

    @property
    def unit(self) -> str:
        return _UNITS[self.kind]


@dataclass(frozen=True, slots=True)
class Places:
    """Which corridors a figure is about. Empty sets leave an end open; ``ends`` are places at either end."""

    origins: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()

    def of(self, origin: str, destination: str) -> bool:
        """Whether a corridor is among them."""
        return (
            (not self.origins or origin in self.origins)
            and (not self.destinations or destination in self.destinations)
            and (not self.ends or origin in self.ends or destination in self.ends)
        )


@lru_cache(maxsize=1)
def observed() -> Mapping[str, Observed]:
    """The quantities by name."""
    text = resources.files("rantau.simulation").joinpath("observed.toml").read_text(encoding="utf-8")
    return {
        row["name"]: Observed(
            name=row["name"],
            kind=row["kind"],
            numerator=tuple(row["numerator"]),
            denominator=tuple(row.get("denominator", ())),
            meaning=row["meaning"],
            assumes=row["assumes"],
        )
        for row in tomllib.loads(text)["quantity"]
    }


def straight(values: Floats, kind: Kind, least: float = 1.0) -> Floats:
    """Values on the scale on which distances are taken: log odds of shares, logarithms of numbers.

    Args:
        values: In the quantity's unit.
        kind: Of the quantity.
        least: What a number is taken for that is smaller, so that nobody at all is at a finite distance.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "share":
            share = np.clip(values / 100.0, 1e-4, 1 - 1e-4)
            return np.asarray(np.log(share / (1 - share)))
        return np.asarray(np.log(np.maximum(values, least)))


def observe(
    course: Course | Expected,
    model: Model,
    weight: float,
    wanted: Sequence[tuple[str, Places]],
    window: tuple[int, int],
) -> Floats:
    """Quantities of a course of events.

    Args:
        course: From :func:`rantau.simulation.engine.run_draw` or
            :func:`rantau.simulation.meanfield.run_mean_field`.
        model: That of the course.
        weight: Migrants that a person of the course stands for.
        wanted: Quantities by name, each with its places.
        window: First month that counts, and the one after the last.

    Returns:
        (wanted,) in the units of the quantities; NaN for a share of nobody.
    """
    first, end = window
    known: dict[str, Floats] = {}
    corridors = model.world.corridors

    def by_corridor(term: str) -> Floats:
        if term not in known:
            known[term] = weight * _term(term, course, model, first, end)
        return known[term]

    found = np.empty(len(wanted))
    for number, (name, places) in enumerate(wanted):
        quantity = observed()[name]
        mask = np.array([places.of(one.origin, one.destination) for one in corridors])
        top = float(sum(by_corridor(term)[mask].sum() for term in quantity.numerator))
        if quantity.kind == "share":
            below = float(sum(by_corridor(term)[mask].sum() for term in quantity.denominator))
            found[number] = 100.0 * top / below if below > 0 else np.nan
        else:
            found[number] = top * (12.0 if quantity.kind == "yearly" else 1.0) / (end - first)
    return found


def _term(term: str, course: Course | Expected, model: Model, first: int, end: int) -> Floats:
    """(corridors,) a term added up over the months that count."""
    from rantau.simulation.parameters import register
    from rantau.simulation.results import Outcome, Result

    name, _, channel = term.partition(":")
    tallies = course.tallies[first:end]
    if name == "present":
        table = course.stock[first + 1 : end + 1][..., _PRESENT].sum(axis=-1).astype(np.float64)
    elif name == "ended_exploitation":
        table = tallies[..., _ENDS].sum(axis=-1).astype(np.float64)
    elif name == "entered_with_complicit_officials":
        table = tallies[..., _ENTERS].sum(axis=-1) * model.complicity[first:end, :, None]
    else:
        none = np.zeros(0)
        part: Any = Outcome("", 0, course.stock[first : end + 1], tallies, none, none, none, none, none)  # type: ignore[arg-type]
        table = Result(model.world, register(), 0, 1.0, "corridor", {}).values(part, name)
    if channel:
        return np.asarray(table[:, :, CHANNELS.index(channel)].sum(axis=0))
    return np.asarray(table.sum(axis=(0, 2)))
