"""What people name when they code: themselves, documents, words."""

from __future__ import annotations

import hashlib

from rantau.coding.placing import find_quote
from rantau.framework.errors import BadInput, Way
from rantau.store.database import Store
from rantau.store.records import Document, Passage

__all__ = ["coder_id", "content_id", "document_named", "segment"]

_LONGEST_NAME = 80


def coder_id(name: str) -> str:
    """A coder's id: the name with its white space made even.

    Raises:
        BadInput: It is empty, too long, or holds what cannot be printed.
    """
    id = " ".join(name.split())
    if not id or len(id) > _LONGEST_NAME or not id.isprintable():
        raise BadInput(f"a coder's name has 1 to {_LONGEST_NAME} printable characters, unlike {name[:100]!r}")
    return id


def content_id(letter: str, *parts: object) -> str:
    """A letter and 12 hex digits made from what a record says."""
    return letter + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


def document_named(store: Store, name: str) -> Document:
    """A document by its file or id.

    Raises:
        BadInput: There is none.
    """
    for one in store.documents():
        if name in (one.file, one.id):
            return one
    raise BadInput(
        f"{name!r} is no document of this study",
        way=Way("'rantau status STUDY' lists them", "Sources lists them"),
    )


def segment(
    store: Store, where: str, quote: str | None, start: int | None, end: int | None
) -> tuple[Passage, int, int]:
    """The passage and offsets that a person means.

    Args:
        store: The study's store.
        where: A passage's id; or a document's file or id, with ``quote``.
        quote: The exact words.
        start: Instead: first offset in the passage text, by default 0.
        end: Offset after the last character, by default the passage's end.

    Raises:
        BadInput: There is no such place, or the words do not stand there once.
    """
    if quote is not None and (start is not None or end is not None):
        raise BadInput("give the words, or where they begin and end, not both")
    try:
        passage = store.passage(where)
    except KeyError:
        if quote is None:
            raise BadInput(
                f"{where!r} is no passage of this study",
                way=Way(
                    "'rantau search STUDY WORDS --json' shows their ids, or name a document and give the words with "
                    "--quote",
                    "load the document anew",
                ),
            ) from None
        document = document_named(store, where)
        passage, first = find_quote(store.passages(document.id), quote)
        return passage, first, first + len(quote)
    if quote is not None:
        _, first = find_quote([passage], quote)
        return passage, first, first + len(quote)
    first = 0 if start is None else start
    last = len(passage.text) if end is None else end
    if not 0 <= first < last <= len(passage.text):
        raise BadInput(
            f"{where} has {len(passage.text)} characters, so {first} to {last} is no segment of it; offsets count "
            "from 0, and the end is after the last character"
        )
    return passage, first, last
