"""A report as plain values: what is written out, rounded to whole persons and with small cells masked."""

from __future__ import annotations

import math
from typing import Any

from rantau.hidden.report import HiddenReport, MethodResult, SensitivityRow

__all__ = ["record_of", "summary_of"]


def _whole(value: float | None) -> int | None:
    return None if value is None or not math.isfinite(value) else round(value)


def _method(result: MethodResult, known: int) -> dict[str, Any]:
    total, low, high = _whole(result.total), _whole(result.low), _whole(result.high)
    return {
        "method": result.method,
        "title": result.title,
        "known": known,
        "dark": None if total is None else total - known,
        "total": total,
        "low": low,
        "high": high,
        "dark_low": None if low is None else max(low - known, 0),
        "dark_high": None if high is None else max(high - known, 0),
        "no_upper_limit": result.high is not None and not math.isfinite(result.high),
        "lower_bound": result.bound,
        "interval": result.interval,
        "model": result.model,
        "reason": result.reason,
        "notes": list(result.notes),
    }


def _change(row: SensitivityRow) -> dict[str, Any]:
    return {
        "change": row.change,
        "known": row.known,
        "totals": {method: _whole(total) for method, total in row.totals},
    }


def summary_of(report: HiddenReport) -> dict[str, Any]:
    """The spread over methods: of the estimates, and of the ends of their intervals."""
    least, most = report.spread
    low, high = report.envelope
    known = report.table.known
    return {
        "known": known,
        "methods": len(report.estimates),
        "dark_least": _whole(least - known),
        "dark_greatest": _whole(most - known),
        "total_least": _whole(least),
        "total_greatest": _whole(most),
        "lowest_end": _whole(low),
        "highest_end": _whole(high),
    }


def record_of(report: HiddenReport) -> dict[str, Any]:
    """All of a report, for JSON."""
    table, shown, settings = report.table, report.shown, report.settings
    definitions = dict(report.form.definitions)
    return {
        "summary": summary_of(report),
        "methods": [_method(result, table.known) for result in report.results],
        "left_out": [_change(row) for row in report.left_out],
        "merged": [_change(row) for row in report.merged],
        "warnings": list(report.warnings),
        "assumptions": [
            {
                "key": row.key,
                "statement": row.statement,
                "if_not": row.if_not,
                "answer": row.answer,
                "note": row.note,
            }
            for row in report.form.assumptions
        ],
        "lists": [
            {"name": name, "cases": cases, "definition": definitions.get(name, "")}
            for name, cases in shown.lists
        ],
        "pairs": [{"lists": [first, second], "cases": cases} for first, second, cases in shown.pairs],
        "cells": [
            {"lists": table.label(cell, "\n").split("\n"), "cases": cases} for cell, cases in shown.cells
        ],
        "masked_below": shown.smallest,
        "withheld": list(shown.withheld),
        "settings": {
            "seed": settings.seed,
            "bootstrap": settings.replicates,
            "level": settings.level,
            "stepwise_p": settings.threshold,
            "order": settings.order_for(len(table.names)),
            "class_draws": settings.class_draws,
        },
    }
