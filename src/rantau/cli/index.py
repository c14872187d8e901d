"""``rantau index``: a composite indicator from a build file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table

__all__ = ["register"]


def index(
    build: Annotated[
        Path, typer.Argument(help="The build: a TOML file that names its data.", metavar="BUILD.toml")
    ],
    element: Annotated[str, typer.Option(help="An aggregate to show instead of the index.")] = "",
    without: Annotated[
        list[str] | None, typer.Option(help="An element to leave out; repeat it.", metavar="CODE")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Another build, to compare with.", metavar="OTHER.toml")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: the scores, and how they were made.")
    ] = False,
) -> None:
    """Make a composite indicator.

    Scores and ranks with their intervals, and which units cannot be told apart.
    """
    from rantau.profile.composite import build_index, compare, leaving_out, sensitivity, simulate
    from rantau.study.index_files import naming_lines, read_index
    from rantau.study.index_report import comparison_rows, index_report, index_rows, remarks

    plan, inputs, notes = read_index(build)
    plan = leaving_out(plan, without) if without else plan
    if against is not None:
        other, other_inputs, _ = read_index(against)
        with naming_lines(build):
            first = build_index(plan, inputs)
        with naming_lines(against):
            second = build_index(other, other_inputs)
        found = compare(first, second, element or None)
        rows = comparison_rows(found)
        differences = [
            {"where": one.where, "before": one.first, "after": one.second} for one in found.because
        ]
        if as_json:
            print_json({"element": found.element, "units": rows, "because": differences})
            return
        _show(rows)
        for one in differences:
            echo(f"{one['where']}: {one['before']} -> {one['after']}")
        return
    with naming_lines(build):
        uncertain = simulate(plan, inputs)
        which = sensitivity(plan, inputs) if plan.uncertainty.sensitivity else None
    if as_json:
        print_json(index_report(uncertain, which, notes))
        return
    code = element or uncertain.result.hierarchy.top.code
    uncertain.result.hierarchy.aggregate(code)
    _show(index_rows(uncertain, code))
    for line in remarks(uncertain, code, notes):
        echo(line)
    if which is not None:
        shift = which.shift
        _show(
            [
                {
                    "source": name,
                    "first": shift.first[n], "first_low": shift.first_low[n], "first_high": shift.first_high[n],
                    "total": shift.total[n], "total_low": shift.total_low[n], "total_high": shift.total_high[n],
                }
                for n, name in enumerate(shift.names)
            ]
        )  # fmt: skip


def _show(rows: list[dict[str, Any]]) -> None:
    def cell(value: Any) -> str:
        if value is None:
            return ""
        return f"{value:.2f}" if isinstance(value, float) else str(value)

    print_table(list(rows[0]), [[cell(value) for value in row.values()] for row in rows])


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(index)
