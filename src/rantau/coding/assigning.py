"""Who is to code what, and who may see whose codings: blind double coding."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rantau.store.records import Assignment, Coding

__all__ = ["Done", "hidden_from", "open_for_all", "readers_of", "visible"]

Done = Collection[tuple[str, str]]
"""Pairs (coder, document): the coder has said that they are done with the document."""


def hidden_from(viewer: str, assignments: Iterable[Assignment], done: Done) -> frozenset[str]:
    """Documents in which a coder may not see what others coded.

    Those that the coder is to code blind, until everyone who is to code them blind is done.
    """
    waiting: set[str] = set()
    mine: set[str] = set()
    for one in assignments:
        if not one.blind:
            continue
        if one.coder == viewer:
            mine.add(one.document)
        if (one.coder, one.document) not in done:
            waiting.add(one.document)
    return frozenset(mine & waiting)


def open_for_all(document: str, assignments: Iterable[Assignment], done: Done) -> bool:
    """Whether a document that was coded blind is coded: everyone to whom it was given is done with it."""
    given = [one for one in assignments if one.document == document and one.blind]
    return bool(given) and all((one.coder, document) in done for one in given)


def visible(codings: Iterable[Coding], viewer: str, hidden: Collection[str]) -> list[Coding]:
    """Codings without those of others in hidden documents."""
    return [one for one in codings if one.coder == viewer or one.document not in hidden]


def readers_of(document: str, assignments: Iterable[Assignment], done: Done) -> frozenset[str] | None:
    """Coders who are known to have coded a document whole; None where it was given to nobody."""
    given = [one.coder for one in assignments if one.document == document]
    return frozenset(coder for coder in given if (coder, document) in done) if given else None
