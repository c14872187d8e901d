"""PDF reader: pages of clean text in reading order, with blocks, from born-digital and scanned files.

``extract`` asks pdfium for lines with geometry (by ``pdfium``; ``scripts`` puts the scripts of the region in order);
``furniture`` takes running heads and page numbers out; ``order`` finds columns;
``tables`` and ``paragraphs`` cut columns into blocks; ``classify`` and ``notes`` say what each block is;
``joining`` makes lines into text; ``assemble`` writes the page text; ``about`` says what the file says of itself;
``ocr`` reads pages that are pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rantau.corpus.model import ReadDocument

__all__ = ["read_pdf"]


def read_pdf(
    data: bytes,
    name: str,
    *,
    ocr_languages: Sequence[str] = (),
    max_pages: int = 5000,
    progress: Callable[[int, int], None] | None = None,
) -> ReadDocument:
    """Read a PDF.

    Args:
        data: The file's bytes.
        name: The file's name as the user knows it, for messages.
        ocr_languages: Languages of pages that are pictures of text, as ISO 639-1 (``id``) or tesseract (``ind``)
            codes; empty for those of the region that are installed, by what each page looks like.
        max_pages: The most pages that are read.
        progress: Called with how many pages have been read, and of how many.

    Returns:
        The document. Scripts, forms, attachments and annotations in the file are ignored. Where pages are pictures of
        text and there is no recogniser, they are empty and a note says so.

    Raises:
        BadDocument: The file is empty, not a PDF inside, encrypted, cut short, damaged, too long, or holds no text.
    """
    # pdfium is loaded only when a PDF is read.
    from rantau.corpus.pdf.reader import read

    return read(data, name, ocr_languages, max_pages, progress)
