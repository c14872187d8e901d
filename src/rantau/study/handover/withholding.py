"""What stays behind when a study is handed over, and what is masked in what goes.

By default a crate is fit for somebody who must not learn who a witness is:

* Confidential documents and transcripts of testimony stay behind, with all that was taken from them, and with
  whatever else names them.
* Of a document in which names were replaced by pseudonyms, the file as received stays behind; its text goes, in which
  the words that describe a witness (age, village) are covered by blocks of the same length, so that every position
  stays right.
* Counts of persons below ten that the study's own tables hold stay behind.
* Those who coded and decided, and have accounts, are "person-1" and so on.
* What pseudonyms stand for never goes, sealed or not.

With ``everything``, all goes but the last, and files as received in which names were replaced.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rantau.framework.words import SpeakerType
from rantau.store.audit import withhold
from rantau.store.database import Store
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    CodeSuggestion,
    Coding,
    Decision,
    Document,
    Event,
    Finding,
    FindingGroup,
    Grade,
    Memo,
    Observation,
    Page,
    Passage,
    Score,
    Testimony,
)
from rantau.study.handover.people import People

__all__ = ["SMALL_COUNT", "LeftOut", "Withholding", "is_small"]

SMALL_COUNT: Final = 10
"""ASSUMED: counts of persons below this one, and above none, are small cells."""
_WITNESSES: Final[frozenset[SpeakerType]] = frozenset({"migrant", "family", "community", "unknown"})
_REPLACED = "Pseudonyms were put for "
_TELLING = re.compile(r"\d|(?<=\s)[^\W\d_a-z]\w{2,}")
"""A number, or a name within a description."""
_COUNTRY = re.compile(r"[A-Z]{3}")
_ACCOUNTS = ("account.", "session.")
_TOLD = ("subject", "reason", "details", "before", "after")
_BLOCK = "█"
_SHORTEST = 4
_TITLE = 12
"""A shorter title ("Report") is anybody's."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a crate does not hold."""

    what: str
    count: int
    why: str

    def sentence(self) -> str:
        return f"{self.what} ({self.count}): {self.why}."


def is_small(value: float, unit: str) -> bool:
    """Whether a figure is a count of so few persons that it could show who they are."""
    return unit in ("persons", "") and 0 < value < SMALL_COUNT


class Withholding:
    """What goes and what stays.

    Args:
        store: The study's store.
        secret: Names of files that are confidential as the study's settings and sources.csv are now, read or not.
        everything: Confidential documents and testimonies too, unmasked.
    """

    def __init__(self, store: Store, secret: Collection[str] = (), *, everything: bool) -> None:
        self._store = store
        self.everything = everything
        self._left: Counter[tuple[str, str]] = Counter()
        documents = store.documents()
        self.replaced = {one.id for one in documents if any(note.startswith(_REPLACED) for note in one.notes)}
        """Documents of which the file as received stays behind."""
        hidden = [
            one
            for one in documents
            if one.confidential or one.source_type == "testimony" or one.file in secret
        ]
        self.documents = {
            one.id: f"withheld document {number}"
            for number, one in enumerate(hidden if not everything else (), 1)
        }
        """Ids of the documents that stay behind -> what they are called."""
        self.files = {one.file: self.documents[one.id] for one in documents if one.id in self.documents}
        """Names of files that stay behind -> what they are called."""
        for file in sorted(secret) if not everything else ():
            self.files.setdefault(file, f"withheld file {len(self.files) + 1}")
        self.people = People(store)
        """Who coded and decided, and what stands for each."""
        if not everything:
            self.leave("names of those who coded and decided", "stand-ins are put for them", len(self.people))
        self._hashes = {one.sha256 for one in documents if one.id in self.documents}
        self._masks: dict[str, dict[str, Ranges]] = {}
        self._covered: set[str] = set()
        if not everything:
            for one in documents:
                if one.id in self.replaced and one.id not in self.documents:
                    self._masks[one.id] = self._masks_of(one.id)
        titles = {one.title for one in documents if one.id in self.documents and len(one.title) >= _TITLE}
        words = {one for one in titles | set(self.files) | self._covered if len(one) >= _SHORTEST}
        self._words = _any_of(words)
        self._all = _any_of(words | set(self.documents) | self._hashes)
        self._gone: set[str] = set()
        self._gone_groups: set[str] = set()
        self._gone_observations: set[str] = set()
        self._gone_codings: set[str] = set()

    def _masks_of(self, document: str) -> dict[str, Ranges]:
        telling = {
            one.speaker
            for one in self._store.testimonies(document)
            if one.speaker_type in _WITNESSES and tells(one.speaker)
        }
        self._covered |= telling
        pattern = _any_of(telling)
        if pattern is None:
            return {}
        found = {}
        for passage in self._store.passages(document):
            ranges = tuple((match.start(), match.end()) for match in pattern.finditer(passage.text))
            if ranges:
                found[passage.id] = ranges
        return found

    # -- records ----------------------------------------------------------------------------------------------

    def of_document(self, document: str, kind: str, records: Sequence[Any]) -> list[Any]:
        """A document's records as they go."""
        if document in self.documents:
            if records:
                self.leave(kind, "they are of documents that stay behind", len(records))
            return []
        masks = self._masks.get(document, {})
        if kind == "pages" and masks:
            return self._pages(document, records, masks)
        kept = []
        for one in records:
            ranges = masks.get(getattr(one, "passage", ""), ())
            if isinstance(one, (Claim, Finding)) and any(
                one.start < high and low < one.end for low, high in ranges
            ):
                # Its fields repeat the words.
                self._gone.add(one.id)
                self.leave(kind, "they repeat the description of a witness")
            elif (made := self.record(kind, _masked(one, masks))) is not None:
                kept.append(made)
        return kept

    def _pages(self, document: str, pages: Sequence[Page], masks: Mapping[str, Ranges]) -> list[Page]:
        texts = {page.number: page.text for page in pages}
        covered: dict[int, list[tuple[int, int]]] = {}
        for passage in self._store.passages(document):
            pieces = [texts[span.page][span.start : span.end] for span in passage.spans]
            for start, end in masks.get(passage.id, ()):
                for span in passage.locate(start, end, pieces):
                    covered.setdefault(span.page, []).append((span.start, span.end))
        return [replace(one, text=_blocked(one.text, covered.get(one.number, ()))) for one in pages]

    def record(self, kind: str, one: Any) -> Any | None:
        """A record as it goes; None where it stays."""
        if self.everything:
            return one
        kept = self._kept(kind, one)
        return None if kept is None else self.people.record(kept)

    def _kept(self, kind: str, one: Any) -> Any | None:
        if isinstance(one, Event):
            return self._event(one)
        why = self._stays(one)
        if why:
            self.leave(kind, why)
            return None
        if isinstance(one, Coding):
            one = _masked(one, self._masks.get(one.document, {}))
        elif isinstance(one, Testimony):
            if one.speaker_type in _WITNESSES and tells(one.speaker) and one.document in self._masks:
                self.leave(
                    "descriptions of witnesses", "they could show who spoke; they are covered in the text"
                )
                one = replace(
                    one,
                    speaker=f"{one.speaker_type} (description withheld)",
                    places=tuple(where for where in one.places if _COUNTRY.fullmatch(where.id)),
                )
        elif isinstance(one, CodeSuggestion) and one.passage in self._masks.get(one.document, {}):
            # The words that count may be among those that are covered.
            one = replace(one, why=tuple(word for word in one.why if not self._is_covered(word)))
        elif isinstance(one, Decision) and self._words is not None:
            one = replace(one, quote=self._words.sub(lambda match: _BLOCK * len(match[0]), one.quote))
        if self._names(one):
            if isinstance(one, (ClaimGroup, FindingGroup)):
                self._gone_groups.add(one.id)
            self.leave(kind, "they name something that stays behind")
            return None
        return one

    def _stays(self, one: Any) -> str:
        of_hidden = "they are of documents that stay behind"
        rests = "they rest on something that stays behind"
        match one:
            case Document():
                return "confidential, or transcripts of testimony" if one.id in self.documents else ""
            case Coding() if one.document in self.documents:
                self._gone_codings.add(one.id)
                return of_hidden
            case Memo() if one.about in self._gone_codings:
                return of_hidden
            case ClaimGroup() if self._of_hidden(one.claims):
                self._gone_groups.add(one.id)
                return rests
            case FindingGroup() if self._of_hidden((*one.findings, *one.testimonies, *one.denials)):
                self._gone_groups.add(one.id)
                return rests
            case Grade() | Decision() if one.subject in self._gone_groups:
                return rests
            case Observation() if one.origin.startswith("data/") and is_small(one.value, one.unit):
                self._gone_observations.add(one.id)
                return f"counts of persons below {SMALL_COUNT}"
            case Score() if self._gone_observations & {*one.inputs}:
                return rests
        hidden = {getattr(one, name, "") for name in ("document", "about", "subject")} & set(self.documents)
        return of_hidden if hidden else ""

    def _of_hidden(self, ids: Iterable[str]) -> bool:
        return any(id.partition("/")[0] in self.documents or id in self._gone for id in ids)

    def _is_covered(self, word: str) -> bool:
        return any(word.casefold() in words.casefold() for words in self._covered)

    def _names(self, one: Any) -> bool:
        from rantau.study.handover.kinds import line_of

        # Titles and the like are looked for in what people wrote and in what rests on several documents.
        if self._all is None or isinstance(one, (Page, Passage)):
            return False
        return self._all.search(line_of(one)) is not None

    def _event(self, one: Event) -> Event:
        if one.action.startswith(_ACCOUNTS):
            self.leave("events in part", "they tell how somebody signs in")
            return withhold(one, ("reason", "details"))
        if self._all is None:
            return one
        told = [
            one.subject,
            one.reason,
            json.dumps(dict(one.details), ensure_ascii=False),
            one.before,
            one.after,
        ]
        if not any(self._all.search(text or "") for text in told):
            return one
        # Who did what kind of thing when may be known; of what, and why, may not.
        self.leave("events in part", "they name something that stays behind; the chain of hashes still holds")
        return withhold(one, _TOLD)

    # -- files ------------------------------------------------------------------------------------------------

    def names_hidden(self, text: str) -> bool:
        """Whether a file's text names a document that stays behind, or holds words that are covered."""
        return self._words is not None and self._words.search(text) is not None

    def names_people(self, text: str) -> bool:
        """Whether a file's text names those who coded or decided."""
        return not self.everything and self.people.named_in(text)

    def renamed(self, text: str) -> str:
        """A settings file's text without the names of files that stay behind."""
        for file, label in self.files.items():
            text = text.replace(json.dumps(file, ensure_ascii=False), json.dumps(label))
        return text

    # -- the account ------------------------------------------------------------------------------------------

    def leave(self, what: str, why: str, count: int = 1) -> None:
        """Note that something stays behind."""
        if count:
            self._left[what, why] += count

    @property
    def account(self) -> tuple[LeftOut, ...]:
        """All that stays behind."""
        return tuple(LeftOut(what, count, why) for (what, why), count in sorted(self._left.items()))


def tells(speaker: str) -> bool:
    """Whether a description of a witness could show who it is: it holds a number or a name."""
    return len(speaker) >= _SHORTEST and _TELLING.search(re.sub(r"\[[^\]]*\]", "", speaker)) is not None


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted(words, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None


def _blocked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    for start, end in ranges:
        start, end = max(start, 0), min(end, len(text))
        if start < end:
            text = text[:start] + _BLOCK * (end - start) + text[end:]
    return text


def _masked(one: Any, masks: Mapping[str, Ranges]) -> Any:
    """A record with what is covered in its passage covered in its words too."""
    if isinstance(one, Passage):
        return replace(one, text=_blocked(one.text, masks[one.id])) if one.id in masks else one
    ranges = masks.get(getattr(one, "passage", ""), ())
    if ranges and isinstance(one, (Claim, Testimony, Finding, Coding, Citation)):
        within = [(low - one.start, high - one.start) for low, high in ranges]
        if isinstance(one, Citation):
            return replace(one, text=_blocked(one.text, within))
        return replace(one, quote=_blocked(one.quote, within))
    return one
