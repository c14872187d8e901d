"""Where those who flee a conflict arrive: daily steps on a graph of places, set against what camps counted.

A known case for the machinery: published conflicts, with the rules of movement that were published for FLEE
(Suleimenova, Bell and Groen 2017, doi:10.1038/s41598-017-13828-9), with this engine's luck. How many flee in all is
taken from the counts, as there; what is predicted is where they come to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.displacement_input import Case
from rantau.simulation.parameters import Register, read_register
from rantau.simulation.randomness import draw_key

if TYPE_CHECKING:
    import datetime

    import polars

__all__ = ["Displacement", "averaged_relative_difference", "displace", "frozen_shares", "rules"]

Floats = NDArray[np.float64]
_LEAVES = {
    "town": "leave_town",
    "conflict_zone": "leave_conflict",
    "camp": "leave_camp",
    "forwarding_hub": "leave_hub",
}
AFTER = 30
"""The naive forecast freezes the shares of this day, as FLEE's own comparison does."""


@lru_cache(maxsize=1)
def rules() -> Register:
    """The rules of movement that ship with the program."""
    text = resources.files("rantau.simulation").joinpath("displacement.toml").read_text(encoding="utf-8")
    return read_register(text, "displacement.toml")


def averaged_relative_difference(predicted: Floats, counted: Floats, after: int = 0) -> float:
    """FLEE's averaged relative difference: the mean over days of ``Σ |predicted − counted| / Σ counted`` over camps.

    Suleimenova, Bell and Groen (2017). 0 is perfect; 2 is everybody in the wrong camp. Days on which nobody was
    counted count as 0, as in FLEE.

    Args:
        predicted: (days, camps).
        counted: (days, camps).
        after: Days before this one are left out.
    """
    total = counted.sum(axis=1)
    off = np.abs(predicted - counted).sum(axis=1)
    daily = np.where(total > 0, off / np.maximum(total, 1.0), 0.0)
    return float(daily[after:].mean()) if len(daily) > after else float("nan")


def frozen_shares(counted: Floats, after: int) -> Floats:
    """The naive forecast: from a day on every camp keeps its share of that day, of totals that are known.

    Args:
        counted: (days, camps).
        after: The day; before it the forecast is what was counted.
    """
    result = counted.copy()
    total = counted.sum(axis=1)
    if 0 <= after < len(counted) and total[after] > 0:
        result[after:] = total[after:, None] * counted[after] / total[after]
    return result


@dataclass(frozen=True, slots=True)
class Displacement:
    """What a run gives. D days, C camps.

    Attributes:
        case: What was simulated.
        walked: (D, C) people in each camp at the end of each day, others being on their way, as FLEE counts.
        predicted: (D, C) the counted total of a day, spread by the shares of ``walked``.
        restarted: (D, C) the same of a run that is set to the counts of day ``after``, and counts before it.
        naive: (D, C) the counted total of a day, spread by the shares counted on day ``after``, and counts before it.
        after: A day. ``restarted`` and ``naive`` know the same: all counts up to it, and totals from then on.
    """

    case: Case
    walked: Floats
    predicted: Floats
    restarted: Floats
    naive: Floats
    after: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.case.places[one].name for one in self.case.camps)

    def differences(self) -> dict[str, float]:
        """Averaged relative differences, over all days and from day ``after`` on.

        ``flee_…``: of ``walked``, as FLEE defines it. ``shares_…``: of ``predicted``. ``restarted_after`` and
        ``naive_after``: of the two forecasts from day ``after``.
        """
        found = {}
        for name, values in (("flee", self.walked), ("shares", self.predicted)):
            found[f"{name}_all_days"] = averaged_relative_difference(values, self.case.counts)
            found[f"{name}_after"] = averaged_relative_difference(values, self.case.counts, self.after)
        for name, values in (("restarted", self.restarted), ("naive", self.naive)):
            found[f"{name}_after"] = averaged_relative_difference(values, self.case.counts, self.after)
        return found

    def date(self, day: int) -> datetime.date:
        """The date of a day."""
        import datetime

        return self.case.start + datetime.timedelta(day)

    def table(self) -> polars.DataFrame:
        """Columns place, date, counted, walked, predicted, restarted, naive, unit."""
        import polars

        days = self.case.days
        parts = [
            polars.DataFrame(
                {
                    "place": [name] * days,
                    "date": [self.date(day) for day in range(days)],
                    "counted": self.case.counts[:, n],
                    **{
                        what: getattr(self, what)[:, n]
                        for what in ("walked", "predicted", "restarted", "naive")
                    },
                    "unit": ["people"] * days,
                }
            )
            for n, name in enumerate(self.names)
        ]
        return polars.concat(parts)


@dataclass(frozen=True, slots=True)
class _Graph:
    """Ways as the kernel wants them: each route twice, sorted by where it begins."""

    first: NDArray[np.int32]
    origin: NDArray[np.int32]
    target: NDArray[np.int32]
    length: Floats
    forced: NDArray[np.bool_]


def _graph(case: Case) -> _Graph:
    ways = [(one.first, one.second, one.kilometres, one.redirects == 1) for one in case.routes]
    ways += [(one.second, one.first, one.kilometres, one.redirects == 2) for one in case.routes]
    ways.sort(key=lambda way: way[:2])
    origin = np.array([way[0] for way in ways], dtype=np.int32)
    first = np.searchsorted(origin, np.arange(len(case.places) + 1)).astype(np.int32)
    return _Graph(
        first,
        origin,
        np.array([way[1] for way in ways], dtype=np.int32),
        np.array([way[2] for way in ways], dtype=np.float64),
        np.array([way[3] for way in ways], dtype=bool),
    )


def _shut(case: Case, graph: _Graph, day: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], set[str]]:
    """Ways that are closed on a day, ways by which everybody is taken, and camps that are not open."""
    names = np.array([one.name for one in case.places])
    countries = np.array([one.country for one in case.places])
    closed, forced = np.zeros(len(graph.origin), dtype=bool), graph.forced.copy()
    camps: set[str] = set()
    for one in case.closures:
        if day < one.start or (one.end >= 0 and day >= one.end):
            continue
        if one.kind in ("camp", "idpcamp"):
            camps.add(one.first)
            continue
        labels = countries if one.kind == "country" else names
        begins, ends = labels[graph.origin], labels[graph.target]
        if one.kind == "location":
            closed |= (begins == one.first) | (ends == one.first)
            continue
        there = (begins == one.first) & (ends == one.second)
        if one.kind == "remove_forced_redirection":
            forced &= ~there
        else:
            closed |= there | ((begins == one.second) & (ends == one.first))
    return closed, forced, camps


def _newcomers(case: Case, weight: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Whole simulated people in each camp on day 0, and who set out on each day.

    A day on which fewer are counted sends nobody back; it is made up by the next who come.
    """
    there = np.floor(case.counts[0] / weight).astype(np.int64)
    # The sum of those who ever came is the highest total so far.
    highest = np.maximum.accumulate(case.counts.sum(axis=1)) / weight
    after = np.floor(highest - highest[0]).astype(np.int64)
    return there, np.diff(after, prepend=0)


def displace(
    case: Case,
    *,
    seed: int = 0,
    draw: int = 0,
    weight: float = 1.0,
    after: int = AFTER,
    register: Register | None = None,
) -> Displacement:
    """Simulate a displacement day by day.

    Args:
        case: From :func:`rantau.simulation.displacement_input.read_case`.
        seed: Where chance starts from.
        draw: 0 for the register's own values; another number draws the rules of movement from their ranges.
        weight: People that a simulated person stands for.
        after: Day from which the two forecasts run.
        register: The rules; the shipped ones by default.

    Raises:
        BadInput: The weight is not above 0, the day is not one of the case, or nobody can set out.
    """
    if not weight > 0 or not 0 <= after < case.days:
        raise BadInput(f"the scale is above 0, and the day from 0 to {case.days - 1}")
    given = rules() if register is None else register
    value, key = given.draw(seed, draw), draw_key(seed, draw)
    walked = _walk(case, value, key, weight)
    restarted = _spread(_walk(case, value, key, weight, after), case.counts)
    restarted[:after] = case.counts[:after]
    return Displacement(
        case, walked, _spread(walked, case.counts), restarted, frozen_shares(case.counts, after), after
    )


def _spread(people: Floats, counted: Floats) -> Floats:
    """The counted totals, by the shares of ``people``."""
    there = people.sum(axis=1, keepdims=True)
    total = counted.sum(axis=1, keepdims=True)
    return np.asarray(np.where(there > 0, people / np.maximum(there, 1e-300) * total, 0.0))


def _walk(
    case: Case, value: dict[str, float], key: tuple[np.uint32, np.uint32], weight: float, restart: int = -1
) -> Floats:
    """(days, camps) people in camps at the end of each day; on day ``restart`` they are put where they were counted."""
    from rantau.simulation.displacement_kernel import travel

    graph, size, camps = _graph(case), len(case.places), list(case.camps)
    there, coming = _newcomers(case, weight)
    most, count = int(there.sum() + coming.sum()), int(there.sum())
    place, link, gone = np.zeros(most, dtype=np.int32), np.full(most, -1, dtype=np.int32), np.zeros(most)
    place[:count] = np.repeat(np.array(camps, dtype=np.int32), there)
    people = np.zeros(size)
    people[camps] = there * weight
    population = np.array([0.0 if one.kind == "camp" else one.people for one in case.places])
    capacity = np.array([one.people if one.kind == "camp" else 0.0 for one in case.places])
    luck = np.random.Generator(np.random.Philox(key=[int(key[0]) | int(key[1]) << 32, 1]))
    found = np.zeros((case.days, len(camps)))
    for day in range(case.days):
        closed, forced, shut = _shut(case, graph, day)
        conflict = case.conflict[day]
        kinds = [_kind(one.kind, one.name in shut, conflict[n]) for n, one in enumerate(case.places)]
        leave = np.array([value[_LEAVES[kind]] for kind in kinds])
        pull = np.array([_pull(value, kind, conflict[n]) for n, kind in enumerate(kinds)])
        if new := int(coming[day]):
            begins = _origins(case, population * conflict, day, luck, new)
            place[count : count + new] = begins
            np.add.at(people, begins, weight)
            count += new
        full = np.where([kind == "camp" for kind in kinds], capacity, 0.0)
        travel(
            count, place, link, gone, day, *key, graph.first, graph.target, graph.length, closed, forced, pull,
            leave, full, value["nearly_full"], value["move_speed"], value["softening"], weight, people,
        )  # fmt: skip
        if day == restart:
            _put_where_counted(case.counts[day], camps, place[:count], link[:count], people, weight)
        found[day] = people[camps]
    return found


def _origins(
    case: Case, weights: Floats, day: int, luck: np.random.Generator, count: int
) -> NDArray[np.int64]:
    """Where those who flee on a day set out: places of conflict, by population and intensity."""
    if not weights.sum() > 0:
        raise BadInput(
            f"people flee on day {day} ({case.start} is day 0), and no place with a population has a conflict then; "
            "mend conflicts.csv, or the populations in locations.csv"
        )
    return luck.choice(len(weights), size=count, p=weights / weights.sum())


def _put_where_counted(
    counted: Floats,
    camps: list[int],
    place: NDArray[np.int32],
    link: NDArray[np.int32],
    people: Floats,
    weight: float,
) -> None:
    """Spread those who are in camps over them as they were counted."""
    here = np.flatnonzero((link < 0) & np.isin(place, camps))
    if counted.sum() > 0:
        ends = np.floor(np.cumsum(counted) / counted.sum() * len(here) + 0.5).astype(np.int64)
        place[here] = np.repeat(np.array(camps, dtype=np.int32), np.diff(ends, prepend=0))
        people[camps] = weight * np.diff(ends, prepend=0)


def _kind(kind: str, shut: bool, conflict: float) -> str:
    """What a place is on a day: a camp that is not open is a town, and so is a place of conflict before it comes."""
    if conflict > 0:
        return "conflict_zone"
    return "town" if kind == "conflict_zone" or (kind == "camp" and shut) else kind


def _pull(value: dict[str, float], kind: str, conflict: float) -> float:
    if kind == "camp":
        return value["camp_weight"]
    return float(value["conflict_weight"] ** conflict) if kind == "conflict_zone" else 1.0
