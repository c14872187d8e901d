"""The figures as the last brief left them: which there are, what makes those that are missing, and all as a ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput, Way
from rantau.study.outputs import OutputFolder

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["FigureSet", "ToldFigures", "figure_set", "figure_zip", "told_figures"]

_FOLDER = "figures/"
_INDEX = "figures/index.json"


@dataclass(frozen=True, slots=True)
class FigureSet:
    """What ``figures/index.json`` says."""

    figures: Sequence[Mapping[str, Any]]
    """Name, title, alt, reading, units, period, interval, sources, citation, and files by their form."""
    missing: Sequence[Mapping[str, str]]
    """Name, what it would show, and the command that makes what it draws."""


def figure_set(study: Study) -> FigureSet:
    """The figures of the study's last brief.

    Raises:
        BadInput: There is no brief yet, or its list of figures was changed.
    """
    path = OutputFolder(study.path / "out").file(_INDEX)
    if path is None:
        raise BadInput(
            "there are no figures yet",
            way=Way(f"'rantau run {study.path}' draws them", "bring the study up to date to have them drawn"),
        )
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return FigureSet(found["figures"], found["missing"])
    except (ValueError, KeyError, TypeError):
        raise BadInput(
            f"{path} cannot be read",
            way=Way(f"run 'rantau run {study.path}' again", "bring the study up to date again"),
        ) from None


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """What a screen says of the set: titles by name, the language that they are in, and what is missing."""

    titles: Mapping[str, str]
    language: str
    missing: Sequence[Mapping[str, str]]


def told_figures(study: Study) -> ToldFigures:
    """Titles of the figures that there are, and what is missing; nothing of either where there is no brief."""
    try:
        found = figure_set(study)
    except BadInput:
        return ToldFigures({}, "en", ())
    titles = {str(one["name"]): str(one["title"]) for one in found.figures}
    return ToldFigures(titles, next((str(one["language"]) for one in found.figures), "en"), found.missing)


def figure_zip(study: Study) -> bytes:
    """All files of the set as one ZIP; the same figures give the same bytes.

    Raises:
        BadInput: There are none yet.
    """
    folder = OutputFolder(study.path / "out")
    names = [name for name in sorted(folder.listed()) if name.startswith(_FOLDER)]
    paths = {name: path for name in names if (path := folder.file(name)) is not None}
    if not paths:
        raise BadInput(
            "there are no figures yet",
            way=Way(f"'rantau run {study.path}' draws them", "bring the study up to date to have them drawn"),
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in paths.items():
            # A fixed date: the time of writing is no part of the set.
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes())
    return out.getvalue()
