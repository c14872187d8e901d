"""Pages that are pictures of text: read by tesseract where it is installed, told of where it is not."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image
from rapidfuzz.distance import Indel
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from rantau.corpus.passages import build_passages
from rantau.corpus.pdf import ocr, read_pdf
from rantau.framework.errors import BadDocument

TEXTS = {
    "eng": (
        "Source Sans 3",
        "Brokers in the village lend the money before the workers leave. The debt grows while they wait, and employers "
        "keep the passports of those who complain.",
    ),
    "ind": (
        "Source Sans 3",
        "Banyak pekerja migran tidak berdokumen dan berutang kepada calo. Mereka tidak berani mengadu kepada polisi.",
    ),
    "vie": (
        "Source Sans 3",
        "Nhiều lao động di cư không có giấy tờ và mắc nợ người môi giới. Họ sợ bị trục xuất.",
    ),
    "tha": ("Noto Sans Thai", "แรงงานข้ามชาติจำนวนมากไม่มีเอกสารและเป็นหนี้นายหน้า พวกเขาไม่กล้าร้องเรียน"),
}
Scan = Callable[..., bytes]


def installed() -> set[str]:
    """The languages that tesseract can read here."""
    program = shutil.which("tesseract")
    if program is None:
        return set()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True)
    return set(listed.stdout.split()[1:])


LANGUAGES = installed()
with_tesseract = pytest.mark.skipif(
    "eng" not in LANGUAGES and os.environ.get("CI") != "true", reason="tesseract-ocr is not installed"
)


@pytest.fixture
def scan(typeset) -> Scan:
    """A PDF of pictures of the pages of a text: 200 dots an inch, a little askew, as JPEG."""

    def make(language: str, turn: int = 0, before: str = "") -> bytes:
        font, text = TEXTS[language]
        style = f'#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 11pt, font: "{font}")\n'
        source = style + before + f"{text} " * 4
        sheet = pypdfium2.PdfDocument(typeset(source))[0].render(scale=200 / 72).to_pil().convert("L")
        picture = io.BytesIO()
        sheet.rotate(0.3, fillcolor=255).rotate(turn, expand=True).save(picture, "JPEG", quality=60)
        return pdf_of_picture(picture.getvalue(), A4 if turn % 180 == 0 else A4[::-1], turn)

    return make


def pdf_of_picture(picture: bytes, size: tuple[float, float] = A4, turn: int = 0, text: str = "") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    if text:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, *size)
    canvas.save()
    if not turn:
        return file.getvalue()
    document = pypdfium2.PdfDocument(file.getvalue())
    document[0].set_rotation(turn)
    turned = io.BytesIO()
    document.save(turned)
    return turned.getvalue()


def alike(found: str, text: str) -> float:
    """Share of letters that two texts have in common, in order; spaces do not count."""
    return Indel.normalized_similarity("".join(found.split()), "".join(text.split()))


@with_tesseract
@pytest.mark.parametrize("language", TEXTS)
def test_a_scan_is_read_in_the_languages_of_the_region(scan: Scan, language: str) -> None:
    if language not in LANGUAGES and os.environ.get("CI") != "true":
        pytest.skip(f"tesseract-ocr-{language} is not installed")
    read = read_pdf(scan(language), "scan.pdf")
    (page,) = read.pages
    assert alike(page.text, TEXTS[language][1] * 4) > 0.95
    assert page.machine_read
    assert read.notes == ("Read by machine (OCR), so letters may be wrong: page 1.",)
    _, passages = build_passages("dabc", read)
    assert all(passage.machine_read for passage in passages)


@with_tesseract
def test_the_text_of_a_scan_has_its_place_on_the_page(scan: Scan) -> None:
    read = read_pdf(scan("eng", before='#align(center, text(size: 20pt)[Debts at sea])\n'), "scan.pdf")  # fmt: skip
    (page,) = read.pages
    heading, *_, paragraph = page.blocks
    assert page.text[heading.start : heading.end] == "Debts at sea"
    assert paragraph.kind == "paragraph"
    (box,) = paragraph.boxes
    assert box.x0 == pytest.approx(71, abs=6)
    assert 470 < box.x1 < 530
    assert heading.boxes[0].y0 > box.y1 > box.y0 > 600


@with_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_in_the_file_is_read_as_shown(scan: Scan, turn: int) -> None:
    (page,) = read_pdf(scan("eng", turn), "scan.pdf").pages
    assert (page.width, page.height) == (pytest.approx(A4[0], abs=1), pytest.approx(A4[1], abs=1))
    assert alike(page.text, TEXTS["eng"][1] * 4) > 0.95


@with_tesseract
def test_languages_that_are_asked_for_are_used(scan: Scan) -> None:
    asked = read_pdf(scan("eng"), "scan.pdf", ocr_languages=("eng",))
    assert alike(asked.pages[0].text, TEXTS["eng"][1] * 4) > 0.95
    also = read_pdf(scan("eng"), "scan.pdf", ocr_languages=("en",))
    assert also.pages[0].text == asked.pages[0].text


@with_tesseract
def test_a_picture_without_text_is_no_text() -> None:
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((600, 800)).save(picture, "JPEG")
    with pytest.raises(BadDocument, match="pictures in which no text could be made out; add a better scan"):
        read_pdf(pdf_of_picture(picture.getvalue()), "photo.pdf")


@with_tesseract
def test_of_a_document_only_the_scanned_pages_are_marked(scan: Scan) -> None:
    sheet = pypdfium2.PdfDocument(scan("eng"))[0].render(scale=2).to_pil()
    picture = io.BytesIO()
    sheet.save(picture, "JPEG")
    read = read_pdf(pdf_of_picture(picture.getvalue(), text="The first page has text."), "mixed.pdf")
    assert [page.machine_read for page in read.pages] == [False, True]
    assert read.pages[0].text == "The first page has text."
    assert read.notes == ("Read by machine (OCR), so letters may be wrong: page 2.",)


def test_without_tesseract_a_scan_is_kept_with_a_note(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    read = read_pdf(scan("eng"), "scan.pdf")
    assert [page.text for page in read.pages] == [""]
    assert read.notes == (
        "The page is a picture of text; install tesseract-ocr to read it, or add a copy with text.",
    )
    assert build_passages("dabc", read) == ([], [])


def test_without_tesseract_the_other_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    picture = io.BytesIO()
    Image.new("L", (600, 800), 200).save(picture, "JPEG")
    read = read_pdf(pdf_of_picture(picture.getvalue(), text="The first page has text."), "mixed.pdf")
    assert [page.text for page in read.pages] == ["The first page has text.", ""]
    assert read.notes == (
        "1 of 2 pages is a picture of text; install tesseract-ocr to read it, or add a copy with text.",
    )


@with_tesseract
def test_a_language_that_is_not_installed_is_named(scan: Scan) -> None:
    read = read_pdf(scan("eng"), "scan.pdf", ocr_languages=("kat",))
    assert "install tesseract-ocr with the languages kat to read it" in read.notes[0]


def test_text_that_lies_unseen_over_a_picture_was_read_by_a_machine() -> None:
    file, picture = io.BytesIO(), io.BytesIO()
    Image.new("L", (600, 800), 250).save(picture, "JPEG")
    canvas = Canvas(file, pagesize=A4)
    canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, *A4)
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    for _ in range(3):
        text.textLine("Workers were held in the camp for months without papers.")
    canvas.drawText(text)
    canvas.save()
    (page,) = read_pdf(file.getvalue(), "scan.pdf").pages
    assert page.machine_read
    assert page.text.startswith("Workers were held")


def test_a_page_with_a_photograph_and_text_is_no_scan(drawn, pages) -> None:
    picture = io.BytesIO()
    Image.new("L", (600, 800), 120).save(picture, "JPEG")

    def draw(canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, *A4)
        for row in range(4):
            canvas.drawString(
                72, 700 - 14 * row, "Workers were held in the camp for months without any papers."
            )

    read = pages(drawn(draw, pagesize=A4)).read
    assert not read.pages[0].machine_read
    assert read.notes == ()
