"""Filling gaps from other indicators: expectation–maximisation and regression.

Both give :class:`~rantau.profile.composite.imputing.UnitModel`, a linear rule for each unit's gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.imputing import UnitModel
from rantau.profile.composite.table import Flags, Floats, Places

__all__ = ["fit_em", "fit_regression"]

_ROUNDS = 2000
_CLOSE = 1e-11


def fit_em(values: Floats, groups: Sequence[Places], ridge: float = 0.0) -> list[UnitModel]:
    """Maximum-likelihood mean and covariance of normal data with gaps, and what they say about the gaps.

    The algorithm of Dempster, Laird and Rubin (1977) for the multivariate normal (Little and Rubin 2019, section
    11.2), on standardised indicators.

    Args:
        values: (indicators, units).
        groups: Positions of the indicators that are modelled together.
        ridge: Correlations are multiplied by 1 - ridge in each round, which keeps them apart from 1.

    Raises:
        BadInput: There are too few units for so many indicators and no ridge, or the rounds do not settle.
    """
    models: list[UnitModel] = []
    for group in groups:
        if not np.isnan(values[group]).any():
            continue
        data = values[group].T
        usable = [n for n in range(data.shape[1]) if np.isfinite(data[:, n]).sum() >= 2]
        if data.shape[0] <= len(usable) + 1 and not ridge:
            raise BadInput(
                f"EM over {len(usable)} indicators needs more than {len(usable) + 1} units, and there are "
                f"{data.shape[0]}; give the step a ridge such as 0.1, or choose another method"
            )
        center = np.nanmean(data[:, usable], axis=0)
        scale = np.nanstd(data[:, usable], axis=0)
        for n, one in enumerate(scale):
            if not one > 1e-12 * max(1.0, abs(center[n])):
                scale[n] = 1.0
        mean, covariance = _maximise((data[:, usable] - center) / scale, ridge)
        for model in _conditional((data[:, usable] - center) / scale, mean, covariance):
            gaps, known = np.array(usable)[model.gaps], np.array(usable)[model.known]
            slopes = model.slopes * scale[model.gaps][:, None] / scale[model.known][None, :]
            intercept = (
                center[model.gaps] + model.intercept * scale[model.gaps] - slopes @ center[model.known]
            )
            models.append(
                UnitModel(
                    model.unit,
                    group[gaps],
                    group[known],
                    intercept,
                    slopes,
                    model.factor * scale[model.gaps][:, None],
                )
            )
    return models


def _maximise(data: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Mean (indicators,) and covariance of standardised data (units, indicators) with gaps."""
    gaps = np.isnan(data)
    filled = np.where(gaps, 0.0, data)
    mean: Floats = filled.mean(axis=0)
    away = filled - mean
    covariance: Floats = away.T @ away / len(data) + 1e-6 * np.eye(data.shape[1])
    patterns = _patterns(gaps)
    for _ in range(_ROUNDS):
        extra = np.zeros_like(covariance)
        for missing, known, rows in patterns:
            slopes, left = _regression(covariance, missing, known)
            away = data[np.ix_(rows, known)] - mean[known]
            filled[np.ix_(rows, missing)] = mean[missing] + away @ slopes.T
            extra[np.ix_(missing, missing)] += len(rows) * left
        new_mean = filled.mean(axis=0)
        away = filled - new_mean
        new = (away.T @ away + extra) / len(data)
        if ridge:
            new = (1 - ridge) * new + ridge * np.diag(np.diag(new))
        change = max(float(np.abs(new_mean - mean).max()), float(np.abs(new - covariance).max()))
        mean, covariance = new_mean, new
        if change < _CLOSE:
            return mean, covariance
    raise BadInput(
        f"EM did not settle in {_ROUNDS} rounds: too much is missing; give the step a ridge such as 0.1, or choose "
        "another method"
    )


def _patterns(gaps: Flags) -> list[tuple[Places, Places, Places]]:
    """(missing, known, units) for each way in which indicators are missing together."""
    found: dict[bytes, list[int]] = {}
    for row, one in enumerate(gaps):
        if one.any():
            found.setdefault(one.tobytes(), []).append(row)
    return [
        (np.flatnonzero(gaps[rows[0]]), np.flatnonzero(~gaps[rows[0]]), np.array(rows))
        for rows in found.values()
    ]


def _regression(covariance: Floats, missing: Places, known: Places) -> tuple[Floats, Floats]:
    """Slopes of what is missing on what is known, and the covariance left unexplained."""
    across = covariance[np.ix_(missing, known)]
    slopes = np.asarray(
        np.linalg.lstsq(covariance[np.ix_(known, known)], across.T, rcond=None)[0].T, dtype=float
    )
    left = covariance[np.ix_(missing, missing)] - slopes @ across.T
    return slopes, left


def _conditional(data: Floats, mean: Floats, covariance: Floats) -> Iterator[UnitModel]:
    for missing, known, rows in _patterns(np.isnan(data)):
        slopes, left = _regression(covariance, missing, known)
        values, vectors = np.linalg.eigh((left + left.T) / 2)
        # A triangular square root of a covariance that may be singular, by way of QR.
        factor = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)[1].T
        for unit in rows:
            yield UnitModel(int(unit), missing, known, mean[missing] - slopes @ mean[known], slopes, factor)


def fit_regression(values: Floats, groups: Sequence[Places], predictors: int) -> list[UnitModel]:
    """Least-squares regression of each gap on the indicators that correlate best with it and are known for the unit.

    Fitted on the units that have them all. With too few of those the number of predictors is brought down; a gap
    without any predictor is filled with the mean.

    Args:
        values: (indicators, units).
        groups: Positions of the indicators that are looked at together.
        predictors: How many at most.
    """
    models: list[UnitModel] = []
    for group in groups:
        for target in group:
            for unit in np.flatnonzero(np.isnan(values[target])):
                model = _one_regression(values, int(target), int(unit), group, predictors)
                if model is not None:
                    models.append(model)
    return models


def _one_regression(
    values: Floats, target: int, unit: int, group: Places, predictors: int
) -> UnitModel | None:
    there = np.isfinite(values[target])
    if there.sum() < 2:
        return None
    strengths = []
    for other in group:
        both = there & np.isfinite(values[other])
        if other == target or not np.isfinite(values[other, unit]) or both.sum() < 3:
            continue
        x, y = values[other, both], values[target, both]
        if np.ptp(x) > 0 and np.ptp(y) > 0:
            strengths.append((-abs(float(np.corrcoef(x, y)[0, 1])), int(other)))
    chosen = [other for _, other in sorted(strengths)[:predictors]]
    while True:
        rows = there & np.isfinite(values[chosen]).all(axis=0)
        if not chosen or rows.sum() >= len(chosen) + 2:
            break
        chosen.pop()
    x = np.column_stack([np.ones(int(rows.sum())), *(values[one, rows] for one in chosen)])
    y = values[target, rows]
    answer = np.linalg.lstsq(x, y, rcond=None)[0]
    rest = y - x @ answer
    left = float(np.sqrt(rest @ rest / max(1, len(y) - x.shape[1])))
    return UnitModel(
        unit,
        np.array([target]),
        np.array(chosen, dtype=np.intp),
        answer[:1],
        answer[None, 1:],
        np.array([[left]]),
    )
