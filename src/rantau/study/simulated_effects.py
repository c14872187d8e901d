"""What ``rantau simulate`` found, as effects to hold recommendations against: of the region and of each state."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from rantau.framework.errors import BadInput, Way
from rantau.policy.recommend import SimulatedEffect, rules

__all__ = ["effects_of_runs"]

_LEVEL = 90
"""Percent of draws between the ends, as the simulation room gives them."""
_MOST_TABLES = 2_000
"""With more tables than these only the region's effects are read."""
_BASELINE = "baseline"


def effects_of_runs(folder: Path) -> list[SimulatedEffect]:
    """The effects that ``rantau simulate`` wrote, against its baseline: those of states first, then the region's.

    A state's effect is the median and the middle 90 % of the differences, draw by draw, of what happens there over all
    months; only outcomes that rules ask for are read. A row whose numbers are none is left out.

    Args:
        folder: The study's ``out/simulation``; it may be missing.

    Raises:
        BadInput: A table was changed after the run.
    """
    manifest = _manifest(folder)
    regional = []
    for path in sorted((folder / "differences").glob("*.csv")):
        _unchanged(folder, path, manifest)
        draws = sum(name.startswith(f"tables/{path.stem}/") for name in manifest)
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                try:
                    difference, low, high = (float(row[name]) for name in ("difference", "low", "high"))
                except (KeyError, TypeError, ValueError):
                    continue
                if low <= difference <= high:
                    regional.append(
                        SimulatedEffect(
                            scenario=path.stem,
                            against=_BASELINE,
                            outcome=row.get("quantity") or "",
                            place="",
                            difference=difference,
                            low=low,
                            high=high,
                            level=_LEVEL,
                            unit=row.get("unit") or "",
                            run=_run(f"differences/{path.name}", draws),
                        )
                    )
    return [*_of_states(folder, manifest), *regional]


def _run(name: str, draws: int) -> str:
    return f"out/simulation/{name}" + (f", {draws} draws" if draws > 1 else "")


def _manifest(folder: Path) -> Mapping[str, str]:
    path = folder / "manifest.json"
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"{path} is no manifest", way=_AGAIN)
    return found


_AGAIN = Way("run 'rantau simulate' again", "simulate again")


def _unchanged(folder: Path, path: Path, manifest: Mapping[str, str]) -> None:
    name = path.relative_to(folder).as_posix()
    if name in manifest and hashlib.sha256(path.read_bytes()).hexdigest() != manifest[name]:
        raise BadInput(f"{path} was changed after it was simulated", way=_AGAIN)


def _of_states(folder: Path, manifest: Mapping[str, str]) -> list[SimulatedEffect]:
    tables = sorted(name for name in manifest if name.startswith("tables/") and (folder / name).is_file())
    asked = {(one.scenario, one.outcome) for one in rules()}
    scenarios = {name.split("/")[1] for name in tables} & {scenario for scenario, _ in asked}
    if not scenarios or len(tables) > _MOST_TABLES:
        return []
    import polars as pl

    wanted = [name for name in tables if name.split("/")[1] in {*scenarios, _BASELINE}]
    for name in wanted:
        _unchanged(folder, folder / name, manifest)
    sums = (
        pl.scan_parquet([folder / name for name in wanted])
        .filter(pl.col("quantity").is_in(sorted({outcome for _, outcome in asked})))
        .group_by("scenario", "draw", "place", "quantity", "unit")
        .agg(pl.col("value").sum())
        .collect()
    )
    base = sums.filter(pl.col("scenario") == _BASELINE).drop("scenario")
    paired = sums.filter(pl.col("scenario") != _BASELINE).join(
        base, on=["draw", "place", "quantity", "unit"], suffix="_base"
    )
    change = pl.col("value") - pl.col("value_base")
    low = (1 - _LEVEL / 100) / 2
    found = (
        paired.group_by("scenario", "place", "quantity", "unit")
        .agg(
            change.median().alias("difference"),
            change.quantile(low, "linear").alias("low"),
            change.quantile(1 - low, "linear").alias("high"),
            pl.len().alias("draws"),
        )
        .sort("scenario", "quantity", "place")
    )
    return [
        SimulatedEffect(
            scenario=row["scenario"],
            against=_BASELINE,
            outcome=row["quantity"],
            place=row["place"],
            difference=row["difference"],
            low=row["low"],
            high=row["high"],
            level=_LEVEL,
            unit=row["unit"].removesuffix(" a month"),
            run=_run(f"tables/{row['scenario']}", row["draws"]),
        )
        for row in found.iter_rows(named=True)
        if (row["scenario"], row["quantity"]) in asked
    ]
