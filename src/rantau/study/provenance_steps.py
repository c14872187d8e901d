"""The steps of a chain: what a figure rests on, and the page or row of a table at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from rantau.study.study import Study

__all__ = ["SHOWN", "Link", "Step", "page_step"]

SHOWN = 500
"""Steps listed beneath one figure."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a step leads to: a record of a kind that has a chain, or a page (``kind`` is ``page``)."""

    kind: str
    id: str
    """Of a page: ``<document>/<page number>#<passage id>``, the latter where a passage is meant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a figure rests on."""

    what: str
    """``claim``, ``group of claims``, ``observation``, ``score``, ``page``, ``row of a table`` …"""
    title: str
    detail: str = ""
    quote: str = ""
    """Words of a document; empty where they are withheld."""
    confidential: bool = False
    link: Link | None = None
    beneath: tuple[Step, ...] = field(default=())


def page_step(study: Study, document: str, page: int, passage: str) -> Step:
    """The end of a chain: a page of a document, with the passage on it."""
    one = study.store.document(document)
    return Step(
        "page",
        f"{one.file if one.confidential else one.title or one.file}, page {page}",
        one.file,
        confidential=one.confidential,
        link=Link("page", f"{document}/{page}#{passage}"),
    )
