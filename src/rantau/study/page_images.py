"""A page of a PDF as an image: drawn in a process of its own, with limits, for the file is hostile."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from rantau.framework.errors import BadDocument, BadInput
from rantau.store.records import Document
from rantau.study.study import Study
from rantau.study.workers import Failure, Limits, Progress, in_order

__all__ = ["page_image"]

_RGB = 2  # FPDFBitmap_BGR, whose bytes come out as RGB when reversed
_PIXELS_WIDE = 1100
_MOST_PIXELS = 4_000_000
_LIMITS = Limits(seconds=30, memory_bytes=3 * 2**30)


@dataclass(frozen=True, slots=True)
class _Wanted:
    path: Path
    name: str
    number: int


def _draw(wanted: _Wanted, progress: Progress) -> bytes:
    import pypdfium2

    progress(0, 1)
    pdf = pypdfium2.PdfDocument(wanted.path)
    if not 1 <= wanted.number <= len(pdf):
        raise BadDocument(wanted.name, f"has no page {wanted.number}")
    page = pdf[wanted.number - 1]
    width, height = page.get_size()
    scale = min(_PIXELS_WIDE / max(width, 1), (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, force_bitmap_format=_RGB)
    return _png(image.width, image.height, image.stride, bytes(image.buffer))


def _png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """RGB pixels as PNG (W3C, Portable Network Graphics, third edition): one filter, None, for every line."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    lines = b"".join(b"\x00" + pixels[row * stride : row * stride + 3 * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 6))
        + chunk(b"IEND", b"")
    )


def page_image(study: Study, document: Document, number: int) -> bytes:
    """A page of a PDF as PNG, some 1,100 pixels wide.

    Args:
        study: The study.
        document: The document.
        number: The page, counted from 1.

    Raises:
        BadInput: The document is no PDF, its file is gone or another, or the page cannot be drawn.
    """
    if document.format != "pdf":
        raise BadInput(f"{document.file} has no pages to draw; its text stands beside")
    path = study.sources.path / document.file
    if not path.is_file():
        raise BadInput(f"{document.file} is no longer in sources/; put it back to see its pages")
    (outcome,) = in_order(_draw, [_Wanted(path, document.file, number)], workers=1, limits=_LIMITS)
    if isinstance(outcome.result, Failure):
        raise BadInput(f"page {number} of {document.file} cannot be drawn: it {outcome.result.reason}")
    return outcome.result
