"""What commands show: progress, tables, JSON, CSV."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rantau.framework.cells import harmless

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["echo", "print_csv", "print_json", "print_table", "show_rows", "stage_progress"]

NAMES = {
    "add": "Adding documents",
    "corpus": "Reading documents",
    "coding": "Suggesting codes",
    "evidence": "Extracting evidence",
    "triangulation": "Comparing claims",
    "profile": "Computing profiles",
    "simulation": "Simulating scenarios",
    "brief": "Writing the brief",
    "report": "Writing the report",
    "screening": "Screening records",
    "export": "Writing the crate",
    "import": "Taking the crate over",
}


def console(*, error: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=error, soft_wrap=True, highlight=False)


def echo(text: str = "") -> None:
    """Print a line of plain text."""
    print(text)  # noqa: T201


def print_json(value: Any) -> None:
    """Print one JSON value, in any script as it is."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def print_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as CSV with a header, ready for a spreadsheet.

    Args:
        rows: The rows.
        columns: The header; more that the rows hold follows after these.
    """
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([harmless(_cell(row.get(name))) for name in names] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(_cell(item)) for item in value)
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    return "" if value is None else value


def show_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, as_csv: bool = False
) -> None:
    """Print rows: as a table of some columns, or whole as JSON or CSV."""
    if as_json:
        print_json(list(rows))
    elif as_csv:
        print_csv(rows, columns)
    else:
        print_table(columns, [[_cell(row[column]) for column in columns] for row in rows])


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; as tab-separated lines where the output is no terminal."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            echo("\t".join(" ".join(str(cell).split()) for cell in row))
        return
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        # Nothing is cut off: an id is copied from here into the next command.
        table.add_column(name, overflow="fold", no_wrap=name == "id")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    console().print(table)


class _Bars:
    """Progress bars on a terminal; a line for each stage's start and every few seconds elsewhere."""

    def __init__(self) -> None:
        self.bars: Any = None
        self.tasks: dict[str, Any] = {}
        self.last = 0.0
        self.count: dict[str, int] = {}
        if sys.stderr.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self.bars = Progress(
                TextColumn("{task.description:<20}"),
                BarColumn(bar_width=30),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[what]}"),
                console=console(error=True),
            )

    def __call__(self, stage: str, done: int, total: int, what: str) -> None:
        if done >= 0:
            self.count[stage] = done
        done = self.count.get(stage, 0)
        if self.bars is not None:
            from rich.markup import escape

            if stage not in self.tasks:
                self.tasks[stage] = self.bars.add_task(NAMES.get(stage, stage), total=total, what="")
            shown = escape(what) if done < total else ""
            self.bars.update(self.tasks[stage], completed=done, total=total, what=shown)
            return
        now = time.monotonic()
        first = stage not in self.tasks
        self.tasks[stage] = True
        if first or now - self.last > 5:
            self.last = now
            detail = f" {done}/{total}" if total > 1 else ""
            print(f"{NAMES.get(stage, stage)}{detail} {what if not first else ''}".rstrip(), file=sys.stderr)  # noqa: T201


@contextmanager
def stage_progress() -> Iterator[_Bars]:
    """Progress for the length of a ``with`` block; call it with (stage, done, total, what)."""
    bars = _Bars()
    if bars.bars is None:
        yield bars
        return
    with bars.bars:
        yield bars
