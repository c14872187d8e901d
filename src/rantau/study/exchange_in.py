"""Coding from other programs: REFI-QDA projects and codebooks, and tables, into a study."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rantau.coding.records import Code, Coder, Coding, Memo, Source, plain_text
from rantau.coding.refi import Account, guid_of, import_project, read_codebook
from rantau.coding.spreadsheets import MOST_BYTES, read_codebook_table, read_coding_table
from rantau.framework.errors import BadInput
from rantau.framework.words import SOURCE_TYPES
from rantau.study.coding_desk import CodingDesk
from rantau.study.exchange_out import Format, plain_codes
from rantau.study.exchange_writing import Incoming, IncomingDocument, Written
from rantau.study.placing_imports import words_at
from rantau.study.sources import Source as SourceRow
from rantau.study.sources import safe_name
from rantau.study.workbench import Progress, silent

__all__ = ["Imported", "import_into"]

_FEW = 4


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    documents: int
    """Documents added to the study."""
    codes: int
    """Codes added to the codebook."""
    codings: int
    memos: int
    themes: int
    account: tuple[str, ...]
    """What could not be taken along, or only in another way, in sentences."""


def import_into(
    desk: CodingDesk,
    file: Path,
    format: Format,
    *,
    check: bool = True,
    progress: Progress = silent,
) -> Imported:
    """Take coding from a file into a study.

    Documents that the study lacks are added to its sources and read. A coding is placed by its words, where these stand
    in the document as rantau reads it; where they do not, it is kept as adrift. Codes are found by id or name, or are
    added to ``codebook.yaml``. What the study has already stays as it is.

    Args:
        desk: The desk of who imports.
        file: The file.
        format: What it is; a table is of codings or of codes, which its columns tell.
        check: Hold REFI-QDA files against the standard's schema.
        progress: Told of documents that are read.

    Raises:
        BadInput: The file cannot be read, or is built to do harm; nothing was changed.
    """
    if not file.is_file():
        raise BadInput(f"there is no file {file}; name the file to import")
    account = Account()
    if not check and format in ("qdpx", "qdc"):
        account.note(
            "The file was not held against the standard's schema: what could be understood of it was taken, and what "
            "could not is not counted."
        )
    if format == "qdc":
        codes, sets = read_codebook(
            file.read_bytes(), file.name, known=plain_codes(desk.codebook), account=account, check=check
        )
        return _told(Incoming(desk, file.name, account).write(codes, sets), account)
    if format in ("csv", "xlsx"):
        return _table(desk, file, account)
    with tempfile.TemporaryDirectory(prefix="rantau-import-") as folder, file.open("rb") as stream:
        project = import_project(stream, file.name, check=check)
        coming = _Project(desk, account)
        for source, codings, memos in project.documents():
            coming.take(source, codings, memos, Path(folder))
        for sentence in project.account.sentences:
            account.note(sentence)
        head = project.head
        account.note("{n} cases are not taken along: a study has none.", len(head.cases))
        account.note("{n} links are not taken along: a study has none.", len(head.links))
        coming.add_documents(progress)
        made = Incoming(desk, file.name, account).write(
            head.codes, head.sets, head.coders, head.memos, coming.documents
        )
    return _told(made, account, coming.added)


def _told(made: Written, account: Account, added: int = 0) -> Imported:
    return Imported(added, made.codes, made.codings, made.memos, made.themes, account.sentences)


def _table(desk: CodingDesk, file: Path, account: Account) -> Imported:
    if file.stat().st_size > MOST_BYTES:
        raise BadInput(f"{file.name} is larger than {MOST_BYTES:,} bytes, more than a table is read with")
    data = file.read_bytes()
    into = Incoming(desk, file.name, account)
    try:
        codings = read_coding_table(data, file.name)
    except BadInput as no_codings:
        try:
            codes = read_codebook_table(data, file.name)
        except BadInput:
            raise no_codings from None
        return _told(into.write(_parents_first(codes)), account)
    by_document: dict[str, list[Coding]] = {}
    for one in codings:
        by_document.setdefault(one.document, []).append(one)
    documents = []
    for name, own in by_document.items():
        document = desk.document(name)
        text = plain_text(into.passages(document.id)).text
        made = IncomingDocument(name, document.id)
        for one in own:
            if one.start is None or one.end is None:
                account.note("{n} codings have no place in a text, and are left out.")
            elif one.end > len(text):
                raise BadInput(
                    f"{file.name}: the coding {one.id!r} stands at {one.start} to {one.end}, outside of {name}"
                )
            else:
                made.codings.append((one, *words_at(text, one.start, one.end)))
        documents.append(made)
    unknown = sorted({one.code for one in codings} - set(desk.codebook.codes))
    if unknown:
        raise BadInput(
            f"{file.name}: {unknown[0]!r} is no code of the study; import the codebook first, or correct the table"
        )
    if documents:
        account.note(
            "Places are taken from the table as offsets in the documents' texts as rantau reads them now."
        )
    same = [Code(id=id, name=id) for id in sorted({one.code for one in codings})]
    coders = [Coder(id=name, name=name) for name in sorted({one.coder for one in codings if one.coder})]
    return _told(into.write(same, (), coders, (), documents), account)


def _parents_first(codes: Sequence[Code]) -> list[Code]:
    by_id = {code.id: code for code in codes}
    ordered: dict[str, Code] = {}
    for code in codes:
        chain: dict[str, Code] = {}
        above: Code | None = code
        while above is not None and above.id not in ordered:
            if above.id in chain:
                raise BadInput(f"the code {above.id!r} is its own ancestor; give it a parent above it")
            chain[above.id] = above
            above = by_id[above.parent] if above.parent is not None else None
        ordered.update(reversed(chain.items()))
    return list(ordered.values())


class _Project:
    """A project's documents on their way into a study."""

    def __init__(self, desk: CodingDesk, account: Account) -> None:
        self.desk, self.account = desk, account
        self.documents: list[IncomingDocument] = []
        self.added = 0
        self.known = {one.id: one for one in desk.store.documents()}
        self.files = {one.file.casefold(): one.id for one in self.known.values()}

    def take(self, source: Source, codings: Sequence[Coding], memos: Sequence[Memo], folder: Path) -> None:
        """Take a document with what stands on it; what the study lacks is put by, to be added."""
        made = IncomingDocument(source.id, self._find(source))
        text = source.text or ""
        for one in codings:
            if one.start is not None and one.end is not None:
                made.codings.append((one, *words_at(text, one.start, one.end)))
            else:
                made.codings.append((one, "", 0, 0))
        for memo in memos:
            placed = memo.start is not None and memo.end is not None
            made.memos.append((memo, text[memo.start : memo.end] if placed else ""))
        if made.id is None:
            if source.file is None and source.text is None:
                self.account.note(
                    "{n} documents come without their text, and are left out with their codings."
                )
                return
            number = len(self.documents)
            suffix = ".pdf" if source.file is not None else ".txt"
            stem = safe_name(source.name)
            name = stem if stem.lower().endswith(suffix) else f"{stem}{suffix}"
            place = folder / str(number)
            place.mkdir()
            made.file = place / name
            made.file.write_bytes(source.file if source.file is not None else text.encode("utf-8", "replace"))
            made.row = _row_of(source, name)
        self.documents.append(made)

    def _find(self, source: Source) -> str | None:
        """The study's document that a source is: by id, by content, by the name of its file."""
        if source.id in self.known:
            return source.id
        for id in self.known:
            if guid_of("document", id) == source.id:
                return id
        content = source.file if source.file is not None else (source.text or "").encode("utf-8", "replace")
        by_content = "d" + hashlib.sha256(content).hexdigest()[:12]
        if by_content in self.known:
            return by_content
        return self.files.get(source.name.casefold())

    def add_documents(self, progress: Progress) -> None:
        """Add the documents that the study lacks to its sources, and read them."""
        new = [one for one in self.documents if one.file is not None]
        if not new:
            return
        study = self.desk.study
        for one in new:
            assert one.file is not None
            assert one.row is not None
            (result,) = study.add([one.file], given=one.row)
            if result.outcome == "refused":
                self.account.note(f"{result.message}; it is left out with its codings.")
                continue
            one.id = "d" + hashlib.sha256(one.file.read_bytes()).hexdigest()[:12]
            self.added += result.outcome == "added"
        # Starting a process for each core takes longer than reading a few documents in one.
        report = study.run("corpus", progress=progress, workers=1 if len(new) < _FEW else None)
        for problem in report.problems:
            self.account.note(problem)


def _row_of(source: Source, name: str) -> SourceRow:
    """What a source tells of itself, as a row of sources.csv."""
    told = {value.variable: value.value or "" for value in source.values}
    year = told.get("year", "")
    return SourceRow(
        file=name,
        title=" ".join(source.description.split())[:300],
        year=int(year) if year.isdigit() and len(year) == 4 else None,
        publisher=" ".join(told.get("publisher", "").split()),
        source_type=next((kind for kind in SOURCE_TYPES if kind == told.get("source_type")), "unknown"),
    )
