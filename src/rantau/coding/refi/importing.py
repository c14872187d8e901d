"""A REFI-QDA project (.qdpx) as ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from rantau.coding.records import (
    About,
    Case,
    Coder,
    CodeSet,
    Coding,
    Link,
    Memo,
    Region,
    Source,
    Value,
    Variable,
)
from rantau.coding.refi import model as m
from rantau.coding.refi.codebook import codes_of
from rantau.coding.refi.details import DETAILS_NAME, Details, digest
from rantau.coding.refi.exporting import MEMO_LINK
from rantau.coding.refi.package import Limits
from rantau.coding.refi.places import CODE_POINTS, Counting, Placed, counting_of
from rantau.coding.refi.project import Account, Exchange, guid_of
from rantau.coding.refi.reading import ProjectReader

__all__ = ["ImportedProject", "import_project"]

_STATUSES = ("accepted", "proposed", "rejected")


def import_project(
    file: BinaryIO,
    name: str,
    *,
    limits: Limits | None = None,
    outside: Callable[[str], bytes | None] | None = None,
    check: bool = True,
    counting: Counting | None = None,
) -> ImportedProject:
    """Open a ``.qdpx`` that rantau or another program wrote.

    Args:
        file: The file, open for reading in binary mode; it must stay open while documents are read.
        name: Its name, for errors.
        limits: What is too much to read.
        outside: Gives the bytes of a file outside of the package, by the path the project has for it, or None. By
            default nothing outside is read, and the account says which documents came without their text.
        check: Hold the project against the standard's schema. Some programs write what the schema does not allow;
            without the check what can be understood of it is read.
        counting: How positions in texts are counted; by default this is told from the file.

    Raises:
        BadInput: The file is damaged, not valid, or built to do harm.
    """
    return ImportedProject(ProjectReader(file, name, limits=limits, outside=outside, check=check), counting)


class ImportedProject:
    """A project being read: its head at once, its documents one after the other.

    Attributes:
        head: The project without its documents. Annotations come with their document.
        account: What was not taken along, or was read in a particular way; complete when all documents are read.
        origin: The program that wrote the file, as it says itself.
    """

    def __init__(self, reader: ProjectReader, counting: Counting | None) -> None:
        self._reader = reader
        self._counting = counting
        self.account = Account()
        self.origin = reader.head.origin or ""
        texts = [reader.note_text(n)[0] or "" for n in reader.head.notes if n.name == DETAILS_NAME]
        self._details = Details(texts)
        self.account.note(
            "{n} lines of the note of details could not be read and are left aside.", self._details.broken
        )
        self._codes: dict[str, str] = {}
        self._selections = self._selection_ids()
        self.head = self._head()

    def _id(self, kind: str, guid: str) -> str:
        return self._details.text(kind, guid, "id", guid)

    def _selection_ids(self) -> dict[str, str]:
        """The id of each selection we wrote: that of its group, else of its coding or memo."""
        found: dict[str, str] = {}
        for guid, id in self._details.ids("coding").items():
            own = self._details.text("coding", guid, "selection") or id
            found[guid_of("selection", own)] = own
        for id in self._details.ids("annotation").values():
            found[guid_of("selection", id)] = id
        return found

    def _about(self, guid: str | None) -> About:
        if not guid:
            return About("")
        kind: Any = self._reader.kind_of(guid)
        return About(kind, self._selections.get(guid, guid) if kind == "selection" else self._id(kind, guid))

    # The head

    def _head(self) -> Exchange:
        head, account = self._reader.head, self.account
        codes = codes_of(head.codes, self._details, account)
        self._codes = {guid: code.id for guid, code in codes.items()}
        memo_links = [
            link
            for link in head.links
            if link.name == MEMO_LINK and link.origin and self._reader.kind_of(link.origin) == "memo"
        ]
        about = self._memo_targets(memo_links)
        account.note("{n} drawings (graphs) are not taken along: rantau draws its own.", len(head.graphs))
        account.note(
            "{n} links have memos of their own, which are kept apart from them.",
            sum(bool(link.notes) for link in head.links),
        )
        return Exchange(
            name=head.name,
            when=head.at or "",
            description=head.description or "",
            coders=tuple(
                Coder(id=self._id("coder", u.guid), name=u.name if u.name is not None else u.id or u.guid)
                for u in head.users
            ),
            codes=tuple(codes.values()),
            sets=tuple(
                CodeSet(
                    id=self._id("set", s.guid),
                    name=s.name,
                    description=s.description or "",
                    codes=tuple(self._codes[c] for c in s.codes if c in self._codes),
                    documents=tuple(self._id("document", d) for d in s.sources),
                    memos=tuple(self._id("memo", n) for n in s.notes),
                )
                for s in head.sets
            ),
            variables=tuple(
                Variable(
                    id=self._id("variable", v.guid), name=v.name, kind=v.kind, description=v.description or ""
                )
                for v in head.variables
            ),
            cases=tuple(
                Case(
                    id=self._id("case", c.guid),
                    name=c.name or "",
                    description=c.description or "",
                    codes=tuple(self._codes[g] for g in c.codes if g in self._codes),
                    values=tuple(self._value(v) for v in c.values),
                    documents=tuple(self._id("document", d) for d in c.sources),
                    selections=tuple(self._selections.get(g, g) for g in c.selections),
                )
                for c in head.cases
            ),
            memos=tuple(self._memo(n, about.get(n.guid, ())) for n in head.notes if not self._is_details(n)),
            links=tuple(
                Link(
                    id=self._id("link", link.guid),
                    origin=self._about(link.origin),
                    target=self._about(link.target),
                    name=link.name or "",
                    direction=link.direction or "",  # type: ignore[arg-type]
                    colour=link.color or "",
                )
                for link in head.links
                if link not in memo_links
            ),
        )

    def _is_details(self, note: m.TextNode) -> bool:
        return self._details.present and note.name == DETAILS_NAME

    def _memo_targets(self, memo_links: Sequence[m.LinkNode]) -> dict[str, tuple[About, ...]]:
        """What each note is about, as far as the head tells; notes on codings and documents are told by these."""
        head = self._reader.head
        found: dict[str, list[About]] = {}
        for guid in head.note_refs:
            found.setdefault(guid, []).append(About("project"))
        for link in memo_links:
            found.setdefault(link.origin or "", []).append(self._about(link.target))

        def under(codes: Sequence[m.CodeNode]) -> None:
            for code in codes:
                for guid in code.notes:
                    found.setdefault(guid, []).append(About("code", self._codes[code.guid]))
                under(code.children)

        under(head.codes)
        for guid, targets in self._reader.noted.items():
            for kind, target in targets:
                id = self._selections.get(target, target) if kind == "selection" else self._id(kind, target)
                found.setdefault(guid, []).append(About(kind, id))  # type: ignore[arg-type]
        return {guid: tuple(dict.fromkeys(targets)) for guid, targets in found.items()}

    def _memo(self, note: m.TextNode, about: tuple[About, ...]) -> Memo:
        text, problem = self._reader.note_text(note)
        if problem:
            self.account.note(problem)
        if text is None:
            text = note.description or ""
        elif note.description:
            text = f"{note.description}\n\n{text}"
        more = self._details.of("memo", note.guid)
        name = note.name or ""
        return Memo(
            id=self._id("memo", note.guid),
            text=text,
            title=self._details.text("memo", note.guid, "title") if more.get("name") == name else name,
            coder=self._coder(note.by or note.changed_by),
            when=self._when("memo", note.guid, note.at or note.changed_at),
            about=about,
        )

    def _when(self, kind: str, guid: str, at: str | None) -> str:
        """A time; where we had none and the time of export stands in for it, none again."""
        own = self._details.of(kind, guid).get("when")
        return "" if own == "" and at == self._reader.head.at else at or ""

    def _coder(self, guid: str | None) -> str:
        return self._id("coder", guid) if guid else ""

    def _value(self, value: m.ValueNode) -> Value:
        return Value(self._id("variable", value.variable), value.value)

    # The documents

    def documents(self) -> Iterator[tuple[Source, tuple[Coding, ...], tuple[Memo, ...]]]:
        """Each document with its codings and the annotations on its places, in the project's order."""
        for held in self._reader.sources():
            node = held.node
            if isinstance(node, m.MediaNode):
                kind = {"picture": "pictures", "recording": "recordings", "film": "films"}[node.kind]
                self.account.note(f"{{n}} {kind} are not taken along: rantau reads texts.")
                self.account.note(f"{{n}} codings of {kind} are not taken along.", node.codings)
                continue
            for problem in held.problems:
                self.account.note(problem)
            yield self._document(node, held)

    def _document(
        self, node: m.TextNode | m.PdfNode, held: m.SourceFile
    ) -> tuple[Source, tuple[Coding, ...], tuple[Memo, ...]]:
        id = self._id("document", node.guid)
        if isinstance(node, m.PdfNode):
            holder, path = node.representation, node.path or ""
        else:
            holder, path = node, node.plain_path or node.rich_path or ""
        text = None
        if holder is not None:
            text = holder.content if holder.content is not None else held.text(holder.plain_path)
        kind = self._details.text("document", node.guid, "form")
        source = Source(
            id=id,
            name=node.name if node.name is not None else id,
            text=text,
            file=held.file,
            kind="pdf" if isinstance(node, m.PdfNode) or kind == "pdf" else "text",
            path="" if path.startswith("internal://") else path,
            description=node.description or "",
            coder=self._coder(node.by),
            when=self._when("document", node.guid, node.at),
            values=tuple(self._value(v) for v in node.values),
        )
        codings: list[Coding] = []
        memos: list[Memo] = []
        for coding in (*node.codings, *(holder.codings if holder is not None and holder is not node else ())):
            self._take(codings, coding, id, {}, None)
        if holder is not None:
            self._text_places(holder, text, id, codings, memos)
        if isinstance(node, m.PdfNode):
            for region in node.selections:
                box = Region(region.page, region.first_x, region.first_y, region.second_x, region.second_y)
                self._place(region, id, {"region": box}, codings, memos)
                if region.representation is not None and region.representation.selections:
                    self.account.note(
                        "{n} regions on a page have coded texts of their own, which are not taken along."
                    )
        return source, tuple(codings), tuple(memos)

    def _text_places(
        self, holder: m.TextNode, text: str | None, id: str, codings: list[Coding], memos: list[Memo]
    ) -> None:
        if text is None:
            self.account.note(
                "{n} places in texts that were not read are left out, with the codings on them.",
                len(holder.selections),
            )
            return
        counting = self._counting or (
            CODE_POINTS if self._details.present else counting_of(text, holder.selections)
        )
        if counting != CODE_POINTS:
            self.account.note(
                f"In {{n}} texts positions count {counting.words}; they were turned into code points."
            )
        placed = Placed(text, counting)
        for selection in holder.selections:
            stretch = placed.stretch(selection.start, selection.end)
            if stretch is None:
                self.account.note(
                    "{n} places lie outside of their text or inside of a character, and are left out with codings."
                )
                continue
            self._place(selection, id, {"start": stretch[0], "end": stretch[1]}, codings, memos)

    def _place(
        self,
        selection: m.TextSelection | m.PdfSelection,
        document: str,
        place: dict[str, Any],
        codings: list[Coding],
        memos: list[Memo],
    ) -> None:
        if selection.codings:
            for coding in selection.codings:
                self._take(codings, coding, document, place, selection)
            return
        more = self._details.of("annotation", selection.guid)
        text = selection.description or ""
        if more.get("d") == digest(text):
            text = self._details.text("annotation", selection.guid, "text", text)
        memos.append(
            Memo(
                id=self._details.text("annotation", selection.guid, "id", selection.guid),
                text=text,
                title=self._details.text("annotation", selection.guid, "title"),
                coder=self._coder(selection.by or selection.changed_by),
                when=self._when("annotation", selection.guid, selection.at or selection.changed_at),
                document=document,
                **place,
            )
        )

    def _take(
        self,
        codings: list[Coding],
        node: m.CodingNode,
        document: str,
        place: dict[str, Any],
        selection: m.TextSelection | m.PdfSelection | None,
    ) -> None:
        code = self._codes.get(node.code)
        if code is None:
            # Codes from elsewhere are found by the id they were given, which is their GUID.
            self.account.note("{n} codings have a code that is not in the codebook, and are left out.")
            return
        more = self._details.of("coding", node.guid)
        id = _said(more, "id") or node.guid
        group = memo = ""
        by, when = node.by, node.at or ""
        if selection is not None:
            group = self._selections.get(selection.guid, selection.guid)
            memo = selection.description or ""
            if "coder" not in more:
                by = by or selection.by or selection.changed_by
            if more:
                group = group if _said(more, "selection") else ""
            else:
                when = when or selection.at or selection.changed_at or ""
        probability = more.get("probability")
        status = _said(more, "status") or "accepted"
        codings.append(
            Coding(
                id=id,
                document=document,
                code=code,
                coder=self._coder(by),
                passage=_said(more, "passage") or None,
                selection=group,
                polarity=_said(more, "polarity"),
                status=status if status in _STATUSES else "accepted",
                probability=float(probability) if isinstance(probability, int | float) else None,
                when=when,
                memo=_said(more, "memo") if "memo" in more else memo,
                adjudicated_by=_said(more, "adjudicated_by"),
                reason=_said(more, "reason"),
                **place,
            )
        )


def _said(more: Mapping[str, Any], key: str) -> str:
    """A text of a line of details; empty where there is none."""
    value = more.get(key)
    return value if isinstance(value, str) else ""
