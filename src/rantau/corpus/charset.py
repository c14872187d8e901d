"""Bytes to text, by what the bytes say of themselves, then by what they look like."""

from __future__ import annotations

import codecs
import re

__all__ = ["declared_in_html", "decode", "looks_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a page that says the name on the left holds in truth (the WHATWG Encoding Standard's table of labels).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "windows-1258": "cp1258",
    "x-user-defined": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",  # a page that could be read up to its own label is not in UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']\s*([\w.:-]{1,40})|<meta[^>]{0,500}charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_WESTERN = frozenset("éèàêçôîûâëïüöäñóíáúãõßÉÀÇÖÜÄÑ’‘“”–—…«»°§©®€£·•º²³½¿¡\xa0")
_LOOKED_AT = 65_536
"""How much of a file is looked at to tell what it is."""
_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f\x0b\x1a\x1b\x08\x07") + b"\x7f"


def declared_in_html(data: bytes) -> str | None:
    """The character encoding an HTML page names in its first bytes, as Python's codec name."""
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    label = _MEANT.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # base64, rot13 and their like are codecs too, but turn bytes into something other than text.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding that reports come in."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    sample = data[:_LOOKED_AT]
    if _without_mark(sample) is not None:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return b"\0" in sample or controls * 100 > len(sample)


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 written without its mark: every second byte of Latin text is zero."""
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of bytes, and a note where something was lost or had to be guessed.

    In order: a byte-order mark, UTF-8 (strict), the declared encoding, UTF-16 without a mark, the most likely
    legacy encoding.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), None
    bare = _without_mark(data[:_LOOKED_AT])
    if bare is not None:
        return data.decode(bare, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        almost = error.start
    if declared is not None and declared != "utf-8":
        try:
            return data.decode(declared), None
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if damaged * 200 < len(text) and (almost > 100 or declared == "utf-8") and _mostly_wide(text):
        return text, f"{damaged} characters could not be read and are shown as \ufffd"
    guessed = _guess(data)
    return data.decode(
        guessed, "replace"
    ), f"it does not say how its characters are stored; it was read as {guessed}"


def _mostly_wide(text: str) -> bool:
    """Whether UTF-8 sequences outnumber the broken ones, so that this is damaged UTF-8 and no other encoding."""
    damaged = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - damaged > damaged


_THAI_CLUSTER = re.compile(
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e30\u0e32\u0e33\u0e45]?"
)
_THAI = re.compile("[\u0e01-\u0e5b]")


def _is_thai(data: bytes) -> bool:
    """Whether bytes are Thai in TIS-620 or one of its kin.

    Any bytes read as Thai letters, but only Thai has each vowel and tone mark at a consonant, and vowels as often.
    """
    first = next((index for index, byte in enumerate(data) if byte > 127), 0)
    try:
        text = data[first : first + 20_000].decode("cp874")
    except UnicodeDecodeError:
        return False
    letters = len(_THAI.findall(text))
    others = sum(ord(character) > 127 for character in text) - letters
    clusters = _THAI_CLUSTER.findall(text)
    in_place = sum(map(len, clusters))
    marked = sum(len(cluster) > 1 for cluster in clusters)
    return (
        letters >= 8 and others * 20 < letters and in_place > 0.97 * letters and marked > 0.3 * len(clusters)
    )


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    # Western text first: a guesser is easily led to the Balkans by a few accents.
    western = [character for character in data.decode("cp1252", "replace") if ord(character) > 127]
    if sum(character in _WESTERN for character in western) * 10 >= 9 * len(western):
        return "cp1252"
    if _is_thai(data):
        return "cp874"
    # A stretch around the first byte outside ASCII says more than a long run of plain letters before it.
    first = next((index for index, byte in enumerate(data) if byte > 127), 0)
    sample = data[max(0, first - 200) : first + 20_000]
    best = from_bytes(sample, enable_fallback=False).best()
    if best is None or best.encoding == "ascii":
        return "cp1252"
    thai_or_western = {"cp874", "tis_620", "iso8859_11", "cp1258", "cp1252", "latin_1"}
    if best.encoding in thai_or_western:
        return "cp1252" if best.encoding == "latin_1" else str(best.encoding)
    high = sum(byte > 127 for byte in sample)
    return "cp1252" if high * 20 < len(sample) else str(best.encoding)
