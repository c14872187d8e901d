"""A project of ours as it goes to another program or comes from one, apart from its documents."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from rantau.coding.records import Case, Code, Coder, CodeSet, Link, Memo, Variable

__all__ = ["Account", "Exchange", "guid_of"]

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "rantau")


@lru_cache(maxsize=4096)
def guid_of(kind: str, id: str) -> str:
    """The GUID of a thing: made from its kind and id; an id that is a GUID already stays as it is."""
    if len(id) == 36:
        try:
            if str(uuid.UUID(id)) == id:
                return id
        except ValueError:
            pass
    return str(uuid.uuid5(_SPACE, f"{kind}:{id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A project without its documents.

    Attributes:
        name: The project's name.
        when: When it was exported, ISO 8601 with seconds, e.g. ``2026-01-31T12:00:00Z``. It stands in for the time of
            whatever has none, since some programs do not read an entry without.
        codes: The codebook, in the order it is to be shown; a code's parent may stand anywhere.
        memos: Memos; those with a document are annotations on a place in it.
    """

    name: str
    when: str
    description: str = ""
    coders: tuple[Coder, ...] = ()
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    memos: tuple[Memo, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class Account:
    """What an export or import could not take along, or took along in another way, in sentences.

    It is complete when the last document has been written or read.
    """

    _lines: Counter[str] = field(default_factory=Counter)

    def note(self, sentence: str, times: int = 1) -> None:
        """Add a sentence; the same sentence said again is counted, and ``{n}`` in it becomes the count."""
        if times > 0:
            self._lines[sentence] += times

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence.replace("{n}", f"{count:,}") for sentence, count in self._lines.items())
