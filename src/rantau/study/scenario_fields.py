"""A scenario as fields of a form: a row for each lever that it changes, written as the same TOML as by hand.

What stands in a field is kept as it was typed until it is right, so that nobody types it twice; what is wrong is said
of the field in which it stands, by the same checks as of a file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rantau.framework.errors import BadInput
from rantau.simulation.levers import LEVERS, Lever
from rantau.simulation.scenario import BadScenario, read_scenario
from rantau.simulation.schedule import present
from rantau.simulation.world import World

__all__ = [
    "MANNERS",
    "ChangeFields",
    "Choices",
    "ScenarioFields",
    "choices",
    "faults",
    "fields_of",
    "has_notes",
]

MANNERS = ("to", "times", "plus")
_MOST = 60
"""Changes in one scenario."""


@dataclass(frozen=True, slots=True)
class ChangeFields:
    """One lever of a scenario, as its fields stand."""

    lever: str
    where: tuple[str, ...] = ()
    manner: str = "to"
    amount: str = ""
    start: str = ""
    """The month from which it acts; empty: the first."""
    over: str = ""
    until: str = ""
    sectors: tuple[str, ...] = ()

    @property
    def of(self) -> Lever | None:
        """The lever; None where there is none of this name."""
        return LEVERS.get(self.lever)

    def lines(self) -> list[str]:
        """The change in TOML."""
        found = ["[[change]]", f"lever = {_text(self.lever)}"]
        if self.where:
            names = [_text(one) for one in self.where]
            found.append(f"where = {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}")
        if self.sectors:
            found.append(f"sector = [{', '.join(map(_text, self.sectors))}]")
        found.append(f"{self.manner if self.manner in MANNERS else 'to'} = {_number(self.amount)}")
        if self.start.strip():
            found.append(f"from = {_text(_month(self.start))}")
        if self.over.strip() not in ("", "0"):
            found.append(f"over = {_number(self.over)}")
        if self.until.strip():
            found.append(f"until = {_text(_month(self.until))}")
        return found


@dataclass(frozen=True, slots=True)
class ScenarioFields:
    """A scenario as its form stands."""

    title: str
    description: str
    changes: tuple[ChangeFields, ...] = ()

    def text(self) -> str:
        """The scenario in TOML, as a person would write it."""
        lines = [f"title = {_text(self.title)}", f"description = {_text(self.description)}"]
        for one in self.changes:
            lines += ["", *one.lines()]
        return "\n".join(lines) + "\n"

    def with_lever(self, name: str) -> ScenarioFields:
        """With one more lever, everywhere; its number is yet to be given.

        Raises:
            BadInput: There is no such lever, or there are too many.
        """
        lever = LEVERS.get(name)
        if lever is None:
            raise BadInput(f"there is no lever {name!r}; the levers are {', '.join(LEVERS)}")
        if len(self.changes) >= _MOST:
            raise BadInput(f"a scenario made in this form has at most {_MOST} changes; write more as text")
        where = ("members",) if lever.scope == "region" else ("everywhere",)
        return replace(self, changes=(*self.changes, ChangeFields(name, where)))

    def without(self, position: int) -> ScenarioFields:
        """Without the change of a position, counted from 1."""
        kept = (one for number, one in enumerate(self.changes, start=1) if number != position)
        return replace(self, changes=tuple(kept))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form offers."""

    places: tuple[str, ...]
    corridors: tuple[str, ...]
    present: Mapping[str, tuple[float, float]]
    """Lever -> its lowest and highest value where no scenario changes it."""
    first: str
    last: str
    """The first and the last month."""

    def where(self, lever: Lever) -> tuple[str, ...]:
        """Places and corridors at which a lever may be changed."""
        if lever.scope == "region":
            return ()
        return self.places if lever.scope == "place" else (*self.places, *self.corridors)


def choices(world: World, draw: Mapping[str, float]) -> Choices:
    """What a form offers of a world.

    Args:
        world: Places and corridors.
        draw: Values of the parameters, for what a lever is at present.
    """
    ends = {end for one in world.corridors for end in (one.origin, one.destination)}
    return Choices(
        tuple(one.id for one in world.places if one.id in ends),
        tuple(one.id for one in world.corridors),
        {name: present(world, one, draw) for name, one in LEVERS.items()},
        str(world.start),
        str(world.start.plus(world.months - 1)),
    )


def fields_of(text: str) -> ScenarioFields | None:
    """A scenario's text as fields; None where it is no TOML, or holds what no field can."""
    try:
        given = tomllib.loads(text)
        rows = given.get("change", [])
        head = given.get("title", ""), given.get("description", "")
        if set(given) - {"title", "description", "change"} or not all(isinstance(one, str) for one in head):
            return None
        changes = tuple(_fields(row) for row in rows)
    except (tomllib.TOMLDecodeError, _Odd, TypeError, AttributeError):
        return None
    return ScenarioFields(*head, changes) if len(changes) <= _MOST else None


class _Odd(Exception):
    """Something for which there is no field."""


def _fields(row: Mapping[str, Any]) -> ChangeFields:
    manners = [one for one in MANNERS if one in row]
    known = {"lever", "where", "sector", "from", "over", "until", "unit", *manners[:1]}
    if set(row) - known or row.get("lever") not in LEVERS or len(manners) > 1:
        raise _Odd
    manner = manners[0] if manners else "to"
    return ChangeFields(
        row["lever"],
        _names(row.get("where", "members" if LEVERS[row["lever"]].scope == "region" else ())),
        manner,
        _typed(row.get(manner, "")),
        "" if row.get("from") == "+0" else _typed(row.get("from", "")),
        _typed(row.get("over", "")),
        _typed(row.get("until", "")),
        _names(row.get("sector", ())),
    )


def _names(value: Any) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(one, str) for one in names):
        raise _Odd
    return names


def _typed(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _Odd
    return value if isinstance(value, str) else f"{value:.15g}"


def faults(fields: ScenarioFields, name: str, world: World) -> dict[tuple[int, str], str]:
    """What is wrong, by change (from 1; 0 for the whole) and field: ``where``, ``amount``, ``from``, ``over`` …

    Every change is checked by itself, so that all faults are told at once.
    """
    found: dict[tuple[int, str], str] = {}
    for number, one in enumerate(fields.changes, start=1):
        if not one.amount.strip():
            found[number, "amount"] = "a number is missing here"
            continue
        try:
            read_scenario(replace(fields, changes=(one,)).text(), name, world)
        except BadScenario as error:
            found[number, "amount" if error.key in MANNERS else error.key] = error.sentence
    if not fields.title.strip():
        found[0, "title"] = "give the scenario a title, by which people know it"
    return found


def has_notes(text: str) -> bool:
    """Whether a text has comments, which fields cannot hold."""
    return any(line.lstrip().startswith("#") for line in text.splitlines())


def _text(value: str) -> str:
    """A string of TOML: that of JSON, but for the one sign that TOML wants escaped too."""
    plain = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(value: str) -> str:
    """A number as it was typed; what is none stands as text, for the check to say so."""
    plain = value.strip()
    try:
        number = float(plain)
    except ValueError:
        return _text(plain)
    # As few digits as say it: 12 and not 12.0, 0.9 and not 0.90.
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)


def _month(value: str) -> str:
    """``6`` is meant as ``+6``: six months after the start."""
    plain = value.strip()
    return f"+{plain}" if plain.isdecimal() and len(plain) < 4 else plain
