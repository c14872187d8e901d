"""The steps of a build and their options, as typed and checked data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

__all__ = [
    "AggregateStep",
    "Aggregation",
    "DenominateStep",
    "ImputeStep",
    "NormaliseStep",
    "ScreenStep",
    "Step",
    "TreatStep",
    "WeighStep",
]

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=1000)]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "median", "lowest", "copeland"]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    use: bool = True
    """False leaves the step out; an alternative that is tried in an uncertainty analysis may say so."""


class DenominateStep(_Options):
    """Divide indicators by their denominators, so that large and small units can be compared."""

    step: Literal["denominate"] = "denominate"
    by: dict[str, str] = Field(default_factory=dict)
    """Indicator -> denominator, in place of the metadata's."""
    scale: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    """Denominator -> a factor it is multiplied with first, e.g. 0.001 for "per thousand"."""


class ScreenStep(_Options):
    """Leave out units with too little data, or of which too much is zero."""

    step: Literal["screen"] = "screen"
    by: Literal["availability", "nonzero", "either"] = "availability"
    availability: Share = 2 / 3
    """A unit needs at least this share of the indicators."""
    nonzero: Share = 0.05
    """Of a unit's values at least this share is other than zero."""
    keep: tuple[str, ...] = ()
    """Units that stay whatever the rule says."""
    drop: tuple[str, ...] = ()
    """Units that go whatever the rule says."""


class ImputeStep(_Options):
    """Fill gaps, or leave them open."""

    step: Literal["impute"] = "impute"
    method: Literal["none", "mean", "median", "latest", "linear", "em", "regression", "range"] = "none"
    """``range`` leaves gaps open in the index as it stands; in draws they lie anywhere on the indicator's scale."""
    within: str = ""
    """A grouping: means and medians are taken within the unit's group."""
    among: Literal["parent", "all"] = "parent"
    """EM and regression look at the indicators of the same parent, or at all."""
    years: Annotated[int, Field(ge=1)] | None = None
    """From other years: the furthest that a value may come from."""
    predictors: Annotated[int, Field(ge=1, le=50)] = 3
    """Regression: how many indicators, those that correlate best."""
    ridge: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """EM: share by which correlations are drawn towards zero; needed with few units and many indicators."""

    @model_validator(mode="after")
    def _fits(self) -> ImputeStep:
        if self.within and self.method not in ("mean", "median"):
            raise ValueError(f"within is for the methods mean and median, not for {self.method}")
        return self


class TreatStep(_Options):
    """Treat outliers: an indicator passes with |skewness| or kurtosis under its threshold."""

    step: Literal["treat"] = "treat"
    method: Literal["winsorise", "log", "boxcox", "two_step"] = "two_step"
    most: Annotated[int, Field(ge=1)] = 5
    """Winsorise at most this many units of an indicator."""
    skewness: Annotated[float, Field(gt=0)] = 2.0
    kurtosis: Annotated[float, Field(gt=0)] = 3.5
    then: Literal["log", "boxcox"] = "log"
    """Two-step: what is done to an indicator that winsorising could not mend."""
    combine: bool = False
    """Two-step: transform the winsorised values rather than the untreated ones."""
    power: float | Literal["fitted"] = "fitted"
    """Box–Cox: the exponent (lambda), or the one of greatest likelihood."""
    always: bool = False
    """Log and Box–Cox: transform also what passes the rule."""
    only: tuple[str, ...] = ()
    """Only these indicators; empty for all."""


class NormaliseStep(_Options):
    """Put the indicators on one scale, turned so that a higher value raises the index."""

    step: Literal["normalise"] = "normalise"
    method: Literal[
        "minmax",
        "zscore",
        "scaled",
        "rank",
        "percentile_rank",
        "borda",
        "distance_to_target",
        "distance_to_reference",
        "distance_to_maximum",
        "fraction_of_maximum",
        "goalposts",
    ] = "minmax"
    range: tuple[float, float] = (0.0, 100.0)
    """Min–max and goalposts: the ends of the scale. Scaled: the two raw values that become 0 and 100."""
    mean: float = 0.0
    spread: Annotated[float, Field(gt=0)] = 1.0
    """Z-score: mean and standard deviation of the scale."""
    reference: str = ""
    """Distance to reference: the unit that is compared with."""
    cap: bool = False
    """Distances to a target or a reference end at 1."""
    truncate: bool = True
    """Goalposts: what lies outside of them is put on the nearer one."""

    @model_validator(mode="after")
    def _fits(self) -> NormaliseStep:
        if self.range[0] >= self.range[1]:
            raise ValueError(f"the range {list(self.range)} must begin below its end")
        if (self.method == "distance_to_reference") != bool(self.reference):
            raise ValueError(
                "reference names the unit that distance_to_reference compares with, and only that"
            )
        return self


class WeighStep(_Options):
    """Set the weights."""

    step: Literal["weigh"] = "weigh"
    method: Literal["given", "equal", "pca", "optimised"] = "given"
    values: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    """Given: element -> weight, in place of the metadata's."""
    level: Annotated[int, Field(ge=1)] = 1
    """PCA and optimised: the level whose weights are set."""
    targets: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    """Optimised: element -> how important it should be, relative to the others; left out: all the same."""

    @model_validator(mode="after")
    def _fits(self) -> WeighStep:
        if self.values and self.method != "given":
            raise ValueError(f"values are for the method given, not for {self.method}")
        if self.targets and self.method != "optimised":
            raise ValueError(f"targets are for the method optimised, not for {self.method}")
        return self


class AggregateStep(_Options):
    """Join the elements of each parent, level by level up to the index."""

    step: Literal["aggregate"] = "aggregate"
    method: Aggregation | tuple[Aggregation, ...] = "arithmetic"
    """One for all levels, or one for each from level 2 upwards."""
    threshold: Share | tuple[Share, ...] = 0.0
    """A parent is scored on at least this share of its children; one for all levels, or one for each."""
    minimum: Count | tuple[Count, ...] = 1
    """… and on at least this many of them; likewise. Both are judged on what the children have when they are joined:
    on observed values where gaps are left open (``none``, ``range``), on filled ones otherwise."""

    @field_validator("use")
    @classmethod
    def _needed(cls, use: bool) -> bool:
        if not use:
            raise ValueError("an index cannot do without aggregation")
        return use

    def method_at(self, level: int) -> Aggregation:
        return self.method if isinstance(self.method, str) else self.method[level - 2]

    def threshold_at(self, level: int) -> float:
        return self.threshold[level - 2] if isinstance(self.threshold, tuple) else self.threshold

    def minimum_at(self, level: int) -> int:
        return self.minimum[level - 2] if isinstance(self.minimum, tuple) else self.minimum


Step = Annotated[
    DenominateStep | ScreenStep | ImputeStep | TreatStep | NormaliseStep | WeighStep | AggregateStep,
    Field(discriminator="step"),
]
