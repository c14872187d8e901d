"""Codes from elsewhere in a study's codebook: found there, or added to ``codebook.yaml``."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from rantau.coding.records import Code
from rantau.coding.refi import Account, guid_of
from rantau.framework.codebook import CODE_ID, Codebook
from rantau.study.codebook_file import FILE, read_codebook
from rantau.study.sources import write_atomically

__all__ = ["Matched", "match_codes", "text_with"]

_ROOT = "IM"


@dataclass(frozen=True, slots=True)
class Matched:
    """Codes from elsewhere as codes of the study.

    Attributes:
        ids: Their id -> the study's.
        added: Ids that the codebook did not have.
        text: What ``codebook.yaml`` is to be with them; None where it stays.
    """

    ids: dict[str, str]
    added: tuple[str, ...]
    text: str | None

    def write(self, folder: Path) -> None:
        """Write ``codebook.yaml`` where it changes."""
        if self.text is not None:
            write_atomically(folder / FILE, self.text.encode("utf-8"))


def match_codes(
    folder: Path, book: Codebook, codes: Sequence[Code], origin: str, account: Account
) -> Matched:
    """Find codes in a study's codebook by id, else by a name that is an id or that one code has; add the others.

    Args:
        folder: The study's folder.
        book: Its codebook.
        codes: The codes, parents before their children.
        origin: Where they come from, for the reason.
        account: Told what was taken for the same, and what was added.

    Raises:
        BadSetting: ``codebook.yaml`` would be wrong with them.
    """
    by_guid = {guid_of("code", id): id for id in book.codes}
    names: dict[str, list[str]] = {}
    for code in book:
        names.setdefault(code.name.casefold(), []).append(code.id)
    ids: dict[str, str] = {}
    entries: list[dict[str, Any]] = []
    taken = set(book.codes)
    for one in codes:
        same = one.id if one.id in book.codes else by_guid.get(one.id)
        if same is None and one.name.strip() in book.codes:  # programs without ids carry ours as a name
            same = one.name.strip()
        if same is None and len(alike := names.get(one.name.strip().casefold(), [])) == 1:
            same = alike[0]
            account.note("{n} codes are taken for the study's own of the same name.")
        if same is not None:
            ids[one.id] = same
            continue
        parent = ids.get(one.parent or "")
        if parent is not None and parent in book.codes and book[parent].retired:
            parent = None
        fits = CODE_ID.fullmatch(one.id) is not None and one.id.rpartition(".")[0] in {"", *taken}
        if not fits and parent is None:
            parent = _ROOT
            if _ROOT not in taken:
                entries.append(_entry(_ROOT, Code(id=_ROOT, name="Imported codes"), origin))
                taken.add(_ROOT)
        id = one.id if fits and one.id not in taken else _free(f"{parent}.{_slug(one.name)}", taken)
        taken.add(id)
        ids[one.id] = id
        entries.append(_entry(id, one, origin))
    added = tuple(entry["add"]["id"] for entry in entries)
    if not entries:
        return Matched(ids, (), None)
    account.note(f"{{n}} codes are new in the study and were added to {FILE}.", len(added))
    return Matched(ids, added, text_with(folder, entries))


def _entry(id: str, code: Code, origin: str) -> dict[str, Any]:
    texts = {
        "name": code.name.strip() or id,
        "definition": code.definition.strip() or "(none was given)",
        "include": code.include_when,
        "exclude": code.exclude_when,
        "example": code.example,
        "theory": code.theory,
        "source": code.source or origin,
    }
    return {
        "add": {
            "id": id,
            **{name: _one_line(text) for name, text in texts.items() if text},
            "polarity": bool(code.polarities),
        },
        "reason": f"imported from {origin}",
    }


def _one_line(text: str) -> str:
    """A text as YAML can hold it on one line: printable, white space made even."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    return slug if slug[:1].isalpha() else f"c_{slug}".strip("_")


def _free(id: str, taken: set[str]) -> str:
    number, free = 2, id
    while free in taken:
        free, number = f"{id}_{number}", number + 1
    return free


def text_with(folder: Path, entries: list[dict[str, Any]]) -> str:
    """``codebook.yaml`` with further changes at its end, checked as a study would read it.

    Raises:
        BadSetting: It would be wrong with them.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    yaml.dump(entries, stream)
    path = folder / FILE
    before = path.read_text("utf-8") if path.is_file() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    text = before + stream.getvalue()
    with tempfile.TemporaryDirectory(prefix="rantau-codebook-") as trial:
        (Path(trial) / FILE).write_text(text, encoding="utf-8")
        read_codebook(Path(trial))
    return text
