"""The elements of a DOCX that its reader meets, and what is read from one of them alone."""

from __future__ import annotations

import re
from typing import Any

from rantau.corpus.word_parts import Style, W, attribute

__all__ = [
    "LEFT_OUT",
    "MATH_TEXT",
    "MC",
    "PLAIN",
    "SDT",
    "TBL",
    "TC",
    "TEXT_BOX",
    "TR",
    "WRAPPERS",
    "P",
    "R",
    "T",
    "cells_of",
    "chosen_of",
    "heading_level",
    "is_contents",
    "mark_deleted",
    "notes_in",
    "raw_text",
    "rows_of",
    "value_of",
]

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
P, TBL, TR, TC, SDT, R, T = (f"{W}{tag}" for tag in ("p", "tbl", "tr", "tc", "sdt", "r", "t"))
TEXT_BOX = f"{W}txbxContent"
WRAPPERS = frozenset(
    W + tag
    for tag in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo", "body",
                "rubyBase", "ruby", "footnote", "endnote")
)  # fmt: skip
LEFT_OUT = frozenset(
    W + tag
    for tag in (
        *(
            "del",
            "moveFrom",
            "pPr",
            "rPr",
            "sdtPr",
            "sdtEndPr",
            "instrText",
            "delText",
            "delInstrText",
            "rt",
            "sectPr",
        ),
        *(
            "tblPr",
            "tblGrid",
            "tcPr",
            "trPr",
            "footnoteRef",
            "endnoteRef",
            "annotationRef",
            "commentReference",
        ),
    )
)
PLAIN: dict[str, str] = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}


def value_of(parent: Any | None, tag: str) -> str:
    child = parent.find(W + tag) if parent is not None else None
    return attribute(child, "val") if child is not None else ""


def heading_level(properties: Any | None, style: Style) -> int:
    if style.name == "title":
        return 1
    if style.name.startswith(("toc", "table of")):
        return 0
    own = value_of(properties, "outlineLvl")
    if own.isdecimal():
        return min(int(own) + 1, 6) if int(own) < 9 else 0
    named = re.match(r"heading ([1-9])", style.name)
    if named is not None:
        return min(int(named[1]), 6)
    return min(style.outline + 1, 6) if style.outline is not None else 0


def mark_deleted(properties: Any | None) -> bool:
    """Whether the end of a paragraph was deleted, so that it runs on into the next."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def is_contents(control: Any) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def chosen_of(alternatives: Any) -> Any | None:
    """One of several forms of the same content."""
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None else alternatives.find(f"{MC}Fallback")


def notes_in(root: Any | None, kind: str) -> dict[str, Any]:
    """The notes of a part by id, without the lines that separate them from the text."""
    if root is None:
        return {}
    return {
        attribute(note, "id"): note
        for note in root.iter(W + kind)
        if attribute(note, "type") in ("", "normal") and attribute(note, "id")
    }


def rows_of(table: Any) -> list[Any]:
    """Rows of a table, those in content controls too, without deleted ones."""
    rows: list[Any] = []
    for child in table:
        if child.tag == TR:
            if child.find(f"{W}trPr/{W}del") is None:
                rows.append(child)
        elif child.tag == SDT or child.tag in WRAPPERS:
            rows.extend(rows_of(child))
    return rows


def cells_of(row: Any) -> list[tuple[Any, int, bool]]:
    """Cells with the number of columns they cover, and whether a cell above covers them."""
    cells: list[tuple[Any, int, bool]] = []
    for child in row:
        if child.tag == TC:
            properties = child.find(f"{W}tcPr")
            span = value_of(properties, "gridSpan")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            covered = merge is not None and attribute(merge, "val") in ("", "continue")
            cells.append((child, min(max(int(span), 1), 60) if span.isdecimal() else 1, covered))
        elif child.tag == SDT or child.tag in WRAPPERS:
            cells.extend(cells_of(child))
    return cells


def raw_text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(T))
