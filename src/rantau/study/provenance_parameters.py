"""Chains of the simulation's parameters: what each rests on, and the targets that calibrated ones were held to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rantau.framework.errors import BadInput, Way
from rantau.simulation.observing import Places
from rantau.simulation.parameters import Parameter
from rantau.simulation.targets import where_words
from rantau.study.outputs import OutputFolder
from rantau.study.provenance_evidence import claim_chain
from rantau.study.provenance_steps import SHOWN, Link, Step
from rantau.study.provenance_stocks import latest_stocks, stock_row
from rantau.study.simulated_world import small_rows
from rantau.study.simulating import study_register
from rantau.study.study import Study
from rantau.study.tables import read_tables

__all__ = ["parameter_chain", "parameter_step", "target_chain", "targets_in_force"]

_CLAIM = re.compile(r"\bd[0-9a-f]{12}/p\d+/q\d+\b")


def parameter_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A parameter as the study has it now."""
    found = study_register(study).parameters.get(id)
    if found is None:
        return None
    targets = targets_in_force(study, reveal) if found.basis == "calibrated" else ()
    return parameter_step(study, found, reveal, beneath=targets)


def parameter_step(study: Study, one: Parameter, reveal: bool, *, beneath: Iterable[Step] = ()) -> Step:
    """A parameter, its range, and what it rests on: a source, a calibration, or an assumption, which is said to be one.

    Args:
        study: The study.
        one: The parameter.
        reveal: Show the words of confidential documents.
        beneath: What more it rests on, as the targets of a calibration.
    """
    claims = (claim_chain(study, claim, reveal) for claim in dict.fromkeys(_CLAIM.findall(one.why)))
    known = tuple(step for step in claims if step)
    basis = "ASSUMED" if one.basis == "assumed" else one.basis
    spread = f" ({one.low:.6g} to {one.high:.6g})" if one.low < one.high else ""
    row = Step("row", f"parameters.csv, {one.name}", f"{basis}: {one.why}")
    return Step(
        "parameter",
        f"{one.value:.6g}{spread} {one.unit}".strip() + f": {one.name.replace('_', ' ')}",
        f"{basis}; {one.distribution}",
        link=Link("parameter", one.name),
        beneath=(row, *known, *beneath),
    )


def target_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A target that the parameters were calibrated to."""
    row = _targets(study).get(id)
    return None if row is None else _target(study, row, reveal)


def targets_in_force(study: Study, reveal: bool) -> tuple[Step, ...]:
    """The targets of the calibration that ``data/calibrated`` keeps; none where it keeps none.

    Each leads to its claims and their pages; one of the baseline's stocks or of the study's own table to a row.
    """
    kept = _json(study, "data/calibrated/run.json")
    names = kept.get("in force") if isinstance(kept, dict) else None
    if not isinstance(names, list):
        return ()
    known = _targets(study)
    rows = [known[name] for name in names if name in known]
    if rows:
        return tuple(_target(study, row, reveal) for row in rows[:SHOWN])
    # The report of the run is gone or is of another run: what is kept still names the claims.
    claims = (claim_chain(study, str(claim), reveal) for claim in kept.get("claims", ())[:SHOWN])
    found = tuple(step for step in claims if step)
    return (Step("target", "; ".join(map(str, names)), f"calibration {kept.get('run', '')}", beneath=found),)


def _targets(study: Study) -> dict[str, Mapping[str, Any]]:
    """Target -> its row, of the calibration that was kept, as its report has them."""
    if OutputFolder(study.path / "out" / "calibration").file("report.json") is None:
        return {}
    kept, report = _json(study, "data/calibrated/run.json"), _json(study, "out/calibration/report.json")
    try:
        return {row["target"]: row for row in report["targets"]} if kept.get("run") == report["run"] else {}
    except (AttributeError, KeyError, TypeError):
        return {}


def _target(study: Study, row: Mapping[str, Any], reveal: bool) -> Step:
    low, high = (f"{row[name]:,.6g}" if row[name] is not None else "…" for name in ("low", "high"))
    found = (claim_chain(study, claim, reveal) for claim in row["claims"][:SHOWN])
    beneath = tuple(step for step in found if step)
    if not beneath:
        beneath = _rows(study, row)
    said = [f"{row['standing']}", f"rests on {row['rests_on']}", row["confidence"], row["assumes"]]
    return Step(
        "target",
        f"{low} to {high} {row['unit']}: {row['target']}",
        "; ".join(filter(None, said)),
        link=Link("target", row["target"]),
        beneath=beneath,
    )


def _rows(study: Study, row: Mapping[str, Any]) -> tuple[Step, ...]:
    """The row of the study's own table that a target is; or the rows of the stocks that it comes from."""
    notes = "; ".join(row["notes"])
    if row["rests_on"] == "study":
        lines = [
            line
            for line, cells in enumerate(small_rows(study.path / "data" / "targets.csv"), start=2)
            if _name_of(cells) == row["target"]
        ]
        return tuple(Step("row", f"data/targets.csv, line {line}", notes) for line in lines) or (
            Step("row", "data/targets.csv", f"{notes} It is there no longer."),
        )
    method = Step("row", "corridors.csv, stocks by year", notes)
    if (study.path / "data" / "simulation" / "corridors.csv").is_file():
        return (Step("row", "data/simulation/corridors.csv", notes),)
    to = row["target"].rpartition("→")[2]
    known = [one for one in read_tables(study.path / "data").corridors if one.destination == to]
    members = study.settings.study.places
    start = str(study.settings.study.period.to_year)
    return (method, *(stock_row(one) for one in latest_stocks(known, members, start)[:SHOWN]))


def _name_of(cells: Mapping[str, str]) -> str:
    """The name of the target that a row of the study's table is."""
    ends = (
        frozenset(one.strip() for one in (cells.get(end) or "").split(";") if one.strip())
        for end in ("origin", "destination")
    )
    return f"{(cells.get('quantity') or '').strip()} {where_words(Places(*ends))}"


def _json(study: Study, name: str) -> Any:
    path = study.path / name
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{path} cannot be read ({error})", way=Way("run 'rantau calibrate' again", "calibrate again")
        ) from error
