"""What a list shows and is narrowed by: its columns, its facets, and how places among them are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from rantau.baseline.load import find_place
from rantau.baseline.naming import english_name, names_in_all
from rantau.study.listings import Row
from rantau.study.selecting import Values
from rantau.web.words import of_code, place_name, places, told, told_place, unit_name, word

__all__ = ["Column", "Facet", "other_names", "place_facet", "traced"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    name: str
    """The field of the row."""
    title: str
    kind: str = "text"
    """``text``, ``number``, ``score`` (0 to 100), ``spread`` (with the row's ``low`` and ``high``), ``ranks`` (with
    ``rank_low`` and ``rank_high``), ``year``, ``yes`` (or no), ``share`` (0 to 1), ``word`` (of a closed set),
    ``marked`` (a word with the row's ``mark``), ``quote`` (a document's words), ``place`` (its code), ``places``,
    ``between`` (a figure in its own unit with the row's ``low`` and ``high``), ``code`` (a text of a code), ``told`` (a
    sentence of the program's own), ``title`` (of a document), ``works`` (names of published works), ``own`` (words that
    a person wrote), ``said`` (a sentence of the program's own, or words of a document), ``words`` (several of a closed
    set)."""
    sort: bool = True
    link: Callable[[Row], str] | None = None
    """The address of where the figure comes from, or of the list of what was counted; empty where there is none."""
    of: str = ""
    """Of a ``place`` or a ``unit`` (a country, or a corridor in words): the field with its code, where that is another
    one. The list shows its name in the visitor's language, is ordered by it, and finds it by its name in any."""

    def place_of(self, row: Row) -> str:
        """The code of the place or corridor that the column names; nothing where it names none."""
        return str(row[self.of or self.name] or "") if self.kind in ("place", "unit") else ""

    def shown(self) -> Callable[[Row], str] | None:
        """What the column shows where that is not the field as it is; for the order of the rows."""
        makes = _SHOWN.get(self.kind)
        field_of = self.of or self.name
        return None if makes is None else lambda row: makes(row[field_of])


_SHOWN: dict[str, Callable[[Any], str]] = {
    "place": place_name,
    "unit": unit_name,
    "places": places,
    "code": of_code,
    "word": word,
    "marked": word,
}


def traced(kind: str, id: Callable[[Row], str]) -> Callable[[Row], str]:
    """For :attr:`Column.link`: to the chain of a row's figure; none where the row has no id for it."""
    return lambda row: f"/provenance/{kind}/{quote(found)}" if (found := id(row)) else ""


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by. Its values stand in addresses, and are the same whatever language is shown."""

    name: str
    title: str
    values: Values
    word: bool = True
    """Whether the values are of a closed set, and translated."""
    told: bool = False
    """Whether they are sentences of the program's own."""
    place: bool = False
    """Whether they are places by their English names, see :func:`place_facet`."""

    def label(self, value: str) -> str:
        """A value as the visitor reads it."""
        if self.place:
            return told_place(value)
        return told(value) if self.told else word(value) if self.word else value

    def value(self, given: str) -> str:
        """The value that an address means, where a place may be given by its code or any of its names."""
        found = find_place(given) if self.place else None
        return found.name if found is not None else given


def place_facet(name: str, title: str, codes: Callable[[Row], Iterable[str]]) -> Facet:
    """A facet of places.

    Args:
        name: In the address.
        title: That it is shown under.
        codes: The codes of a row's places.
    """

    def values(row: Row) -> list[str]:
        return list(dict.fromkeys(english_name(one) for one in codes(row) if one))

    return Facet(name, title, values, word=False, place=True)


def other_names(columns: Sequence[Column], row: Row) -> str:
    """What the places that a row is about are called, in all languages: for finding it."""
    codes = [column.place_of(row) for column in columns]
    for column in columns:
        if column.kind == "places":
            codes += [one["id"] for one in row[column.name]]
    return " ".join(names_in_all(one) for one in codes if one)
