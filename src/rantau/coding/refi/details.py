"""What the standard has no place for, carried in one note of the project so that rantau finds it again.

The note is called ``rantau: details``. Its text has one JSON object a line: the first tells what it is, each other one
has the GUID of a thing (``g``), its kind (``k``), and what the standard cannot say of it. Other programs show it as a
memo and may keep or drop it; nothing else in the project depends on it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["DETAILS_NAME", "Details", "digest", "first_line", "line"]

DETAILS_NAME = "rantau: details"
_FIRST = {
    "rantau": 1,
    "about": "What REFI-QDA has no place for; rantau reads it when the project is imported.",
}
_HALF = re.compile("[\ud800-\udfff]")
_COMPACT = (",", ":")


def digest(text: str) -> str:
    """A short sum of a text, by which is told whether another program changed it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def line(kind: str, guid: str, **details: Any) -> str:
    """One line of the note."""
    entry = {"k": kind, "g": guid, **details}
    text = json.dumps(entry, ensure_ascii=False, separators=_COMPACT, sort_keys=True)
    # Half of a UTF-16 pair cannot be written but as an escape.
    return json.dumps(entry, separators=_COMPACT, sort_keys=True) if _HALF.search(text) else text


def first_line() -> str:
    """The line that says what the note is."""
    return json.dumps(_FIRST)


class Details:
    """The lines of details notes, by kind and GUID. They are hostile too: what is not as we write it is left aside."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._found: dict[str, dict[str, str]] = {}
        self._ids: dict[str, dict[str, str]] = {}
        self.present = False
        self.broken = 0
        for text in texts:
            for number, raw in enumerate(text.split("\n")):
                if raw.strip():
                    self._take(raw, number)

    def _take(self, raw: str, number: int) -> None:
        try:
            entry = json.loads(raw)
        except (ValueError, RecursionError):
            self.broken += 1
            return
        if isinstance(entry, dict) and number == 0 and entry.get("rantau") == 1:
            self.present = True
            return
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("k", "g")):
            self.broken += 1
            return
        kind, guid, id = entry["k"], entry["g"], entry.get("id")
        ids = self._ids.setdefault(kind, {})
        known = self._found.setdefault(kind, {})
        if guid in known or (id is not None and (not isinstance(id, str) or id in ids)):
            self.broken += 1
            return
        # The line waits as it is: a project has many, and one is looked at once.
        known[guid] = raw
        if id is not None:
            ids[id] = guid

    def of(self, kind: str, guid: str) -> Mapping[str, Any]:
        """What is said of a thing; empty where nothing is."""
        raw = self._found.get(kind, {}).get(guid)
        found: Mapping[str, Any] = {} if raw is None else json.loads(raw)
        return found

    def text(self, kind: str, guid: str, key: str, otherwise: str = "") -> str:
        value = self.of(kind, guid).get(key)
        return value if isinstance(value, str) else otherwise

    def texts(self, kind: str, guid: str, key: str) -> tuple[str, ...]:
        value = self.of(kind, guid).get(key)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()

    def ids(self, kind: str) -> dict[str, str]:
        """The id of each GUID of a kind."""
        return {guid: id for id, guid in self._ids.get(kind, {}).items()}
