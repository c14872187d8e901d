"""Figures of a simulation in print: with their intervals, and the steps that lead down to the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.answered import SimulationMaterial
from rantau.brief.wording import rounded
from rantau.framework.language import N_, fill, gettext, local

__all__ = ["interval_words", "lever_words", "run_steps"]

_EVERYWHERE = N_("everywhere")


def run_steps(run: SimulationMaterial, scenario: str, file: str) -> list[Mapping[str, Any]]:
    """The chain beneath a figure of a scenario: its run, and the file in which it stands."""
    summary = run.summary
    return [
        {
            "run": summary["runs"].get(scenario),
            "against_run": summary["runs"].get("baseline"),
            "scenario": scenario,
            "draws": len(summary["draws"]),
            "seed": summary["seed"],
            "scale": summary["scale"],
            "months": summary["months"],
            "parameters": summary["parameters"],
            "file": file,
        }
    ]


def interval_words(found: Mapping[str, float], percent: bool = False) -> str:
    """A middle with its interval: ``12,300 (9,800 to 15,000)``."""

    def text(value: float) -> str:
        return local(f"{100 * value:.1f}%") if percent else rounded(float(f"{value:.3g}"))

    middle, low, high = (text(found[name]) for name in ("middle", "low", "high"))
    if low == middle == high:
        return middle
    return fill("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def lever_words(change: str) -> str:
    """A change of a scenario in words: ``legal_quota (everywhere)`` as ``legal quota (everywhere)``."""
    lever, _, where = change.removesuffix(")").partition(" (")
    words = gettext(lever.replace("_", " "))
    return fill("{lever} ({where})", lever=words, where=gettext(where)) if where else words
