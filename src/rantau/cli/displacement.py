"""``displacement``: a conflict in FLEE's files, simulated and set against what camps counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table
from rantau.cli.study import AsJson

__all__ = ["register"]

_LINES = (
    ("people on the way left out, as FLEE counts", "flee"),
    ("shares of the camps, of the counted total", "shares"),
    ("the same, set to the counts of that day", "restarted"),
    ("naive: shares of that day frozen", "naive"),
)


def _print(summary: dict[str, Any]) -> None:
    found = summary["averaged_relative_difference"]
    echo(summary["what_this_is"])
    echo(
        f"{summary['from']} to {summary['to']}, {summary['places']} places, {len(summary['camps'])} camps with counts."
    )
    echo()
    print_table(
        ("averaged relative difference", "all days", f"from day {summary['after_day']}"),
        [
            (
                label,
                f"{found[f'{name}_all_days']:.3f}" if f"{name}_all_days" in found else "",
                f"{found[f'{name}_after']:.3f}",
            )
            for label, name in _LINES
        ],
    )
    echo()
    columns = ("counted", "walked", "predicted", "restarted", "naive")
    print_table(
        (f"people on {summary['to']}", *columns),
        [(name, *(f"{row[one]:,.0f}" for one in columns)) for name, row in summary["camps"].items()],
    )
    for note in summary["notes"]:
        echo(note)


def displacement(
    folder: Annotated[
        Path,
        typer.Argument(help="Folder with the case, in FLEE's files.", metavar="FOLDER", show_default=False),
    ],
    days: Annotated[int | None, typer.Option(help="Only the first days.", min=2)] = None,
    after: Annotated[
        int | None, typer.Option(help="Day from which forecasts are compared; 30 by default.", min=0)
    ] = None,
    scale: Annotated[float, typer.Option(help="People a simulated person stands for.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Where chance starts from.", min=0)] = 0,
    csv: Annotated[Path | None, typer.Option(help="Write the table of camps by day here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Simulate where people who flee arrive, beside what camps counted.

    A known case for the machinery, with FLEE's rules of movement. It explores; it does not forecast.
    """
    from rantau.study.displacing import displace_folder, summary_of_displacement, write_table

    found = displace_folder(folder, days=days, after=after, weight=scale, seed=seed)
    if csv is not None:
        write_table(found, csv)
    summary = summary_of_displacement(found)
    if as_json:
        print_json(summary)
        return
    _print(summary)


def register(main: typer.Typer) -> None:
    """Add this command."""
    main.command()(displacement)
