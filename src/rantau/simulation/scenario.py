"""Scenarios: which levers change, where, from when, how fast and until when; read from TOML and checked.

A change says one of ``to`` (a value), ``times`` (a ratio) or ``plus`` (a difference). ``times = 1``, ``plus = 0`` and a
``to`` that is the present value change nothing, bit for bit.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from rantau.framework.errors import BadInput
from rantau.simulation.dates import Month, read_month
from rantau.simulation.levers import LEVERS
from rantau.simulation.states import SECTORS
from rantau.simulation.world import World

__all__ = ["BASELINE", "BadScenario", "Change", "Scenario", "read_scenario", "shipped_scenarios", "template"]

Manner = Literal["to", "times", "plus"]
_MANNERS: tuple[Manner, ...] = ("to", "times", "plus")
_KEYS = ("lever", "where", "from", "over", "until", "unit", "sector", *_MANNERS)
_HEAD = ("title", "description", "change")
_TOKENS = ("everywhere", "members")


@dataclass(frozen=True, slots=True)
class Change:
    """One lever, changed somewhere from some month on."""

    lever: str
    where: tuple[str, ...]
    """Places, corridors (``IDN>MYS``), ``everywhere`` or ``members``."""
    manner: Manner
    amount: float
    start: str = "+0"
    """``2026-01``, or ``+12`` for twelve months after the world's start."""
    over: int = 0
    """Months until the change is complete; it grows evenly. 0: at once."""
    until: str = ""
    """The month from which it is undone; empty: it stays."""
    sectors: tuple[str, ...] = ()
    """Of labour inspection; empty: all."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes; without any it is the baseline."""

    name: str
    changes: tuple[Change, ...] = ()
    title: str = ""
    description: str = ""

    def only(self, positions: frozenset[int], name: str) -> Scenario:
        """The scenario with some of its changes, for attributing its effect to them."""
        kept = tuple(one for number, one in enumerate(self.changes) if number in positions)
        return replace(self, name=name, changes=kept)


BASELINE = Scenario("baseline", title="Baseline", description="Policies stay as they are.")


class BadScenario(BadInput):
    """A scenario's text is wrong at one of its settings.

    Args:
        where: File and line.
        change: Which change, from 1; 0 for the scenario as a whole.
        key: Its setting; empty for the change as a whole.
        sentence: What is wrong and what to do.
    """

    def __init__(self, where: str, change: int, key: str, sentence: str) -> None:
        self.change, self.key, self.sentence = change, key, sentence
        super().__init__(f"{where}: {sentence}")


class _Lines:
    """On which line a key of the n-th change stands."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.found: dict[tuple[int, str], int] = {}
        change = 0
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(r"\s*\[\[\s*change\s*\]\]", line):
                change += 1
                self.found[change, ""] = number
            elif key := re.match(r"\s*[\"']?([A-Za-z_-]+)[\"']?\s*=", line):
                self.found.setdefault((change, key.group(1)), number)

    def wrong(self, change: int, key: str, message: str) -> BadScenario:
        line = self.found.get((change, key)) or self.found.get((change, "")) or 1
        return BadScenario(f"{self.name}, line {line}", change, key, message)


def _texts(value: Any) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    return tuple(values) if values and all(isinstance(one, str) for one in values) else None


def _amount(row: Mapping[str, Any], number: int, lines: _Lines) -> tuple[Manner, float]:
    lever = LEVERS[row["lever"]]
    given: list[Manner] = [manner for manner in _MANNERS if manner in row]
    if len(given) != 1:
        raise lines.wrong(
            number, given[0] if given else "", "a change says exactly one of to, times and plus"
        )
    manner = given[0]
    value = row[manner]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise lines.wrong(number, manner, f"{manner} is a number, not {value!r}")
    if manner == "to" and not lever.low <= value <= lever.high:
        raise lines.wrong(
            number,
            manner,
            f"{lever.name} goes from {lever.low:g} to {lever.high:g} ({lever.unit}), not to {value:g}",
        )
    if manner == "times" and value < 0:
        raise lines.wrong(number, manner, "times is 0 or more")
    if "unit" in row and row["unit"] != lever.unit:
        raise lines.wrong(number, "unit", f"the unit of {lever.name} is {lever.unit!r}, not {row['unit']!r}")
    return manner, float(value)


def _where(row: Mapping[str, Any], number: int, lines: _Lines, world: World) -> tuple[str, ...]:
    lever = LEVERS[row["lever"]]
    where = _texts(row.get("where", "members" if lever.scope == "region" else None))
    if where is None:
        raise lines.wrong(
            number, "where", "where names a place, a corridor, everywhere or members, or a list of these"
        )
    if lever.scope == "region" and where != ("members",):
        raise lines.wrong(
            number, "where", f'{lever.name} is of the members together; write where = "members"'
        )
    places = {one.id for one in world.places}
    corridors = {one.id for one in world.corridors}
    for one in where:
        if one in corridors and lever.scope == "place":
            raise lines.wrong(
                number, "where", f"{lever.name} is of a place as a whole; name the place, not {one}"
            )
        if one not in places and one not in corridors and one not in _TOKENS:
            what = "corridor" if ">" in one else "place"
            raise lines.wrong(
                number,
                "where",
                f"there is no {what} {one!r} in this world; it has {', '.join(sorted(places))}",
            )
    return where


def _month(row: Mapping[str, Any], key: str, number: int, lines: _Lines, world: World) -> Month:
    value = row[key]
    month = read_month(value, world.start) if isinstance(value, str) else None
    last = world.start.plus(world.months - 1)
    if month is None:
        raise lines.wrong(
            number, key, f'{value!r} is no month; write "2026-07", or "+6" for six months after the start'
        )
    if key == "from" and not world.start <= month <= last:
        raise lines.wrong(
            number, key, f"{month} lies outside of the simulated months, {world.start} to {last}"
        )
    return month


def _change(row: Any, number: int, lines: _Lines, world: World) -> Change:
    if not isinstance(row, dict):
        raise lines.wrong(number, "", "changes are written as [[change]] tables")
    for key in row:
        if key not in _KEYS:
            raise lines.wrong(
                number, key, f"there is no setting {key!r} of a change; they are {', '.join(_KEYS)}"
            )
    if row.get("lever") not in LEVERS:
        raise lines.wrong(
            number, "lever", f"there is no lever {row.get('lever')!r}; the levers are {', '.join(LEVERS)}"
        )
    lever = LEVERS[row["lever"]]
    where = _where(row, number, lines, world)
    manner, amount = _amount(row, number, lines)
    start = _month(row, "from", number, lines, world) if "from" in row else world.start
    if "until" in row and _month(row, "until", number, lines, world) <= start:
        raise lines.wrong(number, "until", f"the change ends before it begins ({start})")
    over = row.get("over", 0)
    if isinstance(over, bool) or not isinstance(over, int) or not 0 <= over <= 1200:
        raise lines.wrong(number, "over", f"over is a whole number of months from 0 to 1200, not {over!r}")
    sectors: tuple[str, ...] = ()
    if "sector" in row:
        named = _texts(row["sector"])
        if not lever.by_sector:
            raise lines.wrong(number, "sector", f"{lever.name} has no sectors; leave the setting out")
        if named is None or any(one not in SECTORS for one in named):
            raise lines.wrong(number, "sector", f"a sector is one of {', '.join(SECTORS)}")
        sectors = named
    until = row.get("until", "")
    return Change(lever.name, where, manner, amount, row.get("from", "+0"), over, until, sectors)


def read_scenario(text: str, name: str, world: World) -> Scenario:
    """Read and check a scenario.

    Args:
        text: The TOML text.
        name: The scenario's name: its file's, without the ending.
        world: The world that it is for: its places, corridors and months.

    Raises:
        BadInput: A lever, place, unit, month or value is wrong; one sentence that names the line.
    """
    lines = _Lines(text, f"{name}.toml")
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}.toml is no TOML file ({error}); mend that line") from error
    for key in given:
        if key not in _HEAD:
            raise lines.wrong(
                0, key, f"there is no setting {key!r} of a scenario; they are {', '.join(_HEAD)}"
            )
    for key in ("title", "description"):
        if not isinstance(given.get(key, ""), str):
            raise lines.wrong(0, key, f"{key} is text")
    rows = given.get("change", [])
    if not isinstance(rows, list):
        raise lines.wrong(0, "change", "changes are written as [[change]] tables")
    changes = tuple(_change(row, number, lines, world) for number, row in enumerate(rows, start=1))
    return Scenario(name, changes, given.get("title", name), given.get("description", ""))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    folder = resources.files("rantau.simulation").joinpath("scenarios")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): one.read_text(encoding="utf-8") for one in files}


def shipped_scenarios() -> dict[str, str]:
    """Name -> TOML text of the scenarios that ship with the program."""
    return dict(_shipped())


def template(name: str) -> str:
    """A scenario to start from, with every lever in a comment."""
    rows = "\n".join(
        f"#   {one.name:<24} {one.low:g} to {one.high:g} {one.unit}; {one.meaning}" for one in LEVERS.values()
    )
    return (
        f'title = "{name}"\ndescription = ""\n\n'
        '# One [[change]] for each lever that changes. where: a place, a corridor such as "IDN>MYS", "everywhere",\n'
        '# "members", or a list. Exactly one of to, times, plus. from and until: a month, or "+6". over: months.\n'
        f"# The levers:\n{rows}\n\n"
        '[[change]]\nlever = "screening_coverage"\nwhere = "everywhere"\nto = 0.9\nfrom = "+12"\nover = 12\n'
    )
