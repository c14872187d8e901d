"""Our project as a REFI-QDA project (.qdpx)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, BinaryIO

from rantau.coding.records import About, Coding, Memo, Source
from rantau.coding.refi import model as m
from rantau.coding.refi.codebook import code_nodes
from rantau.coding.refi.context import Exporting
from rantau.coding.refi.details import DETAILS_NAME, first_line, line
from rantau.coding.refi.document_out import DocumentOut
from rantau.coding.refi.package import PackageWriter
from rantau.coding.refi.project import Account, Exchange, guid_of
from rantau.coding.refi.writing import internal, write_project
from rantau.framework.errors import BadInput

__all__ = ["ORIGIN", "export_project"]

ORIGIN = "rantau"
MEMO_LINK = "memo"
_IN_MEMORY = 8 * 2**20


def export_project(
    to: BinaryIO, project: Exchange, documents: Iterable[tuple[Source, Sequence[Coding]]]
) -> Account:
    """Write a project as a ``.qdpx``.

    Documents are taken one at a time, so memory holds the head and the largest document. The same project gives the
    same bytes. Each coding becomes a selection of its own, as QualCoder writes them, so that its coder, time and memo
    are told by programs that have these on the selection only.

    Args:
        to: Where to write, open for writing in binary mode; it must be seekable.
        project: The project without its documents.
        documents: Each document with its codings.

    Returns:
        What could not be taken along, or only in another way.

    Raises:
        BadInput: The project contradicts itself (two things of one id, a coding outside of its text …), and so could
            not be read again.
    """
    return _Export(project).write(to, documents)


class _Export:
    def __init__(self, project: Exchange) -> None:
        self.shared = Exporting(project)
        self.project, self.account = project, self.shared.account
        self.lines: list[str] = []

    def write(self, to: BinaryIO, documents: Iterable[tuple[Source, Sequence[Coding]]]) -> Account:
        head, texts = self.head()
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            spool.write((first_line() + "\n").encode())
            for each in self.lines:
                _put(spool, each)

            def details(package: PackageWriter) -> Iterator[m.TextNode]:
                guid = guid_of("memo", DETAILS_NAME)
                size = spool.tell()
                spool.seek(0)
                package.add(f"Sources/{guid}.txt", spool, size)
                yield m.TextNode(
                    guid=guid, name=DETAILS_NAME, plain_path=internal(f"{guid}.txt"), at=self.project.when
                )

            write_project(to, head, self.sources(documents, spool), note_texts=texts, last_notes=details)
        self.account_for_memos()
        return self.account

    def account_for_memos(self) -> None:
        shared = self.shared
        for id in shared.annotations:
            raise BadInput(f"A memo is about a place in the document {id!r}, which is not exported.")
        written = {"coding": shared.codings, "selection": shared.selections, "document": shared.documents}
        for kind, id in shared.about:
            if kind in written and id not in written[kind]:
                self.account.note(
                    f"{{n}} memos are about a {kind} that is not exported; the memos themselves are."
                )

    # The head

    def head(self) -> tuple[m.ProjectHead, list[tuple[str, str]]]:
        project, account = self.project, self.account
        nodes, lines = code_nodes(project.codes, account)
        self.lines += lines
        memos = [memo for memo in project.memos if not memo.document]
        notes, texts = self.notes(memos)
        for kind, things in (
            ("coder", project.coders),
            ("variable", project.variables),
            ("case", project.cases),
            ("set", project.sets),
            ("link", project.links),
        ):
            ids = [thing.id for thing in things]
            if len(set(ids)) < len(ids):
                double = next(id for id in ids if ids.count(id) > 1)
                raise BadInput(f"Two {kind}s have the id {double!r}; give one of them another id.")
            self.lines += [line(kind, guid_of(kind, id), id=id) for id in ids]
        head = m.ProjectHead(
            name=self.shared.clean(project.name, "names"),
            origin=ORIGIN,
            at=project.when,
            description=self.shared.clean(project.description, "the project's description") or None,
            users=tuple(
                m.UserNode(
                    guid=guid_of("coder", c.id),
                    name=self.shared.clean(c.name, "names"),
                    id=self.shared.clean(c.id, "ids"),
                )
                for c in project.coders
            ),
            codes=nodes,
            variables=tuple(
                m.VariableNode(
                    guid=guid_of("variable", v.id),
                    name=self.shared.clean(v.name, "names"),
                    kind=v.kind,
                    description=self.shared.clean(v.description, "descriptions") or None,
                )
                for v in project.variables
            ),
            cases=tuple(
                m.CaseNode(
                    guid=guid_of("case", c.id),
                    name=self.shared.clean(c.name, "names"),
                    description=self.shared.clean(c.description, "descriptions") or None,
                    codes=tuple(guid_of("code", id) for id in c.codes),
                    values=tuple(self.shared.value(v) for v in c.values),
                    sources=tuple(guid_of("document", id) for id in c.documents),
                    selections=tuple(guid_of("selection", id) for id in c.selections),
                )
                for c in project.cases
            ),
            notes=notes,
            links=(*self.memo_links(memos), *self.links()),
            sets=tuple(
                m.SetNode(
                    guid=guid_of("set", s.id),
                    name=self.shared.clean(s.name, "names"),
                    description=self.shared.clean(s.description, "descriptions") or None,
                    codes=tuple(guid_of("code", id) for id in s.codes),
                    sources=tuple(guid_of("document", id) for id in s.documents),
                    notes=tuple(guid_of("memo", id) for id in s.memos),
                )
                for s in project.sets
            ),
            note_refs=tuple(self.shared.about.get(("project", ""), ())),
        )
        return head, texts

    def notes(self, memos: Sequence[Memo]) -> tuple[tuple[m.TextNode, ...], list[tuple[str, str]]]:
        """A note for each memo. Each has its text in a file and a name of its own, as QualCoder asks of a journal."""
        names = {DETAILS_NAME}
        found: list[m.TextNode] = []
        texts: list[tuple[str, str]] = []
        ids: set[str] = set()
        for memo in memos:
            if memo.id in ids:
                raise BadInput(f"Two memos have the id {memo.id!r}; give one of them another id.")
            ids.add(memo.id)
            guid = guid_of("memo", memo.id)
            title = self.shared.clean(memo.title or " ".join(memo.text.split())[:40] or "memo", "names")
            name, number = title, 2
            while name in names:
                name, number = f"{title} ({number})", number + 1
            names.add(name)
            path = internal(f"{guid}.txt")
            texts.append((path, memo.text))
            found.append(
                m.TextNode(
                    guid=guid,
                    name=name,
                    plain_path=path,
                    by=self.shared.user(memo.coder),
                    at=self.shared.time(memo.when) or self.project.when,
                )
            )
            self.lines.append(line("memo", guid, id=memo.id, title=memo.title, name=name, when=memo.when))
        return tuple(found), texts

    def memo_links(self, memos: Sequence[Memo]) -> Iterator[m.LinkNode]:
        """Memos on codes and documents are tied to them by links: QualCoder drops a code that has a note of its own."""
        for memo in memos:
            for about in memo.about:
                if about.kind in ("code", "document"):
                    yield m.LinkNode(
                        guid=guid_of("link", f"memo {memo.id} on {about.kind} {about.id}"),
                        name=MEMO_LINK,
                        direction="Associative",
                        origin=guid_of("memo", memo.id),
                        target=guid_of(about.kind, about.id),
                    )
                elif about.kind not in ("project", "coding", "selection"):
                    self.account.note("{n} memos are about a thing that the standard lets no memo be about.")

    def links(self) -> Iterator[m.LinkNode]:
        for link in self.project.links:
            yield m.LinkNode(
                guid=guid_of("link", link.id),
                name=self.shared.clean(link.name, "names") or None,
                direction=link.direction or None,
                color=link.colour or None,
                origin=_end(link.origin),
                target=_end(link.target),
            )

    # The documents

    def sources(
        self, documents: Iterable[tuple[Source, Sequence[Coding]]], spool: IO[bytes]
    ) -> Iterator[m.SourceFile]:
        for source, codings in documents:
            if source.id in self.shared.documents:
                raise BadInput(f"Two documents have the id {source.id!r}; export each document once.")
            self.shared.documents.add(source.id)
            made = DocumentOut(self.shared, source, codings, self.shared.annotations.pop(source.id, []))
            result = made.build()
            for each in made.lines:
                _put(spool, each)
            yield result


def _put(spool: IO[bytes], each: str) -> None:
    spool.write((each + "\n").encode())


def _end(about: About) -> str | None:
    return guid_of(about.kind, about.id) if about.id else None
