"""The form of assumptions: what the figures rest on, as data that every output prints."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from rantau.framework.errors import BadInput
from rantau.hidden.lists import ListTable

__all__ = ["ANSWERS", "Assumption", "AssumptionForm", "blank_form", "read_answers"]

ANSWERS = ("holds", "doubtful", "fails", "not examined")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption, and what the analyst says of it."""

    key: str
    statement: str
    if_not: str
    """What follows where it does not hold."""
    answer: str = "not examined"
    """One of ``ANSWERS``."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssumptionForm:
    """All assumptions, and what each list is."""

    assumptions: tuple[Assumption, ...]
    definitions: tuple[tuple[str, str], ...]
    """Each list's name and its definition, "" where none was given."""


def _shipped() -> list[Assumption]:
    text = resources.files("rantau.hidden").joinpath("assumptions.toml").read_text(encoding="utf-8")
    return [Assumption(**row) for row in tomllib.loads(text)["assumption"]]


def blank_form(table: ListTable) -> AssumptionForm:
    """The form before anybody has answered."""
    return AssumptionForm(tuple(_shipped()), tuple((name, "") for name in table.names))


def _entry(value: object, where: str) -> tuple[str, str]:
    if isinstance(value, str):
        value = {"answer": value}
    if not isinstance(value, Mapping) or not set(value) <= {"answer", "note"}:
        raise BadInput(f'{where} is to be written as answer = "..." and note = "..."')
    answer, note = value.get("answer", "not examined"), value.get("note", "")
    if answer not in ANSWERS or not isinstance(note, str):
        raise BadInput(f"the answer of {where} is one of {', '.join(ANSWERS)}, and its note is text")
    return str(answer), note


def read_answers(text: str, table: ListTable, name: str) -> AssumptionForm:
    """Read the analyst's answers, a small TOML file.

    A table for each assumption's key with ``answer`` and ``note``, and a table ``lists`` with each list's definition.

    Raises:
        BadInput: The text is no TOML, or names an assumption, an answer or a list that there is not.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name} is no TOML file ({error}); mend that line") from error
    definitions = given.pop("lists", {})
    if not isinstance(definitions, Mapping) or not all(isinstance(v, str) for v in definitions.values()):
        raise BadInput(f"{name}: the table lists holds each list's definition as text")
    for unknown in definitions:
        table.position(unknown)
    shipped = {row.key: row for row in _shipped()}
    for key, value in given.items():
        if key not in shipped:
            raise BadInput(f"{name}: there is no assumption {key!r}; they are {', '.join(shipped)}")
        answer, note = _entry(value, f"{name}, [{key}],")
        old = shipped[key]
        shipped[key] = Assumption(key, old.statement, old.if_not, answer, note)
    return AssumptionForm(
        tuple(shipped.values()),
        tuple((list_name, definitions.get(list_name, "")) for list_name in table.names),
    )
