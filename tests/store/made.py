"""Records made for tests."""

from rantau.store.records import Document, Page, Passage, Span


def document(id="d1", **given):
    return Document(**{"id": id, "file": f"{id}.txt", "sha256": id * 8, "size": 3, **given})


def passage(number, text, document="d1", page=1, **given):
    return Passage(
        **{
            "id": f"{document}/p{number}",
            "document": document,
            "number": number,
            "kind": "paragraph",
            "section": None,
            "spans": (Span(page, 0, len(text)),),
            "text": text,
            "sentences": ((0, len(text)),),
            **given,
        }
    )


def put_texts(store, texts, id="d1"):
    """A document with one passage, on a page of its own, for each text."""
    pages = [Page(document=id, number=n, label=None, text=text) for n, text in enumerate(texts, start=1)]
    passages = [passage(n, text, id, n) for n, text in enumerate(texts, start=1)]
    with store.transaction() as transaction:
        transaction.put_document(document(id), pages, [], passages)
