"""Which references and documents are the same work, across all reference lists of a study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Any

from rapidfuzz import fuzz

from rantau.store.records import Document, Reference

__all__ = ["Work", "Works", "author_keys"]

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"a", "an", "the"})
_NEAR_TITLE = 92
"""Likeness of two titles, 0–100, from which they are taken for one with a slip in it."""


def author_keys(authors: Sequence[str]) -> frozenset[str]:
    """Names that a first author goes by: family name; or an organisation's name, its acronym and its initials.

    ``International Labour Organization (ILO)`` gives ``international labour organization`` and ``ilo``.
    """
    if not authors:
        return frozenset()
    name = authors[0].strip()
    family, comma, _ = name.partition(",")
    if comma:
        return frozenset({" ".join(_WORD.findall(family.lower()))}) - {""}
    keys = {found.lower() for found in _PARENTHESIS.findall(name) if found.isupper()}
    bare = _PARENTHESIS.sub(" ", name)
    words = _WORD.findall(bare)
    keys.add(" ".join(words).lower())
    initials = "".join(word[0] for word in words if word[0].isupper())
    if len(initials) > 2:
        keys.add(initials.lower())
    return frozenset(keys - {""})


@lru_cache(maxsize=2**16)
def _words(title: str, year: int | None) -> tuple[str, ...]:
    words = [word for word in _WORD.findall(title.casefold()) if word != str(year)]
    return tuple(words[1:] if words and words[0] in _ARTICLES else words)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reference or a document, as far as it says what work it is."""

    id: str
    authors: tuple[str, ...]
    year: int | None
    title: str
    doi: str
    document: bool

    @property
    def words(self) -> tuple[str, ...]:
        return _words(self.title, self.year)

    @property
    def says(self) -> tuple[tuple[str, ...], int | None, str, str]:
        """All that tells whether it is the same work as another."""
        return self.authors[:1], self.year, self.title, self.doi


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work that is cited, or is a document of the study, or both.

    ``id`` is made from the work itself, so it does not depend on which list is read first.
    """

    id: str
    name: str
    """``Idris (2021)``; with its title where two works would share the name."""
    authors: tuple[str, ...]
    year: int | None
    title: str
    documents: tuple[str, ...]
    """Ids of the study's documents that are this work; several where a report came in twice."""
    references: tuple[str, ...]
    confidential: bool = False


class Works:
    """Every work of a study, found by reference, by document, or by author and year.

    Two entries are one work when their DOIs are equal; or their years are equal (or one is unknown) and their titles
    are, save for a missing subtitle or a slip of the pen; or one has no title and first author and year are equal,
    since support must not be counted twice. Titles with different numbers in them differ.

    Args:
        documents: The study's documents.
        references: The entries of all their reference lists.
    """

    def __init__(self, documents: Iterable[Document], references: Iterable[Reference]) -> None:
        private: set[str] = set()
        entries: list[_Entry] = []
        for one in documents:
            authors = one.authors or ((one.publisher,) if one.publisher else ())
            entries.append(_Entry(one.id, authors, one.year, one.title, "", True))
            if one.confidential:
                private.add(one.id)
        duplicates: dict[str, str] = {}
        for entry in references:
            doi = entry.doi.lower().removeprefix("https://doi.org/").strip()
            title = entry.title or ""
            entries.append(_Entry(entry.id, entry.authors, entry.year, title, doi, False))
            if entry.duplicate_of:
                duplicates[entry.id] = entry.duplicate_of
        parents = _united(entries, duplicates)
        members: dict[str, list[_Entry]] = {}
        for found in entries:
            members.setdefault(parents[found.id], []).append(found)
        self._by_entry: dict[str, Work] = {}
        self._by_author: dict[tuple[str, int | None], set[str]] = {}
        self.works: dict[str, Work] = {}
        for work in _named([_work(group, private) for group in members.values()]):
            self.works[work.id] = work
            for identifier in (*work.documents, *work.references):
                self._by_entry[identifier] = work
            for key in author_keys(work.authors):
                self._by_author.setdefault((key, work.year), set()).add(work.id)

    def of(self, identifier: str) -> Work | None:
        """The work that a reference or a document is."""
        return self._by_entry.get(identifier)

    def by_author(self, authors: Sequence[str], year: int | None) -> frozenset[str]:
        """Ids of the works of this first author and year."""
        found: set[str] = set()
        for key in author_keys(authors):
            found |= self._by_author.get((key, year), set())
        return frozenset(found)


def _united(entries: Sequence[_Entry], duplicates: Mapping[str, str]) -> dict[str, str]:
    """Entry id to the id that stands for its work: the least of them, whatever order they came in."""
    parents = {entry.id: entry.id for entry in entries}

    def top(identifier: str) -> str:
        while parents[identifier] != identifier:
            parents[identifier] = parents[parents[identifier]]
            identifier = parents[identifier]
        return identifier

    def unite(one: str, other: str) -> None:
        first, second = sorted((top(one), top(other)))
        parents[second] = first

    blocks: dict[tuple[str, ...], list[_Entry]] = {}
    for entry in sorted(entries, key=lambda item: item.id):
        if entry.doi:
            blocks.setdefault(("doi", entry.doi), []).append(entry)
        if len(entry.words) >= 4:
            blocks.setdefault(("title", *entry.words[:4]), []).append(entry)
        for key in author_keys(entry.authors):
            blocks.setdefault(("author", key, str(entry.year)), []).append(entry)
    for block in blocks.values():
        # Many lists hold a work in the same words: what says the same is compared once.
        alike: dict[Any, list[_Entry]] = {}
        for entry in block:
            alike.setdefault(entry.says, []).append(entry)
        for ones, others in combinations_with_replacement(alike.values(), 2):
            apart = {top(entry.id) for entry in (*ones, *others)}
            if len(apart) > 1 and _same(ones[0], others[-1]):
                for identifier in apart:
                    unite(ones[0].id, identifier)
    for identifier, earlier in duplicates.items():
        if earlier in parents:
            unite(identifier, earlier)
    return {identifier: top(identifier) for identifier in parents}


def _same(one: _Entry, other: _Entry) -> bool:
    if one.doi and other.doi:
        return one.doi == other.doi
    if one.year is not None and other.year is not None and one.year != other.year:
        return False
    alike = bool(author_keys(one.authors) & author_keys(other.authors))
    if not one.words or not other.words:
        return alike and one.year is not None and one.year == other.year
    unknown = not one.authors or not other.authors
    long_enough = min(len(one.words), len(other.words)) >= 4
    return _same_title(one.words, other.words) and (alike or (unknown and long_enough) or long_enough)


def _same_title(one: Sequence[str], other: Sequence[str]) -> bool:
    if [word for word in one if word.isdigit()] != [word for word in other if word.isdigit()]:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and list(long[: len(short)]) == list(short):
        return True
    return fuzz.ratio(" ".join(one), " ".join(other)) >= _NEAR_TITLE


def _work(members: Sequence[_Entry], private: set[str]) -> Work:
    """The work of its entries; a document's own word on itself comes before what lists say of it."""
    ordered = sorted(members, key=lambda item: (not item.document, item.id))
    documents = tuple(item.id for item in ordered if item.document)
    authors = next((item.authors for item in ordered if item.authors), ())
    year = next((item.year for item in ordered if item.year is not None), None)
    title = next((item.title for item in ordered if item.title), "")
    hidden = bool(documents) and all(identifier in private for identifier in documents)
    return Work(
        id=f"w:{ordered[0].id}",
        name="a confidential document" if hidden else _name(authors, year, title),
        authors=authors,
        year=year,
        title=title,
        documents=documents,
        references=tuple(item.id for item in ordered if not item.document),
        confidential=hidden,
    )


def _name(authors: Sequence[str], year: int | None, title: str) -> str:
    families = [author.split(",")[0].strip() for author in authors if author.strip()]
    who = " and ".join(families) if len(families) <= 2 else f"{families[0]} and others"
    who = who or title or "a work without author or title"
    return f"{who} ({year})" if year is not None else who


def _named(works: Sequence[Work]) -> list[Work]:
    """Give works that share a name their titles, and a number where even these are equal."""
    by_name: dict[str, list[Work]] = {}
    for work in sorted(works, key=lambda item: item.id):
        by_name.setdefault(work.name, []).append(work)
    found: list[Work] = []
    for name, group in by_name.items():
        if len(group) == 1:
            found.extend(group)
            continue
        seen: dict[str, int] = {}
        for work in group:
            longer = f"{name}, {work.title}" if work.title and not work.confidential else name
            seen[longer] = seen.get(longer, 0) + 1
            numbered = longer if seen[longer] == 1 else f"{longer} [{seen[longer]}]"
            found.append(_renamed(work, numbered))
    return sorted(found, key=lambda item: item.id)


def _renamed(work: Work, name: str) -> Work:
    return Work(
        id=work.id,
        name=name,
        authors=work.authors,
        year=work.year,
        title=work.title,
        documents=work.documents,
        references=work.references,
        confidential=work.confidential,
    )
