"""What an estimate of a hidden population is made of: several methods side by side, never one number alone."""

from __future__ import annotations

from dataclasses import dataclass

from rantau.hidden.assumptions import AssumptionForm
from rantau.hidden.lists import ListTable
from rantau.hidden.masking import MaskedTable

__all__ = ["METHODS", "HiddenReport", "HiddenSettings", "MethodResult", "SensitivityRow"]

METHODS = {
    "independence": "independent lists",
    "stepwise": "stepwise pairs",
    "bic": "best model by BIC",
    "aic": "best model by AIC",
    "average": "average over models by BIC",
    "graphs": "average over decomposable graphs",
    "classes": "latent classes",
    "chao": "Chao's lower bound",
}
"""The methods, by key, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSettings:
    """How an estimate is made."""

    methods: tuple[str, ...] = tuple(METHODS)
    seed: int = 0
    replicates: int = 1000
    """Bootstrap tables; 0 leaves only intervals given the chosen model."""
    level: float = 0.95
    threshold: float = 0.02
    """P-value below which a stepwise term is added."""
    order: int | None = None
    """Most lists in an interaction of the models by BIC and AIC. By default all for three and four lists, else 2."""
    class_draws: int = 1_000
    """Draws kept in each of eight chains of the latent classes, one in 20 steps, after 40 times as many steps."""
    smallest_cell: int = 5
    """Counts below it are masked in what is shown."""
    two_lists_confirmed: bool = False
    workers: int = 1

    def order_for(self, lists: int) -> int:
        """The order that holds for so many lists."""
        if self.order is not None:
            return min(self.order, lists - 1)
        return lists - 1 if lists <= 4 else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """What one method says, or why it says nothing."""

    method: str
    """A key of ``METHODS``, or ``two-list``."""
    title: str
    total: float | None
    """None where there is no estimate."""
    low: float | None = None
    """Lower end of the interval of the total."""
    high: float | None = None
    """Upper end; infinite where the data set none."""
    interval: str = ""
    """What kind of interval it is."""
    model: str = ""
    reason: str = ""
    """Why there is no estimate."""
    notes: tuple[str, ...] = ()
    bound: bool = False
    """It is a lower bound, no estimate of the total itself."""


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """Totals with one list left out or two taken for one; None where there is no estimate."""

    change: str
    known: int | None
    totals: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenReport:
    """The estimates of one list table with all that belongs to them."""

    table: ListTable
    shown: MaskedTable
    settings: HiddenSettings
    results: tuple[MethodResult, ...]
    left_out: tuple[SensitivityRow, ...]
    merged: tuple[SensitivityRow, ...]
    warnings: tuple[str, ...]
    form: AssumptionForm

    @property
    def estimates(self) -> tuple[MethodResult, ...]:
        """The methods that gave an estimate, lower bounds aside."""
        return tuple(result for result in self.results if result.total is not None and not result.bound)

    @property
    def spread(self) -> tuple[float, float]:
        """Least and greatest estimate over the methods."""
        totals = [result.total for result in self.estimates if result.total is not None]
        return min(totals), max(totals)

    @property
    def envelope(self) -> tuple[float, float]:
        """Lowest and highest end of the methods' intervals."""
        lows = [result.low for result in self.estimates if result.low is not None]
        highs = [result.high for result in self.estimates if result.high is not None]
        least, most = self.spread
        return min([*lows, least]), max([*highs, most])
