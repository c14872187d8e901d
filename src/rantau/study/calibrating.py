"""Calibrating a study: its targets from its claims, its stocks and its own table; runs kept as they are done.

Every run of the model is a line in a file, written as soon as it is done, under the name of all that the calibration
depends on. So a calibration that was stopped, by whatever, goes on where it was: no run is lost, none is done twice.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.baseline.load import places
from rantau.framework.language import speaking
from rantau.simulation.claimed import targets_of_claims
from rantau.simulation.targets import LeftOut, Target, all_targets, targets_of_rows, targets_of_world
from rantau.simulation.world import World
from rantau.study.calibrated_files import draws_csv, parameters_toml, write_kept
from rantau.study.kept_points import KeptPoints
from rantau.study.outputs import OutputFolder
from rantau.study.simulated_world import small_rows, study_prior, study_world
from rantau.study.simulation_files import chart_files

if TYPE_CHECKING:
    from rantau.simulation.calibrating import Calibration, How
    from rantau.study.study import Study

__all__ = ["Calibrated", "calibrate_study", "study_targets", "target_list"]

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What a calibration of a study gave."""

    found: Calibration
    done_before: int
    """Runs of the model that were there already."""
    done_now: int
    files: tuple[str, ...]
    """Written under ``out/calibration``."""
    summary: dict[str, Any]
    kept: bool
    """Whether ``rantau simulate`` uses it from now on."""


def study_targets(study: Study, world: World, window: tuple[int, int]) -> tuple[list[Target], list[LeftOut]]:
    """The targets of a study, and what is none.

    From the triangulated claims; from the stocks of the world; and from ``data/targets.csv``, whose rows stand in place
    of the others about the same thing.

    Raises:
        BadTable: A row of ``data/targets.csv`` is wrong; names the line.
    """
    claimed, without = targets_of_claims(
        study.store.claim_groups(),
        {one.id: one for one in study.store.claims()},
        world,
        {id: one.members for id, one in places().items() if one.members},
        {one.subject: one.confidence for one in study.store.grades()},
    )
    own, refused = targets_of_rows(small_rows(study.path / "data" / "targets.csv"), world)
    chosen = all_targets(claimed, targets_of_world(world, window), own, refused)
    return chosen, [*without, *refused]


def target_list(targets: Sequence[Target], without: Sequence[LeftOut]) -> dict[str, Any]:
    """Targets and what is none as plain rows, ready for JSON."""
    import math

    return {
        "targets": [
            {
                "target": one.name,
                "low": one.low if math.isfinite(one.low) else None,
                "high": one.high if math.isfinite(one.high) else None,
                "unit": one.what.unit,
                "meaning": one.what.meaning,
                "rests_on": one.rests_on,
                "conflicting": one.conflicting,
                "confidence": one.confidence,
                "claims": list(one.claims),
                "assumes": one.what.assumes,
                "notes": list(one.notes),
            }
            for one in targets
        ],
        "left_out": [{"what": one.what, "why": one.why, "claims": list(one.claims)} for one in without],
    }


def calibrate_study(
    study: Study,
    *,
    how: How | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    keep: bool = False,
    progress: Told | None = None,
    charts: bool = True,
) -> Calibrated:
    """Calibrate a study's simulation to its evidence, and write what was found to ``out/calibration``.

    Args:
        study: The study.
        how: How many draws, runs and waves.
        seed: The study's own by default.
        workers: Threads.
        cluster: Address of a Dask scheduler, in place of threads.
        keep: Whether ``rantau simulate`` uses what was found from now on (``data/calibrated``).
        progress: Told what is run, how many runs of the present step are done, and of how many.
        charts: Whether to draw charts.

    Raises:
        BadInput: There is nothing to calibrate to, or a setting is out of range.
    """
    from rantau.simulation.calibrated import calibrated_register, report
    from rantau.simulation.calibrating import How, calibrate, run_name

    rules = how or How()
    chance = study.settings.study.seed if seed is None else seed
    world, prior = study_world(study, rules.window[1]), study_prior(study)
    targets, without = study_targets(study, world, rules.window)
    with study._alone():
        name = run_name(world, targets, chance, prior, rules)
        kept = KeptPoints(study.path / "simulation" / f"calibration-{name}" / "runs.jsonl", (len(targets),))
        found = calibrate(
            world,
            targets,
            chance,
            parameters=prior,
            how=rules,
            workers=workers,
            cluster=cluster,
            known=dict(kept.values),
            keep=kept.put,
            progress=progress,
        )
        after = calibrated_register(found)
        summary = {
            **report(found),
            "left_out": target_list((), without)["left_out"],
            "notes": list(world.notes),
        }
        assert after.joint is not None
        files = {
            "report.json": json.dumps(summary, ensure_ascii=False, indent=1) + "\n",
            "targets.csv": _csv(summary["targets"]),
            "parameters.csv": _csv(summary["parameters"]),
            "left_out.csv": _csv(summary["left_out"]),
            "calibrated.toml": parameters_toml(prior, after, f"What calibration {found.run} found."),
            "draws.csv": draws_csv(after.joint),
        }
        drawn = {name: text.encode("utf-8") for name, text in files.items()}
        if charts:
            drawn.update(_charts(found, study.settings.brief.languages))
        digest = OutputFolder(study.path / "out" / "calibration").replace(drawn)
        details = {
            "targets": [one.name for one in targets],
            "in force": [one.name for one, used in zip(targets, found.used, strict=True) if used],
            "claims": sorted({claim for one in targets for claim in one.claims}),
            "seed": chance,
            "draws": rules.draws,
            "kept": keep,
        }
        if keep:
            write_kept(study.path / "data" / "calibrated", prior, after, details)
        with study.store.transaction() as transaction:
            transaction.record("calibration.run", found.run, details=details, after=digest)
    return Calibrated(found, kept.before, len(kept.values) - kept.before, tuple(sorted(drawn)), summary, keep)


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow(["; ".join(cell) if isinstance(cell, list) else cell for cell in row.values()])
    return stream.getvalue()


def _charts(found: Calibration, languages: Sequence[str]) -> dict[str, bytes]:
    """Each chart in each language; the files of the first have the plain names."""
    from rantau.simulation.calibration_charts import parameter_chart, target_chart

    files: dict[str, bytes] = {}
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        with speaking(language):
            files.update(chart_files(f"charts/targets{suffix}", target_chart(found)))
            files.update(chart_files(f"charts/parameters{suffix}", parameter_chart(found)))
    return files
