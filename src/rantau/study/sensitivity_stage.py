"""Sensitivity of a study's simulations: points that survive a kill, and what is written to ``out/sensitivity``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.framework.language import speaking
from rantau.simulation.scenario import BASELINE
from rantau.study.kept_points import KeptPoints
from rantau.study.outputs import OutputFolder
from rantau.study.simulating import study_register, study_scenarios, study_world
from rantau.study.simulation_files import chart_files

if TYPE_CHECKING:
    from rantau.simulation.sensitivity import Sensitivities
    from rantau.simulation.world import World
    from rantau.study.study import Study

__all__ = ["Analysed", "analyse_sensitivity"]

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Analysed:
    """What an analysis gave."""

    found: Sensitivities
    done_before: int
    """Points that were there already."""
    files: tuple[str, ...]
    """Written under ``out/sensitivity``."""
    summary: dict[str, Any]


def analyse_sensitivity(
    study: Study,
    names: Sequence[str] = (),
    *,
    outcomes: Sequence[str] = (),
    among: Sequence[str] | None = None,
    size: int = 128,
    weight: float = 1000.0,
    months: int = 120,
    seed: int | None = None,
    expected: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Told | None = None,
    charts: bool = True,
) -> Analysed:
    """Find what the simulated outcomes of a study hang on, and write tables and charts to ``out/sensitivity``.

    Args:
        study: The study.
        names: Scenarios beside the baseline.
        outcomes: As in :func:`rantau.simulation.sensitivity.sensitivity`; those of its conclusions by default.
        among: Parameters to take as they are, without a screening; the others keep their values.
        size: Points of the base sample, a power of two.
        weight: Migrants a simulated person stands for.
        months: How many.
        seed: The study's own by default.
        expected: Take the expected course in place of people.
        workers: Threads.
        cluster: Address of a Dask scheduler.
        progress: Told the step, and how many points are done, of how many.
        charts: Whether to draw charts.
    """
    from rantau.simulation.sensitivity import CONCLUSIONS, sensitivity
    from rantau.simulation.storing import run_key
    from rantau.simulation.varying import OUTCOMES

    chance = study.settings.study.seed if seed is None else seed
    world, register = study_world(study, months), study_register(study)
    scenarios = study_scenarios(study, world, [BASELINE.name, *names])
    parts = [run_key(world, one, register, chance, weight, "region") for one in scenarios]
    key = hashlib.sha256(
        "\n".join((*parts, str(expected), *(among or ("screened",)), *OUTCOMES)).encode("utf-8")
    ).hexdigest()
    with study._alone():
        kept = KeptPoints(
            study.path / "simulation" / f"sensitivity-{key[:16]}" / "points.jsonl",
            (len(scenarios), len(OUTCOMES)),
        )
        found = sensitivity(
            world,
            scenarios[1:],
            outcomes or CONCLUSIONS,
            size=size,
            seed=chance,
            weight=weight,
            parameters=register,
            among=among,
            expected=expected,
            kept=kept,
            workers=workers,
            cluster=cluster,
            progress=progress,
        )
        summary = _summary(found, register, world, chance, weight, [one.name for one in scenarios])
        titles = {one.name: one.title for one in scenarios}
        files = _files(found, register, summary, titles if charts else None, study.settings.brief.languages)
        digest = OutputFolder(study.path / "out" / "sensitivity").replace(files)
        with study.store.transaction() as transaction:
            details = {
                "scenarios": summary["scenarios"],
                "size": size,
                "seed": chance,
                "scale": weight,
                "key": key,
            }
            transaction.record(
                "simulation.sensitivity", ",".join(summary["scenarios"]), details=details, after=digest
            )
    return Analysed(found, kept.before, tuple(sorted(files)), summary)


def _summary(
    found: Sensitivities, register: Any, world: World, seed: int, weight: float, scenarios: list[str]
) -> dict[str, Any]:
    from dataclasses import asdict

    from rantau.simulation.results import EXPLORES
    from rantau.simulation.sensitivity_report import hangs_on, sentence

    return {
        "what_this_is": EXPLORES,
        "seed": seed,
        "scale": weight,
        "scenarios": scenarios,
        "months": [str(world.start), str(world.start.plus(world.months - 1))],
        "base_sample": found.size,
        "points": found.evaluations,
        "with_indices": list(found.kept),
        "conclusions": [
            {
                "scenario": one.scenario,
                "against": "baseline" if one.difference else None,
                "outcome": one.outcome,
                "middle": one.middle,
                "low": one.low,
                "high": one.high,
                "sentence": sentence(one, register),
                "hangs_on": [
                    {
                        "parameter": share.source,
                        "basis": register[share.source].basis,
                        "why": register[share.source].why,
                        "total": share.total,
                        "low": share.total_low,
                        "high": share.total_high,
                    }
                    for share in hangs_on(one)
                ],
                "shares": [
                    {
                        **asdict(share),
                        "basis": register[share.source].basis if share.source in register.parameters else "",
                    }
                    for share in one.shares
                ],
                "sign": None
                if one.turning is None
                else {
                    "above_zero": one.turning.positive,
                    "below_zero": one.turning.negative,
                    "turns_with": [asdict(bound) for bound in one.turning.region],
                    **(
                        {
                            "rarer_sign_there": one.turning.inside,
                            "of_all_with_rarer_sign": one.turning.caught,
                        }
                        if one.turning.region
                        else {}
                    ),
                },
            }
            for one in found.variations
        ],
    }


def _files(
    found: Sensitivities,
    register: Any,
    summary: dict[str, Any],
    titles: Mapping[str, str] | None,
    languages: Sequence[str],
) -> dict[str, bytes]:
    """What is written; charts in each language, where titles of scenarios are given."""
    from rantau.simulation.sensitivity_report import dots, sensitivity_table

    files = {
        "summary.json": (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
        "sensitivity.csv": sensitivity_table(found, register).write_csv().encode("utf-8"),
    }
    # A scenario's conclusions are its differences; without one, the outcomes of the baseline are what there is.
    differ = any(one.difference for one in found.variations)
    for language in languages if titles is not None else ():
        suffix = "" if language == languages[0] else f".{language}"
        with speaking(language):
            for one in found.variations:
                if one.shares and one.difference == differ:
                    name = f"charts/{one.scenario}/{one.outcome}{suffix}"
                    files.update(chart_files(name, dots(one, register, titles)))
    return files
