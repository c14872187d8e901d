"""Files that are broken, or built to do harm: each gives one clear sentence, or is read without it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from rantau.corpus.pdf import read_pdf
from rantau.corpus.read import read_document
from rantau.framework.errors import BadDocument
from rantau.study.ingest import Ingested, ReadTask, ingest
from rantau.study.sources import Source
from rantau.study.workers import Failure, Limits, in_order

TEXT = "Workers were held in the camp."
CONTENT = b"BT /F1 12 Tf 72 700 Td (Workers were held in the camp.) Tj ET"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(made),
        )
    )


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (about, len(content)) + content + b"\nendstream"


def one_page(
    content: bytes = CONTENT,
    *,
    about: bytes = b"",
    catalogue: bytes = b"",
    page: bytes = b"",
    more: bytes = b"<<>>",
) -> bytes:
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
            % (page or b"/MediaBox[0 0 612 792]"),
            stream(content, about),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            more,
        ]
    )


def zeros(megabytes: int) -> bytes:
    """That many megabytes of zeros, packed to next to nothing."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()


def word(body: str, before: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{body}</w:body></w:document>',
        )
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def encrypted_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 700, TEXT)
    canvas.save()
    return file.getvalue()


def whole_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(30):
        canvas.drawString(72, 700, f"{TEXT} It was page {number}.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def whole_docx() -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for _ in range(200):
        made.add_paragraph(TEXT)
    made.save(file)
    return file.getvalue()


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(BadDocument) as caught:
        read_document(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name} ")
    assert "\n" not in message
    assert len(message) < 250
    return message


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'lol'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b"", "a.pdf", "empty", id="empty"),
        pytest.param(encrypted_pdf(), "a.pdf", "encrypted; save a copy without a password", id="encrypted"),
        pytest.param(whole_pdf()[:9000], "a.pdf", "cut short", id="PDF cut short"),
        pytest.param(whole_docx()[:-300], "a.docx", "damaged or cut short", id="DOCX cut short"),
        pytest.param(b"%PDF-1.7\n%%EOF\n", "a.pdf", "cannot be opened", id="no objects"),
        pytest.param(pdf_of([b"<<>>"]), "a.pdf", "cannot be opened", id="no catalogue"),
        pytest.param(
            pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
            "a.pdf",
            "cannot be opened",
            id="no pages",
        ),
        pytest.param(
            pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]),
            "a.pdf",
            "no text",
            id="a page tree that holds itself",
        ),
        pytest.param(one_page(b""), "a.pdf", "no text on its page", id="no text"),
        pytest.param(word(paragraph("&a9;"), f"{LAUGHS}]>"), "a.docx", "entities of its own", id="laughs"),
        pytest.param(
            word(paragraph("&e;"), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
            "a.docx",
            "entities of its own",
            id="external entity",
        ),
        pytest.param(word("<w:p>" * 50_000 + "</w:p>" * 50_000), "a.docx", "damaged", id="deep XML"),
        pytest.param(b"<p>" + b"<b>" * 100_000 + b"x", "a.html", "open inside each other", id="deep HTML"),
        pytest.param(b"<p>" + b"<table><tr><td>" * 9_000, "a.html", "open inside each other", id="deep tables"),
        pytest.param(b"> " * 30_000, "a.md", "no text", id="deep quotations"),
        pytest.param(b"Workers\0 were held.\n" * 50, "a.txt", "binary", id="text with NUL bytes"),
    ],
)  # fmt: skip
def test_broken_files_give_one_sentence(data: bytes, name: str, said: str) -> None:
    assert said in refusal(data, name)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.95, 0.99])
def test_a_file_cut_anywhere_is_refused_or_read(share: float) -> None:
    for whole, name in ((whole_pdf(), "a.pdf"), (whole_docx(), "a.docx")):
        assert "cut short" in refusal(whole[: int(share * len(whole))], name)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            one_page(
                catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</WC<</S/Launch/F(calc.exe)>>>>"
                b"/Names<</EmbeddedFiles<</Names[(x)<</Type/Filespec/F(x.exe)/EF<</F 6 0 R>>>>]>>>>",
                more=stream(b"MZ", b"/Type/EmbeddedFile"),
            ),
            id="scripts, actions and attachments",
        ),
        pytest.param(one_page(catalogue=b"/Z " + b"[" * 100_000 + b"]" * 100_000), id="deep arrays"),
        pytest.param(one_page(catalogue=b"/Z " + b"<</A " * 50_000 + b"1" + b">>" * 50_000), id="deep dictionaries"),
        pytest.param(one_page().replace(b"/Length 61", b"/Length 99999999"), id="a stream that lies about its length"),
        pytest.param(one_page().replace(b"R]/Count 1", b"R]/Count 10000000"), id="ten million pages"),
        pytest.param(one_page().replace(b"R]/Count 1", b"R]/Count -5"), id="pages below zero"),
        pytest.param(one_page(page=b"/MediaBox[0 0 1e9 1e9]"), id="a page as large as the sea"),
        pytest.param(one_page(page=b"/MediaBox[7 7 7 7]"), id="a page without extent"),
        pytest.param(one_page(CONTENT + b" q 612 0 0 792 0 0 cm /X Do Q", more=stream(
            zeros(1), b"/Type/XObject/Subtype/Image/Width 1000000000/Height 1000000000/BitsPerComponent 8"
            b"/ColorSpace/DeviceGray/Filter/FlateDecode")), id="a picture of a billion by a billion"),
    ],
)  # fmt: skip
def test_what_is_built_to_do_harm_is_read_without_it(data: bytes) -> None:
    read = read_document(data, "a.pdf")
    assert read.pages[0].text == TEXT
    assert len(read.pages) == 1


def test_more_pages_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadDocument, match="has 30 pages, more than the 10 that are read; split it"):
        read_pdf(whole_pdf(), "a.pdf", max_pages=10)


def test_pages_that_are_not_there_are_told_and_the_others_read() -> None:
    read = read_document(one_page().replace(b"R]/Count 1", b"R]/Count 300"), "a.pdf")
    assert read.pages[0].text == TEXT
    assert "Page 2 could not be read: its part of the file is damaged." in read.notes
    assert len(read.notes) <= 51


def test_a_page_of_more_letters_than_any_page_has_is_cut() -> None:
    line = b"(" + b"word " * 1_000 + b") Tj 0 -2 Td "
    content = zlib.compress(b"BT /F1 0.1 Tf 10 700 Td " + line * 60 + b"ET")
    read = read_document(one_page(content, about=b"/Filter/FlateDecode"), "a.pdf")
    assert any(note.endswith("characters; the first 200,000 were read.") for note in read.notes)
    assert len(read.pages[0].text) <= 200_000


def test_html_is_read_without_what_is_hidden_or_runs() -> None:
    page = (
        b'<html><head><meta http-equiv="refresh" content="0;url=http://x"><script>alert(1)</script><style>p{}</style>'
        b'</head><body onload="x()"><iframe src="http://x">framed</iframe><p hidden>hidden</p><template>t</template>'
        b'<p style="display:none">none</p><p aria-hidden="true">aria</p><object data="x"></object>'
        b"<p>Workers were held in the camp.</p></body></html>"
    )
    assert read_document(page, "a.html").pages[0].text == TEXT


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"word " * 200_000, "a.txt", id="one line"),
        pytest.param(b"w" * 2_000_000, "a.txt", id="one word"),
        pytest.param(b". " * 300_000, "a.txt", id="dots"),
        pytest.param(b"a\n" * 100_000, "a.txt", id="short lines"),
        pytest.param(b"work-\n" * 50_000, "a.txt", id="parted words"),
        pytest.param(b"(" * 100_000 + b"x", "a.txt", id="brackets"),
        pytest.param(b"http://a.b/" + b"a-" * 100_000, "a.txt", id="one address"),
        pytest.param(b"<p>" + b"word " * 200_000, "a.html", id="one paragraph"),
        pytest.param(b"<html><p>x<a href='" + b"a" * 900_000, "a.html", id="an attribute left open"),
        pytest.param(b"<table>" + b"<tr><td colspan=999999 rowspan=999999>a" * 200, "a.html", id="cells that span"),
        pytest.param(b"[" * 20_000 + b"x", "a.md", id="open links"),
        pytest.param(b"**a _b " * 20_000, "a.md", id="open emphasis"),
    ],
)  # fmt: skip
def test_text_without_shape_is_read_in_no_time(data: bytes, name: str) -> None:
    # A reader that looks back from each place to the beginning would not end within this test's time limit.
    assert read_document(data, name).pages[0].text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Người lao động bị giữ.".encode("utf-16"), "Người lao động bị giữ."),
        (("Workers were held. " * 9).encode("utf-16-be"), ("Workers were held. " * 9).strip()),
        ("Workers were held.".encode("utf-32"), "Workers were held."),
        ("\ufeffWorkers were held.".encode(), "Workers were held."),
        ("The “workers” paid €50 – they said.".encode("cp1252"), "The “workers” paid €50 – they said."),
        ("แรงงานข้ามชาติไม่สามารถกลับบ้านได้".encode("tis-620"), "แรงงานข้ามชาติไม่สามารถกลับบ้านได้"),
    ],
)
def test_text_in_other_encodings(data: bytes, text: str) -> None:
    assert read_document(data, "a.txt").pages[0].text == text


def outcome(path: Path, data: bytes, memory_bytes: int) -> Ingested | Failure:
    """What a worker with little memory makes of a file."""
    path.write_bytes(data)
    task = ReadTask(path, Source(file=path.name), "0" * 64, len(data), False, (), 2**30, "")
    (found,) = in_order(ingest, [task], workers=1, limits=Limits(60, memory_bytes))
    return found.result


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(one_page(zeros(1024), about=b"/Filter/FlateDecode"), id="a gigabyte of zeros"),
        pytest.param(
            one_page(b"/X Do", more=stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
                     b"/Resources<</XObject<</X 6 0 R>>>>")), id="a drawing that draws itself twice"),
    ],
)  # fmt: skip
def test_a_bomb_stops_its_worker_and_nothing_else(tmp_path: Path, data: bytes) -> None:
    found = outcome(tmp_path / "bomb.pdf", data, 1_500 * 2**20)
    assert isinstance(found, Failure)
    assert "made its reader stop" in found.reason or "more memory" in found.reason
    after = outcome(tmp_path / "good.pdf", whole_pdf(), 1_500 * 2**20)
    assert isinstance(after, Ingested)
    assert after.pages == 30
