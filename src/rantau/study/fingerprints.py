"""Hashes that tell whether a stage's inputs have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["fingerprint", "shipped_data"]


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no fingerprint")


def fingerprint(*parts: Any) -> str:
    """SHA-256 (hex) of plain values, records and lists of them, the same on every machine."""
    digest = hashlib.sha256()
    for part in parts:
        text = json.dumps(part, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest.update(text.encode("utf-8", "surrogatepass"))
        digest.update(b"\x00")
    return digest.hexdigest()


@cache
def shipped_data(package: str, names: tuple[str, ...] = ()) -> str:
    """Hash of the data files (CSV, TOML, JSON) that ship in one of rantau's packages.

    Args:
        package: A dotted name, e.g. ``rantau.baseline``.
        names: The files to look at; by default all.
    """
    digest = hashlib.sha256()
    for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
        if names and entry.name not in names:
            continue
        if entry.is_file() and entry.name.endswith((".csv", ".toml", ".json")):
            digest.update(entry.name.encode() + b"\x00" + entry.read_bytes())
    return digest.hexdigest()
