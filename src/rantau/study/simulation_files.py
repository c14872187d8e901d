"""What ``rantau simulate`` writes: a summary, a table for each draw, differences, journeys, parameters, charts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from rantau.framework.cells import harmless
from rantau.framework.language import speaking
from rantau.framework.words import DIMENSIONS
from rantau.simulation.parameters import Register
from rantau.simulation.scenario import BASELINE

if TYPE_CHECKING:
    from rantau.simulation import Result
    from rantau.simulation.comparing import Comparison

__all__ = ["chart_files", "files_of", "summary_of"]

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


def summary_of(result: Result, keys: Mapping[str, str]) -> dict[str, Any]:
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
                    **asdict(interval(np.array([result.total(scenario, draw, name) for draw in draws]))),
                    "unit": QUANTITIES[name].total_unit,
                }
                for name in _SHOWN
            }
            for scenario in result.scenarios
        },
        "against_baseline": {
            name: {
                "sentence": found.sentence(),
                "spared_share": asdict(found.spared()),
                "newly_share": asdict(found.newly()),
                "differences": {one: asdict(found.difference(one)) for one in _SHOWN},
            }
            for name, found in comparisons.items()
        },
        "insecure_months_per_1000": _insecurity(result, comparisons),
    }


def _insecurity(result: Result, comparisons: Mapping[str, Comparison]) -> dict[str, Any]:
    """Dimension -> scenario -> insecure person-months per 1,000 migrants and month, and the paired difference."""
    from rantau.simulation.comparing import compare

    baseline = result.of(BASELINE.name)
    table: dict[str, Any] = {}
    for dimension in DIMENSIONS:
        table[dimension] = {BASELINE.name: asdict(compare(baseline, baseline).insecurity(dimension)[0])}
        for name, found in comparisons.items():
            _, level, difference = found.insecurity(dimension)
            table[dimension][name] = {**asdict(level), "difference": asdict(difference)}
    return table


def _calibrated(used: Register) -> list[str]:
    if used.joint is None:
        return []
    count = len(used.joint.rows)
    return [
        f"Parameters are those of the calibration {used.joint.run} (data/calibrated): its {count} draws, in turn."
    ]


def files_of(
    result: Result,
    summary: Mapping[str, Any],
    titles: Mapping[str, str] | None,
    made: Callable[[], None] = lambda: None,
    languages: Sequence[str] = ("en",),
) -> dict[str, bytes | Callable[[], bytes]]:
    """Everything that is written, by name; each table of a draw is made when its turn comes, and not before.

    Args:
        result: The runs.
        summary: Of :func:`summary_of`, and what else belongs there.
        titles: Scenario -> what charts call it; None: no charts.
        made: Told of each table that is made.
        languages: Of the charts; the files of the first have the plain names, another's its code in them.
    """
    from rantau.simulation.comparing import compare
    from rantau.simulation.journeys import journeys_table

    files: dict[str, bytes | Callable[[], bytes]] = {
        "summary.json": (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    }
    for scenario, draw in result.outcomes:
        files[f"tables/{scenario}/draw-{draw:06}.parquet"] = partial(_table, result, scenario, draw, made)
    for name in result.scenarios:
        if name != BASELINE.name:
            table = compare(result.of(BASELINE.name), result.of(name)).table()
            files[f"differences/{name}.csv"] = table.write_csv().encode("utf-8")
    files["journeys.csv"] = journeys_table(result).encode("utf-8")
    files["parameters.csv"] = _parameters(result.register).encode("utf-8")
    if titles is not None:
        files.update(_charts(result, titles, languages))
    return files


def _table(result: Result, scenario: str, draw: int, made: Callable[[], None]) -> bytes:
    stream = io.BytesIO()
    result.part([(scenario, draw)]).table().write_parquet(stream, compression="zstd", statistics=False)
    made()
    return stream.getvalue()


def _charts(result: Result, titles: Mapping[str, str], languages: Sequence[str]) -> dict[str, bytes]:
    """Each chart as a specification and a picture in each language, and its data in the first."""
    from rantau.simulation.charted import BY_PLACE, CHARTS
    from rantau.simulation.charts import chart, chart_rows
    from rantau.simulation.place_charts import place_chart, place_rows

    files = {}
    places = BY_PLACE if result.by != "region" else ()
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        with speaking(language):
            for name in (*CHARTS, *places):
                make, made_of = (place_chart, place_rows) if name in BY_PLACE else (chart, chart_rows)
                files.update(chart_files(f"charts/{name}{suffix}", make(result, name, titles)))
                if not suffix:
                    files[f"charts/{name}.csv"] = _table_of(made_of(result, name, titles))
    return files


def chart_files(name: str, spec: dict[str, Any]) -> dict[str, bytes]:
    """A chart as a specification and as a picture, in the context's language."""
    from rantau.brief.charts import in_language
    from rantau.brief.render import chart_svg

    told = in_language(spec)
    return {
        f"{name}.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
        f"{name}.svg": chart_svg(told).encode("utf-8"),
    }


def _table_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({field: harmless(value) for field, value in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8")


def _parameters(used: Register) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = ("name", "symbol", "unit", "value", "low", "high", "distribution", "basis", "why")
    writer.writerow(columns)
    for one in used.parameters.values():
        writer.writerow([getattr(one, column) for column in columns])
    return stream.getvalue()
