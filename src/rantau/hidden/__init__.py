"""The unseen, estimated from overlapping lists (multiple systems estimation).

Several incomplete lists of one population overlap; how much they do says how many are on none of them, under
assumptions that no data can show to hold. So several methods stand side by side, each with an interval that counts in
the choice of its model, and their spread is part of the answer.

Read ``lists`` and ``reading`` first, then ``fitting`` (one model), ``existence`` (whether it has an estimate),
``searching`` (which model), ``bootstrap``, and ``estimating``, which puts all of it together.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.hidden.assumptions import AssumptionForm, blank_form, read_answers
    from rantau.hidden.estimating import estimate_hidden
    from rantau.hidden.lists import ListTable
    from rantau.hidden.outputs import record_of, summary_of
    from rantau.hidden.petersen import two_lists
    from rantau.hidden.reading import ReadTable, read_lists
    from rantau.hidden.report import METHODS, HiddenReport, HiddenSettings, MethodResult

__all__ = [
    "METHODS",
    "AssumptionForm",
    "HiddenReport",
    "HiddenSettings",
    "ListTable",
    "MethodResult",
    "ReadTable",
    "blank_form",
    "estimate_hidden",
    "read_answers",
    "read_lists",
    "record_of",
    "summary_of",
    "two_lists",
]

# Loaded when asked for: numba and scipy are slow to import, and reading a table needs neither.
_HOMES = {
    "METHODS": "report",
    "AssumptionForm": "assumptions",
    "HiddenReport": "report",
    "HiddenSettings": "report",
    "ListTable": "lists",
    "MethodResult": "report",
    "ReadTable": "reading",
    "blank_form": "assumptions",
    "estimate_hidden": "estimating",
    "read_answers": "assumptions",
    "read_lists": "reading",
    "record_of": "outputs",
    "summary_of": "outputs",
    "two_lists": "petersen",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
