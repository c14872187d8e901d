"""Which country a publisher means: by code (ISO 3166-1 alpha-3, alpha-2, number) or by name in its spelling."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from rantau.baseline.load import places

__all__ = ["country_of_code", "country_of_name", "folded"]

_FOOTNOTE = re.compile(r"\s*(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|\[[^\[\]]{1,4}\]|\(\d{1,2}\)|\s\d{1,2}/?|,\s*\d{1,2})$")
_ARTICLE = re.compile(r"^the |,? the$| the$")


def _table(name: str) -> Iterator[Mapping[str, str]]:
    words = resources.files("rantau.profile.publishers").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(words, newline=""))


def folded(name: str) -> str:
    """A name without case, accents, punctuation and double spaces; ``&`` is ``and``, ``St.`` is ``saint``."""
    bare = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("&", " and "))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()
    bare = re.sub(r"['’‘`´ʼ]", "", bare)
    bare = re.sub(r"\bst\b\.?", "saint", bare)
    bare = " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())
    return _ARTICLE.sub("", bare).strip()


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    codes = {
        row[column]: row["iso3"] for row in _table("country_codes.csv") for column in ("m49", "iso2", "iso3")
    }
    codes.update({one.id: one.id for one in places().values() if one.kind == "country"})
    return MappingProxyType(codes)


@lru_cache(maxsize=1)
def _aliases() -> tuple[Mapping[tuple[str, str], str], Mapping[tuple[str, str], str]]:
    """Codes and names by (publisher or nothing, alias)."""
    codes: dict[tuple[str, str], str] = {}
    names: dict[tuple[str, str], str] = {}
    for one in places().values():
        if one.kind == "country":
            names.update({("", folded(word)): one.id for word in (one.name, *one.aliases)})
    for row in _table("country_aliases.csv"):
        if row["kind"] == "code":
            codes[row["publisher"], row["alias"].upper()] = row["iso3"]
        else:
            # A name in one publisher's spelling is good for the others too; it is noted who was seen to use it.
            names[("", folded(row["alias"]))] = row["iso3"]
    return codes, names


def country_of_code(code: str, publisher: str = "") -> str | None:
    """The country with this code, as ISO 3166-1 alpha-3; None where there is none.

    Args:
        code: Three letters, two letters, or a number; older codes are known where one meaning is sure.
        publisher: Who wrote it: some publishers have codes of their own.
    """
    key = code.strip().upper()
    if key.isdecimal():
        key = key.zfill(3)
    aliases, _ = _aliases()
    return _codes().get(key) or aliases.get((publisher, key)) or aliases.get(("", key))


def country_of_name(name: str) -> str | None:
    """The country with this name, as ISO 3166-1 alpha-3; None where there is none.

    Accents, case, punctuation and marks of footnotes do not matter.
    """
    _, names = _aliases()
    while True:
        found = names.get(("", folded(name)))
        if found:
            return found
        shorter = _FOOTNOTE.sub("", name)
        if shorter == name:
            return None
        name = shorter
