"""``calibrate``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table, stage_progress
from rantau.cli.simulation import Cluster
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]

_SHOWN = 12


def _interval(row: dict[str, Any]) -> str:
    if row["high"] is None:
        return f"at least {row['low']:,.6g}"
    if row["low"] is None:
        return f"at most {row['high']:,.6g}"
    return f"{row['low']:,.6g} to {row['high']:,.6g}"


def _band(row: dict[str, Any], prefix: str) -> str:
    low, middle, high = (row[f"{prefix}_{name}"] for name in ("low", "median", "high"))
    return "" if middle is None else f"{middle:,.4g} ({low:,.4g} to {high:,.4g})"


def _print_targets(listed: dict[str, Any]) -> None:
    print_table(
        ("target", "interval", "unit", "rests on", "confidence"),
        [
            (
                row["target"],
                _interval(row) + (" (conflicting)" if row["conflicting"] else ""),
                row["unit"],
                f"{len(row['claims'])} claims" if row["claims"] else row["rests_on"],
                row["confidence"],
            )
            for row in listed["targets"]
        ],
    )
    if listed["left_out"]:
        echo()
        print_table(("left out", "why"), [(row["what"], row["why"]) for row in listed["left_out"]])


def _print(summary: dict[str, Any]) -> None:
    echo(summary["what_this_is"])
    echo()
    print_table(
        ("target", "interval", "unit", "before", "after", "met by", "standing"),
        [
            (
                row["target"],
                _interval(row),
                row["unit"],
                _band(row, "prior"),
                _band(row, "posterior"),
                f"{100 * row['posterior_met']:.0f}%",
                row["standing"].partition(":")[0],
            )
            for row in summary["targets"]
        ],
    )
    echo()
    print_table(
        ("parameter", "before", "after", "width", "told apart"),
        [
            (
                row["parameter"],
                _band(row, "prior"),
                _band(row, "posterior"),
                f"{row['width']:.2f}",
                "yes" if row["calibrated"] else "",
            )
            for row in summary["parameters"][:_SHOWN]
        ],
    )
    echo()
    for sentence in summary["sentences"]:
        echo(sentence)
    if summary["left_out"]:
        echo(f"{len(summary['left_out'])} claims or groups are no target; left_out.csv says why.")


def calibrate(
    path: StudyPath,
    draws: Annotated[int, typer.Option(help="Draws of the posterior.", min=2, max=100_000)] = 256,
    runs: Annotated[
        int,
        typer.Option(help="Runs under the prior, and in each wave that rules out.", min=2, max=100_000),
    ] = 200,
    waves: Annotated[int, typer.Option(help="Waves that rule parameters out.", min=0, max=10)] = 2,
    scale: Annotated[float, typer.Option(help="Migrants a simulated person stands for.")] = 50.0,
    seed: Annotated[
        int | None, typer.Option(help="Where chance starts from; the study's by default.", min=0)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads; by default one a core.", min=1, max=1024)
    ] = None,
    cluster: Cluster = None,
    keep: Annotated[bool, typer.Option("--keep", help="Let rantau simulate use what is found.")] = False,
    only_list: Annotated[bool, typer.Option("--list", help="List the targets, and run nothing.")] = False,
    charts: Annotated[bool, typer.Option(help="Draw charts.")] = True,
    as_json: AsJson = False,
) -> None:
    """Find parameters under which the simulation gives what the evidence says.

    Explores what follows from stated assumptions; it does not forecast.
    """
    from rantau.simulation.calibrating import How
    from rantau.study.calibrating import calibrate_study, study_targets, target_list
    from rantau.study.simulating import study_world

    how = How(draws=draws, runs=runs, waves=waves, weight=scale)
    with open_study(path) as study:
        if only_list:
            listed = target_list(*study_targets(study, study_world(study, how.window[1]), how.window))
            if as_json:
                print_json(listed)
            else:
                _print_targets(listed)
            return
        with stage_progress() as progress:
            found = calibrate_study(
                study,
                how=how,
                seed=seed,
                workers=workers,
                cluster=cluster,
                keep=keep,
                progress=lambda stage, done, total: progress(f"calibration: {stage}", done, total, ""),
                charts=charts,
            )
    if as_json:
        print_json({**found.summary, "done_before": found.done_before, "done_now": found.done_now})
        return
    _print(found.summary)
    if found.done_before:
        echo(f"{found.done_before} runs were there already, {found.done_now} are new.")
    echo(f"{len(found.files)} files in {study.path / 'out' / 'calibration'}")
    echo(
        f"rantau simulate uses it now; delete {study.path / 'data' / 'calibrated'} to undo that."
        if found.kept
        else "Nothing in the study is changed; with --keep rantau simulate uses what was found."
    )


def register(main: typer.Typer) -> None:
    """Add the command."""
    main.command()(calibrate)
