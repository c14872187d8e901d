"""What an ensemble gives: outcomes of draws, as tidy tables.

An outcome keeps whole people, by corridor, by destination or for all together. Tables turn them into migrants with
their quantities, units and months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rantau.framework.language import N_
from rantau.framework.words import DIMENSIONS
from rantau.simulation.digests import Digest, digest
from rantau.simulation.engine import Course
from rantau.simulation.insecurity import deprivations, migrants
from rantau.simulation.journeys import count_journeys
from rantau.simulation.lowering import Model
from rantau.simulation.parameters import Register
from rantau.simulation.quantities import COLUMNS, DETAINED, ENTERS, IDENTIFIED, ONES, QUANTITIES, Quantity
from rantau.simulation.states import CHANNELS, REPORTED, STATES
from rantau.simulation.tallies import ENDED_MONTHS
from rantau.simulation.world import World

if TYPE_CHECKING:
    import polars

__all__ = ["EXPLORES", "LEVELS", "QUANTITIES", "Level", "Outcome", "Quantity", "Result", "condense"]

EXPLORES = N_("This explores what follows from stated assumptions; it does not forecast.")
Level = Literal["corridor", "place", "region"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""By corridor; by destination; all together."""
Floats = NDArray[np.float64]


_NUMBER = {name: number for number, name in enumerate(QUANTITIES)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One draw of one scenario, in simulated people. U units (corridors, places or one region), T months.

    Attributes:
        scenario: Its name.
        draw: Its number.
        stock: (T + 1, U, channels, states).
        tallies: (T, U, channels, columns).
        complicit: (T, U, channels).
        framing: (T, places).
        enforcement: (T, places).
        cohorts: (T + 1, corridors).
        trafficked: Packed bits, one a person in the order of the cohorts: entered exploitation since the start.
        journeys: (corridors, channels, outcomes) how journeys ended, see :mod:`rantau.simulation.journeys`; whatever
            the level of the rest.
    """

    scenario: str
    draw: int
    stock: NDArray[np.int32]
    tallies: NDArray[np.int32]
    complicit: NDArray[np.float32]
    framing: Floats
    enforcement: Floats
    cohorts: NDArray[np.int32]
    trafficked: NDArray[np.uint8]
    journeys: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.int32))


def unit_names(world: World, by: Level) -> tuple[str, ...]:
    """Names of the units of a level."""
    if by == "corridor":
        return tuple(one.id for one in world.corridors)
    if by == "place":
        return tuple(one.id for one in world.places)
    return ("region",)


def _gathered(table: NDArray[Any], world: World, by: Level) -> NDArray[Any]:
    """Corridors (axis 1) added up to units."""
    if by == "corridor":
        return table
    if by == "region":
        return np.asarray(table.sum(axis=1, keepdims=True))
    result = np.zeros((len(world.places), len(table), *table.shape[2:]), dtype=table.dtype)
    np.add.at(result, world.destinations, table.swapaxes(0, 1))
    return result.swapaxes(0, 1)


def condense(course: Course, model: Model, scenario: str, draw: int, by: Level) -> Outcome:
    """Keep of a course what tables and comparisons need."""
    world = model.world
    entered = course.tallies[..., ENTERS].sum(axis=-1)
    complicit = entered * model.complicity[:, :, None]
    # In the order of their axes: sums of what is read from a file must be those of what was in memory, to the bit.
    return Outcome(
        scenario,
        draw,
        np.ascontiguousarray(_gathered(course.stock, world, by), dtype=np.int32),
        np.ascontiguousarray(_gathered(course.tallies, world, by), dtype=np.int32),
        np.ascontiguousarray(_gathered(complicit, world, by), dtype=np.float32),
        course.framing,
        course.enforcement,
        course.cohorts.astype(np.int32),
        np.packbits(course.trace > 0),
        count_journeys(course.stock, course.tallies),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """An ensemble: draws × scenarios."""

    world: World
    register: Register
    seed: int
    weight: float
    by: Level
    outcomes: Mapping[tuple[str, int], Outcome]
    """(scenario, draw) -> outcome; a mapping may fetch each where it lies, for only digests are remembered."""
    digests: dict[tuple[str, int], Digest] = field(default_factory=dict, repr=False, compare=False)
    _weights: dict[int, Floats] = field(default_factory=dict, repr=False, compare=False)

    def deprivations(self, draw: int) -> Floats:
        """(channels, states, dimensions) of a draw, worked out once."""
        if draw not in self._weights:
            self._weights[draw] = deprivations(self.register.draw(self.seed, draw))
        return self._weights[draw]

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(scenario for scenario, _ in self.outcomes))

    @property
    def draws(self) -> tuple[int, ...]:
        return tuple(sorted({draw for _, draw in self.outcomes}))

    def of(self, scenario: str) -> Result:
        """The part of one scenario."""
        return self.part([one for one in self.outcomes if one[0] == scenario])

    def part(self, chosen: Iterable[tuple[str, int]]) -> Result:
        """Some of the outcomes; what is remembered is shared."""
        kept = _Part(self.outcomes, tuple(chosen))
        return replace(self, outcomes=kept)

    def values(self, outcome: Outcome, quantity: str) -> Floats:
        """(T, U, channels) of one quantity, in its unit."""
        return self.weight * _values(self, outcome, quantity)

    def total(self, scenario: str, draw: int, quantity: str) -> float:
        """A quantity added up over all units, channels and months."""
        return float(digest(self, scenario, draw).totals[_NUMBER[quantity]])

    def table(
        self, quantities: Iterable[str] | None = None, scenarios: Sequence[str] | None = None
    ) -> polars.DataFrame:
        """The tidy table.

        Args:
            quantities: Names from :data:`QUANTITIES`; all by default. Beside them stand, by place, ``framing`` and
                ``enforcement``, and for each dimension ``insecure_months_per_1000_<dimension>``.
            scenarios: Some of the scenarios; all by default.

        Returns:
            Columns scenario, draw, place (a corridor ``MMR>THA``, a place, or ``region``), channel, month
            (``2025-01``), quantity, value, unit.
        """
        import polars

        chosen = tuple(QUANTITIES if quantities is None else quantities)
        frames = [
            _frame(self, self.outcomes[key], chosen)
            for key in self.outcomes
            if scenarios is None or key[0] in scenarios
        ]
        return polars.concat(frames)


class _Part(Mapping[tuple[str, int], Outcome]):
    """Some of the outcomes of a mapping, each fetched when it is asked for."""

    def __init__(self, whole: Mapping[tuple[str, int], Outcome], chosen: tuple[tuple[str, int], ...]) -> None:
        self._whole, self._chosen = whole, dict.fromkeys(chosen)

    def __getitem__(self, key: tuple[str, int]) -> Outcome:
        if key not in self._chosen:
            raise KeyError(key)
        return self._whole[key]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._chosen)

    def __len__(self) -> int:
        return len(self._chosen)


def _values(result: Result, outcome: Outcome, name: str) -> Floats:
    stock, tallies = outcome.stock[1:], outcome.tallies
    if name in ONES:
        table: NDArray[Any] = tallies[..., ONES[name][0]]
    elif name == "migrants":
        table = stock[..., migrants()].sum(axis=-1)
    elif name == "person_months_in_exploitation":
        table = stock[..., STATES.index("exploited")]
    elif name.startswith("stock_"):
        table = stock[..., [REPORTED[state] == name[6:] for state in STATES]].sum(axis=-1)
    elif name in ("entered_exploitation", "identified", "detained"):
        columns = {"entered_exploitation": ENTERS, "identified": IDENTIFIED, "detained": DETAINED}[name]
        table = tallies[..., columns].sum(axis=-1)
    elif name == "ended_exploitation_months":
        table = tallies[..., ENDED_MONTHS]
    elif name == "entered_with_complicit_officials":
        table = outcome.complicit
    elif name.startswith("insecure_person_months_"):
        weights = result.deprivations(outcome.draw)
        dimension = DIMENSIONS.index(name.removeprefix("insecure_person_months_"))
        table = np.einsum("tucs,cs->tuc", stock, weights[:, :, dimension])
    else:
        table = tallies[..., COLUMNS[name]]
    return table.astype(np.float64)


def _frame(result: Result, outcome: Outcome, quantities: Sequence[str]) -> polars.DataFrame:
    import polars

    world = result.world
    months = [str(world.start.plus(n)) for n in range(world.months)]
    names = unit_names(world, result.by)
    count = len(months) * len(names) * len(CHANNELS)
    parts = []

    def part(rows: polars.DataFrame, quantity: str, unit: str, values: Floats) -> None:
        parts.append(
            rows.select(
                polars.lit(outcome.scenario).alias("scenario"),
                polars.lit(outcome.draw, dtype=polars.Int32).alias("draw"),
                "place",
                "channel",
                "month",
                polars.lit(quantity).alias("quantity"),
                polars.Series("value", values),
                polars.lit(unit).alias("unit"),
            )
        )

    # The columns that are the same for every quantity are made once.
    rows = polars.DataFrame(
        {
            "place": [name for name in names for _ in CHANNELS] * len(months),
            "channel": list(CHANNELS) * (count // len(CHANNELS)),
            "month": [month for month in months for _ in range(len(names) * len(CHANNELS))],
        }
    )
    for name in quantities:
        part(rows, name, QUANTITIES[name].unit, result.values(outcome, name).ravel())
    if people := _per_thousand(result, outcome, quantities):
        rows = polars.DataFrame(
            {"place": list(names) * len(months), "month": [month for month in months for _ in names]}
        ).with_columns(channel=polars.lit("all"))
        for name, values in people.items():
            part(rows, name, "insecure person-months per 1,000 migrants", values.ravel())
    everywhere = [one.id for one in world.places]
    rows = polars.DataFrame(
        {"place": everywhere * len(months), "month": [month for month in months for _ in everywhere]}
    ).with_columns(channel=polars.lit("all"))
    for name, path in (("framing", outcome.framing), ("enforcement", outcome.enforcement)):
        unit = "index (0-1)" if name == "framing" else "times the present"
        part(rows, name, unit, path.ravel())
    return polars.concat(parts)


def _per_thousand(result: Result, outcome: Outcome, quantities: Sequence[str]) -> dict[str, Floats]:
    people = result.values(outcome, "migrants").sum(axis=2)
    found = {}
    for dimension in DIMENSIONS:
        name = f"insecure_person_months_{dimension}"
        if name in quantities:
            months = result.values(outcome, name).sum(axis=2)
            found[f"insecure_months_per_1000_{dimension}"] = np.where(
                people > 0, 1000 * months / np.maximum(people, 1e-300), np.nan
            )
    return found
