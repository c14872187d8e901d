"""``data/calibrated``: what a calibration found, where a person said to keep it.

``parameters.toml`` has the parameters that were told apart from their prior, with the basis ``calibrated``;
``draws.csv`` the draws of all parameters, as they go together; ``run.json`` what it rests on. Without the folder all is
as before.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rantau.framework.errors import BadInput, BadTable, Way
from rantau.simulation.parameters import Joint, Parameter, Register, read_register
from rantau.study.sources import write_atomically

__all__ = ["draws_csv", "parameters_toml", "read_kept", "write_kept"]

_MOST_BYTES = 50_000_000
_AGAIN = Way(
    "run rantau calibrate STUDY --keep again, or delete the folder data/calibrated",
    "calibrate again, or take the folder data/calibrated away",
)


def _fingerprint(prior: Register) -> str:
    text = json.dumps([asdict(one) for one in prior.parameters.values()], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def parameters_toml(prior: Register, found: Register, head: str) -> str:
    """The parameters that differ, in the form of ``data/parameters.toml``."""
    parts = [f"# {line}" if line else "#" for line in head.splitlines()]
    for name, one in found.parameters.items():
        if one != prior[name]:
            parts += ["", "[[parameter]]", *_toml(one)]
    return "\n".join(parts) + "\n"


def _toml(one: Parameter) -> list[str]:
    return [
        f"{key} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(float(value))}"
        for key, value in asdict(one).items()
    ]


def draws_csv(joint: Joint) -> str:
    """The draws: a column for each parameter, a row for each draw."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(joint.names)
    writer.writerows([repr(value) for value in row] for row in joint.rows)
    return stream.getvalue()


def write_kept(folder: Path, prior: Register, found: Register, about: Mapping[str, Any]) -> None:
    """Keep a calibrated register for ``rantau simulate``.

    Args:
        folder: ``data/calibrated`` of the study.
        prior: The register before.
        found: After; with its joint draws.
        about: What the run rests on: targets, claims, settings.
    """
    assert found.joint is not None
    folder.mkdir(parents=True, exist_ok=True)
    head = (
        f"Written by rantau calibrate, run {found.joint.run}. rantau simulate uses it for as long as it is here.\n"
        "Draws of all parameters, as they go together, are in draws.csv; run.json says what they rest on."
    )
    draws = draws_csv(found.joint)
    run = {
        **about,
        "run": found.joint.run,
        "prior_hash": _fingerprint(prior),
        "draws_hash": hashlib.sha256(draws.encode("utf-8")).hexdigest(),
    }
    write_atomically(folder / "parameters.toml", parameters_toml(prior, found, head).encode("utf-8"))
    write_atomically(folder / "draws.csv", draws.encode("utf-8"))
    text = json.dumps(run, ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / "run.json", text.encode("utf-8"))


def read_kept(folder: Path, prior: Register) -> Register:
    """The register with what a calibration found in its place; the prior where none is kept.

    Raises:
        BadInput: The files are incomplete, changed or of another prior.
        BadTable: A row of ``draws.csv`` is wrong; names the line.
    """
    if not folder.is_dir():
        return prior
    texts = {}
    for name in ("run.json", "parameters.toml", "draws.csv"):
        path = folder / name
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise BadInput(f"data/calibrated/{name} is larger than 50 MB", way=_AGAIN)
            texts[name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise BadInput(f"data/calibrated/{name} is missing or no text", way=_AGAIN) from None
    try:
        run = json.loads(texts["run.json"])
        made, before, digest = str(run["run"]), run["prior_hash"], run["draws_hash"]
    except (ValueError, TypeError, KeyError):
        raise BadInput("data/calibrated/run.json is not as it was written", way=_AGAIN) from None
    if before != _fingerprint(prior):
        raise BadInput("data/calibrated rests on other parameters than the study has now", way=_AGAIN)
    if digest != hashlib.sha256(texts["draws.csv"].encode("utf-8")).hexdigest():
        raise BadInput("data/calibrated/draws.csv was changed after it was written", way=_AGAIN)
    found = read_register(texts["parameters.toml"], "data/calibrated/parameters.toml", known=prior)
    return Register(found.parameters, _joint(texts["draws.csv"], made, prior))


def _joint(text: str, run: str, prior: Register) -> Joint:
    rows = list(csv.reader(io.StringIO(text)))
    names = tuple(rows[0]) if rows else ()
    if not names or set(names) - set(prior.free) or len(set(names)) != len(names) or len(rows) < 2:
        raise BadTable("data/calibrated/draws.csv", 1, "the columns are not the parameters'", way=_AGAIN)
    values = []
    for line, row in enumerate(rows[1:], start=2):
        try:
            numbers = tuple(float(cell) for cell in row)
        except ValueError:
            numbers = ()
        if len(numbers) != len(names) or not all(math.isfinite(one) for one in numbers):
            raise BadTable("data/calibrated/draws.csv", line, "a cell is missing or no number", way=_AGAIN)
        values.append(numbers)
    return Joint(run, names, tuple(values))
