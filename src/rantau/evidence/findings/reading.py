"""Findings of one document: unquantified statements of who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rantau.evidence.backing import Backing, known_sources
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.findings.deeds import Deed, deeds_of
from rantau.evidence.findings.lexicon import finding_lexicon
from rantau.evidence.findings.sentence import read_sentence
from rantau.evidence.memory import Memory
from rantau.evidence.negatives import mask, speech_spans
from rantau.evidence.periods import PeriodFound, find_periods, resolve
from rantau.evidence.places import find_places, mentioned
from rantau.evidence.roles import Mention
from rantau.evidence.tokens import Word, words_of
from rantau.store.records import Citation, Finding, Passage, Period, PlaceMention

__all__ = ["FINDING_RULES", "actor_type_of", "extract_findings"]

FINDING_RULES: Final = "finding-rules-2"
"""Name and version of this rule set, kept with each finding; after a slash follows the action that was read."""

_KINDS = frozenset({"paragraph", "list_item", "quote", "footnote", "endnote"})
_ADVICE = re.compile(
    r"\b(?:recommend|way forward|policy options|next steps|what should|rekomendasi|saran|cadangan|syor"
    r"|abbreviation|acronym|research questions?|method|objectives|pertanyaan penelitian|metode)",
    re.IGNORECASE,
)
"""Headings under which nothing is stated as fact about the world."""
_CONTRAST = re.compile(r",?\s(?:while|whereas|sementara|sedangkan|manakala)\s|;", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_OFFICIALS = frozenset({"security", "official", "state", "politician"})
_HOW = {
    "next": "the source is named in the next sentence",
    "carried": "the source is carried on from an earlier sentence",
    "named": "the source is named without a year",
}


def extract_findings(
    passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
) -> list[Finding]:
    """Take every finding out of one document.

    A finding says, without a number, who does what to whom. Advice, aims, bans, risks, conditions and questions are
    none; neither is what a speaker is quoted as saying, which is testimony. What a text says does *not* happen, or that
    somebody denies it, is kept as denied. What it says may happen is kept with less confidence and a note.

    Args:
        passages: The document's passages in reading order.
        citations: The document's citations, any order.
        context: Document and place names.

    Returns:
        Findings in reading order, with exact quotations: ``passage.text[f.start:f.end] == f.quote``. The quotation is
        the sentence, or the part of it between semicolons.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.passage, []).append(citation)
    surroundings = Surroundings(context)
    reader = _Reader(context, surroundings, known_sources(citations))
    advice = False
    section: str | None = None
    found: list[Finding] = []
    for passage in passages:
        if passage.kind == "heading":
            surroundings.enter(passage)
            section, advice = passage.section, bool(_ADVICE.search(passage.text))
            continue
        if passage.kind not in _KINDS:
            continue
        if passage.section and passage.section != section and passage.section in context.sections:
            section, advice = passage.section, bool(_ADVICE.search(context.sections[passage.section]))
        surroundings.at(passage)
        if not advice:
            found.extend(reader.read(passage, cited.get(passage.id, ())))
    return found


def actor_type_of(name: str, codes: Iterable[str], *, illicit: bool) -> str:
    """The code of a kind of actor, which depends on what is done.

    An official who takes a bribe is complicit; one who detains is a securitising actor; a ministry that shelters is
    neither, and has no code. Relatives who recruit are known recruiters; who borrow, they follow the household's plan.

    Args:
        name: A class of ``nouns.csv``, or ``unknown``.
        codes: The codes of the action.
        illicit: Whether an official who does it is complicit.
    """
    listed = tuple(codes)
    if name in _OFFICIALS:
        if illicit:
            return "MS.meso.official_complicity"
        if any(code.startswith("SE.") for code in listed):
            return "SE.actor"
        helps = any(code.startswith("PR.") for code in listed)
        return "SE.actor" if name == "security" and not helps else ""
    if name == "kin" and not any(code.startswith("TP.") for code in listed):
        return "MS.micro.family_strategy"
    return finding_lexicon().actor_types.get(name, "")


class _Reader:
    """Reads the passages of one document."""

    def __init__(
        self, context: ClaimContext, surroundings: Surroundings, known: Mapping[str, Sequence[Citation]]
    ) -> None:
        self._context = context
        self._surroundings = surroundings
        self._known = known
        self._triggers = finding_lexicon().triggers

    def read(self, passage: Passage, cited: Sequence[Citation]) -> list[Finding]:
        """The findings of a passage in reading order."""
        text = passage.text
        if not self._may_hold(_LETTERS.findall(text.lower())):
            return []
        backing = Backing(passage, cited, self._known)
        speech = speech_spans(text)
        memory = Memory()
        found: list[Finding] = []
        unread: list[int] = []
        for number, (low, high) in enumerate(backing.sentences):
            sentence = text[low:high]
            unread.append(number)
            if not self._may_hold(_LETTERS.findall(sentence.lower())) or sentence.rstrip().endswith("?"):
                continue
            if passage.kind == "quote" and speech_spans(f"“{sentence}”"):
                continue
            plain = _plain(sentence, low, high, backing.spans(number), speech)
            words = words_of(plain)
            named = self._named(plain, sentence, words)
            deeds = deeds_of(read_sentence(plain, words, named))
            if not deeds:
                continue
            # Places of the sentences before are only read where a finding may need them.
            for earlier in unread[:-1]:
                self._note(text, backing, earlier, memory)
            unread.clear()
            sources = frozenset(_source(item) for item in backing.by_sentence[number])
            periods = find_periods(plain, self._context.document.year)
            for deed in deeds:
                where = self._where(_beside(plain, named, deed), memory, sources)
                found.append(
                    self._finding(passage, backing, number, deed, where, periods, memory, len(found) + 1)
                )
            memory.period = _last(periods) or memory.period
            memory.note(named, sources)
        return found

    def _may_hold(self, words: Sequence[str]) -> bool:
        """Quick look whether words can hold a finding at all."""
        present = frozenset(words)
        triggers = self._triggers
        for word in triggers.keys() & present:
            needed = triggers[word]
            if needed is None or not needed.isdisjoint(present):
                return True
        return False

    def _named(self, plain: str, sentence: str, words: Sequence[Word]) -> list[Mention]:
        if not self._context.places.may_name(plain):
            return []
        return find_places(plain, sentence, words, self._context.places)

    def _note(self, text: str, backing: Backing, number: int, memory: Memory) -> None:
        """Remember the places and the period of a sentence without findings."""
        low, high = backing.sentences[number]
        sentence = text[low:high]
        plain = mask(sentence, backing.spans(number))
        sources = frozenset(_source(item) for item in backing.by_sentence[number])
        memory.note(self._named(plain, sentence, words_of(plain)), sources)
        memory.period = _last(find_periods(plain, self._context.document.year)) or memory.period

    def _where(
        self, named: Sequence[Mention], memory: Memory, sources: frozenset[str]
    ) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of the sentence; else of the sentence before, the heading or the title, and which of these."""
        places = mentioned(named)
        if places:
            return places, ""
        before = memory.places_for(sources)
        return (before, "sentence before") if before else self._surroundings.fallback()

    def _finding(
        self,
        passage: Passage,
        backing: Backing,
        number: int,
        deed: Deed,
        where: tuple[tuple[PlaceMention, ...], str],
        periods: Sequence[PeriodFound],
        memory: Memory,
        count: int,
    ) -> Finding:
        low, high = backing.sentences[number]
        start, end = _quote(passage.text, low, high, deed)
        backed, how = backing.of(number, low + deed.action[0], low + deed.action[1])
        places, fallback = where
        action = deed.row.action
        period = _period(periods, deed, memory)

        def words(span: tuple[int, int] | None) -> str:
            return passage.text[low + span[0] : low + span[1]] if span else ""

        notes = (
            f"the place is taken from the {fallback}" if fallback and places else "",
            _HOW.get(how, ""),
            "the text says that it can happen, not that it does" if deed.modal else "",
            "the text gives it as alleged" if deed.alleged else "",
            "who acts is named in an earlier sentence" if deed.pronoun else "",
        )
        return Finding(
            id=f"{passage.id}/f{count}",
            document=passage.document,
            passage=passage.id,
            page=passage.page_at(start) if passage.spans else 1,
            start=start,
            end=end,
            quote=passage.text[start:end],
            actor=words(deed.actor),
            actor_type=actor_type_of(deed.actor_class, action.codes, illicit=deed.row.illicit),
            action=words(deed.action),
            target=words(deed.target),
            codes=action.codes,
            denied=deed.denied,
            places=places,
            period=period,
            citations=tuple(item.id for item in backed),
            own_data=not backed,
            extracted_by=f"{FINDING_RULES}/{action.id}",
            confidence=_confidence(deed, placed=bool(places), fallback=fallback, cited=bool(backed), how=how),
            notes=tuple(note for note in notes if note),
        )


def _beside(text: str, named: Sequence[Mention], deed: Deed) -> Sequence[Mention]:
    """Places on a deed's side of "while"; all of the sentence where its own side names none."""
    low = max((one.end() for one in _CONTRAST.finditer(text, 0, deed.first)), default=0)
    after = _CONTRAST.search(text, deed.action[1])
    high = after.start() if after else len(text)
    return [one for one in named if low <= one.start < high] or named


def _plain(
    sentence: str,
    low: int,
    high: int,
    citations: Sequence[tuple[int, int]],
    speech: Sequence[tuple[int, int]],
) -> str:
    """A sentence with its citations, and what a person is quoted as saying, blotted out."""
    spoken = [
        (max(0, start - low), min(high, end) - low) for start, end in speech if start < high and low < end
    ]
    return mask(sentence, [*citations, *spoken])


def _source(citation: Citation) -> str:
    return citation.reference or f"{citation.authors}{citation.year}{citation.suffix}"


def _last(periods: Sequence[PeriodFound]) -> Period | None:
    return next((one.period for one in reversed(periods) if not one.relative), None)


def _period(periods: Sequence[PeriodFound], deed: Deed, memory: Memory) -> Period | None:
    """The period nearest to the deed; "the same year" is worked out from the one named before."""
    if not periods:
        return None
    nearest = min(
        periods, key=lambda one: (max(deed.action[0] - one.end, one.start - deed.action[1], 0), one.start)
    )
    if not nearest.relative:
        return nearest.period
    found = resolve(nearest.period, memory.period)
    return found if found.start else None


def _quote(text: str, low: int, high: int, deed: Deed) -> tuple[int, int]:
    """The sentence, or the part of it between semicolons, without blanks at its ends."""
    points = [deed.action[0], deed.action[1]]
    points += [edge for span in (deed.actor, deed.target) if span for edge in span]
    first, last = low + min(points), low + max(points)
    start = text.rfind(";", low, first) + 1 or low
    end = text.find(";", last, high)
    end = high if end < 0 else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _confidence(deed: Deed, *, placed: bool, fallback: str, cited: bool, how: str) -> float:
    """How sure the rules are, in [0, 1]: a sum of what speaks for a finding, as in claims.

    0.45 for any; +0.15 who acts is known by kind; +0.10 whom it is done to; +0.10 the action is told by what it is done
    to, not by its verb alone; +0.08 a place in its own sentence, +0.03 one from elsewhere; +0.07 a source in its own
    sentence, +0.04 one from a neighbour; -0.20 what only may happen; -0.15 what is alleged; -0.10 a pronoun for who
    acts.
    """
    score = 0.45
    score += 0.15 * (deed.actor_class != "unknown")
    score += 0.10 * (deed.target is not None)
    score += 0.10 * bool(deed.row.objects)
    score += (0.03 if fallback else 0.08) if placed else 0.0
    score += (0.07 if how == "sentence" else 0.04) if cited else 0.0
    score -= 0.20 * deed.modal + 0.15 * deed.alleged + 0.10 * deed.pronoun
    return round(max(0.0, min(1.0, score)), 2)
