"""What becomes of the totals when a list is left out, or two are taken for one.

If the assumptions hold, all of them estimate the same population; how far they lie apart says how much hangs on one
list.
"""

from __future__ import annotations

import itertools

from rantau.framework.errors import BadInput
from rantau.hidden.chao import chao_lower_bound
from rantau.hidden.lists import ListTable
from rantau.hidden.loglinear import best_models, stepwise_fit
from rantau.hidden.masking import MaskedTable
from rantau.hidden.report import HiddenSettings, SensitivityRow

__all__ = ["leave_one_out", "merge_pairs", "quick_totals"]

_MOST_LISTS = 6


def quick_totals(table: ListTable, settings: HiddenSettings) -> tuple[tuple[str, float | None], ...]:
    """Totals by the methods that need no sampling; None where one has no estimate."""
    out: list[tuple[str, float | None]] = []
    for method, threshold in (("independence", 0.0), ("stepwise", settings.threshold)):
        if method in settings.methods:
            try:
                out.append((method, stepwise_fit(table, threshold).total))
            except BadInput:
                out.append((method, None))
    if "bic" in settings.methods:
        total = None
        if len(table.names) <= _MOST_LISTS:
            try:
                models = best_models(table, settings.order_for(len(table.names)), window=0.0)
                total = models[0].total if models else None
            except BadInput:
                total = None
        out.append(("bic", total))
    if "chao" in settings.methods:
        bound = chao_lower_bound(table)
        out.append(("chao", bound if bound < float("inf") else None))
    return tuple(out)


def leave_one_out(
    table: ListTable, settings: HiddenSettings, shown: MaskedTable
) -> tuple[SensitivityRow, ...]:
    """One row a list, for tables of four lists or more: with fewer left there is nothing to compare.

    The number that stays known is not shown where it would give away a masked count, that of the list alone.
    """
    if len(table.names) < 4:
        return ()
    cells = dict(shown.cells)
    rows = []
    for j, name in enumerate(table.names):
        smaller = table.without(name)
        known = smaller.known if cells.get(1 << j, 0) is not None else None
        rows.append(SensitivityRow(f"without {name}", known, quick_totals(smaller, settings)))
    return tuple(rows)


def merge_pairs(table: ListTable, settings: HiddenSettings) -> tuple[SensitivityRow, ...]:
    """One row for each two lists taken for one, for tables of four lists or more."""
    if len(table.names) < 4:
        return ()
    rows = []
    for pair in itertools.combinations(table.names, 2):
        smaller = table.merged(pair)
        rows.append(
            SensitivityRow(f"{'+'.join(pair)} as one", smaller.known, quick_totals(smaller, settings))
        )
    return tuple(rows)
