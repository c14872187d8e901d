"""What is said in one passage: its quotations, joined where a tag parts them, and who speaks in each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rantau.evidence.attribution import RECORDED, Tag, tag_after, tag_before, tag_in_note
from rantau.evidence.introductions import Introductions, outside_quotations
from rantau.evidence.quotations import Quotation, find_quotations, opens_with_mark
from rantau.evidence.speakers import Speaker, describe, kind_of_body, people_in
from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.evidence.spoken import Setting, is_testimony, looks_at
from rantau.store.records import Citation, Passage

__all__ = ["Heard", "TestimonyReader"]

_LONGEST_TAG = 320
"""Characters of a tag between two parts of one speech."""
_NOBODY = Speaker("", "none")


@dataclass(frozen=True, slots=True)
class Heard:
    """A testimony where it stands in its passage."""

    start: int
    end: int
    outer_end: int
    speaker: Speaker
    around: str
    """The text beside it that speaks of it: its sentence without the quotation, or the sentence that leads up to it."""
    confidence: float
    notes: tuple[str, ...] = ()
    led_by: Passage | None = None
    """The passage that leads up to it, where that is another one."""


@dataclass(slots=True)
class _Candidate:
    quotation: Quotation
    lead: str
    tail: str
    before: Tag | None
    after: Tag | None
    end: int
    outer_end: int
    alone: bool
    """Begins a sentence."""
    last_after: Tag | None = None
    """The tag after its last part."""
    notes: list[str] = field(default_factory=list)

    @property
    def tag(self) -> Tag | None:
        if self.before is not None and self.before.adjacent:
            return self.before
        return self.after or self.before


class TestimonyReader:
    """Reads the passages of one document, and remembers who spoke.

    Args:
        passages: All passages of the document.
        cited: Citations by passage.
        language: The document's main language.
    """

    __test__ = False  # no test class, whatever its name says

    def __init__(
        self, passages: Sequence[Passage], cited: Mapping[str, Sequence[Citation]], language: str
    ) -> None:
        self._passages = passages
        self._cited = cited
        self._language = language
        self._met = Introductions(passages, language)
        self._goes_on: Speaker | None = None

    def read(self, number: int) -> list[Heard]:
        """The testimonies of a passage in reading order."""
        passage = self._passages[number]
        text = passage.text
        language = passage.language or self._language
        quotations = find_quotations(text)
        going_on, self._goes_on = self._goes_on, None
        covered = sum(one.outer_end - one.outer for one in quotations)
        if (passage.kind == "quote" and covered < 0.6 * len(text)) or (
            len(quotations) == 1 and covered > 0.75 * len(text) and quotations[0].outer < 3
        ):
            return self._block(number, quotations, language, going_on)
        if not quotations:
            return []
        candidates = self._candidates(passage, quotations, language)
        heard: list[Heard] = []
        for candidate in candidates:
            one = self._hear(number, passage, candidate, heard, language)
            if one is not None:
                heard.append(one)
                self._met.remember(number, one.speaker)
        last = quotations[-1]
        if heard and not last.closed and heard[-1].outer_end == last.outer_end and self._opened_next(number):
            self._goes_on = heard[-1].speaker
        return heard

    # ---- quotations and their tags -----------------------------------------------------------------------------

    def _candidates(
        self, passage: Passage, quotations: Sequence[Quotation], language: str
    ) -> list[_Candidate]:
        """Quotations with their tags, scare quotes left out, those that a tag parts joined."""
        kept = list(quotations)
        made: list[_Candidate] = []
        for _ in range(2):
            made = [self._candidate(passage, kept, at, language) for at in range(len(kept))]
            speaking = []
            for number, one in enumerate(made):
                one.last_after = one.after
                goes_on = number > 0 and _goes_together(passage.text, made[number - 1], one)
                if goes_on or not _is_scare(passage.text, one):
                    speaking.append(one.quotation)
            if len(speaking) == len(kept):
                break
            kept = speaking
        else:
            made = [self._candidate(passage, kept, at, language) for at in range(len(kept))]
        for one in made:
            one.last_after = one.after
        joined: list[_Candidate] = []
        for one in made:
            if joined and _goes_together(passage.text, joined[-1], one):
                first = joined[-1]
                first.end, first.outer_end = one.end, one.outer_end
                first.last_after = one.after
                if first.tag is None:
                    first.before, first.after = one.before, one.after
            else:
                joined.append(one)
        return joined

    @staticmethod
    def _candidate(passage: Passage, quotations: Sequence[Quotation], at: int, language: str) -> _Candidate:
        text, one = passage.text, quotations[at]
        sentences = passage.sentences or ((0, len(text)),)
        low = next((start for start, end in sentences if start <= one.outer < end), 0)
        first = next(
            (number for number, (start, end) in enumerate(sentences) if one.outer_end <= end),
            len(sentences) - 1,
        )
        high = max(sentences[first][1], one.outer_end)
        after_end = quotations[at + 1].outer if at + 1 < len(quotations) else len(text)
        before_end = quotations[at - 1].outer_end if at else 0
        start = max(low, before_end)
        lead = text[start : one.outer]
        tail = text[one.outer_end : min(after_end, high)]
        if passage.kind == "table":
            lead, tail = lead.rpartition("|")[2], tail.partition("|")[0]
        if not tail.strip(' .,;:)…!?"”’') and first + 1 < len(sentences) and one.closed:
            tail = text[one.outer_end : min(after_end, sentences[first + 1][1])]
        inner_last = text[one.end - 1]
        before = tag_before(lead, language)
        after = tag_after(tail, inner_last, language) if one.closed else None
        if after is not None and after.new_sentence:
            to_next = min(after_end, len(text)) == one.outer_end + len(tail) and at + 1 < len(quotations)
            if (before is not None and before.adjacent) or to_next or len(after.rest.split()) > 5:
                after = None
        return _Candidate(
            one, lead, tail, before, after, one.end, one.outer_end, not lead.strip(' .,—–-"“”*_')
        )

    # ---- judging -----------------------------------------------------------------------------------------------

    def _hear(
        self, number: int, passage: Passage, one: _Candidate, heard: Sequence[Heard], language: str
    ) -> Heard | None:
        text = passage.text
        start = one.quotation.start
        tag = one.tag
        setting = Setting(
            quote=text[start : one.end],
            lead=one.lead,
            tail=one.tail,
            tag=tag,
            cited=[
                source for source in self._cited.get(passage.id, ()) if source.start < one.outer_end + 120
            ],
            at=one.quotation.outer,
            outer_end=one.outer_end,
            alone=one.alone,
        )
        speaker = tag.speaker if tag is not None else _NOBODY
        if passage.kind == "table" and tag is None:
            cell = text[: one.quotation.outer].rstrip(" |").rpartition("|")[2].rpartition("\n")[2]
            speaker = describe(cell, language)
        if speaker.kind == "pronoun":
            speaker = self._met.stands_for(
                number, text[: one.quotation.outer], speaker, heard[-1].speaker if heard else None, language
            )
        elif speaker.type == "other" and speaker.text.lower().startswith(("its ", "their ", "the ")):
            speaker = replace(speaker, type=kind_of_body(text[: one.quotation.outer]))
        elif tag is None and speaker.kind == "none" and one.alone:
            speaker = self._before(text, one, heard, language)
        looks = looks_at(setting, speaker)
        if not is_testimony(setting, speaker, looks, continues=bool(heard)):
            return None
        speaker = self._met.settled(number, speaker, first_person=looks.first_person, of_kin=looks.of_kin)
        around = f"{one.lead} {one.tail}"
        return Heard(
            start,
            one.end,
            one.outer_end,
            speaker,
            around,
            looks.confidence(speaker, tag),
            tuple(one.notes),
        )

    def _before(self, text: str, one: _Candidate, heard: Sequence[Heard], language: str) -> Speaker:
        """Who speaks in a quotation that stands alone: who spoke before it, or is told of in the sentence before."""
        behind = text[: one.quotation.outer]
        if heard:
            between = behind[heard[-1].outer_end :]
            others = [person for _, _, person in self._met.people(between, language)]
            if not others or len(between) < 40:
                return heard[-1].speaker
            return others[-1]
        outside = outside_quotations(behind)
        people = self._met.people(outside, language)
        return people[-1][2] if people else _NOBODY

    # ---- passages that are a quotation -------------------------------------------------------------------------

    def _block(
        self, number: int, quotations: Sequence[Quotation], language: str, going_on: Speaker | None
    ) -> list[Heard]:
        """A block quote, or a paragraph that is one quotation: who speaks is said in it, before it or after it."""
        passage = self._passages[number]
        text = passage.text
        if len(quotations) == 1 and quotations[0].outer < 3:
            one = quotations[0]
            start, end, rest = one.start, one.end, text[one.outer_end :]
            closed, outer_end = one.closed, one.outer_end
        else:
            start, end, rest = _without_attribution(text)
            closed, outer_end = True, len(text)
        lead, led_by = self._lead(number)
        if not lead.rstrip().endswith(":"):
            led_by = None  # what it says is told for itself, and its source is its own
        after = tag_after(rest, text[end - 1], language) if rest.strip() else self._signed(number, language)
        before = tag_before(lead, language) if lead else None
        own = after is not None and (not after.new_sentence or before is None)
        tag = after if own else before
        if going_on is not None and (tag is None or tag.where != "note"):
            tag = None
        setting = Setting(
            quote=text[start:end],
            lead=lead,
            tail=rest,
            tag=tag,
            cited=self._cited.get(passage.id, ()),
            at=max(0, start - 1),
            outer_end=outer_end,
            alone=True,
            block=True,
        )
        speaker = tag.speaker if tag is not None else going_on or _NOBODY
        if speaker.kind == "pronoun":
            speaker = self._met.stands_for(number - 1, lead, speaker, None, language)
        looks = looks_at(setting, speaker)
        if not is_testimony(setting, speaker, looks, continues=going_on is not None):
            return []
        if speaker.kind == "none":
            people = people_in(outside_quotations(lead), language) if lead else []
            speaker = people[-1][2] if people else speaker
        speaker = self._met.settled(number, speaker, first_person=looks.first_person, of_kin=looks.of_kin)
        notes = ("goes on from the paragraph before",) if going_on is not None else ()
        if not closed and self._opened_next(number):
            self._goes_on = speaker
        self._met.remember(number, speaker)
        around = f"{lead} {rest} {self._note_after(number)}"
        return [
            Heard(
                start,
                end,
                outer_end,
                speaker,
                around,
                looks.confidence(speaker, tag),
                notes,
                led_by,
            )
        ]

    def _lead(self, number: int) -> tuple[str, Passage | None]:
        """The last sentence of the passage before, where it may lead up to this one."""
        for passage in reversed(self._passages[max(0, number - 3) : number]):
            if passage.kind in ("paragraph", "list_item"):
                low = passage.sentences[-1][0] if passage.sentences else 0
                return passage.text[low:], passage
            if passage.kind in ("heading", "quote"):
                break
        return "", None

    def _signed(self, number: int, language: str) -> Tag | None:
        """A short line after a block quote that says who speaks: "— Ma Hla, 24, Mae Sot"."""
        if number + 1 >= len(self._passages):
            return None
        text = self._passages[number + 1].text.strip()
        if self._passages[number + 1].kind == "heading" or len(text.split()) > 25 or find_quotations(text):
            return None
        dashed = re.match(r"[-–—~]\s*", text)
        if dashed is None and text[:1] != "(" and text[-1:] in ".:;?!":
            return None
        bare = text[dashed.end() :] if dashed else text.strip("()")
        if RECORDED.match(bare):
            return None
        if speech_lexicon().verb.search(bare.lower()) and not dashed:
            return None
        found = tag_in_note(bare, language) or describe(bare, language)
        return Tag(found, "note", True) if found.kind in ("person", "name") else None

    def _note_after(self, number: int) -> str:
        """The line after a quotation, where it says who wrote the words down."""
        if number + 1 >= len(self._passages):
            return ""
        text = self._passages[number + 1].text
        return text if len(text.split()) <= 30 and RECORDED.search(text) else ""

    def _opened_next(self, number: int) -> bool:
        return number + 1 < len(self._passages) and opens_with_mark(self._passages[number + 1].text)


def _without_attribution(text: str) -> tuple[int, int, str]:
    """The words of a block quote, and what is said of the speaker after them."""
    start = 1 if opens_with_mark(text) else 0
    found = re.search(
        r"\s*[\"”’]?\s+[-–—]+\s*(?P<who>[^.–—]{3,160})\.?$|\s*[\"”’]?\s*(?P<note>\([^()]{3,160}\))\.?$", text
    )
    if found is None:
        end = len(text) - (1 if text[-1:] in '"”' and start else 0)
        return start, end, ""
    return start, max(found.start(), start + 1), text[found.start() :].lstrip(' "”’')


def _is_scare(text: str, one: _Candidate) -> bool:
    """A word or two in quotation marks that nobody is said to say."""
    inner = text[one.quotation.start : one.quotation.end]
    if len(inner.split()) >= 4:
        return False
    if inner[-1] in ".,!?…" and one.tag is not None and one.tag.adjacent:
        return False
    bare = one.lead.rstrip()
    return not (
        (one.before is not None and one.before.adjacent and bare[-1:] in ",:")
        or (one.after is not None and not one.after.new_sentence and inner[-1] in ".,!?…")
        or (one.after is not None and one.after.where == "note")
    )


def _goes_together(text: str, first: _Candidate, second: _Candidate) -> bool:
    """Whether a tag between two quotations parts one speech: "I paid," she said, "all of it"."""
    gap = text[first.outer_end : second.quotation.outer]
    tag = first.last_after
    if tag is None or tag.where == "note" or tag.new_sentence or len(gap) > _LONGEST_TAG:
        return False
    if re.search(r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?]\s+\S", gap[tag.end :]):
        return False  # another sentence stands between
    if gap.rstrip()[-1:] == ":":
        return False
    if second.after is not None and second.after.speaker.kind not in ("pronoun",):
        return False
    return second.before is None or second.before.speaker == tag.speaker
