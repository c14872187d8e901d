"""Changing one setting in ``study.toml``, and nothing else in it: comments, order and all other settings stay."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.study.settings import line_of
from rantau.study.sources import write_atomically

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["set_settings", "with_setting"]

_LONGEST = 200
"""Lines that one setting may go over."""


def set_settings(
    study: Study, table: str, values: Mapping[str, Any], *, action: str, details: Mapping[str, object]
) -> None:
    """Write settings to ``study.toml``, with one event. The caller holds the study.

    Args:
        study: The study.
        table: The table, such as ``brief``.
        values: Name -> text, number, yes or no, or a list of these, checked already.
        action: The event's action.
        details: Its details.

    Raises:
        BadInput: The file is written in a way that cannot be changed so; it says what to write by hand.
    """
    path = study.path / "study.toml"
    text = path.read_text(encoding="utf-8-sig")
    for name, value in values.items():
        changed = with_setting(text, table, name, value)
        if changed is None:
            raise BadInput(
                f"{path} could not be changed; write {name} = {_toml(value)} under [{table}] yourself"
            )
        text = changed
    with study.store.transaction() as transaction:
        write_atomically(path, text.encode("utf-8"))
        transaction.record(action, "study", "", details)


def with_setting(text: str, table: str, name: str, value: Any) -> str | None:
    """The text of a settings file with one setting changed or added; None where that cannot be done."""
    try:
        wanted = deepcopy(tomllib.loads(text))
        wanted.setdefault(table, {})[name] = json.loads(json.dumps(value))
    except (tomllib.TOMLDecodeError, AttributeError, TypeError):
        return None
    lines = [line if line.endswith("\n") else line + "\n" for line in text.splitlines(keepends=True)]
    setting = f"{name} = {_toml(value)}"
    head, there = line_of(text, (table,)), line_of(text, (table, name))
    if there is not None and there != head:
        # A list may go over several lines: as many are replaced as it takes.
        for end in range(there, min(there + _LONGEST, len(lines) + 1)):
            before, after = lines[: there - 1], lines[end:]
            if not _holds("".join((*before, setting + "\n", *after)), wanted):
                continue
            comment = _comment(before, lines[there - 1 : end], after, tomllib.loads(text))
            return "".join((*before, setting + comment + "\n", *after))
        return None
    if head is not None:
        made = "".join((*lines[:head], setting + "\n", *lines[head:]))
    else:
        made = "".join((*lines, f"\n[{table}]\n{setting}\n"))
    return made if _holds(made, wanted) else None


def _comment(
    before: Sequence[str], setting: Sequence[str], after: Sequence[str], said: Mapping[str, Any]
) -> str:
    """What follows a setting on its last line: the longest end of it without which the file says the same."""
    last = setting[-1].rstrip("\r\n")
    for found in re.finditer(r"\s*#", last):
        without = last[: found.start()] + "\n"
        if _holds("".join((*before, *setting[:-1], without, *after)), said):
            return last[found.start() :]
    return ""


def _holds(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _toml(value: Any) -> str:
    """A value as TOML has it: the same as JSON for texts, numbers, yes and no, and lists."""
    return json.dumps(value, ensure_ascii=False)
