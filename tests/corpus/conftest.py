"""PDFs that the tests make themselves, and how they look at what was read from them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from reportlab.pdfgen.canvas import Canvas

from rantau.corpus.model import ReadDocument
from rantau.corpus.passages import build_passages
from rantau.corpus.pdf import read_pdf
from rantau.store.records import Passage

FONTS = Path(__file__).resolve().parents[2] / "src" / "rantau" / "brief" / "data" / "fonts"
SENTENCES = (
    "Brokers in the village lend the money before the workers leave for the camps.",
    "The debt grows while they wait, and employers keep the passports of those who complain.",
    "Cross-border networks move people through informal channels at night.",
    "Local officials who should protect them look away, or take a share of the fees.",
    "Few of the families had seen a contract, and none had kept a copy of it.",
    "Interest is paid in rice, in labour, or with the land that was pledged.",
    "A woman from the delta said that she had been sold twice in one season.",
    "The inspectors came once a year and spoke to the owner alone.",
)


class Pages:
    """What was read from a PDF, as tests ask for it."""

    def __init__(self, read: ReadDocument) -> None:
        self.read = read

    def blocks(self, page: int | None = None, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """(kind, text) of each block, on one page or on all."""
        return [
            (block.kind, where.text[block.start : block.end])
            for where in self.read.pages
            if page is None or where.number == page
            for block in where.blocks
            if block.kind not in without
        ]

    def of(self, kind: str) -> list[str]:
        """The texts of all passages of a kind."""
        return [passage.text for passage in self.passages() if passage.kind == kind]

    def passages(self) -> list[Passage]:
        return build_passages("dabc", self.read)[1]

    def labels(self) -> list[str | None]:
        return [page.label for page in self.read.pages]

    def text(self) -> str:
        return "\n".join(page.text for page in self.read.pages)


@pytest.fixture
def prose() -> Callable[[int], str]:
    """A paragraph of that many sentences; no two of one document need be alike, so it counts on from call to call."""
    made = 0

    def more(count: int = 5) -> str:
        nonlocal made
        made += count
        return " ".join(SENTENCES[number % len(SENTENCES)] for number in range(made - count, made))

    return more


@pytest.fixture(scope="session")
def typeset() -> Callable[[str], bytes]:
    """Typst source to PDF, with the fonts that ship with rantau and no others."""

    def compile_source(source: str) -> bytes:
        made = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
        assert isinstance(made, bytes)
        return made

    return compile_source


@pytest.fixture(scope="session")
def drawn() -> Callable[[Callable[[Canvas], None]], bytes]:
    """What a function draws on a canvas, as PDF."""

    def save(draw: Callable[[Canvas], None], **settings: object) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, invariant=1, **settings)  # type: ignore[arg-type]
        draw(canvas)
        canvas.save()
        return file.getvalue()

    return save


@pytest.fixture(scope="session")
def pages() -> Callable[[bytes], Pages]:
    """Read a PDF."""

    def read(data: bytes) -> Pages:
        return Pages(read_pdf(data, "a.pdf"))

    return read
