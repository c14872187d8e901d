"""A table below its header: columns by name, rows that are whole, and the notes that publishers write beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rantau.framework.errors import BadTable
from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, text, year
from rantau.profile.publishers.tables import CsvTable, Row, Table

__all__ = ["Header", "at", "body", "column_name", "find_header"]


def column_name(cell: Cell) -> str:
    """A column's name without case, curly apostrophes and double spaces."""
    return text(cell).replace("’", "'").replace("‘", "'").casefold()


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's columns are."""

    row: int
    """Number of the header's row."""
    columns: Mapping[str, int]
    """Position of each column by name, see :func:`column_name`; of two alike the first."""
    cells: Sequence[Cell]

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def has(self, *names: str) -> bool:
        """Whether there are all of these."""
        return all(name in self.columns for name in names)

    def first(self, *names: str) -> int | None:
        """Position of the first of these columns that there is."""
        return next((self.columns[name] for name in names if name in self.columns), None)

    @property
    def years(self) -> list[tuple[int, int]]:
        """(position, year) of the columns that are headed with a year."""
        found = ((position, year(cell)) for position, cell in enumerate(self.cells))
        return [(position, number) for position, number in found if number is not None]

    @property
    def width(self) -> int:
        """How many cells a whole row has at least: up to the last column with a name."""
        return max((position + 1 for position, cell in enumerate(self.cells) if text(cell)), default=0)


def find_header(head: Iterable[Row], fits: Callable[[Header], bool]) -> Header | None:
    """The first of the rows that is a header of the kind wanted."""
    for number, cells in head:
        columns: dict[str, int] = {}
        for position, cell in enumerate(cells):
            columns.setdefault(column_name(cell), position)
        columns.pop("", None)
        header = Header(number, columns, cells)
        if fits(header):
            return header
    return None


def at(cells: Sequence[Cell], position: int | None) -> Cell:
    """A cell of a row; None where the row ends before it or there is no such column."""
    return cells[position] if position is not None and position < len(cells) else None


def body(
    table: Table, header: Header, taking: Taking, note: Callable[[str], None] = lambda _: None
) -> Iterator[Row]:
    """The rows below a header.

    Args:
        table: The table.
        header: Its header.
        taking: Counts what is left out.
        note: Told what publishers write beneath a table (a line of one or two cells).

    Raises:
        BadTable: The file breaks off in the middle of its last row.
    """
    width = header.width
    short: Row | None = None
    for number, cells in table.rows():
        if number <= header.row:
            continue
        if short is not None:
            taking.skip("the row has fewer cells than the header", f"row {short[0]}", of="rows")
            short = None
        if width > 4 and sum(cell is not None and cell != "" for cell in cells) <= 2 and _is_note(cells):
            note(" ".join(text(cell) for cell in cells).strip())
        elif len(cells) < width:
            short = (number, cells)
        else:
            yield number, cells
    if short is not None:
        if isinstance(table, CsvTable) and not table.whole_last_line:
            raise BadTable(
                table.name, short[0], "the file breaks off in the middle of this row; download it again"
            )
        taking.skip("the row has fewer cells than the header", f"row {short[0]}", of="rows")


def _is_note(cells: Sequence[Cell]) -> bool:
    first = next((text(cell) for cell in cells if text(cell)), "")
    return len(first) > 8 and not first[0].isdigit()
