"""From the passages of a reference list to references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from rantau.corpus.citing.entries import Entry, parse_entry
from rantau.corpus.citing.lexicon import CONNECTORS, ORGANISATION_WORDS, PARTICLES
from rantau.corpus.citing.names import (
    Name,
    acronyms_of,
    fold,
    is_initials,
    is_organisation,
    organisation_key,
    stated_acronym,
)
from rantau.corpus.citing.run_on import split_entry
from rantau.store.records import Passage, Reference

__all__ = ["parse_references"]

RUN_ON = "was run onto the end of the entry before it"
_NUMBER = re.compile(r"(?:\[(\d{1,4})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=\D)")
_REST = re.compile(
    r"(?:(?:available|retrieved|accessed|diakses|doi|pp?\.|vol\.|no\.)\b|https?://|www\.|10\.\d{4,9}/|[\d(,;:/&–-]|[a-z])"
)
_YEARISH = re.compile(r"\d{4}|\bn\.\s?d\b|in press|forthcoming|tanpa tahun|t\.t\.|ม\.ป\.ป")
_OPEN_END = re.compile(
    r"(?:[,&(–-]|\b(?:and|or|of|the|a|an|in|on|for|to|from|with|by|at|as|dan|di|ke|dari|untuk|dalam|và|của))$",
    re.IGNORECASE,
)
_LONGEST_NAME = 40
_SAME_TITLE = 92.0
"""Similarity (0 to 100) above which two titles are the same, spelling slips aside."""


@dataclass(slots=True)
class _Piece:
    passage: str
    raw: str
    number: int | None
    notes: tuple[str, ...] = ()


def parse_references(document_id: str, passages: Sequence[Passage]) -> list[Reference]:
    """Read the entries of a document's reference list.

    Args:
        document_id: Id of the document.
        passages: All of its passages; those of kind ``reference`` are read. Where there are none, nothing is made up.

    Returns:
        References in the order of the list. An entry that was run onto the end of another is one of its own, with a
        note; a work that is listed again has ``duplicate_of``. Keys are unique: ``idris-2021a``, and where no suffix
        tells works of one author and year apart, ``idris-2021`` and ``idris-2021-2``.
    """
    entries: list[tuple[_Piece, Entry]] = []
    for piece in _pieces([passage for passage in passages if passage.kind == "reference"]):
        entry = parse_entry(piece.raw)
        if entry.same_authors and entries:
            above = entries[-1][1]
            # "———, and Chee Lim": those of the entry above, and more.
            joint = entry.names if set(entry.names) - set(above.names) else ()
            entry = replace(entry, names=(*above.names, *joint), more_authors=above.more_authors)
        if not (entry.names or entry.year or entry.undated or entry.doi or entry.url):
            continue  # a figure's labels that stand in the list's column, not an entry
        if entry.names and _is_turned(entry.names[0]):
            piece.notes += ("the author is an organisation whose name was taken for a person's",)
        if entry.thai_year and entry.year is not None:
            piece.notes += (f"the year is printed as {entry.year + 543} of the Buddhist era",)
        entries.append((piece, entry))
    keys = _keys([entry for _, entry in entries])
    made = [
        Reference(
            id=f"{document_id}/r{number}",
            document=document_id,
            passage=piece.passage,
            key=key,
            raw=piece.raw,
            authors=tuple(str(name) for name in entry.names),
            year=entry.year,
            suffix=entry.suffix,
            title=entry.title,
            container=entry.container,
            doi=entry.doi,
            url=entry.url,
            number=piece.number,
            notes=piece.notes,
        )
        for number, ((piece, entry), key) in enumerate(zip(entries, keys, strict=True), start=1)
    ]
    return _with_duplicates(made)


def _pieces(passages: Sequence[Passage]) -> list[_Piece]:
    """The texts of the entries: joined where one was parted, parted where two were run together."""
    numbered = [_numbered(passage) for passage in passages]
    # Entries of a list without numbers may begin with a digit ("2022 Trafficking in persons report").
    in_numbers = sum(number is not None for number, _ in numbered) * 2 > len(passages)
    whole: list[_Piece] = []
    for passage, (number, text) in zip(passages, numbered, strict=True):
        if not in_numbers:
            number, text = None, passage.text
        if whole and number is None and (_is_rest(text) or _goes_on(whole[-1].raw, text)):
            whole[-1].raw = f"{whole[-1].raw} {text}"
        elif not _is_label(text):
            whole.append(_Piece(passage.id, text, number))
    found: list[_Piece] = []
    later: list[int | None] = [None] * len(whole)
    for place in range(len(whole) - 2, -1, -1):
        number = whole[place + 1].number
        later[place] = number if number is not None else later[place + 1]
    for piece, following in zip(whole, later, strict=True):
        for part, (raw, own) in enumerate(split_entry(piece.raw, piece.number, following)):
            found.append(_Piece(piece.passage, raw, own, (RUN_ON,) if part else ()))
    return found


def _numbered(passage: Passage) -> tuple[int | None, str]:
    if passage.label.isdigit():
        lead = _NUMBER.match(passage.text)
        said_again = lead is not None and any(group == passage.label for group in lead.groups())
        return int(passage.label), passage.text[
            lead.end() :
        ] if said_again and lead is not None else passage.text
    lead = _NUMBER.match(passage.text)
    if lead is None:
        return None, passage.text
    return int(next(group for group in lead.groups() if group)), passage.text[lead.end() :]


def _is_label(text: str) -> bool:
    """Whether a passage of a list only names a part of it ("Primary sources", "A")."""
    if len(text) <= 2:
        return True
    return (
        len(text) < 60
        and not any(letter.isdigit() for letter in text)
        and re.search(r"[,.()/]", text) is None
    )


def _is_rest(text: str) -> bool:
    """Whether a passage is the rest of the entry before it."""
    if _REST.match(text) is None:
        return False
    first = re.match(r"[^\W\d_]+", text)
    if first is not None and fold(first[0]) in PARTICLES:
        return False
    return (
        first is None
        or _YEARISH.search(text[:120]) is None
        or re.match(r"(?:doi|https?|www)", text) is not None
    )


def _goes_on(entry: str, text: str) -> bool:
    """Whether an entry stops in the middle, and a passage without authors and year of its own is the rest of it."""
    if _OPEN_END.search(entry):
        return not parse_entry(text).head_end
    return (
        entry[-1].isalpha()
        and _YEARISH.search(text) is None
        and _YEARISH.search(entry) is not None
        and "." in text
    )


# ---- keys ------------------------------------------------------------------------------------------------------


def _keys(entries: Sequence[Entry]) -> list[str]:
    acronyms = _stated_acronyms(name for entry in entries for name in entry.names)
    used: dict[str, int] = {}
    keys: list[str] = []
    for entry in entries:
        who = (
            _short_name(entry.names[0], acronyms)
            if entry.names
            else _slug(" ".join(fold(entry.title or entry.raw).split()[:4]))
        )
        when = str(entry.year) if entry.year is not None else "in-press" if "press" in entry.undated else "nd"
        base = f"{who or 'untitled'}-{when}{entry.suffix}"
        used[base] = used.get(base, 0) + 1
        key = base if used[base] == 1 else f"{base}-{used[base]}"
        while key in keys:
            used[base] += 1
            key = f"{base}-{used[base]}"
        keys.append(key)
    return keys


def _stated_acronyms(names: Iterable[Name]) -> dict[str, str]:
    """Acronyms of organisations, by the name as compared, where an entry of the list states them."""
    found: dict[str, str] = {}
    for name in names:
        acronym = stated_acronym(name.family)
        if acronym:
            found.setdefault(organisation_key(name.family), acronym)
    return found


def _is_turned(name: Name) -> bool:
    """Whether a name is that of an organisation turned round: ``Organization, I. L.``."""
    return is_initials(name.given) and fold(name.family) in ORGANISATION_WORDS - {
        "bank",
        "house",
        "press",
        "post",
        "board",
    }


def _short_name(name: Name, acronyms: dict[str, str]) -> str:
    if name.given:
        if fold(name.family) in ORGANISATION_WORDS:
            # "Organization, I. L.": a program took the name of an organisation for a person's.
            turned = "".join(fold(name.given).split()) + fold(name.family)[0]
            if turned in acronyms.values():
                return turned
        return _slug(fold(name.family))
    acronym = acronyms.get(organisation_key(name.family))
    return acronym or _slug(fold(name.family))


def _slug(folded: str) -> str:
    words: list[str] = []
    for word in folded.removeprefix("the ").split():
        if words and len("-".join([*words, word])) > _LONGEST_NAME:
            break
        words.append(word)
    while len(words) > 1 and words[-1] in CONNECTORS:
        words.pop()
    return "-".join(words)


# ---- works listed twice ----------------------------------------------------------------------------------------


def _with_duplicates(references: Sequence[Reference]) -> list[Reference]:
    by_year: dict[tuple[int | None, str], list[Reference]] = {}
    made: list[Reference] = []
    for reference in references:
        same_year = by_year.setdefault((reference.year, reference.suffix), [])
        original = next((earlier for earlier in same_year if _same_work(earlier, reference)), None)
        if original is None:
            same_year.append(reference)
            made.append(reference)
        else:
            made.append(replace(reference, duplicate_of=original.id))
    return made


def _same_work(one: Reference, other: Reference) -> bool:
    if not one.title or not other.title:
        return fold(one.raw) == fold(other.raw)
    left, right = fold(one.title), fold(other.title)
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    likeness = fuzz.token_sort_ratio(left, right)
    if one.doi and one.doi == other.doi:
        return likeness > 80.0
    if likeness < _SAME_TITLE or (one.doi and other.doi):
        return False
    return _same_first_author(one, other)


def _same_first_author(one: Reference, other: Reference) -> bool:
    if not one.authors or not other.authors:
        return not one.authors and not other.authors
    left, right = one.authors[0], other.authors[0]
    if ", " in left and ", " in right and not (is_organisation(left) or is_organisation(right)):
        a, b = left.split(", ", 1), right.split(", ", 1)
        return fold(a[0]) == fold(b[0]) and fold(a[1])[:1] == fold(b[1])[:1]
    if organisation_key(left) == organisation_key(right):
        return True
    return bool(set(acronyms_of(left)) & set(acronyms_of(right)))
