"""What `rantau index` shows of an index: rows for a table, and everything for a machine."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.profile.composite import Comparison, IndexUncertainty, Indices, SensitivityResult, Uncertainty

__all__ = ["comparison_rows", "index_report", "index_rows", "remarks"]


def _plain(value: Any) -> Any:
    """Numbers, texts and lists only; None for what is not a number."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def index_rows(found: IndexUncertainty, element: str) -> list[dict[str, Any]]:
    """One row for each unit, from the highest score; a rank has its interval beside it."""
    spread, result = found.spreads[element], found.result
    names = dict(zip(result.tables[-1].units, result.tables[-1].names, strict=False))
    rows = [
        {
            "unit": unit,
            "name": names.get(unit, unit),
            "score": spread.score[n],
            "score_low": spread.score_low[n],
            "score_high": spread.score_high[n],
            "rank": spread.rank[n],
            "rank_low": spread.rank_low[n],
            "rank_high": spread.rank_high[n],
        }
        for n, unit in enumerate(spread.units)
    ]
    rows.sort(key=lambda row: (math.inf if math.isnan(row["rank"]) else row["rank"], row["unit"]))
    for row in rows:
        for name in ("rank", "rank_low", "rank_high"):
            row[name] = None if math.isnan(row[name]) else int(row[name])
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def remarks(found: IndexUncertainty, element: str, notes: Sequence[str] = ()) -> list[str]:
    """What must be said beside the table: who cannot be told apart, warnings, what the intervals rest on."""
    uncertain = found.result.build.uncertainty
    said = [f"Not separable: {', '.join(group)}" for group in found.spreads[element].groups]
    removed = [unit for record in found.result.records for unit in record.removed]
    if removed:
        said.append(f"Screened out, and not scored: {', '.join(removed)}")
    said += [f"Warning: {one}" for one in found.result.warnings]
    said.append(
        f"Intervals: {uncertain.level:.0%} of {uncertain.draws} draws over {', '.join(found.sources) or 'nothing'}."
    )
    if found.assumed_errors:
        said.append(
            f"ASSUMED: the error of {found.assumed_errors:.0%} of the observations, as {uncertain.assumed_error:.0%} "
            "of the distance between the 5th and the 95th percentile of their indicator."
        )
    if "weights" in found.sources:
        said.append(f"ASSUMED: {_weights(uncertain)}.")
    if not found.one_scale:
        said.append(
            "Scores have no intervals: the draws are on different scales. Their ranks can be compared."
        )
    return [*said, *(f"Note: {one}" for one in notes)]


def _weights(uncertain: Uncertainty) -> str:
    if uncertain.weight_concentration is not None:
        return f"weights vary by gamma numbers of mean 1 and shape {uncertain.weight_concentration:g}"
    return f"weights may be off by {_noise(uncertain.weight_noise)}"


def _noise(noise: float | Mapping[str, float]) -> str:
    if isinstance(noise, Mapping):
        return ", ".join(f"{one:.0%} at level {level}" for level, one in noise.items())
    return f"{noise:.0%}"


def index_report(
    found: IndexUncertainty, sensitivity: SensitivityResult | None, notes: Sequence[str]
) -> dict[str, Any]:
    """The index, how it was made and how sure it is, as plain data."""
    result = found.result
    report = {
        "name": result.build.name,
        "build": result.build.model_dump(),
        "elements": [one.model_dump() for one in result.hierarchy.elements],
        "scores": {one.code: index_rows(found, one.code) for one in result.hierarchy.aggregates},
        "indicators": {
            one.code: dict(zip(result.units, result.score(one.code), strict=True))
            for one in result.hierarchy.indicators
        },
        "weights": result.weights,
        "cronbach_alpha": result.alphas,
        "above": {"units": list(found.index.units), "probability": found.index.above},
        "not_separable": found.index.groups,
        "sources_of_uncertainty": found.sources,
        "share_of_errors_assumed": found.assumed_errors,
        "record": [asdict(one) for one in result.records],
        "warnings": result.warnings,
        "remarks": remarks(found, result.hierarchy.top.code, notes),
    }
    if sensitivity is not None:
        report["sensitivity"] = {
            "mean_rank_shift": _indices(sensitivity.shift),
            "ranks": {unit: _indices(one) for unit, one in sensitivity.by_unit.items()},
            "evaluations": sensitivity.evaluations,
        }
    plain: dict[str, Any] = _plain(report)
    return plain


def _indices(found: Indices) -> dict[str, dict[str, float]]:
    return {
        name: {
            "first": found.first[n],
            "first_low": found.first_low[n],
            "first_high": found.first_high[n],
            "total": found.total[n],
            "total_low": found.total_low[n],
            "total_high": found.total_high[n],
        }
        for n, name in enumerate(found.names)
    }


def comparison_rows(found: Comparison) -> list[dict[str, Any]]:
    """One row for each unit, from the largest change of rank."""
    rows = [
        {
            "unit": one.unit,
            "score_before": one.score[0],
            "score_after": one.score[1],
            "rank_before": one.rank[0],
            "rank_after": one.rank[1],
            "change": one.rank_change,
        }
        for one in found.units
    ]
    rows.sort(key=lambda row: (-abs(int(row["change"] or 0)), str(row["unit"])))
    return rows
