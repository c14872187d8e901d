"""What a study simulates: its world from the baseline or from its own tables, and its register of parameters."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from rantau.baseline.load import places
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.dates import Month
from rantau.simulation.from_baseline import baseline_world
from rantau.simulation.parameters import Register, read_register, register
from rantau.simulation.world import World, world_of
from rantau.study.calibrated_files import read_kept
from rantau.study.tables import read_tables

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["small_rows", "small_text", "study_prior", "study_register", "study_world"]

_MOST_BYTES = 20_000_000
_TABLES = ("places", "corridors", "series", "policy")


def study_world(study: Study, months: int = 120) -> World:
    """The world of a study.

    With ``data/simulation/places.csv`` and ``corridors.csv`` (and ``series.csv``, ``policy.csv``) the study's own
    tables, of countries or of regions of one; else its countries, from the baseline with the study's rows in place.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    folder = study.path / "data" / "simulation"
    start = Month(study.settings.study.period.to_year, 1)
    if (folder / "places.csv").is_file():
        tables = {name: small_rows(folder / f"{name}.csv") for name in _TABLES}
        return world_of(tables, start=start, months=months, notes=("The study's own tables.",))
    tables_of = read_tables(study.path / "data")
    return baseline_world(
        tables_of.observations,
        tables_of.corridors,
        places(),
        study.settings.study.places,
        study.settings.study.period.to_year,
        start=start,
        months=months,
    )


def small_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table that a person wrote; none where it is not there.

    Raises:
        BadTable: It is no table; names the line.
    """
    if not path.is_file():
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(small_text(path), newline="")))
    except csv.Error as error:
        raise BadTable(path.name, None, f"this is not CSV: {error}") from None
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadTable(path.name, number, "the row has too many or too few cells")
    return rows


def study_register(study: Study) -> Register:
    """The register of :func:`study_prior`, and what a calibration found in ``data/calibrated`` in its place."""
    return read_kept(study.path / "data" / "calibrated", study_prior(study))


def study_prior(study: Study) -> Register:
    """The register, with the parameters of ``data/parameters.toml`` in their place."""
    path = study.path / "data" / "parameters.toml"
    return (
        read_register(small_text(path), "data/parameters.toml", known=register())
        if path.is_file()
        else register()
    )


def small_text(path: Path) -> str:
    """The text of a file that a person wrote.

    Raises:
        BadInput: It is too large for that, or no text.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(
            f"{path} is larger than 20 MB; a table or scenario is small: check that it is the right file"
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8") from None
