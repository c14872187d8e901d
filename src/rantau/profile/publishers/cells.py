"""What stands in a cell: a figure, a mark for "no data", a figure withheld, or something that is none of these."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Cell", "Figure", "figure", "plain", "text", "year"]

Cell = str | float | int | bool | object | None

Kind = Literal["figure", "no data", "withheld", "bound", "formula", "unclear"]

_NO_DATA = frozenset(
    (
        "",
        "..",
        "...",
        "…",
        "-",
        "--",
        "–",
        "—",
        ":",
        ".",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "no data",
        "x",
    )
)
_WITHHELD = frozenset(("*", "**", "s", "supp", "suppressed", "c", "confidential"))
_SPACES = "  \u2002\u2003\u2007\u2009\u202f"
_MARK = re.compile(r"(?<=\d)\s*(\*+|\[[^\[\]]{1,12}\]|\([a-z0-9]{1,2}\)|[a-z]/|[†‡¹²³⁴⁵⁶⁷⁸⁹]+)$")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,'" + _SPACES + r"])\d{3})(?:\1\d{3})*(\.\d+)?")
_FORMULA = ("=", "@", "\t=", "+=", "-=")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was read in a cell."""

    kind: Kind
    value: float = math.nan
    mark: str = ""
    """The mark of a footnote that stood behind the figure."""


def text(cell: Cell) -> str:
    """A cell as one line of text without control characters; whole numbers without ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    words = str(cell)
    if words.isprintable():
        return " ".join(words.split())
    words = words.replace("\ufeff", "")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def plain(cell: Cell, longest: int = 400) -> str:
    """Text of a publisher's that is safe to write into a table: cut to ``longest``, and never a formula.

    A spreadsheet program runs a cell that begins with ``= + - @``. Those signs are taken off the front.
    """
    words = text(cell).lstrip("=+-@ ")
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def figure(cell: Cell, *, semicolons: bool = False) -> Figure:
    """Read a figure.

    Thousands may be parted by commas, apostrophes or spaces. A comma that could be either a decimal or a thousands
    mark is not guessed at.

    Args:
        cell: The cell.
        semicolons: The file parts its cells with semicolons, so that its commas may be decimal ones.
    """
    if isinstance(cell, bool):
        return Figure("unclear")
    if isinstance(cell, (int, float)):
        return Figure("figure", float(cell)) if math.isfinite(cell) else Figure("no data")
    words = text(cell)
    low = words.casefold()
    if low in _NO_DATA:
        return Figure("no data")
    if low in _WITHHELD:
        return Figure("withheld")
    if words.startswith(_FORMULA):
        return Figure("formula")
    if words[0] in "<>≤≥":
        return Figure("bound")
    found = _MARK.search(words)
    mark = found.group(1) if found else ""
    if found:
        words = words[: found.start()].rstrip()
    words = words.removesuffix("%").rstrip().replace("\u2212", "-")
    if _PLAIN.fullmatch(words):
        value = float(words)
        return Figure("figure", value, mark) if math.isfinite(value) else Figure("unclear")
    grouped = _GROUPED.fullmatch(words)
    if grouped and not (semicolons and grouped.group(1) == "," and words.count(",") == 1):
        return Figure("figure", float(words.replace(grouped.group(1), "")), mark)
    return Figure("unclear")


def year(cell: Cell) -> int | None:
    """A calendar year from 1700 to 2100, or None: ``2020``, ``2020.0``, ``YR2020``, ``2020 [YR2020]``."""
    found = re.fullmatch(r"(?:YR)?(\d{4})(?:\.0)?(?:\s*\[YR\d{4}\])?", text(cell))
    number = int(found.group(1)) if found else 0
    return number if 1700 <= number <= 2100 else None
