"""Outcomes as bytes and back, one draw a file, and the key that says which runs are the same."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import numpy as np

from rantau.simulation.parameters import Register
from rantau.simulation.results import Level, Outcome
from rantau.simulation.scenario import Scenario
from rantau.simulation.world import World

__all__ = ["ENGINE", "outcome_bytes", "outcome_of_bytes", "run_key"]

ENGINE = 2
"""Raised when the same key would give other numbers."""

_ARRAYS = ("stock", "tallies", "complicit", "framing", "enforcement", "cohorts", "trafficked", "journeys")


def run_key(world: World, scenario: Scenario, register: Register, seed: int, weight: float, by: Level) -> str:
    """A hash of everything that the draws of a scenario depend on, but for their numbers."""
    parts: list[Any] = [
        ENGINE,
        asdict(world),
        [asdict(one) for one in scenario.changes],
        [asdict(one) for one in register.parameters.values()],
        seed,
        weight,
        by,
    ]
    if register.joint is not None:
        parts.append(register.joint.run)
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def outcome_bytes(outcome: Outcome) -> bytes:
    """An outcome as the bytes of a NumPy archive; the same outcome gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in _ARRAYS:
            array = io.BytesIO()
            np.lib.format.write_array(array, np.ascontiguousarray(getattr(outcome, name)), allow_pickle=False)
            # A fixed date: the time of writing is no part of the outcome.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), array.getvalue())
    return stream.getvalue()


def outcome_of_bytes(content: bytes, scenario: str, draw: int) -> Outcome | None:
    """The outcome that was kept; None where the bytes are damaged."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return Outcome(scenario, draw, **arrays)
