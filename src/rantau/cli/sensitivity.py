"""``sensitivity``: which assumptions the simulated outcomes hang on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, stage_progress
from rantau.cli.simulation import Cluster
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]


def _print(summary: dict[str, Any], files: int, folder: str) -> None:
    echo(summary["what_this_is"])
    kept = ", ".join(summary["with_indices"]) or "no parameter"
    echo(f"{summary['points']:,} points of the parameters' ranges; indices for {kept}.")
    differ = any(one["against"] for one in summary["conclusions"])
    for one in summary["conclusions"]:
        if bool(one["against"]) == differ:
            echo()
            echo(one["sentence"])
    echo()
    echo(f"{files} files in {folder}")


def sensitivity(
    path: StudyPath,
    scenario: Annotated[
        list[str] | None, typer.Option(help="A scenario beside the baseline; repeat it.", metavar="NAME")
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="An outcome to look at; repeat it.", metavar="QUANTITY")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Vary this parameter alone; repeat it. By default all are screened.", metavar="PARAMETER"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(help="Points of the base sample, a power of two.", min=8, max=65_536)
    ] = 128,
    scale: Annotated[float, typer.Option(help="Migrants a simulated person stands for.")] = 1000.0,
    months: Annotated[int, typer.Option(help="How many months.", min=1, max=1200)] = 120,
    expected: Annotated[
        bool, typer.Option("--expected", help="Without chance: the expected course; slow in a large world.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(help="Where chance starts from; the study's by default.", min=0)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads; by default one a core.", min=1, max=1024)
    ] = None,
    cluster: Cluster = None,
    charts: Annotated[bool, typer.Option(help="Draw charts.")] = True,
    as_json: AsJson = False,
) -> None:
    """Find which assumptions the simulation's conclusions hang on.

    Sobol indices over the register's ranges, and where in them the sign of a conclusion turns.
    """
    from rantau.study.sensitivity_stage import analyse_sensitivity

    with open_study(path) as study, stage_progress() as progress:
        found = analyse_sensitivity(
            study,
            scenario or [],
            outcomes=outcome or (),
            among=only or None,
            size=draws,
            weight=scale,
            months=months,
            seed=seed,
            expected=expected,
            workers=workers,
            cluster=cluster,
            progress=lambda step, done, total: progress(step, done, total, ""),
            charts=charts,
        )
    if as_json:
        print_json({**found.summary, "done_before": found.done_before})
        return
    if found.done_before:
        echo(f"{found.done_before:,} points were there already.")
    _print(found.summary, len(found.files), str(study.path / "out" / "sensitivity"))


def register(main: typer.Typer) -> None:
    """Add this command."""
    main.command()(sensitivity)
