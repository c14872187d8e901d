"""DOIs and web addresses in reference entries, mended where a line break or a lost mark parted them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Addresses", "find_addresses", "mend_addresses"]

_MARKERS = re.compile(r"https?|www\.|doi|10\.\d", re.IGNORECASE)
_PROTOCOL = re.compile(r"\b(https?)\s*:\s*/\s*/\s*(?=\S)", re.IGNORECASE)
_HOST = re.compile(r"(?<=//)((?:dx\.\s?)?doi\.)\s+(org)\b", re.IGNORECASE)
_AFTER_HOST = re.compile(r"((?:dx\.)?doi\.org/)\s+(?=10\.)", re.IGNORECASE)
_IN_PREFIX = re.compile(r"\b(10\.\d{4,9})(?:\s*/\s+|\s+/)(?=\S)")
_ISBN_CHAPTER = re.compile(r"\b(10\.\d{4,9}/97[89](?:-?\d){10})\s+(\d{1,4})(?=\.?(?:\s|$))")
# A piece of an address after a break: no capitalised word, and something that prose has not.
_PIECE = re.compile(r"(?P<piece>[^\s<>()\[\]“”\"]+)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+|\b10\.\d{4,9}/[^\s<>“”\"]+", re.IGNORECASE)
_FILE = re.compile(r"[\w%.-]+\.(?:pdf|html?|aspx?|php|docx?)\b", re.IGNORECASE)
_OPEN = "/-_=?&%~#+"
_URL = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>“”\",;]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addresses:
    """What an entry says of where the work is on the web."""

    doi: str = ""
    url: str = ""
    text: str = ""
    """The entry with its addresses whole, where they were parted."""


def mend_addresses(text: str) -> str:
    """Put addresses together that line breaks parted: ``https://doi. org/10.1080/ 123`` has no spaces.

    A chapter number after a DOI that ends in an ISBN has lost its underscore and is given it back.
    """
    if _MARKERS.search(text) is None:
        return text
    text = _PROTOCOL.sub(lambda found: f"{found[1].lower()}://", text)
    text = _HOST.sub(r"\1\2", text)
    text = _AFTER_HOST.sub(r"\1", text)
    text = _IN_PREFIX.sub(r"\1/", text)
    text = _ISBN_CHAPTER.sub(r"\1_\2", text)
    start = 0
    while (found := _ADDRESS.search(text, start)) is not None:
        start = found.end()
        while _goes_on(text, found.start(), start):
            piece = _PIECE.match(text, start + 1)
            assert piece is not None
            # A file's name of two capitalised words was not parted by a line break: the space is its own.
            gap = "%20" if piece["piece"][0].isupper() and text[start - 1] not in f"{_OPEN}." else ""
            text = text[:start] + gap + text[start + 1 :]
            start = piece.end() - 1 + len(gap)
    return text


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Whether the word after an address is the rest of it."""
    piece = _PIECE.match(text, end + 1) if text[end : end + 1] == " " else None
    if piece is None:
        return False
    word = piece["piece"]
    address = text[begin:end]
    if word.startswith(("http", "www.", "10.", "(", "[", "&")) or word in ("&", "and"):
        return False
    if address[-1] in _OPEN:
        # "https://www.ilo.org/ Idris, M. (2021)": an address may end in a stroke.
        prose = (
            re.match(r"[^\W\d_][^\W\d_'’-]*[,.:]?(?:\s|$)", text[end + 1 :]) is not None and word[0].isupper()
        )
        closed = address[-1] == "/" and re.match(r"[a-z]+(?:\s|$)|\(", text[end + 1 :]) is not None
        return not prose and not closed
    is_doi = "10." in address
    if address[-1] == ".":
        # "http://CRAN. R-project.org/x", "doi:10.1111/j.1468-0084. 1987.mp49.x" at the end of the entry.
        if is_doi:
            inner = re.match(r"[\w-]+[.-]\w", word) is not None
            return any(letter.isdigit() for letter in word) and (inner or piece.end() == len(text.rstrip()))
        return re.match(r"[\w-]+[/.]", word) is not None and ("/" in word or len(address) < 16)
    if _FILE.match(word) and not address.lower().endswith((".pdf", ".html", ".htm")) and "/" in address[8:]:
        return True
    return (
        is_doi and address[-1] not in ".,;" and re.fullmatch(r"[\d-]*\d[\d./-]*|[/._-]\S+", word) is not None
    )


def find_addresses(text: str) -> Addresses:
    """The DOI and the web address that an entry states.

    Args:
        text: The entry.

    Returns:
        The DOI in lower case without resolver; the first address that is not a DOI's (else the DOI's); the mended text.
    """
    mended = mend_addresses(text)
    if _MARKERS.search(mended) is None:
        return Addresses(text=mended)
    doi = _DOI.search(mended)
    urls = [_trimmed(found[0]) for found in _URL.finditer(mended)]
    own = [url for url in urls if "doi.org/" not in url.lower()] or urls
    return Addresses(_trimmed(doi[0]).lower() if doi else "", own[0] if own else "", mended)


def _trimmed(address: str) -> str:
    address = address.rstrip(".,;:'’*_")
    while (
        address
        and address[-1] in ")]}"
        and address.count(address[-1]) > address.count("([{"[")]}".index(address[-1])])
    ):
        address = address[:-1].rstrip(".,;:")
    return address
