"""Simulating a study: its world, its scenarios, its draws one file each, and what is written to ``out/simulation``.

A draw's file is written whole or not at all, and is named by all that the draw depends on. So a run that was stopped,
by whatever, goes on where it was: no draw is lost, none is done twice.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.baseline.load import places
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.dates import Month
from rantau.simulation.from_baseline import baseline_world
from rantau.simulation.parameters import Register, read_register, register
from rantau.simulation.scenario import BASELINE, Scenario, read_scenario, shipped_scenarios, template
from rantau.simulation.world import World, world_of
from rantau.study.calibrated_files import read_kept
from rantau.study.explaining import explained
from rantau.study.outputs import OutputFolder
from rantau.study.sources import write_atomically
from rantau.study.tables import read_tables

if TYPE_CHECKING:
    from rantau.simulation import Outcome, Result
    from rantau.simulation.results import Level
    from rantau.study.study import Study

__all__ = [
    "Simulated",
    "new_scenario",
    "scenario_texts",
    "simulate_study",
    "study_prior",
    "study_register",
    "study_scenarios",
    "study_world",
]

_MOST_BYTES = 20_000_000
_TABLES = ("places", "corridors", "series", "policy")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
Told = Callable[[int, int], None]


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(
            f"{path} is larger than 20 MB; a table or scenario is small: check that it is the right file"
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8") from None


def study_world(study: Study, months: int = 120) -> World:
    """The world of a study.

    With ``data/simulation/places.csv`` and ``corridors.csv`` (and ``series.csv``, ``policy.csv``) the study's own
    tables, of countries or of regions of one; else its countries, from the baseline with the study's rows in place.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    folder = study.path / "data" / "simulation"
    start = Month(study.settings.study.period.to_year, 1)
    if (folder / "places.csv").is_file():
        tables = {name: _rows(folder / f"{name}.csv") for name in _TABLES}
        return world_of(tables, start=start, months=months, notes=("The study's own tables.",))
    tables_of = read_tables(study.path / "data")
    return baseline_world(
        tables_of.observations,
        tables_of.corridors,
        places(),
        study.settings.study.places,
        study.settings.study.period.to_year,
        start=start,
        months=months,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
    except csv.Error as error:
        raise BadTable(path.name, None, f"this is not CSV: {error}") from None
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadTable(path.name, number, "the row has too many or too few cells")
    return rows


def study_register(study: Study) -> Register:
    """The register of :func:`study_prior`, and what a calibration found in ``data/calibrated`` in its place."""
    return read_kept(study.path / "data" / "calibrated", study_prior(study))


def study_prior(study: Study) -> Register:
    """The register, with the parameters of ``data/parameters.toml`` in their place."""
    path = study.path / "data" / "parameters.toml"
    return (
        read_register(_text(path), "data/parameters.toml", known=register()) if path.is_file() else register()
    )


def scenario_texts(study: Study) -> dict[str, tuple[str, str]]:
    """Name -> (where it is from, TOML text): those that ship, and the study's own, which go first."""
    found = {name: ("shipped", text) for name, text in shipped_scenarios().items()}
    folder = study.path / "scenarios"
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        found[path.stem] = ("study", _text(path))
    return dict(sorted(found.items()))


def study_scenarios(study: Study, world: World, names: Sequence[str]) -> list[Scenario]:
    """The named scenarios, checked.

    Raises:
        BadInput: There is none of that name, or it is wrong; names the line.
    """
    texts = scenario_texts(study)
    for name in names:
        if name not in texts:
            raise BadInput(f"there is no scenario {name!r}; there are {', '.join(texts)}")
    return [read_scenario(texts[name][1], name, world) for name in dict.fromkeys(names)]


def new_scenario(study: Study, name: str, like: str | None = None) -> Path:
    """Write a scenario file to start from.

    Raises:
        BadInput: The name is no name, or taken; or there is no scenario to copy.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for a scenario; use letters, digits, - and _")
    path = study.path / "scenarios" / f"{name}.toml"
    if path.exists():
        raise BadInput(f"{path} is there already; choose another name")
    texts = scenario_texts(study)
    if like is not None and like not in texts:
        raise BadInput(f"there is no scenario {like!r}; there are {', '.join(texts)}")
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, (template(name) if like is None else texts[like][1]).encode("utf-8"))
    return path


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a run of simulations gave."""

    result: Result
    done_before: int
    """Draws that were there already."""
    done_now: int
    files: tuple[str, ...]
    """Written under ``out/simulation``."""
    summary: dict[str, Any]


class _Draws:
    """The draws of a scenario on disk."""

    def __init__(self, study: Study, scenario: str, key: str) -> None:
        self.folder = study.path / "simulation" / f"{scenario}-{key[:16]}"
        self.scenario = scenario

    def get(self, draw: int) -> Outcome | None:
        from rantau.simulation.storing import outcome_of_bytes

        path = self.folder / f"draw-{draw:06}.npz"
        try:
            return outcome_of_bytes(path.read_bytes(), self.scenario, draw)
        except FileNotFoundError:
            return None

    def put(self, outcome: Outcome) -> None:
        from rantau.simulation.storing import outcome_bytes

        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / f"draw-{outcome.draw:06}.npz", outcome_bytes(outcome))


def simulate_study(
    study: Study,
    names: Sequence[str],
    *,
    draws: int = 0,
    weight: float = 100.0,
    months: int = 120,
    by: Level = "place",
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Told | None = None,
    explaining: Told | None = None,
    explain: str | None = None,
    charts: bool = True,
) -> Simulated:
    """Simulate scenarios of a study beside the baseline, and write tables and charts to ``out/simulation``.

    Args:
        study: The study.
        names: Scenarios; the baseline is always among them.
        draws: As in :func:`rantau.simulation.simulate`.
        weight: Migrants a simulated person stands for.
        months: How many.
        by: The level of the tables.
        seed: The study's own by default.
        workers: Threads.
        cluster: Address of a Dask scheduler whose workers run the draws.
        progress: Told how many draws are done, of how many.
        explaining: Told the same of the sets of levers that ``explain`` simulates.
        explain: A quantity; each scenario's effect on it is shared out among its levers, on up to four of the draws.
        charts: Whether to draw charts.
    """
    from rantau.simulation.ensembles import Runs, numbers_of
    from rantau.simulation.members import for_each_member
    from rantau.simulation.results import Result
    from rantau.simulation.storing import run_key

    chance = study.settings.study.seed if seed is None else seed
    world, parameters = study_world(study, months), study_register(study)
    if not weight > 0:
        raise BadInput("the scale is above 0: how many migrants a simulated person stands for")
    scenarios = study_scenarios(study, world, [BASELINE.name, *names])
    numbers = numbers_of(draws)
    keys = {one.name: run_key(world, one, parameters, chance, weight, by) for one in scenarios}
    with study._alone():
        stores = {name: _Draws(study, name, key) for name, key in keys.items()}
        found = {
            (one.name, number): kept
            for one in scenarios
            for number in numbers
            if (kept := stores[one.name].get(number)) is not None
        }
        before, total = len(found), len(scenarios) * len(numbers)
        tasks = [(one, number) for number in numbers for one in scenarios if (one.name, number) not in found]

        def keep(_: tuple[Scenario, int], outcome: Outcome) -> None:
            stores[outcome.scenario].put(outcome)
            found[outcome.scenario, outcome.draw] = outcome
            if progress is not None:
                progress(len(found), total)

        if progress is not None:
            progress(before, total)
        if tasks:
            runs = Runs(world, parameters, chance, weight, by)
            for_each_member(runs, tasks, keep, workers=workers, cluster=cluster)
        ordered = {(one.name, number): found[one.name, number] for one in scenarios for number in numbers}
        result = Result(world, parameters, chance, weight, by, ordered)
        summary = _summary(result, keys)
        if explain is not None:
            summary["explained"] = explained(
                study,
                world,
                scenarios,
                explain,
                numbers,
                chance,
                weight=weight,
                parameters=parameters,
                workers=workers,
                cluster=cluster,
                progress=explaining,
            )
        files = _files(result, summary)
        if charts:
            files.update(_charts(result, {one.name: one.title for one in scenarios}))
        digest = OutputFolder(study.path / "out" / "simulation").replace(files)
        with study.store.transaction() as transaction:
            details = {
                "scenarios": list(keys),
                "draws": len(numbers),
                "asked": draws,
                "seed": chance,
                "scale": weight,
                "months": months,
                "by": by,
                "explain": explain,
                "charts": charts,
                "keys": keys,
            }
            transaction.record("simulation.run", ",".join(keys), details=details, after=digest)
    return Simulated(result, before, len(tasks), tuple(sorted(files)), summary)


_SHOWN = (
    "new_departures",
    "person_months_in_exploitation",
    "entered_exploitation",
    "retrafficked",
    "identified",
    "flow_enters_rehabilitation",
    "flow_deported",
    "flow_deported_unscreened",
)


def _summary(result: Result, keys: dict[str, str]) -> dict[str, Any]:
    import numpy as np

    from rantau.simulation.comparing import compare, interval
    from rantau.simulation.results import EXPLORES, QUANTITIES

    draws = result.draws
    bases = [one.basis for one in result.register.parameters.values()]
    comparisons = {
        name: compare(result.of(BASELINE.name), result.of(name))
        for name in result.scenarios
        if name != BASELINE.name
    }

    def shown(found: Any) -> dict[str, float]:
        return {"middle": found.middle, "low": found.low, "high": found.high}

    return {
        "what_this_is": EXPLORES,
        "seed": result.seed,
        "scale": result.weight,
        "draws": list(draws),
        "interval": "median and middle 90% of draws"
        if len(draws) > 1
        else "the register's own values, no interval",
        "months": [str(result.world.start), str(result.world.start.plus(result.world.months - 1))],
        "parameters": {basis: bases.count(basis) for basis in ("sourced", "calibrated", "assumed")},
        "notes": [*result.world.notes, *_calibrated(result.register)],
        "runs": keys,
        "totals": {
            scenario: {
                name: {
                    **shown(interval(np.array([result.total(scenario, draw, name) for draw in draws]))),
                    "unit": QUANTITIES[name].total_unit,
                }
                for name in _SHOWN
            }
            for scenario in result.scenarios
        },
        "against_baseline": {
            name: {
                "sentence": found.sentence(),
                "spared_share": shown(found.spared()),
                "newly_share": shown(found.newly()),
                "differences": {one: shown(found.difference(one)) for one in _SHOWN},
            }
            for name, found in comparisons.items()
        },
    }


def _calibrated(used: Register) -> list[str]:
    if used.joint is None:
        return []
    count = len(used.joint.rows)
    return [
        f"Parameters are those of the calibration {used.joint.run} (data/calibrated): its {count} draws, in turn."
    ]


def _files(result: Result, summary: dict[str, Any]) -> dict[str, bytes]:
    from rantau.simulation.comparing import compare
    from rantau.simulation.journeys import journeys_table

    files = {"summary.json": (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}
    for scenario, draw in result.outcomes:
        part = type(result)(
            result.world,
            result.register,
            result.seed,
            result.weight,
            result.by,
            {(scenario, draw): result.outcomes[scenario, draw]},
        )
        stream = io.BytesIO()
        part.table().write_parquet(stream, compression="zstd", statistics=False)
        files[f"tables/{scenario}/draw-{draw:06}.parquet"] = stream.getvalue()
    for name in result.scenarios:
        if name != BASELINE.name:
            table = compare(result.of(BASELINE.name), result.of(name)).table()
            files[f"differences/{name}.csv"] = table.write_csv().encode("utf-8")
    files["journeys.csv"] = journeys_table(result).encode("utf-8")
    files["parameters.csv"] = _parameters(result.register).encode("utf-8")
    return files


def _charts(result: Result, titles: Mapping[str, str]) -> dict[str, bytes]:
    """Each chart as a specification, as a picture, and its data."""
    from rantau.brief.render import chart_svg
    from rantau.simulation.charts import CHARTS, chart, chart_rows

    files = {}
    for name in CHARTS:
        spec = chart(result, name, titles)
        files[f"charts/{name}.json"] = (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
        files[f"charts/{name}.svg"] = chart_svg(spec).encode("utf-8")
        stream = io.StringIO(newline="")
        rows = chart_rows(result, name, titles)
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"charts/{name}.csv"] = stream.getvalue().encode("utf-8")
    return files


def _parameters(used: Register) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = ("name", "symbol", "unit", "value", "low", "high", "distribution", "basis", "why")
    writer.writerow(columns)
    for one in used.parameters.values():
        writer.writerow([getattr(one, column) for column in columns])
    return stream.getvalue()
