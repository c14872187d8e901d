"""What a file is, by its content; its name only tells text formats apart."""

from __future__ import annotations

import io
import zipfile

import pytest

from rantau.corpus.sniff import MOST_RATIO, open_package, sniff
from rantau.framework.errors import BadDocument


def packed(**entries: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return file.getvalue()


DOCX = packed(**{"[Content_Types].xml": "<a/>", "_rels/.rels": "<a/>", "word/document.xml": "<a/>"})
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("data", "name", "kind", "noted"),
    [
        (PDF, "a.pdf", "pdf", False),
        (PDF, "A.PDF", "pdf", False),
        (PDF, "a", "pdf", False),
        (PDF, "a.docx", "pdf", True),
        (PDF, "a.txt", "pdf", True),
        (b"\xef\xbb\xbf\r\n" + PDF, "a.pdf", "pdf", False),
        (DOCX, "a.docx", "docx", False),
        (DOCX, "a.docm", "docx", False),
        (DOCX, "a.pdf", "docx", True),
        (b"<!DOCTYPE html><title>x</title>", "a.html", "html", False),
        (b"<!-- saved -->\n<html><p>x", "a.htm", "html", False),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "a.xhtml", "html", False),
        (b"<p>Only <b>pieces</b> of markup.</p>", "a.html", "html", False),
        (b"No markup at all.", "a.html", "text", True),
        (b"<html><p>x", "a.md", "html", True),
        (b"# Title\n\nText.", "a.md", "markdown", False),
        (b"# Title\n\nText.", "a.txt", "text", False),
        (b"Text.", "README", "text", False),
        (b"Text.", "a.xyz", "text", False),
        (b"Text about %PDF-1.7 files.", "a.txt", "text", False),
        ("Người lao động".encode("utf-16"), "a.txt", "text", False),
        ("<html><p>แรงงาน".encode("utf-16"), "a.html", "html", False),
        ("แรงงาน".encode("cp874"), "a.txt", "text", False),
    ],
)
def test_files_are_known_by_their_content(data: bytes, name: str, kind: str, noted: bool) -> None:
    found, note = sniff(data, name)
    assert found == kind
    assert (note is not None) == noted
    assert note is None or (name in note and "whatever its name says" in note)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xff\xd8\xff\xe1" + bytes(80), "a.pdf", "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), "a.pdf", "PNG"),
        (b"II*\0" + bytes(80), "a.tif", "TIFF"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(80), "a.webp", "WebP"),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(80), "a.wav", "recording"),
        (b"\0\0\0\x18ftypheic" + bytes(80), "a.heic", "HEIF"),
        (b"\0\0\0\x18ftypmp42" + bytes(80), "a.mp4", "film"),
        (b"{\\rtf1\\ansi x}", "a.doc", "DOCX or PDF"),
        (b"\x1f\x8b\x08" + bytes(80), "a.pdf.gz", "gzip"),
        (b"Rar!\x1a\x07\0" + bytes(80), "a.rar", "RAR"),
        (b"%!PS-Adobe-3.0\n", "a.ps", "PostScript"),
        (b"SQLite format 3\0" + bytes(80), "a.db", "database"),
        (b"\x7fELF" + bytes(80), "a", "program"),
        (b"AT&TFORM" + bytes(80), "a.djvu", "DjVu"),
        (b"<?xml version='1.0'?><svg/>", "a.svg", "SVG"),
        (b"<?xml version='1.0'?><feed/>", "a.xml", "XML"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "OpenDocument"),
        (packed(mimetype="application/epub+zip"), "a.epub", "EPUB"),
        (packed(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.xlsx", "Excel"),
        (packed(**{"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "a.pptx", "PowerPoint"),
        (packed(**{"a.pdf": PDF}), "a.zip", "unpack it"),
        (bytes(range(256)) * 9, "a.dat", "binary"),
        (b"\x00" * 4000, "a.pdf", "empty"),
    ],
)
def test_what_rantau_does_not_read_is_named_with_what_to_do(data: bytes, name: str, said: str) -> None:
    with pytest.raises(BadDocument) as caught:
        sniff(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name} ")
    assert said in message
    assert "\n" not in message
    assert any(word in message for word in ("add", "save", "unpack", "leave", "put", "make", "turn", "reads"))


def test_a_part_that_leads_out_of_the_package_is_refused() -> None:
    for path in ("../x", "/etc/passwd", "word/../../x", "C:\\x", "..\\..\\x"):
        with pytest.raises(BadDocument, match="leads out"):
            open_package(packed(**{"word/document.xml": "<a/>", path: "x"}), "a.docx")


def test_a_package_may_shrink_as_text_does_and_no_more() -> None:
    page = b"Workers pay fees before they leave. " * 40_000
    open_package(packed(**{"word/document.xml": page}), "a.docx").close()
    bomb = packed(**{f"word/{number}.xml": bytes(8 * 2**20) for number in range(8)})
    assert len(bomb) * MOST_RATIO < 64 * 2**20
    with pytest.raises(BadDocument, match="unpacks to 64 MB"):
        open_package(bomb, "a.docx")


def test_a_package_with_two_parts_of_one_name_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("word/document.xml", "<b/>")
    with pytest.raises(BadDocument, match="same name"):
        open_package(file.getvalue(), "a.docx")
