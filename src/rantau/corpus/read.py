"""The one door into the corpus: a file's bytes in, a document as read out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rantau.corpus.model import ReadDocument
from rantau.corpus.sniff import sniff
from rantau.framework.errors import BadDocument, RantauError
from rantau.framework.words import DocumentFormat

__all__ = ["read_document"]

Reader = Callable[[bytes, str], ReadDocument]


def _reader(kind: DocumentFormat) -> Reader:
    """The reader of a format other than PDF, loaded when the first such document comes."""
    match kind:
        case "docx":
            from rantau.corpus.word import read_word

            return read_word
        case "html":
            from rantau.corpus.web_page import read_html

            return read_html
        case "markdown":
            from rantau.corpus.marked_down import read_markdown

            return read_markdown
        case _:
            from rantau.corpus.plain_text import read_text

            return read_text


def read_document(
    data: bytes,
    name: str,
    *,
    ocr_languages: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> ReadDocument:
    """Read a document of any format rantau knows, whatever its name says it is.

    Args:
        data: The file's bytes.
        name: The file's name, for messages; its ending only tells text formats apart that look alike.
        ocr_languages: Languages to recognise page images in (Tesseract's codes); empty for what is installed.
        progress: Told (pages done, pages in all) now and then.

    Returns:
        Pages with their blocks, and what the file says of itself.

    Raises:
        BadDocument: It cannot be read; the message says why and what to do. Nothing else is raised.
    """
    kind, note = sniff(data, name)
    try:
        if kind == "pdf":
            from rantau.corpus.pdf import read_pdf

            read = read_pdf(data, name, ocr_languages=ocr_languages, progress=progress)
        else:
            read = _reader(kind)(data, name)
            if progress is not None:
                progress(len(read.pages), len(read.pages))
    except RantauError:
        raise
    except MemoryError as error:
        raise BadDocument(name, "needs more memory than a document may use; split it into parts") from error
    except RecursionError as error:
        raise BadDocument(
            name, "is nested more deeply than any report is; save it anew from its program"
        ) from error
    except Exception as error:
        raise BadDocument(
            name,
            f"is damaged where it cannot be read around ({type(error).__name__}); save it anew from its program",
        ) from error
    return replace(read, notes=(note, *read.notes)) if note else read
