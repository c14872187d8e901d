"""The brief as files: when it was written, and what there is of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau.study.outputs import OutputFolder

if TYPE_CHECKING:
    from rantau.store.records import Event
    from rantau.study.study import Study

__all__ = ["PAGES", "BriefFiles", "brief_files", "brief_written"]

PAGES = ("brief.html", "brief-short.html")
"""Those that one reads in a browser."""
_FIGURES = "figures/"


@dataclass(frozen=True, slots=True)
class BriefFiles:
    """What the manifest names that is there; name -> bytes."""

    texts: dict[str, int]
    figures: dict[str, dict[str, int]]
    """Figure -> its files."""

    @property
    def pages(self) -> tuple[str, ...]:
        """Those of :data:`PAGES` that are there."""
        return tuple(one for one in PAGES if one in self.texts)


def brief_files(study: Study) -> BriefFiles:
    """The files of the brief."""
    texts: dict[str, int] = {}
    figures: dict[str, dict[str, int]] = {}
    for name, size in OutputFolder(study.path / "out").sizes().items():
        if name.startswith(_FIGURES):
            figures.setdefault(name.removeprefix(_FIGURES).rsplit(".", 1)[0], {})[name] = size
        else:
            texts[name] = size
    return BriefFiles(texts, figures)


def brief_written(study: Study) -> Event | None:
    """The event of the brief's last writing: when, and by whom; None where there is no brief."""
    last = None
    for event in study.store.events():
        if event.action == "brief.written":
            last = event
    return last
