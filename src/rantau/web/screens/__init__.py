"""The screens, in the order of the navigation. A new one: a module with ``SCREEN`` and ``router``, named here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from rantau.framework.words import AccountRole

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from rantau.web.access import Visitor

__all__ = ["Screen", "include", "navigation", "screens"]

MODULES = (
    "overview",
    "sources",
    "coding",
    "review",
    "claims",
    "profiles",
    "monitor",
    "scenarios",
    "screening",
    "brief",
    "jobs",
    "trail",
)
"""Screens that stand in the navigation."""
BEHIND = (
    "entering",
    "openid",
    "provenance",
    "triangulation",
    "reading",
    "charts",
    "account",
    "describing",
    "codebook",
    "measures",
    "rounds",
    "coding_lists",
    "coding_analysis",
    "coding_tables",
    "thematic_report",
    "scenario_editing",
    "simulated",
    "scenario_api",
    "brief_figures",
)
"""Routes without a place in it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the navigation."""

    name: str
    title: str
    path: str
    role: AccountRole = "reader"
    """Who sees it."""
    examples: tuple[str, ...] = ()
    """More addresses to look at in tests of all screens; ``{claim}`` and the like stand for an id of the study."""

    def holds(self, path: str) -> bool:
        """Whether a page lies in this place: its address begins as one of the screen's does."""
        first = {"/" + one.split("/")[1].split("?")[0] for one in (self.path, *self.examples) if one != "/"}
        return path == self.path or any(
            path == one or path.startswith((f"{one}/", f"{one}-")) for one in first
        )


def screens() -> list[Screen]:
    """All screens, in order."""
    return [import_module(f"{__name__}.{name}").SCREEN for name in MODULES]


def include(app: FastAPI) -> None:
    """Add the routes of all screens."""
    for name in (*MODULES, *BEHIND):
        router: APIRouter = import_module(f"{__name__}.{name}").router
        app.include_router(router, include_in_schema=False)


def navigation(visitor: Visitor | None) -> list[Screen]:
    """What a visitor can go to."""
    if visitor is None:
        return []
    return [one for one in screens() if visitor.may(one.role)]
