"""Write a REFI-QDA project, source by source, and hold the result against the schema."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any, BinaryIO

from lxml import etree

from rantau.coding.refi import elements as e
from rantau.coding.refi.model import MediaNode, PdfNode, ProjectHead, SourceFile, TextNode
from rantau.coding.refi.package import PackageWriter
from rantau.coding.refi.reading import elements_in
from rantau.framework.errors import BadInput

__all__ = ["internal", "write_project"]

_IN_MEMORY = 8 * 2**20


def internal(name: str) -> str:
    """The path by which a project names a file of its package."""
    return f"internal://{name}"


def write_project(
    to: BinaryIO,
    head: ProjectHead,
    sources: Iterable[SourceFile],
    *,
    note_texts: Iterable[tuple[str, str]] = (),
    last_notes: Callable[[PackageWriter], Iterable[TextNode]] = lambda _package: (),
) -> None:
    """Write a ``.qdpx``.

    The same values give the same bytes (with the same version of zlib). Sources are taken one at a time; the project's
    XML waits in a temporary file while theirs are written.

    Args:
        to: Where to write, open for writing in binary mode.
        head: The project without its sources.
        sources: The sources; pictures, recordings and films cannot be written.
        note_texts: Path and text of the files the head's notes name.
        last_notes: Called when all sources are written; gives notes to put behind the head's own, whose files it may
            add to the package.

    Raises:
        BadInput: The project would not be valid.
    """
    with closing(PackageWriter(to)) as package, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        with etree.xmlfile(spool, encoding="utf-8") as xml:
            xml.write_declaration()
            root = e.project_element(head)
            with xml.element(root.tag, dict(root.attrib), nsmap=root.nsmap):
                for section, (field, tag) in e.SECTIONS.items():
                    if section == "Sources":
                        _write_sources(xml, package, sources)
                    elif section == "Notes":
                        for path, text in note_texts:
                            package.add(_name(path), _encoded(text))
                        _write_section(xml, section, tag, [*head.notes, *last_notes(package)])
                    else:
                        _write_section(xml, section, tag, getattr(head, field))
                if head.description is not None:
                    _write_text(xml, "Description", head.description)
                for note in head.note_refs:
                    reference = etree.Element(e.PROJECT + "NoteRef")
                    reference.set("targetGUID", note)
                    xml.write(reference)
        size = spool.tell()
        _validate(spool)
        spool.seek(0)
        package.add("project.qde", spool, size)


def _validate(spool: Any) -> None:
    spool.seek(0)
    for event, element in elements_in(spool, "The export", "project"):
        if event == "end":
            element.clear()


def _name(path: str) -> str:
    return "Sources/" + path.removeprefix("internal://")


def _encoded(text: str) -> bytes:
    # A text that begins with the mark of UTF-8 would lose it when it is read.
    mark = b"\xef\xbb\xbf" if text.startswith("\ufeff") else b""
    try:
        return mark + text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInput(
            "A text holds half of a UTF-16 pair, which no file can hold; read its document again."
        ) from None


def _write_section(xml: Any, section: str, tag: str, entries: Iterable[Any]) -> None:
    found = [e.element_of(entry, tag) for entry in entries]
    if not found:
        return
    with xml.element(e.PROJECT + section):
        if section == "CodeBook":
            with xml.element(e.PROJECT + "Codes"):
                for element in found:
                    xml.write(element)
        else:
            for element in found:
                xml.write(element)


def _write_text(xml: Any, tag: str, text: str) -> None:
    element = etree.Element(e.PROJECT + tag)
    try:
        element.text = text
    except ValueError:
        raise BadInput(
            "The project's description holds a control character, which XML cannot hold."
        ) from None
    xml.write(element)


def _write_sources(xml: Any, package: PackageWriter, sources: Iterable[SourceFile]) -> None:
    each = iter(sources)
    first = next(each, None)
    if first is None:
        return
    with xml.element(e.PROJECT + "Sources"):
        source: SourceFile | None = first
        while source is not None:
            node = source.node
            if isinstance(node, MediaNode):
                raise BadInput(
                    f"{node.name or node.guid} is a {node.kind}, and only texts and PDFs are written."
                )
            for path, text in source.texts:
                if path.startswith("internal://"):
                    package.add(_name(path), _encoded(text))
            if (
                isinstance(node, PdfNode)
                and source.file is not None
                and (node.path or "").startswith("internal://")
            ):
                package.add(_name(node.path or ""), source.file)
            xml.write(e.element_of(node, "PDFSource" if isinstance(node, PdfNode) else "TextSource"))
            source = next(each, None)
