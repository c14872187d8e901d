"""Simulating a study: its world, its scenarios, its draws one file each, and what is written to ``out/simulation``.

A draw's file is written whole or not at all, and is named by all that the draw depends on. So a run that was stopped,
by whatever, goes on where it was: no draw is lost, none is done twice. Only one draw of each scenario is in memory at a
time, and of the others what totals and charts need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.simulation.scenario import BASELINE, Scenario
from rantau.study.explaining import explained
from rantau.study.outputs import OutputFolder
from rantau.study.scenario_files import new_scenario, scenario_texts, study_scenarios
from rantau.study.simulated_world import study_prior, study_register, study_world

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

Told = Callable[[int, int], None]


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
    writing: Told | None = None,
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
        writing: Told the same of the draws that are added up, and then of their tables.
        explain: A quantity; each scenario's effect on it is shared out among its levers, on up to four of the draws.
        charts: Whether to draw charts.
    """
    from rantau.simulation.digests import digest
    from rantau.simulation.ensembles import Runs, numbers_of
    from rantau.simulation.members import for_each_member
    from rantau.simulation.results import Result
    from rantau.simulation.storing import run_key
    from rantau.study.kept_draws import KeptDraws
    from rantau.study.simulation_files import files_of, summary_of

    chance = study.settings.study.seed if seed is None else seed
    world, parameters = study_world(study, months), study_register(study)
    if not weight > 0:
        raise BadInput("the scale is above 0: how many migrants a simulated person stands for")
    scenarios = study_scenarios(study, world, [BASELINE.name, *names])
    numbers = numbers_of(draws)
    keys = {one.name: run_key(world, one, parameters, chance, weight, by) for one in scenarios}
    with study._alone():
        kept = KeptDraws(study.path / "simulation", keys, numbers)
        missing = kept.missing()
        by_name = {one.name: one for one in scenarios}
        tasks = [(by_name[name], number) for name, number in missing]
        total = len(kept)
        before = done = total - len(tasks)

        def keep(_: tuple[Scenario, int], outcome: Outcome) -> None:
            nonlocal done
            kept.put(outcome)
            done += 1
            if progress is not None:
                progress(done, total)

        if progress is not None:
            progress(before, total)
        if tasks:
            runs = Runs(world, parameters, chance, weight, by)
            for_each_member(runs, tasks, keep, workers=workers, cluster=cluster)
        result = Result(world, parameters, chance, weight, by, kept)
        written = 0

        def wrote() -> None:
            nonlocal written
            written += 1
            if writing is not None:
                writing(written, 2 * total)

        for name, number in kept:
            digest(result, name, number)
            wrote()
        summary = summary_of(result, keys)
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
        titles = {one.name: one.title for one in scenarios} if charts else None
        files = files_of(result, summary, titles, wrote, study.settings.brief.languages)
        after = OutputFolder(study.path / "out" / "simulation").replace(files)
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
            transaction.record("simulation.run", ",".join(keys), details=details, after=after)
    return Simulated(result, before, len(tasks), tuple(sorted(files)), summary)
