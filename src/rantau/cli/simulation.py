"""``simulate``, and ``scenario new|check|list``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table, stage_progress
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["app", "register"]

app = typer.Typer(help="Scenarios: what a policy would change.", no_args_is_help=True)


class By(StrEnum):
    """The level of the tables."""

    corridor = "corridor"
    place = "place"
    region = "region"


Cluster = Annotated[
    str | None,
    typer.Option(help="Run on a Dask cluster: the address of its scheduler.", metavar="ADDRESS"),
]


def _words(found: dict[str, float], digits: int = 0) -> str:
    low, middle, high = (f"{found[key]:,.{digits}f}" for key in ("low", "middle", "high"))
    return middle if low == high else f"{middle} ({low} to {high})"


def _print(summary: dict[str, Any], written: int, folder: str) -> None:
    echo(summary["what_this_is"])
    counts = summary["parameters"]
    echo(
        f"{counts['assumed']} of {sum(counts.values())} parameters are ASSUMED, {counts['sourced']} sourced, "
        f"{counts['calibrated']} calibrated; parameters.csv has each with its reason."
    )
    echo(f"Months {' to '.join(summary['months'])}; figures are {summary['interval']}.")
    echo()
    quantities = list(next(iter(summary["totals"].values())))
    print_table(
        ("over all months", *summary["totals"]),
        [
            (
                name.removeprefix("flow_").replace("_", " "),
                *(_words(totals[name]) for totals in summary["totals"].values()),
            )
            for name in quantities
        ],
    )
    echo()
    insecurity = summary["insecure_months_per_1000"]
    print_table(
        ("insecure person-months per 1,000 migrants", *summary["totals"]),
        [
            (name, *(_words(one, 1) for one in by_scenario.values()))
            for name, by_scenario in insecurity.items()
        ],
    )
    echo()
    for found in summary["against_baseline"].values():
        echo(found["sentence"])
    if "explained" in summary:
        _print_explained(summary["explained"])
    for note in summary["notes"]:
        echo(note)
    echo(f"{written} files in {folder}")


def _print_explained(explained: dict[str, Any]) -> None:
    echo()
    for scenario, rows in explained["scenarios"].items():
        print_table(
            (
                f"{scenario}: change of {explained['quantity']}",
                "alone",
                "Shapley",
                "error from drawing orders",
            ),
            [
                (row["lever"], _words(row["alone"]), _words(row["shapley"]), f"{row['error_of_orders']:,.0f}")
                for row in rows
            ],
        )
        echo()


def simulate(
    path: StudyPath,
    scenario: Annotated[
        list[str] | None, typer.Option(help="A scenario beside the baseline; repeat it.", metavar="NAME")
    ] = None,
    draws: Annotated[
        int,
        typer.Option(help="Draws of the parameters; 0 for the register's own values.", min=0, max=100_000),
    ] = 0,
    scale: Annotated[float, typer.Option(help="Migrants a simulated person stands for.")] = 100.0,
    months: Annotated[int, typer.Option(help="How many months.", min=1, max=1200)] = 120,
    by: Annotated[By, typer.Option(help="The level of the tables.")] = By.place,
    seed: Annotated[
        int | None, typer.Option(help="Where chance starts from; the study's by default.", min=0)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads; by default one a core.", min=1, max=1024)
    ] = None,
    cluster: Cluster = None,
    explain: Annotated[
        str | None,
        typer.Option(
            help="Share each scenario's effect on this quantity out among its levers.", metavar="QUANTITY"
        ),
    ] = None,
    charts: Annotated[bool, typer.Option(help="Draw charts.")] = True,
    as_json: AsJson = False,
) -> None:
    """Simulate scenarios beside the baseline.

    Explores what follows from stated assumptions; it does not forecast.
    """
    from rantau.study.simulating import simulate_study

    with open_study(path) as study, stage_progress() as progress:
        found = simulate_study(
            study,
            scenario or [],
            draws=draws,
            weight=scale,
            months=months,
            by=by.value,
            seed=seed,
            workers=workers,
            cluster=cluster,
            progress=lambda done, total: progress("simulation", done, total, ""),
            explaining=lambda done, total: progress("sets of levers", done, total, ""),
            writing=lambda done, total: progress("tables", done, total, ""),
            explain=explain,
            charts=charts,
        )
    if as_json:
        print_json({**found.summary, "done_before": found.done_before, "done_now": found.done_now})
        return
    if found.done_before:
        echo(f"{found.done_before} draws were there already, {found.done_now} are new.")
    _print(found.summary, len(found.files), str(study.path / "out" / "simulation"))


@app.command("new")
def new(
    path: StudyPath,
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME", show_default=False)],
    like: Annotated[
        str | None, typer.Option(help="Begin with a copy of this scenario.", metavar="NAME")
    ] = None,
) -> None:
    """Write a scenario file to start from, with every lever in a comment."""
    from rantau.study.simulating import new_scenario

    with open_study(path) as study:
        echo(f"{new_scenario(study, name, like)} is yours to edit; then: rantau scenario check {path} {name}")


@app.command("check")
def check(
    path: StudyPath,
    name: Annotated[
        list[str] | None, typer.Argument(help="Which; by default all of the study's.", metavar="NAME...")
    ] = None,
) -> None:
    """Check scenario files, to the line."""
    from rantau.study.simulating import scenario_texts, study_scenarios, study_world

    with open_study(path) as study:
        world = study_world(study)
        names = name or [one for one, (where, _) in scenario_texts(study).items() if where == "study"]
        wrong = []
        for one in names:
            try:
                found = study_scenarios(study, world, [one])[0]
            except BadInput as error:
                wrong.append(str(error))
                continue
            count = len(found.changes)
            echo(f"{one}: {count} change{'' if count == 1 else 's'}, all right")
        if not names:
            echo("The study has no scenarios of its own; rantau scenario new makes one.")
        if wrong:
            raise BadInput("; ".join(wrong))


@app.command("list")
def listed(path: StudyPath, as_json: AsJson = False) -> None:
    """List the scenarios: those that ship, and the study's own."""
    from rantau.study.scenario_desk import scenario_rows

    with open_study(path) as study:
        rows = scenario_rows(study)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("name", "from", "title", "levers"),
        [
            (
                one["name"],
                one["origin"],
                "" if one["problem"] else one["title"],
                f"wrong: {one['problem']}"
                if one["problem"]
                else ", ".join(one["levers"]) or one["description"],
            )
            for one in rows
        ],
    )


def register(main: typer.Typer) -> None:
    """Add these commands."""
    main.command()(simulate)
    main.add_typer(app, name="scenario")
