"""What a calibration says, as plain tables; and the register that it leads to.

A parameter counts as calibrated when its posterior is told apart from its prior: by a Kolmogorov-Smirnov test at a
false-alarm rate of one in a thousand for all parameters together. Draws come of one another and are alike: only a
quarter as many as differ are counted, which is an assumption.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.calibrating import Calibration
from rantau.simulation.parameters import Joint, Register
from rantau.simulation.particles import shares_of
from rantau.simulation.results import EXPLORES

__all__ = ["FALSE_ALARM", "calibrated_register", "parameter_rows", "report", "sentences", "target_rows"]

FALSE_ALARM = 1e-3
_ALIKE = 4
_BAND = (0.05, 0.5, 0.95)
Row = dict[str, Any]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _band(values: NDArray[np.float64], prefix: str) -> Row:
    there = values[np.isfinite(values)]
    found = np.quantile(there, _BAND) if len(there) else [math.nan] * 3
    return {
        f"{prefix}_{name}": _number(one) for name, one in zip(("low", "median", "high"), found, strict=True)
    }


def target_rows(found: Calibration) -> list[Row]:
    """Each target with its interval, the bands of the prior and the posterior, and how it stands.

    Returns:
        ``low`` and ``high`` are None where open; bands are the 5, 50 and 95 % points; ``prior_met`` and
        ``posterior_met`` the shares of draws inside the interval, ``posterior_met_within_luck`` that of draws outside
        by no more than what the luck of the simulated people explains; ``standing`` says whether it is in force.
    """
    rows, missed = [], found.missed()
    for number, one in enumerate(found.targets):
        before, after = found.prior_outputs[:, number], found.outputs[:, number]
        rows.append(
            {
                "target": one.name,
                "quantity": one.quantity,
                "unit": one.what.unit,
                "meaning": one.what.meaning,
                "low": _number(one.low),
                "high": _number(one.high),
                "standing": _standing(found, number),
                **_band(before, "prior"),
                "prior_met": float(((before >= one.low) & (before <= one.high)).mean()),
                **_band(after, "posterior"),
                "posterior_met": float(((after >= one.low) & (after <= one.high)).mean()),
                "posterior_met_within_luck": float((missed[:, number] == 0).mean()),
                "rests_on": one.rests_on,
                "confidence": one.confidence,
                "conflicting": one.conflicting,
                "claims": list(one.claims),
                "assumes": one.what.assumes,
                "notes": list(one.notes),
            }
        )
    return rows


def _standing(found: Calibration, number: int) -> str:
    if found.used[number]:
        return "in force"
    standing = found.standing
    assert standing is not None
    if not standing.can[number]:
        return "set aside: the model meets it nowhere in the ranges of the parameters, or hardly anywhere"
    others = [
        found.targets[b if a == number else a].name
        for a, b in standing.apart
        if number in (a, b) and found.used[b if a == number else a]
    ]
    with_whom = f" with {', '.join(others)}" if others else " with all the others together"
    return f"set aside: it can be met, and not{with_whom}"


def parameter_rows(found: Calibration) -> list[Row]:
    """Each parameter with a range: prior and posterior, and whether they are told apart.

    Returns:
        Bands are the 5, 50 and 95 % points; ``width`` is the width of the posterior's middle 90 % as a share of the
        prior's, both taken on the prior's own scale, so that 1 is nothing learnt; the narrowest first.
    """
    from scipy.stats import kstest, kstwo

    shares, values, prior = shares_of(found.particles.scores), found.draws(), found.prior
    # Draws that are copies of each other are one: duplicates would make the test too sure.
    keep = np.sort(np.unique(found.particles.scores, axis=0, return_index=True)[1])
    rows = []
    for number, name in enumerate(found.names):
        one = prior[name]
        low, high = np.quantile(shares[:, number], [0.05, 0.95])
        apart = float(kstest(shares[keep, number], "uniform").statistic)
        chance = float(kstwo.sf(apart, max(len(keep) // _ALIKE, 2)))
        told = chance < FALSE_ALARM / len(found.names)
        rows.append(
            {
                "parameter": name,
                "unit": one.unit,
                "prior_low": one.quantile(0.05),
                "prior_median": one.quantile(0.5),
                "prior_high": one.quantile(0.95),
                **_band(values[:, number], "posterior"),
                "share_low": float(low),
                "share_median": float(np.median(shares[:, number])),
                "share_high": float(high),
                "width": float((high - low) / 0.9),
                "chance": chance,
                "calibrated": told,
                "narrower": told and bool((high - low) / 0.9 < 1),
            }
        )
    return sorted(rows, key=lambda row: (not row["calibrated"], row["width"], row["parameter"]))


def calibrated_register(found: Calibration) -> Register:
    """The register after: the parameters told apart from their prior are ``calibrated``; all draws are joint.

    Each says in its reason which run and which targets it rests on, and what it rested on before.
    """
    values = found.draws()
    rows = {row["parameter"]: row for row in parameter_rows(found)}
    names = [one.name for one, used in zip(found.targets, found.used, strict=True) if used]
    changed = dict(found.prior.parameters)
    for number, name in enumerate(found.names):
        if not rows[name]["calibrated"]:
            continue
        before = found.prior[name]
        low, middle, high = (float(one) for one in np.quantile(values[:, number], [0.025, 0.5, 0.975]))
        changed[name] = replace(
            before,
            value=middle,
            low=low,
            high=high,
            distribution="triangular",
            basis="calibrated",
            why=(
                f"Calibrated: run {found.run}, {len(values)} draws, to {'; '.join(names)}. "
                f"Median and middle 95 %. Before ({before.basis}): {before.value:g} "
                f"({before.low:g} to {before.high:g}). {before.why}"
            ),
        )
    joint = Joint(found.run, found.names, tuple(tuple(float(one) for one in row) for row in values))
    return Register(changed, joint)


def report(found: Calibration) -> Row:
    """All of it, ready for JSON."""
    particles, history = found.particles, found.history
    return {
        "run": found.run,
        "what_this_is": EXPLORES,
        "seed": found.seed,
        "scale": found.how.weight,
        "draws": len(particles.scores),
        "distinct_draws": particles.distinct,
        "months_that_count": list(found.how.window),
        "simulated": "people" if found.how.people else "expected course",
        "sentences": sentences(found),
        "targets": target_rows(found),
        "parameters": parameter_rows(found),
        "cannot_be_met_together": [
            [found.targets[a].name, found.targets[b].name]
            for a, b in (found.standing.apart if found.standing else ())
        ],
        "waves": [
            {
                "runs": wave.runs,
                "left_of_prior": wave.left,
                "explained": [float(one) for one in wave.explained],
            }
            for wave in (history.waves if history else ())
        ],
        "generations": [
            {
                "tolerance": _number(one.tolerance),
                "accepted": one.accepted,
                "runs": one.evaluations,
                "reached": number < particles.reached,
            }
            for number, one in enumerate(particles.generations)
        ],
        "distance_left": _number(particles.tolerance),
    }


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none"


def sentences(found: Calibration) -> list[str]:
    """What was found, in a few sentences."""
    rows, particles = target_rows(found), found.particles
    force = [row for row in rows if row["standing"] == "in force"]
    count = len(particles.scores)
    told = [
        f"{len(rows)} targets, {len(force)} in force, {len(rows) - len(force)} set aside.",
        f"{count} draws of the posterior, of which {particles.distinct} differ.",
    ]
    if particles.tolerance > 0:
        missed = [row["target"] for row in force if row["posterior_met_within_luck"] < 0.5]
        told.append(
            f"{int((particles.distances == 0).sum())} of the draws meet all of them at once, the others come near "
            f"(at most {particles.tolerance:.2g} of the prior's spread off). Missed by most draws: {_listed(missed)}."
        )
    else:
        luck = ", but for the luck of the simulated people" if found.how.people else ""
        told.append(f"Every draw meets every target in force{luck}.")
    told += [f"{row['target']}: {row['standing']}." for row in rows if row["standing"] != "in force"]
    if found.history is not None:
        left = found.history.waves[-1].left
        told.append(f"Of the prior, a share of {left:.2g} is not ruled out by the expected course of events.")
    narrow = [row["parameter"] for row in parameter_rows(found) if row["calibrated"]]
    told.append(
        f"{len(narrow)} of {len(found.names)} parameters are told apart from their prior: {_listed(narrow)}."
    )
    return told
