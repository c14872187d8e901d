"""The corpus stage for one document: bytes in, records out. Runs in a worker process."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rantau.corpus.citations import count_citations, find_citations
from rantau.corpus.language import detect_language
from rantau.corpus.model import ReadDocument
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.corpus.references import parse_references
from rantau.framework.errors import BadDocument
from rantau.framework.second_process import can_help, start_helper
from rantau.store.prepared import PreparedDocument, PreparedText, prepare, prepare_text
from rantau.store.records import Document, Page, Passage, SealedNames
from rantau.study.privacy import may_name_witnesses, replaced_note, sealed_names
from rantau.study.sources import Source

__all__ = ["Ingested", "ReadTask", "document_id", "ingest"]


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One document to read."""

    path: Path
    source: Source
    sha256: str
    size: int
    confidential: bool
    ocr_languages: tuple[str, ...]
    largest_bytes: int
    input_hash: str
    recipient: str = ""
    """Public half of the key that pseudonyms are sealed to; empty: what they stood for is not kept."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What the corpus stage makes of one document, ready to be written."""

    document: Document
    prepared: PreparedDocument
    pages: int = 0
    passages: int = 0
    sealed: SealedNames | None = None
    """What its pseudonyms stand for; not in any hash, since sealing is different each time."""
    pseudonyms: int = 0


def document_id(sha256: str) -> str:
    """The id of a document from its content's SHA-256."""
    return f"d{sha256[:12]}"


def unread(task: ReadTask, reason: str) -> Ingested:
    """The record of a document that could not be read, with the reason as a sentence."""
    name = task.source.file
    sentence = reason if reason.startswith(name) else f"{name} {reason}"
    document = _document(task, problem=f"{sentence.rstrip('.')}.")
    return Ingested(document, prepare(document, prepare_text()))


def ingest(task: ReadTask, progress: Callable[[int, int], None]) -> Ingested:
    """Read one document.

    Raises:
        BadDocument: It cannot be read.
    """
    if task.size > task.largest_bytes:
        raise BadDocument(
            task.source.file,
            f"is {task.size / 2**20:,.0f} MB, more than the {task.largest_bytes // 2**20} MB a document may have; "
            "split it, or raise largest_megabytes in study.toml",
        )
    data = task.path.read_bytes()
    read = read_document(data, task.source.file, ocr_languages=task.ocr_languages, progress=progress)
    key = document_id(task.sha256)
    sections, passages = build_passages(key, read)
    document = _document(
        task,
        format=read.format,
        title=task.source.title or read.title,
        authors=task.source.authors or read.authors,
        year=task.source.year or read.year,
        language=task.source.language or read.language or _language(passages),
        machine_read=any(page.machine_read for page in read.pages),
        page_count=len(read.pages),
        notes=read.notes,
    )
    whole = task.confidential or task.source.source_type == "testimony"
    originals: Mapping[str, str] = {}
    if whole or may_name_witnesses(passages):
        # Loaded here: a document in which nobody is quoted has no need of the rules that find names.
        from rantau.study.pseudonyms import mask_document

        hidden = mask_document(document, read, passages, everything=whole)
        originals = hidden.originals
    if originals:
        read = hidden.read
        sections, passages = build_passages(key, read)
        document = replace(
            document,
            title=hidden.title,
            authors=hidden.authors,
            notes=(*document.notes, *_privacy_notes(task, originals)),
        )

    def text() -> PreparedText:
        return prepare_text(_pages(key, read), sections, passages)

    helper = start_helper(text) if can_help(len(read.pages)) else None
    try:
        references = parse_references(key, passages)
        citations = find_citations(key, passages, references)
    except BaseException:
        if helper is not None:
            helper.stop()
        raise
    counted = count_citations(references, citations)
    given = helper.result() if helper is not None else None
    prepared = prepare(document, given.value if given is not None else text(), counted, citations)
    sealed = sealed_names(key, originals, task.recipient) if originals and task.recipient else None
    return Ingested(document, prepared, len(read.pages), len(passages), sealed, len(originals))


def _privacy_notes(task: ReadTask, originals: Mapping[str, str]) -> list[str]:
    notes = [replaced_note(originals, task.recipient)]
    name = task.source.file.casefold()
    parts = {
        part
        for pseudonym, forms in originals.items()
        if pseudonym.startswith("[name ")
        for form in forms.split("; ")
        for part in re.findall(r"\w{4,}", form.casefold())
    }
    if any(re.search(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", name) for part in parts):
        notes.append(
            "The name of its file holds a name that was replaced in the text; give the file another name."
        )
    return notes


def _document(task: ReadTask, **known: object) -> Document:
    source = task.source
    bare = Document(
        id=document_id(task.sha256),
        file=source.file,
        sha256=task.sha256,
        size=task.size,
        title=source.title,
        authors=source.authors,
        year=source.year,
        publisher=source.publisher,
        source_type=source.source_type,
        language=source.language,
        confidential=task.confidential,
    )
    return replace(bare, **known)  # type: ignore[arg-type]


def _pages(key: str, read: ReadDocument) -> tuple[Page, ...]:
    return tuple(
        Page(
            document=key,
            number=page.number,
            label=page.label,
            text=page.text,
            machine_read=page.machine_read,
            width=page.width,
            height=page.height,
        )
        for page in read.pages
    )


def _language(passages: list[Passage]) -> str:
    """The language of most of the text."""
    weight: Counter[str] = Counter()
    for passage in passages:
        if passage.language:
            weight[passage.language] += len(passage.text)
    if weight:
        return min(weight, key=lambda language: (-weight[language], language))
    body = " ".join(passage.text for passage in passages if passage.kind == "paragraph")
    return detect_language(body[:4000])
