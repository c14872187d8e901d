"""Stand-ins for the names of those who coded and decided, in what is handed over.

A name is put as "person-1" wherever a record or an event of the trail has it as a value of its own: who coded, who
decided, whose account it was. The number follows the order in which people first appear in the trail. What people wrote
in their own words stays as they wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from rantau.store.audit import stand_in
from rantau.store.database import Store
from rantau.store.records import Event

__all__ = ["People"]

_FIELDS = ("coder", "by", "adjudicated_by", "decided_by")
"""Fields of records that hold the name of a person, or of a program where no person is known by it."""
_ACCOUNTS = "account."


class People:
    """Who coded and decided in a study, and what stands for each."""

    def __init__(self, store: Store) -> None:
        machines = {one.id for one in store.coders() if one.machine}
        names: dict[str, None] = {}
        for event in store.events():
            names.setdefault(event.actor)
            if event.action.startswith(_ACCOUNTS):
                names.setdefault(event.subject)
        writers = {name for coder in store.coders() for name in (coder.id, coder.name)}
        for each in (*store.codings(), *store.decisions(), *store.grades(), *store.assignments()):
            writers |= {getattr(each, name, "") for name in _FIELDS}
        names |= dict.fromkeys(sorted(writers))
        called = [name for name in names if name and name not in machines]
        same = {coder.name: coder.id for coder in store.coders()}
        self._stands: dict[str, str] = {}
        for name in called:
            known = self._stands.get(same.get(name, name))
            self._stands[name] = known or f"person-{len(set(self._stands.values())) + 1}"
        # Outputs name those who coded or decided; who only ran a command is in none.
        told = sorted(writers & set(self._stands), key=lambda name: (-len(name), name))
        longest = "|".join(re.escape(name) for name in told)
        self._told = (
            re.compile(rf"(?:\bby |[\"',;>]|^)(?:{longest})(?=[\"',;<.)]|$)", re.MULTILINE)
            if longest
            else None
        )

    def __len__(self) -> int:
        return len(set(self._stands.values()))

    def of(self, value: str) -> str:
        """A name's stand-in; anything else as it is."""
        return self._stands.get(value, value)

    def named_in(self, text: str) -> bool:
        """Whether a file's text names one of them as somebody who did something, or in a cell of its own."""
        return self._told is not None and self._told.search(text) is not None

    def record(self, one: Any) -> Any:
        """A record with stand-ins for the people it names."""
        if isinstance(one, Event):
            return self._event(one)
        held = {
            name: getattr(one, name) for name in _FIELDS if any(name == each.name for each in fields(one))
        }
        if type(one).__name__ == "Coder":
            held |= {"id": one.id, "name": one.name}
        put = {name: self.of(value) for name, value in held.items() if self.of(value) != value}
        return replace(one, **put) if put else one

    def _event(self, one: Event) -> Event:
        put: dict[str, Any] = {
            name: self.of(getattr(one, name))
            for name in ("actor", "subject")
            if self.of(getattr(one, name)) != getattr(one, name)
        }
        details = self._within(dict(one.details))
        if details != dict(one.details):
            put["details"] = details
        return stand_in(one, put) if put else one

    def _within(self, value: Any) -> Any:
        """Values of details, at any depth; the id of an assignment ends in the coder's."""
        if isinstance(value, str):
            start, slash, name = value.rpartition("/")
            return f"{start}{slash}{self.of(name)}"
        if isinstance(value, Mapping):
            return {key: self._within(each) for key, each in value.items()}
        return [self._within(each) for each in value] if isinstance(value, (list, tuple)) else value
