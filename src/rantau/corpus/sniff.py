"""What a file really is, told by its content; and what is too much to read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from rantau.corpus.charset import decode, looks_binary
from rantau.framework.errors import BadDocument
from rantau.framework.words import DocumentFormat

__all__ = ["MOST_BYTES", "MOST_ENTRIES", "MOST_RATIO", "MOST_UNPACKED_BYTES", "open_package", "sniff"]

MOST_BYTES = 200 * 2**20
"""Largest file, in bytes."""
MOST_TEXT_BYTES = 64 * 2**20
"""Largest text, Markdown or HTML file, in bytes: some twenty million words."""
MOST_UNPACKED_BYTES = 600 * 2**20
"""Most bytes that a packed file may hold once unpacked."""
MOST_PART_BYTES = 150 * 2**20
"""Largest part of a packed file once unpacked, of those that are read."""
MOST_ENTRIES = 20_000
"""Most parts in a packed file."""
MOST_RATIO = 250
"""How many times a packed file may grow when it holds more than a few megabytes."""

_EXTENSIONS: dict[str, DocumentFormat] = {
    "pdf": "pdf",
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "txt": "text",
    "text": "text",
}
_CALLED: dict[DocumentFormat, str] = {
    "pdf": "a PDF",
    "docx": "a DOCX",
    "html": "an HTML page",
    "markdown": "a Markdown file",
    "text": "a text file",
}
_AS_PICTURE = "is {} and not a document; make a PDF of it, with its text recognised, and add that"
_AS_TABLE = (
    "is an Excel workbook and not a document; put its figures into a CSV file in the study's data folder"
)
_TRAP = "it may be built to do harm: leave it out"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", _AS_PICTURE.format("a picture (JPEG)")),
    (b"\x89PNG\r\n\x1a\n", _AS_PICTURE.format("a picture (PNG)")),
    (b"GIF87a", _AS_PICTURE.format("a picture (GIF)")),
    (b"GIF89a", _AS_PICTURE.format("a picture (GIF)")),
    (b"II*\0", _AS_PICTURE.format("a picture (TIFF)")),
    (b"MM\0*", _AS_PICTURE.format("a picture (TIFF)")),
    (b"8BPS", _AS_PICTURE.format("a picture (Photoshop)")),
    (b"{\\rtf", "is in Rich Text Format; save it as DOCX or PDF and add that"),
    (b"%!PS", "is PostScript; turn it into PDF and add that"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it and add the documents in it"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive; unpack it and add the documents in it"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it and add the document in it"),
    (b"BZh", "is compressed with bzip2; unpack it and add the document in it"),
    (b"\xfd7zXZ\0", "is compressed with xz; unpack it and add the document in it"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd; unpack it and add the document in it"),
    (b"\x7fELF", "is a program; add a PDF, DOCX, HTML, Markdown or text document"),
    (b"MZ\x90\0", "is a program; add a PDF, DOCX, HTML, Markdown or text document"),
    (b"SQLite format 3\0", "is a database; add a PDF, DOCX, HTML, Markdown or text document"),
    (b"ID3", "is a sound recording; add a transcript of it"),
    (b"OggS", "is a sound recording; add a transcript of it"),
    (b"fLaC", "is a sound recording; add a transcript of it"),
    (b"\x1aE\xdf\xa3", "is a film; add a transcript of it"),
    (b"wOFF", "is a font; add a PDF, DOCX, HTML, Markdown or text document"),
    (b"AT&TF", "is a DjVu file; turn it into PDF and add that"),
)
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(
    r"<(?:p|div|h[1-6]|table|ul|ol|br|span|a|b|i|article|section|title|meta|font)\b[^>]*>", re.IGNORECASE
)
_READS = "rantau reads PDF, DOCX, HTML, Markdown and plain text"


def sniff(data: bytes, name: str) -> tuple[DocumentFormat, str | None]:
    """Tell what a file is.

    Args:
        data: The file's bytes.
        name: The file's name. Its ending only tells text formats apart that look alike.

    Returns:
        The format, and a note where the name's ending says otherwise.

    Raises:
        BadDocument: It is empty, too large, or of a kind that is not read.
    """
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise BadDocument(name, "is empty; add the document again from where it came from")
    if len(data) > MOST_BYTES:
        raise BadDocument(
            name,
            f"is {len(data) / 2**20:,.0f} MB, more than the {MOST_BYTES // 2**20} MB a document may have; "
            "split it into parts",
        )
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    expected = _EXTENSIONS.get(extension)
    found = _by_content(data, name, expected)
    if expected == found or not extension or (expected is None and found == "text"):
        return found, None
    return found, f"{name} is {_CALLED[found]} whatever its name says, and was read as one"


def _by_content(data: bytes, name: str, expected: DocumentFormat | None) -> DocumentFormat:
    head = data[:1024]
    if head.startswith(b"%PDF-") or (b"%PDF-" in head and (expected == "pdf" or b"%%EOF" in data[-2048:])):
        return "pdf"
    if data.startswith(_ZIP):
        return _kind_of_package(data, name)
    if data.startswith(_CFB):
        raise BadDocument(name, _kind_of_compound_file(data))
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise BadDocument(name, reason)
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise BadDocument(
            name,
            _AS_PICTURE.format("a picture (WebP)")
            if data[8:12] == b"WEBP"
            else "is a recording; add a transcript of it",
        )
    if data[4:8] == b"ftyp":
        picture = data[8:11] in (b"hei", b"avi", b"mif")
        raise BadDocument(
            name,
            _AS_PICTURE.format("a picture (HEIF)")
            if picture
            else "is a film or recording; add a transcript of it",
        )
    if data[257:262] == b"ustar":
        raise BadDocument(name, "is a TAR archive; unpack it and add the documents in it")
    if looks_binary(data):
        if expected == "pdf":
            raise BadDocument(
                name, "is not a PDF, whatever its name says; add the document again from where it came from"
            )
        if expected == "docx":
            raise BadDocument(
                name, "is no DOCX, or a damaged one; open it in a word processor, save it anew and add that"
            )
        raise BadDocument(name, f"is not text but binary data of an unknown kind; {_READS}")
    if len(data) > MOST_TEXT_BYTES:
        raise BadDocument(
            name,
            f"is {len(data) / 2**20:,.0f} MB of text, more than the {MOST_TEXT_BYTES // 2**20} MB that are read; "
            "split it into parts",
        )
    start = decode(data[:8192])[0].lstrip("\ufeff")
    if re.match(
        r"(?:From:|Received:|MIME-Version:|Content-Type: multipart|Snapshot-Content)", start
    ) and re.search(r"^Content-Type:\s*multipart/related", start, re.IGNORECASE | re.MULTILINE):
        raise BadDocument(name, "is a web archive (MHTML); save the page as HTML or PDF and add that")
    if _HTML_START.match(start):
        return "html"
    if expected == "html":
        return "html" if _ANY_TAG.search(start) else "text"
    if start.lstrip().startswith("<svg") or (start.lstrip().startswith("<?xml") and "<svg" in start):
        raise BadDocument(name, _AS_PICTURE.format("a picture (SVG)"))
    if start.lstrip().startswith("<?xml"):
        raise BadDocument(name, f"is XML of an unknown kind; {_READS}")
    if expected == "pdf":
        return "text"
    return "markdown" if expected == "markdown" else "text"


def _kind_of_compound_file(data: bytes) -> str:
    """What a Microsoft compound file (OLE) is, from the names of its streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "is protected with a password; save a copy without the password and add that"
    if holds("WordDocument"):
        return "is in the old Word format (.doc); save it as DOCX or PDF and add that"
    if holds("Workbook") or holds("Book"):
        return _AS_TABLE
    if holds("PowerPoint Document"):
        return "is an old PowerPoint presentation; save it as PDF and add that"
    if holds("__substg1.0_") or holds("__properties_version"):
        return "is an Outlook message; save it as PDF or text and add that"
    return "is an old Microsoft Office file; save it as DOCX or PDF and add that"


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a packed file, having looked that it is whole and no trap.

    Raises:
        BadDocument: It is damaged, holds names that lead out of it, or unpacks to more than a document does.
    """
    damaged = "is damaged or cut short; open it in its program, save it anew and add that"
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        KeyError,
        IndexError,
    ) as error:
        raise BadDocument(name, damaged) from error
    if len(entries) > MOST_ENTRIES:
        raise BadDocument(
            name,
            f"holds {len(entries):,} parts, more than the {MOST_ENTRIES:,} a document may have; "
            "save it as PDF and add that",
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > 20 * 2**20 and unpacked > MOST_RATIO * len(data)):
        raise BadDocument(
            name,
            f"unpacks to {unpacked / 2**20:,.0f} MB, far more than a document does; {_TRAP}",
        )
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path) or "\0" in path:
            raise BadDocument(
                name,
                "holds a part whose name leads out of the document; it may be built to do harm: leave it out",
            )
        if entry.flag_bits & 0x1:
            raise BadDocument(
                name, "is protected with a password; save a copy without the password and add that"
            )
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise BadDocument(
            name, "holds two parts of the same name; open it in its program, save it anew and add that"
        )
    return package


def _kind_of_package(data: bytes, name: str) -> DocumentFormat:
    with open_package(data, name) as package:
        names = set(package.namelist())
        if "[Content_Types].xml" in names or "_rels/.rels" in names:
            folders = {part.split("/", 1)[0].lower() for part in names if "/" in part}
            if "word" in folders:
                return "docx"
            if "xl" in folders:
                raise BadDocument(
                    name,
                    _AS_TABLE,
                )
            if "ppt" in folders:
                raise BadDocument(name, "is a PowerPoint presentation; save it as PDF and add that")
            if any(part.lower().endswith("document.xml") for part in names):
                return "docx"
        kind = b""
        if "mimetype" in names:
            try:
                kind = package.read("mimetype")[:200]
            except (
                zipfile.BadZipFile,
                zlib.error,
                ValueError,
                OSError,
                NotImplementedError,
                EOFError,
                RuntimeError,
            ):
                kind = b""
        if b"epub" in kind or "META-INF/container.xml" in names:
            raise BadDocument(name, "is an e-book (EPUB); save it as PDF or HTML and add that")
        if b"opendocument" in kind:
            raise BadDocument(name, "is an OpenDocument file; save it as DOCX or PDF and add that")
    raise BadDocument(name, "is a ZIP archive; unpack it and add the documents in it")
