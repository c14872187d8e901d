"""What names a person, replaced by pseudonyms before anything of a document is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from rantau.corpus.masking import Replacement, masked
from rantau.corpus.model import ReadDocument
from rantau.evidence import TESTIMONY_EXTRACTOR, ClaimContext, default_place_index, extract_testimonies
from rantau.evidence.identifiers import IdentifierKind, find_contacts
from rantau.evidence.indicators import Vocabulary
from rantau.evidence.personal_names import (
    find_names,
    name_of_speaker,
    pseudonyms_given,
    recurrences,
)
from rantau.evidence.places import PlaceIndex
from rantau.framework.words import SpeakerType
from rantau.store.records import Document, Passage, Testimony
from rantau.study.fingerprints import fingerprint, shipped_data

__all__ = ["Masked", "mask_document", "masking_rules"]

_RULES: Final = "masking-2"
"""Raised when the rules of this module, or those that find names and numbers, change."""
_PROTECTED: Final[frozenset[SpeakerType]] = frozenset({"migrant", "family", "community", "unknown"})
"""Kinds of speaker whose names are replaced in every document; who speaks in an office is named. Somebody of whom the
text says nothing may be a witness."""
_LIST_KINDS = frozenset({"reference"})
_AUTHOR = re.compile(
    r"(?:,? (?:[A-Z]\.,? ?)+)?(?: et al\.?|,? (?:and|dan|&) [A-Z][\w-]+){0,2},?\s*\(?(?:19|20)\d\d[a-z]?\b"
)
"""After a name that a work is cited by."""


@cache
def masking_rules() -> str:
    """What decides what is replaced: rules and word lists."""
    return fingerprint(
        _RULES, TESTIMONY_EXTRACTOR, shipped_data("rantau.evidence", ("identifiers.toml", "speech.toml"))
    )


@dataclass(frozen=True, slots=True)
class Masked:
    """A document fit to be stored."""

    read: ReadDocument
    originals: dict[str, str] = field(default_factory=dict)
    """Pseudonym to what stood there; forms of one name parted by semicolons."""
    title: str = ""
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What is to be replaced in one passage."""

    passage: Passage
    start: int
    end: int
    kind: IdentifierKind
    key: str
    """The same for every form of one name or number."""


def mask_document(
    document: Document, read: ReadDocument, passages: Sequence[Passage], *, everything: bool
) -> Masked:
    """Replace what names a person by pseudonyms: ``[name 1]``, ``[phone 1]``, ``[id 1]``, ``[address 1]`` and the like.

    Args:
        document: The document, for its title and authors; its text is not in it.
        read: The document as read.
        passages: Its passages, as built from ``read``.
        everything: All names and numbers in the whole text, as of a confidential document or a transcript of
            testimony. Otherwise the names of migrants, their families and neighbours who are quoted, wherever they
            stand in the document, with the telephone and other numbers and the addresses in the same passages.

    Returns:
        The document to be stored, in which one thing has one pseudonym throughout.
    """
    untouched = Masked(read, {}, document.title, document.authors)
    places = default_place_index()
    names, passages_with_contacts = (
        _all_names(passages, places) if everything else _spoken_names(document, passages, places)
    )
    found: list[_Found] = []
    for passage in passages:
        taken: list[tuple[int, int]] = []
        if everything or passage.id in passages_with_contacts:
            for one in find_contacts(passage.text):
                taken.append((one.start, one.end))
                key = re.sub(r"\W", "", passage.text[one.start : one.end]).lower()
                found.append(_Found(passage, one.start, one.end, one.kind, key))
        if names and passage.kind not in _LIST_KINDS:
            for start, end, name in recurrences(passage.text, names):
                cited = not everything and _AUTHOR.match(passage.text, end) is not None
                if not cited and not any(low < end and start < high for low, high in taken):
                    found.append(_Found(passage, start, end, "name", name))
    if not found and not names:
        return untouched
    pseudonyms, originals = _numbered(found)
    texts = {page.number: page.text for page in read.pages}
    replacements = [each for one in found for each in _in_pages(one, texts, pseudonyms[one.kind, one.key])]

    def hidden(text: str) -> str:
        for start, end, name in reversed(recurrences(text, names)):
            pseudonym = pseudonyms.get(("name", name))
            if pseudonym is None:
                pseudonym = f"[name {sum(kind == 'name' for kind, _ in pseudonyms) + 1}]"
                pseudonyms["name", name] = pseudonym
                originals[pseudonym] = name
            text = text[:start] + pseudonym + text[end:]
        return text

    title = hidden(document.title)
    authors = tuple(hidden(author) for author in document.authors)
    made = replace(masked(read, replacements), title=hidden(read.title))
    made = replace(made, authors=tuple(hidden(author) for author in read.authors))
    return Masked(made, originals, title, authors)


def _all_names(passages: Sequence[Passage], places: PlaceIndex) -> tuple[tuple[str, ...], frozenset[str]]:
    """Every name of a document that must hold none."""
    given: set[str] = set()
    names: set[str] = set()
    for passage in passages:
        if passage.kind in _LIST_KINDS:
            continue
        given |= pseudonyms_given(passage.text)
        names.update(
            passage.text[low:high] for low, high in find_names(passage.text, places, everywhere=True)
        )
    return _joined(names, given), frozenset()


def _spoken_names(
    document: Document, passages: Sequence[Passage], places: PlaceIndex
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Names of migrants, their families and neighbours who are quoted, and the passages with their words."""
    context = ClaimContext(document=document, places=places, vocabulary=Vocabulary((), ()))
    testimonies = extract_testimonies(passages, (), context)
    spoken = [one for one in testimonies if one.speaker_type in _PROTECTED]
    if not spoken:
        return (), frozenset()
    texts = {passage.id: passage for passage in passages}
    given: set[str] = set()
    for passage in passages:
        given |= pseudonyms_given(passage.text)
    names: set[str] = set()
    for one in spoken:
        if name := name_of_speaker(one.speaker, places):
            names.add(name)
        names.update(_named_by_speaker(one, texts[one.passage], places))
    return _joined(names, given), frozenset(one.passage for one in spoken)


def _named_by_speaker(one: Testimony, passage: Passage, places: PlaceIndex) -> list[str]:
    """Names within somebody's words: kin, fellow workers, those who sold them."""
    quote = passage.text[one.start : one.end]
    return [quote[low:high] for low, high in find_names(quote, places, everywhere=False)]


def _joined(names: set[str], given: set[str]) -> tuple[str, ...]:
    """Names that are not pseudonyms already, the longest first; a name within a longer one is that one."""
    bare_given = {word for name in given for word in (name, *name.split())}
    kept: list[str] = []
    for name in sorted(names, key=lambda one: (-len(one.split()), -len(one), one)):
        if name in bare_given or name.split()[0] in given:
            continue
        if any(f" {name.lower()} " in f" {longer.lower()} " for longer in kept):
            continue
        kept.append(name)
    return tuple(kept)


def _numbered(found: Sequence[_Found]) -> tuple[dict[tuple[IdentifierKind, str], str], dict[str, str]]:
    """A pseudonym for each thing, numbered as they come, and what each stands for."""
    pseudonyms: dict[tuple[IdentifierKind, str], str] = {}
    forms: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for one in sorted(found, key=lambda each: (each.passage.number, each.start)):
        pseudonym = pseudonyms.get((one.kind, one.key))
        if pseudonym is None:
            counts[one.kind] = counts.get(one.kind, 0) + 1
            pseudonym = pseudonyms[one.kind, one.key] = f"[{one.kind} {counts[one.kind]}]"
        form = one.passage.text[one.start : one.end]
        if form not in forms.setdefault(pseudonym, []):
            forms[pseudonym].append(form)
    return pseudonyms, {
        pseudonym: "; ".join(sorted(each, key=lambda form: (-len(form), form)))
        for pseudonym, each in forms.items()
    }


def _in_pages(one: _Found, texts: Mapping[int, str], pseudonym: str) -> list[Replacement]:
    """Where the thing stands in the pages; the second piece of one that a page break parts is taken out."""
    pieces = [texts[span.page][span.start : span.end] for span in one.passage.spans]
    spans = one.passage.locate(one.start, one.end, pieces)
    return [
        Replacement(span.page, span.start, span.end, "" if number else pseudonym)
        for number, span in enumerate(spans)
    ]
