"""``rantau baseline check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rantau.cli.screen import echo
from rantau.framework.errors import BadInput

__all__ = ["app"]

app = typer.Typer(help="The facts that ship with rantau.", no_args_is_help=True)


@app.callback()
def _baseline() -> None:
    """The facts that ship with rantau."""


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder with tables of the same form; by default rantau's.")
    ] = None,
) -> None:
    """Check every table: columns, units, ranges, codes, and that every row has a source."""
    from rantau.baseline.check import check_baseline

    report = check_baseline(folder)
    for problem in report.problems:
        echo(str(problem))
    if report.problems:
        raise BadInput(f"{len(report.problems)} problems in the baseline tables; mend the lines named above")
    for table, count in report.counts.items():
        echo(f"{table}: {count} rows")
    echo("No problem found.")
