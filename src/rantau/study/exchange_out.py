"""A study's coding for other programs: REFI-QDA projects and codebooks, tables."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from rantau.coding.assigning import visible
from rantau.coding.placing import place
from rantau.coding.records import (
    About,
    Code,
    Coder,
    CodeSet,
    Coding,
    Memo,
    PlainText,
    Source,
    Value,
    Variable,
    plain_text,
)
from rantau.coding.refi import Account, Exchange, export_project, write_codebook
from rantau.coding.spreadsheets import write_codebook_table, write_coding_table
from rantau.framework.codebook import Codebook
from rantau.framework.errors import BadInput
from rantau.store.records import Coding as Stored
from rantau.store.records import Document
from rantau.study.coding_acts import visible_memos
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_view import CodingView, heirs_of, moved_to_heirs
from rantau.study.memo_titles import memo_title
from rantau.study.results import state_of_the_trail
from rantau.study.sources import write_atomically

__all__ = ["MACHINE", "Format", "export_study", "plain_codes", "plain_sets"]

Format = Literal["qdpx", "qdc", "csv", "xlsx"]

MACHINE = "machine-coded"
"""Id of the coder under whom suggestions go out where the study lets them stand in for codings."""

_COLOURS = {"MS": "#1b6ca8", "SE": "#b03a2e", "HS": "#2e8b57", "TP": "#7d3c98", "PR": "#b9770e"}
_OTHER = "#5d6d7e"
_NEVER = "1970-01-01T00:00:00Z"

VARIABLES = (
    Variable(id="source_type", name="Kind of source"),
    Variable(id="year", name="Year of publication", kind="Integer"),
    Variable(id="publisher", name="Publisher"),
    Variable(id="language", name="Language"),
)


def plain_codes(codebook: Codebook) -> tuple[Code, ...]:
    """The study's codes, retired ones among them, as they go to other programs; each theory has its colour."""
    return tuple(
        Code(
            id=code.id,
            name=code.name,
            parent=code.parent if code.parent in codebook.codes else None,
            definition=code.definition,
            include_when=code.include,
            exclude_when=code.exclude,
            example=code.example,
            theory=code.theory,
            source=code.source,
            colour=_COLOURS.get(code.id.partition(".")[0], _OTHER),
            codable=not code.retired,
            polarities=("insecurity", "protection") if code.polarity else (),
            retired=code.retired,
        )
        for code in codebook.codes.values()
    )


def plain_sets(desk: CodingDesk) -> tuple[CodeSet, ...]:
    """The study's themes as sets of codes."""
    return tuple(
        CodeSet(id=one.id, name=one.name, description=one.definition, codes=one.codes)
        for one in desk.store.themes()
    )


def export_study(
    desk: CodingDesk,
    to: Path,
    format: Format,
    *,
    codebook_only: bool = False,
    confidential: bool = False,
    rejections: bool = False,
    originals: bool = False,
) -> tuple[str, ...]:
    """Write a study's coding to a file.

    Args:
        desk: The desk of who exports: what is blind to them is left out.
        to: The file, which must not be there yet.
        format: ``qdpx`` for documents with codings, ``qdc`` for the codebook, ``csv`` or ``xlsx`` for a table of
            codings, or of codes.
        codebook_only: A table of the codebook instead of the codings.
        confidential: Confidential documents too, with their codings and memos.
        rejections: Rejected suggestions too; other programs would show them as codings.
        originals: PDFs as they were received, beside the text. Names that the study replaced stand in them.

    Returns:
        What could not be taken along, or only in another way, in sentences.

    Raises:
        BadInput: The file is there already, or the study contradicts itself.
    """
    if to.exists():
        raise BadInput(f"{to} is there already; choose another name, or take it away first")
    if not to.parent.is_dir():
        raise BadInput(f"there is no folder {to.parent}; make it first")
    out = _Out(desk, confidential, rejections, originals)
    if format == "qdc":
        write_atomically(
            to, write_codebook(plain_codes(desk.codebook), plain_sets(desk), account=out.account)
        )
    elif format != "qdpx" and codebook_only:
        write_atomically(to, write_codebook_table(plain_codes(desk.codebook), format))
    elif format != "qdpx":
        write_atomically(to, out.table(format))
    else:
        out.project(to)
    with desk.store.transaction() as transaction:
        transaction.record(
            "codes.exported",
            to.name,
            "",
            {
                "coder": desk.coder,
                "format": format,
                "documents": out.documents,
                "codings": out.codings,
                "confidential": confidential,
                "originals": originals,
            },
        )
    return out.account.sentences


class _Out:
    """What goes out, and the account of what does not."""

    def __init__(self, desk: CodingDesk, confidential: bool, rejections: bool, originals: bool) -> None:
        self.desk, self.store = desk, desk.store
        self.view: CodingView = desk.view()
        self.confidential, self.rejections, self.originals = confidential, rejections, originals
        self.account = Account()
        self.documents = self.codings = 0
        self.machine = desk.study.settings.coding.machine_coded
        self.held = [one for one in self.view.documents if not one.problem]
        kept = [one for one in self.held if confidential or not one.confidential]
        self.account.note(
            "{n} confidential documents are left out, with their codings and memos.",
            len(self.held) - len(kept),
        )
        self.account.note(
            "{n} documents are coded blind; the codings of others in them are left out.",
            len(self.view.hidden),
        )
        self.kept = kept
        said = state_of_the_trail(self.store)
        # The time of what people did last, so that the same study gives the same bytes.
        self.when = said.time if said else _NEVER
        self._by_document = self._codings_by_document()

    def _codings_by_document(self) -> dict[str, list[Stored]]:
        codings = self.store.codings()
        files = self.view.files
        if any(one.document not in files for one in codings):
            codings = moved_to_heirs(codings, heirs_of(self.store, files))
        found: dict[str, list[Stored]] = {}
        for one in visible(codings, self.view.viewer, self.view.hidden):
            if one.document not in files:
                self.account.note("{n} codings are of documents that are gone, and are left out.")
            else:
                found.setdefault(one.document, []).append(one)
        return found

    def each(self) -> Iterator[tuple[Document, PlainText, list[Coding]]]:
        """Each document with its text and its codings, one at a time."""
        for document in self.kept:
            passages = self.store.passages(document.id)
            text = plain_text(passages)
            placed = place(self._by_document.get(document.id, ()), {document.id: passages})
            self.account.note("{n} codings are adrift, and are left out.", len(placed.adrift))
            codings = []
            for one in placed.here:
                if one.status == "rejected" and not self.rejections:
                    self.account.note(
                        "{n} codings say that a code does not apply, and are left out: other programs would show them "
                        "as codings."
                    )
                elif one.code not in self.desk.codebook:
                    self.account.note("{n} codings have a code that the codebook lacks, and are left out.")
                else:
                    codings.append(_plain(one, text))
            if self.machine:
                codings += self._suggested(
                    document.id, text, {(one.passage, one.code) for one in placed.here}
                )
            self.documents += 1
            self.codings += len(codings)
            yield document, text, codings

    def _suggested(self, document: str, text: PlainText, decided: set[tuple[str, str]]) -> list[Coding]:
        found = []
        for one in self.store.code_suggestions(document):
            if (one.passage, one.code) in decided or one.code not in self.desk.codebook:
                continue
            start, end = text.place(one.passage, one.start, one.end)
            found.append(
                Coding(
                    id=one.id,
                    document=document,
                    code=one.code,
                    coder=MACHINE,
                    start=start,
                    end=end,
                    passage=one.passage,
                    polarity=one.polarity,
                    status="proposed",
                    probability=one.probability,
                )
            )
        self.account.note(
            f"{{n}} codings are machine-coded: suggestions that no person has accepted, under the coder {MACHINE!r}.",
            len(found),
        )
        return found

    def table(self, format: Literal["csv", "xlsx"]) -> bytes:
        """The codings as a table, documents by their file."""
        rows: list[Coding] = []
        texts: dict[str, str] = {}
        for document, text, codings in self.each():
            texts[document.file] = text.text
            rows += [replace(one, document=document.file) for one in codings]
        self.account.note(
            "{n} memos are not in the table; a .qdpx holds them.", len(visible_memos(self.view))
        )
        self.account.note("{n} themes are not in the table; a .qdpx holds them.", len(self.store.themes()))
        return write_coding_table(rows, format, texts=texts)

    def project(self, to: Path) -> None:
        """A REFI-QDA project, written beside its place and put there when it is whole."""
        handle, made = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}-")
        try:
            with os.fdopen(handle, "wb+") as stream:
                told = export_project(stream, self.head(), self.sources())
            Path(made).replace(to)
        finally:
            Path(made).unlink(missing_ok=True)
        for sentence in told.sentences:
            self.account.note(sentence)
        if self.view.assignments:
            self.account.note(
                "{n} assignments are not taken along: the standard does not know who is to code what.",
                len(self.view.assignments),
            )
        self.account.note("The audit trail stays in the study.")

    def head(self) -> Exchange:
        """The project without its documents."""
        study = self.desk.study.settings.study
        coders = [Coder(id=one.id, name=one.name) for one in self.store.coders()]
        known = {one.id for one in coders}
        writers = {one.coder for each in self._by_document.values() for one in each}
        coders += [Coder(id=id, name=id) for id in sorted(writers - known)]
        if self.machine:
            coders.append(Coder(id=MACHINE, name="rantau, machine-coded"))
        return Exchange(
            name=study.name,
            when=self.when,
            description=study.question,
            coders=tuple(coders),
            codes=self.codes(),
            sets=plain_sets(self.desk),
            variables=VARIABLES,
            memos=tuple(self.memos()),
        )

    def codes(self) -> tuple[Code, ...]:
        """The codes. A retired one with codings stays codable: in QualCoder a category cannot have codings."""
        coded = {one.code for each in self._by_document.values() for one in each}
        return tuple(
            replace(code, codable=True) if code.id in coded else code
            for code in plain_codes(self.desk.codebook)
        )

    def memos(self) -> Iterator[Memo]:
        """Memos but those about what does not go out."""
        documents = {one.id for one in self.kept}
        gone = {one.id for one in self.view.documents} - documents
        placed = {one.id: one for each in self._by_document.values() for one in each}
        codings = {id: one.document for id, one in placed.items()}
        files = self.view.files
        for memo in visible_memos(self.view):
            about: tuple[About, ...] = (About("project"),)
            title = ""
            if memo.about in self.desk.codebook:
                about = (About("code", memo.about),)
                title = memo_title("code", self.desk.codebook[memo.about].name)
            elif memo.about in documents:
                about = (About("document", memo.about),)
                title = memo_title("document", files[memo.about])
            elif codings.get(memo.about) in documents:
                about = (About("coding", memo.about),)
                title = memo_title("coding", placed[memo.about].quote)
            elif memo.about in gone or memo.about in codings:
                self.account.note(
                    "{n} memos about documents that are left out, or their codings, are left out."
                )
                continue
            elif memo.about:
                about = ()
            yield Memo(id=memo.id, text=memo.text, coder=memo.coder, when=memo.time, about=about, title=title)

    def sources(self) -> Iterator[tuple[Source, Sequence[Coding]]]:
        sealed = {one.document for one in self.store.sealed_names()}
        for document, text, codings in self.each():
            pdf = document.format == "pdf"
            file = None
            if pdf and self.originals:
                file = (self.desk.study.sources.path / document.file).read_bytes()
                if document.id in sealed:
                    self.account.note(
                        "{n} PDFs go as they were received: names that the study replaced stand in them."
                    )
            values = [Value("source_type", document.source_type)]
            values += [Value("year", str(document.year))] if document.year is not None else []
            values += [Value("publisher", document.publisher)] if document.publisher else []
            values += [Value("language", document.language)] if document.language else []
            yield (
                Source(
                    id=document.id,
                    name=document.file,
                    text=text.text,
                    file=file,
                    kind="pdf" if pdf else "text",
                    description=document.title,
                    values=tuple(values),
                ),
                codings,
            )


def _plain(one: Stored, text: PlainText) -> Coding:
    start, end = text.place(one.passage, one.start, one.end)
    return Coding(
        id=one.id,
        document=one.document,
        code=one.code,
        coder=one.coder,
        start=start,
        end=end,
        passage=one.passage,
        polarity=one.polarity,
        status=one.status,
        probability=one.probability,
        when=one.time,
        adjudicated_by=one.adjudicated_by,
        reason=one.reason,
    )
