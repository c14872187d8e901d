"""Read a REFI-QDA project: its head at once, its sources one after the other, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import IO, Any, BinaryIO

from lxml import etree

from rantau.coding.refi import elements as e
from rantau.coding.refi.model import MediaNode, PdfNode, ProjectHead, SourceFile, TextNode
from rantau.coding.refi.package import Limits, Package
from rantau.framework.errors import BadInput

__all__ = ["ProjectReader", "elements_in", "schema"]

_MEDIA = {"PictureSource": "picture", "AudioSource": "recording", "VideoSource": "film"}
# What may not be named twice; a case of NVivo has the GUID of the code it stands for, so each kind counts by itself.
_KINDS = {
    "User": "coder",
    "Code": "code",
    "Variable": "variable",
    "Case": "case",
    "TextSource": "document",
    "PDFSource": "document",
    "PictureSource": "document",
    "AudioSource": "document",
    "VideoSource": "document",
    "Representation": "representation",
    "PlainTextSelection": "selection",
    "PDFSelection": "selection",
    "Coding": "coding",
    "Note": "memo",
    "Link": "link",
    "Set": "set",
    "Graph": "graph",
}


@cache
def schema(name: str) -> Any:
    """The schema of ``project`` or ``codebook`` files."""
    source = files("rantau.coding.refi").joinpath("schema", f"{name}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(source))


def elements_in(stream: IO[bytes], name: str, kind: str, *, check: bool = True) -> Iterator[tuple[str, Any]]:
    """Parse XML as a stream of ("start" or "end", element), with nothing fetched, expanded or believed.

    Args:
        stream: The bytes.
        name: The file's name, for errors.
        kind: ``project`` or ``codebook``: the root element it must have, and its schema.
        check: Hold the file against the schema.

    Raises:
        BadInput: It is not well-formed, declares a document type (and so could hold entities), or is not valid.
    """
    root = "Project" if kind == "project" else "CodeBook"
    space = e.PROJECT if kind == "project" else e.CODEBOOK
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        schema=schema(kind) if check else None,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    first, ended = True, False
    try:
        for event, element in events:
            if first:
                first = False
                if element.getroottree().docinfo.internalDTD is not None:
                    raise BadInput(
                        f"{name} declares a document type, which a REFI-QDA {kind} never does and which can hide harm; "
                        "leave it out."
                    )
                if element.tag != space + root:
                    raise BadInput(
                        f"{name} is not a REFI-QDA {kind}: its outermost element is {element.tag!r} and not "
                        f"{space + root!r}; export it again."
                    )
            ended = event == "end" and element.getparent() is None
            yield event, element
    except etree.XMLSyntaxError as problem:
        raise BadInput(_what_is_wrong(name, kind, problem)) from None
    if not ended:
        raise BadInput(f"{name} is cut short: its outermost element does not end; export it again.")


def _what_is_wrong(name: str, kind: str, problem: Any) -> str:
    message = (
        str(problem.msg or problem).replace(e.PROJECT, "").replace(e.CODEBOOK, "").split("\n")[0].rstrip(".")
    )
    if message == "no element found":
        return f"{name} is empty; export it again."
    line = problem.lineno or 0
    where = f"{name}, line {line}" if line else name
    if "huge" in message.lower() or "depth" in message.lower() or "entity" in message.lower():
        return f"{where}: one element holds more than is read ({message[:120]}); the file may be built to do harm."
    if "Element" in message or "attribute" in message:
        return (
            f"{where}: not as the REFI-QDA standard has a {kind} ({message[:300]}); export it again, or import it "
            "without the check against the standard (--unchecked)."
        )
    return f"{where}: not well-formed XML ({message[:200]}); export it again."


class ProjectReader:
    """A ``.qdpx`` opened for reading.

    The project is gone through twice: for its head and to see that no GUID stands for two things, and for its sources,
    which are yielded one by one with their files.

    Args:
        file: The ``.qdpx``, open for reading in binary mode.
        name: Its name, for errors.
        limits: What is too much to read.
        outside: Gives the bytes of a file outside of the package by the path the project has for it, or None where
            there is none. By default nothing outside is read.
        check: Hold the project against the schema.

    Raises:
        BadInput: The file is damaged, not valid, or built to do harm.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        *,
        limits: Limits | None = None,
        outside: Callable[[str], bytes | None] | None = None,
        check: bool = True,
    ) -> None:
        self.name = name
        self._package = Package(file, name, limits)
        self._outside = outside
        self._check = check
        self._guids: dict[str, set[int]] = {}
        self.noted: dict[str, list[tuple[str, str]]] = {}
        """What of the sources each note is about: kind and GUID."""
        self.head = self._read_head()

    def _read_head(self) -> ProjectHead:
        fields: dict[str, Any] = {}
        refs: list[str] = []
        with self._package.open("project.qde") as stream:
            for event, element in elements_in(stream, self.name, "project", check=self._check):
                parent = element.getparent()
                if event == "start":
                    if parent is None:
                        fields.update(e.project_attributes(element))
                    continue
                self._count(element)
                if parent is None:
                    continue
                tag = e.local_name(element)
                if tag == "NoteRef":
                    self._note(element, parent)
                if parent.getparent() is None:
                    if tag == "Description":
                        fields["description"] = element.text or ""
                    elif tag == "NoteRef":
                        refs.append(e.plain_guid(element.get("targetGUID") or ""))
                    elif tag in e.SECTIONS and tag != "Sources":
                        field, entry = e.SECTIONS[tag]
                        holder = element.find(e.PROJECT + "Codes") if tag == "CodeBook" else element
                        entries = () if holder is None else holder.findall(e.PROJECT + entry)
                        fields[field] = tuple(self._value(each) for each in entries)
                    _forget(element)
                elif _is_source(parent):
                    _forget(element)
        fields["note_refs"] = tuple(refs)
        fields.setdefault("name", "")
        return ProjectHead(**fields)

    def _note(self, element: Any, parent: Any) -> None:
        """Remember what of the sources a note is about."""
        kind = _KINDS.get(e.local_name(parent), "")
        if kind in ("document", "representation", "selection", "coding"):
            owner = parent.getparent() if kind == "representation" else parent
            target = e.plain_guid(owner.get("guid") or "")
            kind = "document" if kind == "representation" else kind
            self.noted.setdefault(e.plain_guid(element.get("targetGUID") or ""), []).append((kind, target))

    def _count(self, element: Any) -> None:
        kind = _KINDS.get(e.local_name(element))
        guid = element.get("guid")
        if kind is None or guid is None:
            return
        plain = e.plain_guid(guid)
        try:
            number = int(plain.replace("-", ""), 16)
        except ValueError:
            raise BadInput(f"{self.name}: {guid[:60]!r} is no GUID; export the project again.") from None
        numbers = self._guids.setdefault(kind, set())
        if number in numbers:
            raise BadInput(
                f"{self.name}: two of its {kind}s have the GUID {plain}, so it cannot be told which is meant; export "
                "it again."
            )
        numbers.add(number)

    def kind_of(self, guid: str) -> str:
        """The kind of thing a GUID stands for (``code``, ``document``, ``selection`` …); empty where none has it."""
        try:
            number = int(guid.replace("-", ""), 16)
        except ValueError:
            return ""
        return next((k for k, found in self._guids.items() if k != "representation" and number in found), "")

    def sources(self) -> Iterator[SourceFile]:
        """The project's sources with their files, in its order."""
        with self._package.open("project.qde") as stream:
            for event, element in elements_in(stream, self.name, "project", check=False):
                if event == "end" and _is_source(element.getparent()):
                    yield self._source(element)
                    _forget(element)

    def note_text(self, note: TextNode) -> tuple[str | None, str]:
        """A note's text, and a sentence where it cannot be had."""
        if note.content is not None or note.plain_path is None:
            return note.content, ""
        data, problem = self._bytes(note.plain_path, note.name or note.guid)
        if data is None:
            return None, problem
        return self._decoded(data, note.name or note.guid)

    def _value(self, element: Any) -> Any:
        try:
            return e.value_of(element)
        except BadInput:
            raise
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
            # Only where the schema was not asked: what it demands is not there.
            tag = e.local_name(element)
            raise BadInput(
                f"{self.name}: a {tag} lacks what the standard demands of it; export the project again."
            ) from problem

    def _source(self, element: Any) -> SourceFile:
        tag = e.local_name(element)
        if tag in _MEDIA:
            codings = sum(1 for _ in element.iter(e.PROJECT + "Coding"))
            kind: Any = _MEDIA[tag]
            guid = e.plain_guid(element.get("guid") or "")
            return SourceFile(MediaNode(guid=guid, kind=kind, name=element.get("name"), codings=codings))
        node = self._value(element)
        texts: list[tuple[str, str]] = []
        problems: list[str] = []
        called = node.name or node.guid
        data: bytes | None = None
        if isinstance(node, PdfNode):
            if node.path is not None:
                data, problem = self._bytes(node.path, called)
                problems += [problem] if problem else []
            paths = [node.representation.plain_path] if node.representation is not None else []
            paths += [s.representation.plain_path for s in node.selections if s.representation is not None]
        else:
            paths = [node.plain_path]
        for path in dict.fromkeys(paths):
            if path is None:
                continue
            raw, problem = self._bytes(path, called)
            if raw is not None:
                text, problem = self._decoded(raw, called)
                if text is not None:
                    texts.append((path, text))
            problems += [problem] if problem else []
        return SourceFile(node, tuple(texts), data, tuple(problems))

    def _bytes(self, path: str, called: str) -> tuple[bytes | None, str]:
        scheme, _, rest = path.partition("://")
        if scheme.lower() == "internal":
            key = self._package.find(rest.lstrip("/"))
            if key is None:
                return None, f"The file of {called!r} ({path}) is missing from {self.name}."
            return self._package.read(key), ""
        data = self._outside(path) if self._outside is not None else None
        if data is None:
            return None, f"The file of {called!r} lies outside of {self.name} ({path}) and was not read."
        if len(data) > self._package.limits.part:
            return None, f"The file of {called!r} ({path}) is larger than is read."
        return data, ""

    def _decoded(self, data: bytes, called: str) -> tuple[str | None, str]:
        try:
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return data.decode("utf-16"), ""
            # Of a mark at the beginning one is taken off: it is no part of the text.
            return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), ""
        except UnicodeDecodeError:
            return None, f"The text of {called!r} is not UTF-8, as the standard asks for, and was not read."


def _is_source(parent: Any) -> bool:
    """Whether an element's parent is the list of sources."""
    return parent is not None and parent.tag == e.PROJECT + "Sources" and parent.getparent() is not None


def _forget(element: Any) -> None:
    """Give back the memory of an element that has been read, and of those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
