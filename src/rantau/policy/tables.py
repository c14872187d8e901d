"""The room's own tables: read once, as rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["shipped_rows", "split_list"]

Row = Mapping[str, str]


@cache
def shipped_rows(table: str) -> tuple[Row, ...]:
    """The rows of a table that ships with this room, in order.

    Args:
        table: Its file name, e.g. ``obligations.csv``.
    """
    text = files("rantau.policy").joinpath(table).read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def split_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, parted by semicolons."""
    return tuple(part for piece in cell.split(";") if (part := piece.strip()))
