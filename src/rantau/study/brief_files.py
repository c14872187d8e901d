"""The brief as files: when it was written, and what there is of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau.framework.language import LANGUAGES
from rantau.study.outputs import OutputFolder

if TYPE_CHECKING:
    from rantau.store.records import Event
    from rantau.study.study import Study

__all__ = ["PAGES", "BriefFiles", "brief_files", "brief_written", "language_in", "plain_name"]

PAGES = ("brief.html", "brief-short.html")
"""Those that one reads in a browser, in the study's first language."""
_FIGURES, _INDEX = "figures/", "figures/index."
_SCREENS = "screens/"
"""Figures that the workbench shows in languages other than the brief's."""
_MARKED = re.compile(rf"\.({'|'.join(LANGUAGES)})(?=\.[a-z]+$)")


def language_in(name: str) -> str:
    """The language that a file's name tells: ``id`` of ``brief.id.html``; empty for the study's first."""
    match = _MARKED.search(name)
    return match[1] if match else ""


def plain_name(name: str) -> str:
    """The name of the same file in the study's first language."""
    return _MARKED.sub("", name)


@dataclass(frozen=True, slots=True)
class BriefFiles:
    """What the manifest names that is there; name -> bytes."""

    texts: dict[str, int]
    figures: dict[str, dict[str, int]]
    """Figure -> its files, in all languages."""

    @property
    def pages(self) -> tuple[str, ...]:
        """Those of :data:`PAGES` that are there, in each language; the study's first language first."""
        there = [one for one in self.texts if plain_name(one) in PAGES]
        return tuple(sorted(there, key=lambda one: (language_in(one), PAGES.index(plain_name(one)))))

    def page_in(self, language: str) -> str:
        """The page for a reader of a language, or the first there is; empty where there is none."""
        mine = [one for one in self.pages if language_in(one) == language]
        return next(iter([*mine, *self.pages]), "")


def brief_files(study: Study) -> BriefFiles:
    """The files of the brief."""
    texts: dict[str, int] = {}
    figures: dict[str, dict[str, int]] = {}
    for name, size in OutputFolder(study.path / "out").sizes().items():
        if name.startswith(_FIGURES) and not name.startswith(_INDEX):
            figure = plain_name(name).removeprefix(_FIGURES).split(".", 1)[0]
            figures.setdefault(figure, {})[name] = size
        elif not name.startswith(_SCREENS):
            texts[name] = size
    return BriefFiles(texts, figures)


def brief_written(study: Study) -> Event | None:
    """The event of the brief's last writing: when, and by whom; None where there is no brief."""
    last = None
    for event in study.store.events():
        if event.action == "brief.written":
            last = event
    return last
