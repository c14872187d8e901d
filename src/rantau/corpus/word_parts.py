"""The parts of a DOCX: its XML files opened safely, its styles, its numbering, its properties.

python-docx reads none of footnotes, text boxes, content controls or tracked changes, and refuses a document for one
broken link in it; so the parts are read here with lxml, which python-docx stands on too.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from rantau.corpus.drafts import clean
from rantau.corpus.shape import year_in
from rantau.corpus.sniff import MOST_PART_BYTES, open_package
from rantau.framework.errors import BadDocument

__all__ = ["Numbering", "Package", "Properties", "Style", "Styles", "W", "attribute", "is_on", "written"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
# The strict form of the format has names of its own for the same things.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_DAMAGED = "is damaged or cut short; open it in a word processor, save it anew and add that"


def attribute(element: Any, name: str) -> str:
    """An attribute of the w namespace; empty where missing."""
    return element.get(W + name) or ""


def is_on(element: Any | None) -> bool:
    """Whether a switch such as ``<w:b/>`` is set."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


class Package:
    """A DOCX opened for reading.

    Raises:
        BadDocument: It is damaged, has no text part, or is built to do harm.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.zip = open_package(data, name)
        self.names = {part.lower(): part for part in self.zip.namelist()}
        self.main = self._main()
        folder, file = posixpath.split(self.main)
        self.related = self._relations(posixpath.join(folder, "_rels", f"{file}.rels"), folder)
        self.folder = folder

    def _main(self) -> str:
        found = self._relations("_rels/.rels", "").get("officeDocument")
        if found is None or found.lower() not in self.names:
            found = "word/document.xml"
        if found.lower() not in self.names:
            raise BadDocument(self.name, _DAMAGED)
        return found

    def _relations(self, part: str, folder: str) -> dict[str, str]:
        """Targets of a part's relations by the last word of their type."""
        if part.lower() not in self.names:
            return {}
        found: dict[str, str] = {}
        for relation in self.tree(part).iter(_RELATION):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.setdefault((relation.get("Type") or "").rsplit("/", 1)[-1], posixpath.normpath(path))
        return found

    def part(self, kind: str) -> Any | None:
        """The tree of a part of this kind (``styles``, ``footnotes`` ...); None where there is none."""
        path = self.related.get(kind, posixpath.join(self.folder, f"{kind}.xml"))
        if path.lower() not in self.names:
            return None
        return self.tree(path)

    def tree(self, path: str) -> Any:
        """The root element of an XML part."""
        from lxml import etree

        entry = self.names[path.lower()]
        if self.zip.getinfo(entry).file_size > MOST_PART_BYTES:
            raise BadDocument(
                self.name,
                f"has more than {MOST_PART_BYTES // 2**20} MB of text in one part; split it into parts",
            )
        try:
            data = self.zip.read(entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise BadDocument(self.name, _DAMAGED) from error
        plain = data.replace(b"\0", b"")  # so that it is seen in UTF-16 as well
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise BadDocument(
                self.name,
                "defines entities of its own, which no word processor does; it may be built to do harm: leave it out",
            )
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            raise BadDocument(self.name, _DAMAGED) from error

    def properties(self) -> Properties:
        """What the file says of itself; empty where it says nothing."""
        path = self._relations("_rels/.rels", "").get("core-properties", "docProps/core.xml")
        if path.lower() not in self.names:
            return Properties()
        try:
            root = self.tree(path)
        except BadDocument:
            return Properties()

        def said(tag: str) -> str:
            element = root.find(tag)
            return clean(element.text or "") if element is not None else ""

        creator = said(f"{_DC}creator")
        made_by_program = creator.lower() in _PROGRAMS
        created = said(f"{_DCTERMS}created")
        separator = ";" if ";" in creator else r",(?!\s*(?:Jr|Sr|Ph\.?D|M\.?A))"
        return Properties(
            title="" if _NO_TITLE.fullmatch(said(f"{_DC}title")) else said(f"{_DC}title"),
            authors=()
            if made_by_program
            else tuple(part.strip() for part in re.split(separator, creator) if part.strip()),
            year=None if made_by_program or created == _TEMPLATE_MADE else year_in(created[:4]),
            language=said(f"{_DC}language")[:2].lower(),
        )


_PROGRAMS = frozenset(
    (
        "",
        "python-docx",
        "user",
        "admin",
        "administrator",
        "author",
        "microsoft office user",
        "owner",
        "hp",
        "acer",
    )
)
_TEMPLATE_MADE = "2013-12-23T23:15:00Z"
"""When python-docx's empty document was made: documents made from it that do not say otherwise keep it."""
_NO_TITLE = re.compile(
    r"|untitled.*|document\s*\d*|microsoft word.*|word document|title|template.*|.*\.(?:docx?|dotx?|rtf|pdf|odt)|\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Properties:
    """A DOCX's core properties, without what programs put there by themselves."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, with what it is based on."""

    name: str = ""
    outline: int | None = None
    """0 for the highest heading; None for body text."""
    numbering: str = ""
    level: int = 0
    bold: bool = False


class Styles:
    """The paragraph styles of a document by id."""

    def __init__(self, root: Any | None) -> None:
        self.elements: dict[str, Any] = {}
        self.default = ""
        self.known: dict[str, Style] = {}
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            if attribute(style, "type") == "paragraph":
                self.elements.setdefault(attribute(style, "styleId"), style)
                if attribute(style, "default") in ("1", "true"):
                    self.default = attribute(style, "styleId")

    def __getitem__(self, key: str) -> Style:
        key = key or self.default
        if key not in self.known:
            self.known[key] = self._resolve(key)
        return self.known[key]

    def _resolve(self, key: str) -> Style:
        chain: list[Any] = []
        seen: set[str] = set()
        current = key
        while current in self.elements and current not in seen:
            seen.add(current)
            chain.append(self.elements[current])
            based = chain[-1].find(f"{W}basedOn")
            current = attribute(based, "val") if based is not None else ""
        outline: int | None = None
        numbering, level, bold = "", 0, False
        names = [_name_of(style) for style in chain] or [key.lower()]
        # "My heading", based on "heading 1", is a heading by what it is based on.
        name = next((name for name in names if _SAYS_KIND.match(name)), names[0])
        for style in reversed(chain):
            outline_element = style.find(f"{W}pPr/{W}outlineLvl")
            if outline_element is not None and attribute(outline_element, "val").isdecimal():
                outline = int(attribute(outline_element, "val"))
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is not None:
                numbering = attribute(number, "val")
            depth = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            if depth is not None and attribute(depth, "val").isdecimal():
                level = int(attribute(depth, "val"))
            switch = style.find(f"{W}rPr/{W}b")
            if switch is not None:
                bold = is_on(switch)
        return Style(name, outline if outline is not None and outline < 9 else None, numbering, level, bold)


def _name_of(style: Any) -> str:
    name = style.find(f"{W}name")
    return attribute(name, "val").lower() if name is not None else ""


_SAYS_KIND = re.compile(
    r"(?:heading [1-9]|title|subtitle|toc |toc heading|table of figures|caption|(?:intense )?quote|block text|list "
    r"|bibliography|endnote bibliography|footnote text|endnote text)"
)


@dataclass(slots=True)
class _Level:
    kind: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Numbers of list items and headings, counted as the word processor counts them."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """Levels by numbering id."""
    family: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    of_style: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any | None) -> Numbering:
        """From the numbering part."""
        made = cls()
        if root is None:
            return made
        abstract: dict[str, dict[int, _Level]] = {}
        for definition in root.iter(f"{W}abstractNum"):
            key = attribute(definition, "abstractNumId")
            abstract[key] = dict(_levels_in(definition))
            for level in definition.iter(f"{W}lvl"):
                style = level.find(f"{W}pStyle")
                if style is not None and attribute(level, "ilvl").isdecimal():
                    made.of_style[(key, attribute(style, "val"))] = int(attribute(level, "ilvl"))
        for number in root.iter(f"{W}num"):
            key = attribute(number, "numId")
            base = number.find(f"{W}abstractNumId")
            family = attribute(base, "val") if base is not None else ""
            levels = dict(abstract.get(family, {}))
            for override in number.iter(f"{W}lvlOverride"):
                depth = attribute(override, "ilvl")
                start = override.find(f"{W}startOverride")
                if depth.isdecimal() and start is not None and attribute(start, "val").isdecimal():
                    made.restarts.setdefault(key, {})[int(depth)] = int(attribute(start, "val"))
                levels.update(_levels_in(override))
            made.levels[key] = levels
            made.family[key] = family
        return made

    def level_of(self, key: str, style: str, otherwise: int) -> int:
        """The depth that a style has in a numbering."""
        return self.of_style.get((self.family.get(key, ""), style), otherwise)

    def next(self, key: str, depth: int) -> str | None:
        """Count one item.

        Returns:
            Its number as printed ("2.1", "(a)"); empty for a bullet; None where the numbering is none.
        """
        levels = self.levels.get(key)
        if not levels or key == "0":
            return None
        level = levels.get(depth, _Level())
        family = self.family.get(key, key)
        counts = self.counts.setdefault(family, {})
        restart = self.restarts.get(key, {}).pop(depth, None)
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.kind in ("bullet", "none"):
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            part = levels.get(at, _Level())
            return written(counts.get(at, part.start), part.kind)

        return clean(re.sub(r"%([1-9])", number, level.text))


def _levels_in(element: Any) -> list[tuple[int, _Level]]:
    found = []
    for level in element.iter(f"{W}lvl"):
        if not attribute(level, "ilvl").isdecimal():
            continue

        def value(tag: str, level: Any = level) -> str:
            child = level.find(W + tag)
            return attribute(child, "val") if child is not None else ""

        start = value("start")
        found.append(
            (
                int(attribute(level, "ilvl")),
                _Level(
                    value("numFmt") or "decimal", value("lvlText"), int(start) if start.isdecimal() else 1
                ),
            )
        )
    return found


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(number: int, kind: str) -> str:
    """A number in one of the format's kinds of numerals (``decimal``, ``lowerRoman``, ``upperLetter`` ...)."""
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 702:
        letter = chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if kind == "lowerRoman" else roman.upper()
    return f"{number:02d}" if kind == "decimalZero" else str(number)
