"""Two people at one record: who saves second is shown what the first has done, and nothing is lost.

A form carries the version of the record that it was made from (:func:`version_of`, as a hidden field or an ``If-Match``
header); the route gives it to :func:`unchanged` before it writes.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from rantau.framework.errors import StudyBusy
from rantau.web.language import gettext

__all__ = ["Conflict", "taking_turns", "unchanged", "version_of"]

Value = TypeVar("Value")
_turn = threading.Lock()
_PATIENCE = 3.0
"""Seconds that an act waits for a command that holds the study."""


class Conflict(Exception):
    """Somebody else changed the record in the meantime.

    Args:
        theirs: What the record says now, as label -> words.
        mine: What the visitor sent, as label -> words.
        back: Address of the record's page.
    """

    def __init__(self, theirs: Mapping[str, str], mine: Mapping[str, str], back: str) -> None:
        self.theirs, self.mine, self.back = dict(theirs), dict(mine), back
        self.sentence = gettext("Somebody else changed this in the meantime; look at both and decide again.")
        super().__init__(self.sentence)


def version_of(record: Any) -> str:
    """A record's version: the same for the same content, on any machine.

    Args:
        record: A record, or anything whose ``repr`` says all that it holds.
    """
    return hashlib.sha256(repr(record).encode("utf-8")).hexdigest()[:16]


def unchanged(
    record: Any, version: str, *, theirs: Mapping[str, str], mine: Mapping[str, str], back: str
) -> None:
    """Go on only when the record is as it was when the form was made.

    Raises:
        Conflict: It is not.
    """
    if version.strip('"') != version_of(record):
        raise Conflict(theirs, mine, back)


def taking_turns(act: Callable[[], Value]) -> Value:
    """Do what one person asks for after what another does: acts of this workbench never meet.

    What a check and a write hold together belongs in one ``act``. A command that holds the study for a moment is waited
    for.

    Raises:
        StudyBusy: It holds the study for longer, as a run does.
    """
    deadline = time.monotonic() + _PATIENCE
    with _turn:
        while True:
            try:
                return act()
            except StudyBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
