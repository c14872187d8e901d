"""Which entry of the reference list a citation points to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from rantau.corpus.citing.lexicon import ORGANISATION_WORDS, PARTICLES
from rantau.corpus.citing.names import (
    ET_AL,
    Name,
    acronyms_of,
    fold,
    is_initials,
    is_organisation,
    organisation_key,
    weak_keys,
)
from rantau.store.records import Reference

__all__ = ["ReferenceIndex", "Work", "strong_keys"]

_NEAR = 10
"""Years by which a citation may lie outside of the years of the list and still be one that the list lacks."""
_SHORTEST_SLIP = 5
"""A name shorter than this is not matched with a letter changed: Lim is not Lam."""


@lru_cache(maxsize=8192)
def strong_keys(name: Name) -> tuple[str, ...]:
    """Forms under which a name stands for its bearer: family name, whole name, acronym."""
    family = fold(name.family)
    if name.given:
        keys = [family]
        if family.split()[-1:] and family.split()[-1] in ORGANISATION_WORDS:
            # "Organization, I. L.", "Bank, World": the name of an organisation that was taken for a person's.
            given = fold(name.given)
            keys.append(f"{given} {family}")
            if is_initials(name.given):
                keys.append("".join(given.split()) + family[0])
        return tuple(keys)
    whole = organisation_key(name.family)
    keys = [whole]
    words = whole.split()
    keys.extend(acronyms_of(name.family))
    if len(words) > 1:
        keys.append(" ".join([*(word[0] for word in words[:-1]), words[-1]]))
    return tuple(dict.fromkeys(keys))


@dataclass(slots=True, eq=False)
class Work:
    """An entry of the list as it is looked up."""

    place: int
    reference: Reference
    names: tuple[Name, ...]
    more: bool
    keys: tuple[frozenset[str], ...]
    weak: tuple[frozenset[str], ...]
    folded: str = ""

    @classmethod
    def of(cls, place: int, reference: Reference) -> Work:
        names = tuple(_stored(author) for author in reference.authors)
        return cls(
            place,
            reference,
            names,
            ET_AL.search(reference.raw[:400]) is not None,
            tuple(frozenset(strong_keys(name)) for name in names),
            tuple(frozenset(weak_keys(name)) for name in names),
        )

    def has_author(self, name: Name) -> bool:
        """Whether one of the authors is this one, a slip of one letter allowed."""
        cited = {*strong_keys(name), *weak_keys(name)}
        if any(cited & (strong | weak) for strong, weak in zip(self.keys, self.weak, strict=True)):
            return True
        if " " in (whole := organisation_key(name.family)) and any(
            _begins(key, whole) for strong in self.keys for key in strong
        ):
            return True
        if any(_slip(key, other) for key in cited for strong in self.keys for other in strong):
            return True
        if not self.folded:
            self.folded = f" {fold(self.reference.raw)} "
        return f" {fold(name.family)} " in self.folded


def _stored(author: str) -> Name:
    """An author of a reference, as written in the record, taken apart again."""
    family, comma, given = author.partition(", ")
    if not comma or (is_organisation(author) and not is_initials(given) and len(family.split()) > 1):
        return Name(author)
    return Name(family, given)


def _slip(one: str, other: str) -> bool:
    shortest, longest = sorted((len(one), len(other)))
    return (
        shortest >= _SHORTEST_SLIP
        and longest - shortest < 2
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )


def _begins(one: str, other: str) -> bool:
    """Whether one of two names of two words or more begins with the other."""
    return " " in one and (one.startswith(f"{other} ") or other.startswith(f"{one} "))


class ReferenceIndex:
    """The entries of one list, by author and year.

    Args:
        references: The list. A work listed again is matched as the first of its entries.
    """

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = references
        self.by_number = {
            reference.number: reference for reference in reversed(references) if reference.number
        }
        self._place = {reference.id: place for place, reference in enumerate(references)}
        self._works = [Work.of(place, reference) for place, reference in enumerate(references)]
        self._strong: dict[int | None, dict[str, list[Work]]] = {}
        self._weak: dict[int | None, dict[str, list[Work]]] = {}
        self._others: dict[int | None, dict[str, list[Work]]] = {}
        self._of_year: dict[int | None, list[Work]] = {}
        stated = [reference.year for reference in references if reference.year is not None]
        self._years = (min(stated), max(stated)) if stated else ()
        self._known: set[str] = set()
        self._known_weak: set[str] = set()
        for work in self._works:
            year = work.reference.year
            self._of_year.setdefault(year, []).append(work)
            for position, (keys, weak) in enumerate(zip(work.keys, work.weak, strict=True)):
                self._known |= keys
                self._known_weak |= weak
                strong_of = (self._others if position else self._strong).setdefault(year, {})
                for key in keys:
                    strong_of.setdefault(key, []).append(work)
                weak_of = (self._others if position else self._weak).setdefault(year, {})
                for key in weak:
                    weak_of.setdefault(key, []).append(work)
        self._aliases: dict[str, str] = {}
        self._kept: dict[tuple[object, ...], tuple[Reference, ...]] = {}
        self._forms: dict[int | None, tuple[str, ...]] = {}

    def add_alias(self, short: str, whole: str) -> None:
        """Let a short form stand for the name that the text itself says it is short for."""
        self._aliases[fold(short)] = organisation_key(whole)
        self._kept.clear()

    def forms(self, year: int | None) -> tuple[str, ...]:
        """The names of a year's first authors as they may stand in a sentence: family names, whole names, acronyms."""
        if year not in self._forms:
            names = (work.names[0] for work in self._of_year.get(year, ()) if work.names)
            self._forms[year] = tuple(
                dict.fromkeys(
                    form
                    for name in names
                    for form in (
                        name.family.split(" (")[0],
                        *(one.upper() for one in acronyms_of(name.family)),
                    )
                )
            )
        return self._forms[year]

    def __bool__(self) -> bool:
        return bool(self.references)

    def has_year(self, year: int | None) -> bool:
        return year in self._of_year

    def plausible(self, year: int | None) -> bool:
        """Whether a year is near those of the list: the IOM of 1951 is no report of theirs."""
        if year is None or not self._years:
            return True
        return self._years[0] - _NEAR <= year <= self._years[1] + _NEAR

    def knows(self, name: Name) -> bool:
        """Whether some entry of the list, of whatever year, is by this author."""
        if any(key in self._known for key in strong_keys(name)):
            return True
        return name.given == "" and fold(name.family) in self._known_weak and len(name.family.split()) == 1

    def find(
        self, names: Sequence[Name], more: bool, year: int | None, suffix: str = "", *, slips: bool = True
    ) -> tuple[Reference, ...]:
        """The entries that a citation could mean.

        The year must be the entry's. The first name must be the first author's, in any spelling that differs by
        accents, acronym, or one letter; the others must be among the authors, in any order.

        Args:
            names: Authors as cited, one or more.
            more: Whether an "et al." follows them.
            year: The year; None for a work without one.
            suffix: The letter after the year.
            slips: Whether a letter may be wrong.

        Returns:
            None, one, or (ambiguous) several entries, in the order of the list.
        """
        if year not in self._of_year or not names:
            return ()
        key = (tuple(names), more, year, suffix, slips)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._find(names, more, year, suffix, slips)
        return kept

    def _find(
        self, names: Sequence[Name], more: bool, year: int | None, suffix: str, slips: bool
    ) -> tuple[Reference, ...]:
        found = self._by_first(names[0], year, slips)
        if len(names) > 1:
            alike = [work for work in found if all(work.has_author(name) for name in names[1:])]
            found = alike or self._in_any_order(names, year)
        found = self._by_suffix(found, suffix)
        found = _by_given(found, names[0])
        if len(found) > 1:
            found = _by_count(found, len(names), more)
        return self._first_entries(found)

    def _by_first(self, name: Name, year: int | None, slips: bool) -> list[Work]:
        strong, weak = self._strong.get(year, {}), self._weak.get(year, {})
        keys = strong_keys(name)
        if self._aliases:
            keys += tuple(self._aliases[key] for key in keys if key in self._aliases)
        found = _gathered(strong, keys)
        if found and not name.given and len(name.family.split()) == 1:
            # "Nguyen" stands for each of the Nguyens, whether the list inverts their names or not.
            return _merged(found, _gathered(weak, keys))
        if not found:
            found = _gathered(weak, keys)
        words = fold(name.family).split()
        if not found and len(words) > 1 and all(word in PARTICLES for word in words[:-1]):
            found = _gathered(strong, words[-1:])
        whole = [key for key in keys if " " in key]
        if not found and not name.given and whole:
            # "Ministry of Manpower" for "Ministry of Manpower, Singapore", "Walk Free" for "Walk Free Foundation".
            found = [
                work
                for work in self._of_year.get(year, ())
                if work.keys and any(_begins(key, other) for key in work.keys[0] for other in whole)
            ]
        if not found and slips:
            key = fold(name.family)
            if len(key) >= _SHORTEST_SLIP:
                found = [
                    work
                    for work in self._of_year.get(year, ())
                    if work.keys and any(_slip(key, other) for other in work.keys[0])
                ]
        return found

    def _in_any_order(self, names: Sequence[Name], year: int | None) -> list[Work]:
        others = self._others.get(year, {})
        found = _gathered(others, strong_keys(names[0])) or _gathered(others, weak_keys(names[0]))
        return [work for work in found if all(work.has_author(name) for name in names[1:])]

    def _by_suffix(self, found: list[Work], suffix: str) -> list[Work]:
        if not suffix:
            return found
        same = [work for work in found if work.reference.suffix == suffix]
        if same:
            return same
        # "2021a" where the list has one work of that year, and no letters.
        bare = [work for work in found if not work.reference.suffix]
        return bare if len(bare) == 1 and len(found) == 1 else []

    def _first_entries(self, found: Iterable[Work]) -> tuple[Reference, ...]:
        kept: dict[int, Reference] = {}
        for work in found:
            reference = work.reference
            if reference.duplicate_of is not None and reference.duplicate_of in self._place:
                reference = self.references[self._place[reference.duplicate_of]]
            kept[self._place[reference.id]] = reference
        return tuple(kept[place] for place in sorted(kept))

    def ending(self, text: str, year: int | None) -> tuple[int, tuple[Reference, ...]]:
        """An author in a script without capitals whose name a text ends with: where it begins, and the entries."""
        for work in self._of_year.get(year, ()):
            for name in work.names[:1]:
                if not name.family.isascii() and text.endswith(name.family):
                    return len(text) - len(name.family), self.find((name,), False, year)
        return -1, ()

    def titled(self, phrase: str, year: int | None) -> tuple[Reference, ...]:
        """The entries of a year whose title begins with this phrase of two words or more."""
        wanted = _title_key(phrase)
        if " " not in wanted or len(wanted) < 9:
            return ()
        found = []
        for work in self._of_year.get(year, ()):
            title = _title_key(work.reference.title)
            if title == wanted or title.startswith(f"{wanted} "):
                found.append(work)
        return self._first_entries(found)

    def by_title_or_address(
        self, names: Sequence[Name], title: str, year: int | None, doi: str
    ) -> tuple[Reference, ...]:
        """The entries that a source given in full in a note could mean."""
        if doi:
            same = [work for work in self._works if work.reference.doi == doi]
            if same:
                return self._first_entries(same)
        found = self.find(names, False, year) if names else ()
        wanted = _title_key(title)
        if len(found) > 1 and wanted:
            alike = [one for one in found if _alike(_title_key(one.title), wanted)]
            found = tuple(alike) or found
        if found:
            return found
        if " " in wanted and len(wanted) > 12:
            same = [work for work in self._works if _alike(_title_key(work.reference.title), wanted)]
            if names:
                same = [work for work in same if not work.names or work.has_author(names[0])]
            if same:
                return self._first_entries(same)
        return ()

    def of_author(self, name: Name) -> tuple[Reference, ...]:
        """Every entry whose first author this is."""
        keys = set(strong_keys(name))
        return self._first_entries(work for work in self._works if work.keys and work.keys[0] & keys)


def _title_key(title: str) -> str:
    words = fold(title).split()
    while words and (words[0] in ("the", "a", "an") or (words[0].isdigit() and len(words) > 2)):
        words = words[1:]
    return " ".join(words)


def _alike(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    return shortest > 12 and one[:shortest] == other[:shortest]


def _gathered(index: dict[str, list[Work]], keys: Iterable[str]) -> list[Work]:
    found: list[Work] = []
    for key in keys:
        found = _merged(found, index.get(key, ()))
    return found


def _merged(found: list[Work], more: Iterable[Work]) -> list[Work]:
    for work in more:
        if work not in found:
            found = [*found, work]
    return found


def _by_given(found: list[Work], name: Name) -> list[Work]:
    """Leave the works whose first author's given names agree with the cited ones.

    Initials that contradict the list mean another person; a first name in full may be a title or a nickname, and only
    helps to choose.
    """
    if not name.given or not found:
        return found
    initial = fold(name.given)[:1]
    agreeing = [
        work
        for work in found
        if not work.names or not work.names[0].given or fold(work.names[0].given)[:1] == initial
    ]
    if len(agreeing) > 1:
        every = fold(name.given).split()
        closer = [
            work
            for work in agreeing
            if all(
                a[0] == b[0]
                for a, b in zip(fold(work.names[0].given).split(), every, strict=False)
                if a and b
            )
        ]
        agreeing = closer or agreeing
    return agreeing if agreeing or is_initials(name.given) else found


def _by_count(found: list[Work], cited: int, more: bool) -> list[Work]:
    """Among several works, those with as many authors as the citation names."""
    if more:
        fitting = [work for work in found if len(work.names) > max(cited, 2) or work.more]
        fitting = fitting or [work for work in found if len(work.names) > cited]
    else:
        fitting = [work for work in found if len(work.names) == cited and not work.more]
    return fitting or found
