"""Who is said to speak, beside a quotation: in the tag before, between or after its parts, in brackets, by a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from rantau.evidence.speakers import NAME, PSEUDONYM, Speaker, describe, people_in, tidy
from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.evidence.subjects import main_subject, person_in, starts_phrase, subject_of

__all__ = ["RECORDED", "Tag", "tag_after", "tag_before", "tag_in_note"]

Where = Literal["before", "after", "note"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A speaker named beside a quotation."""

    speaker: Speaker
    where: Where
    adjacent: bool
    """The words follow or precede at once ("she said, “…”"), not as a part of the sentence ("said that “…” was")."""
    verb: str = ""
    end: int = 0
    """Where the tag ends, counted from the start of what follows the quotation."""
    rest: str = ""
    """What stands between the verb and the quotation: whom it was told to."""
    new_sentence: bool = False
    """It stands in a sentence of its own after the quotation's, which might lead up to the next one."""


_PRONOUN_SUBJECT = re.compile(r".*\b(she|he|they|She|He|They|dia|ia|Dia|Ia)\b")

_WORDS_OF = re.compile(
    r"\b(?:remarks?|words?|testimon(?:y|ies)|statements?|accounts?|complaints?|story|messages?|letters?"
    r"|comments?|answers?|quotes?"
    r"|reply|voice|kata-kata|kesaksian|pernyataan|pesan|keterangan|pengakuan)\s+(?:of|from|by"
    r"|dari)\s+(?P<who>(?:an?|one|another|seorang)\s[^.:;]+)$"
)

_DESCRIPTION_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bProf)(?<!\b[A-Z])[.!?;:](?=\s|$|[\"”])|[.;:]$|,?\s*[\"“«‘”]"
    r"|,\s+(?:adding|and|but|while|when|as|after|before|noting|because|referring|recalling"
    r"|with|in a|in an|during|showing|pointing|speaking|explaining|describing|laughing|so|until|sambil|seraya"
    r"|saat|ketika|dalam|pada|kepada|di sela|sebelum|setelah|usai|dengan|lalu)\b"
    r"|,\s+(?:his|her|their)(?!\s+(?:\w+\s+)?(?:mother|father|wife|husband|brother|sister|son|daughter|aunt"
    r"|uncle|cousin"
    r"|lawyer|employer|neighbou?r|friend|widow|boss|agent))\b"
    r"|\s+(?:when asked|when interviewed|when we|after being|as she|as he|as they|in an interview|in a statement"
    r"|during an interview|about (?:his|her|their|the)|sambil|seraya|saat|ketika|kepada|dalam wawancara"
    r"|pada (?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)|ihwal|mengenai|tentang|usai|seperti dikutip)\b"
)

_ADVERBS = re.compile(
    r"(?:(?:also|then|later|simply|quietly|tearfully|further|again|once|has|had|still|now|softly|angrily"
    r"|bitterly|as|juga|pun)\s+)*"
)

_ANY_VERB = re.compile(
    r"([a-z]{2,}(?:ed|pt)|laughs|smiles|sighs|grins)\s+(?=\[name|[A-Z]|an?\s|one\s|another\s|the\s|his\s|her\s)"
)

"""After a comma within the marks any verb is one of speaking: "…," grinned Ibrahim."""

_ANY_WORD = re.compile(r"([a-z]{3,})\s+")

"""The same in Indonesian and Malay, where a verb of speaking may be any root: "…," kilah direktur itu."""

_NO_TAG = re.compile(
    r"(?:and|but|while|because|which|to|in|for|is|was|are|were|has|have|had|when|at|or|by|with|on|that|than"
    r"|until|since"
    r"|from|of|if|so|nor|will|would|can|could|being|it|this|these|such|yang|dan|tetapi|untuk|di|ke|dari|karena"
    r"|dalam|pada"
    r"|sebagai|adalah|agar|bahwa|itu|ini|tersebut|kepada|oleh)\b",
    re.IGNORECASE,
)

_ABOUT = re.compile(r"\s*(?:that|bahwa|how|,|:|[-–—]|:?\s*)\s*$")


def tag_before(lead: str, language: str) -> Tag | None:
    """The tag in what stands before a quotation within its sentence (or the sentence before, ending in a colon).

    Args:
        lead: The text from the start of the sentence, or the end of the quotation before, up to the mark.
        language: ISO 639-1.
    """
    lexicon = speech_lexicon()
    bare = lead.rstrip(" \t\n*_")
    if len(bare) < 2:
        return None
    lower = bare.lower()
    verbs = list(lexicon.verb.finditer(lower))
    for verb in reversed(verbs):
        region, rest = bare[: verb.start()], bare[verb.end() :]
        if len(rest) > 160:
            break
        word = verb.group(1)
        speaker = subject_of(region, language)
        if speaker is None and word.endswith("nya") and _is_first(region):
            return Tag(Speaker(word, "pronoun"), "before", True, word, rest=rest)
        if speaker is None and _is_first(region):
            # "Kata Siti, “…”", "Said one fisher: “…”"
            phrase = rest.strip(" ,:–—-")
            speaker = person_in(phrase, language) if phrase else None
            if speaker is not None:
                return Tag(speaker, "before", True, word)
        if speaker is None and word in ("saying", "explaining", "recalling", "adding") and region.strip():
            speaker = main_subject(region, language)
        if speaker is None:
            continue
        return Tag(speaker, "before", _leads_up(rest), word, rest=rest)
    if bare[-1] == ":" and (words := _WORDS_OF.search(bare[:-1])) is not None:
        speaker = person_in(words["who"], language, lenient=True)
        if speaker is not None:
            return Tag(speaker, "before", True)
    at = max((found.start() for found in re.finditer(lexicon.attribution.pattern, lower)), default=-1)
    if at >= 0 and (at == 0 or not lower[at - 1].isalnum()):
        start = lexicon.attribution.match(lower, at).end()  # type: ignore[union-attr]
        speaker = describe(
            (bare[start:].split(", ")[0] if "," in bare[start:-1] else bare[start:])[:220], language
        )
        if speaker.kind != "none":
            return Tag(speaker, "before", bare[-1] in ",:–—-", "according to")
    if bare[-1] in ":–—" and len(bare.split()) <= 30:
        phrase = re.split(r"(?<=[a-z\d)])\.\s+(?=[A-Z])", bare[:-1])[-1]
        whole = phrase.strip(" *_")
        found = (person_in(whole, language) if starts_phrase(whole) else None) or main_subject(
            phrase, language
        )
        if found is not None and found.kind == "name" and tidy(whole) != found.text:
            found = None  # "Silence was a strategy: …": without a verb of speaking only a name alone speaks
        if found is None and (pronoun := _PRONOUN_SUBJECT.search(phrase)) is not None:
            found = describe(pronoun.group(1), language)
        if found is None:
            nearby = [one for _, _, one in people_in(phrase, language)]
            found = nearby[-1] if nearby else None
        if found is not None and found.kind != "none":
            return Tag(found, "before", True)
    return None


def _leads_up(rest: str) -> bool:
    """Whether nothing but an addressee stands between the verb and the quotation."""
    bare = rest.rstrip()
    if not bare.strip(" ,:–—-") or bare[-1] in ",:–—-":
        return True
    return (
        bool(re.search(r"\b(?:that|bahwa|us|me|her|him|them|kami|researchers|interviewers|reporters)$", bare))
        and len(bare.split()) <= 8
    )


def _is_first(region: str) -> bool:
    return not region.strip(" ,") or bool(
        re.fullmatch(r"(?:As|As for|So|Seperti|Seperti yang|Sebagaimana)\s*", region.strip() + " ")
    )


def tag_after(tail: str, spoken_end: str, language: str) -> Tag | None:
    """The tag in what follows a quotation within its sentence, or makes the next one ("Ma Hla recalled.").

    Args:
        tail: The text from the closing mark to the end of the sentence, or to the next quotation.
        spoken_end: The last character of the quotation.
        language: ISO 639-1.
    """
    lexicon = speech_lexicon()
    lead = re.match(r"[\s,.…]*(?:[-–—]\s*)?(?:as\s+)?", tail)
    assert lead is not None
    at = lead.end()
    skipped = 0
    if tail[at : at + 1] in ("(", "[") and not PSEUDONYM.match(tail, at):
        close = tail.find(")" if tail[at] == "(" else "]", at)
        if close < 0:
            return None
        note = tag_in_note(tail[at + 1 : close], language)
        if note is not None:
            return Tag(note, "note", True, end=close + 1)
        skipped = close + 1
        at = skipped + len(tail[skipped:]) - len(tail[skipped:].lstrip(" ,"))
    text = tail[at:]
    if not text:
        return None
    dash = not skipped and bool(re.search(r"[-–—]\s*$", lead.group()))
    lower = text.lower()
    start = _ADVERBS.match(lower)
    assert start is not None
    verb = lexicon.verb.match(lower, start.end())
    ended = spoken_end in ".!?…" or lead.group().lstrip()[:1] == "."
    new_sentence = ended and text[:1].isupper() and spoken_end not in ",–—"
    if verb is not None:
        first = _verb_first(text, verb, at, language)
        return replace(first, new_sentence=new_sentence) if first is not None else None
    if match := lexicon.attribution.match(lower):
        phrase = text[match.end() :]
        stop = _DESCRIPTION_END.search(phrase)
        phrase = phrase[: stop.start()] if stop else phrase
        speaker = person_in(phrase, language)
        if speaker is None:
            return None
        return Tag(
            speaker,
            "after",
            True,
            "according to",
            at + match.end() + len(phrase),
            rest=phrase if new_sentence else "",
            new_sentence=new_sentence,
        )
    verb = lexicon.verb.search(lower, 0, 170)
    if verb is not None and not _NO_TAG.match(lower):
        region = text[: verb.start()]
        clean = not re.search(r"[.;:!?]\s+[A-Z]|[\"“”]", region) and not re.search(
            r",\s+(?:and|but|while|which)\b", region
        )
        speaker = person_in(region, language, lenient=True) if clean and starts_phrase(text) else None
        if speaker is not None and speaker.kind != "none":
            rest = text[verb.end() :]
            stop = re.search(r"[.!?;](?=\s|$)", rest)
            closing = rest[: stop.start()] if stop else rest
            return Tag(
                speaker,
                "after",
                True,
                verb.group(1),
                at + verb.end() + len(closing),
                closing,
                new_sentence=new_sentence,
            )
    any_verb = _ANY_WORD if language in ("id", "ms") else _ANY_VERB
    if spoken_end in ",!?" and (told := any_verb.match(text)) is not None and not _NO_TAG.match(lower):
        found = _verb_first(text, told, at, language)
        if found is not None:
            return found
    if dash and len(text.split()) <= 30:
        phrase = RECORDED.split(re.split(r"[.;](?=\s|$)", text)[0])[0]
        speaker = describe(phrase, language)
        if speaker.kind in ("person", "name", "body") and not lexicon.verb.search(phrase.lower()):
            return Tag(speaker, "note", True, end=at + len(phrase))
    return None


def _verb_first(text: str, verb: re.Match[str], at: int, language: str) -> Tag | None:
    word = verb.group(1)
    phrase = text[verb.end() :]
    stop = _DESCRIPTION_END.search(phrase)
    closing = phrase[: stop.start()] if stop else phrase
    end = at + verb.end() + len(closing)
    closing = closing.strip()
    if word.endswith("nya") and not closing[:1].isupper():
        return Tag(Speaker(word, "pronoun"), "after", True, word, end)
    if not closing:
        return Tag(Speaker("", "pronoun"), "after", True, word, end) if word.endswith("nya") else None
    if not starts_phrase(closing):
        return None
    speaker = person_in(closing, language, lenient=True)
    if speaker is None:
        return None
    return Tag(speaker, "after", True, word, end, rest=phrase[len(closing) :] if stop else "")


_NOTE_WORDS: Final = re.compile(
    r"^(?:interview(?:ed)?(?: with)?|personal (?:interview|communication)(?: with)?|wawancara(?: dengan"
    r"| mendalam dengan)?|testimony of|quote from|kutipan)\s*:?,?\s+",
    re.IGNORECASE,
)

RECORDED: Final = re.compile(
    r"(?:^|[,;.(]|\s)\s*(?:as )?(?:cited|quoted|recorded|interviewed|collected|documented|told|spoken"
    r"|written down|noted|taken down|dicatat|dikutip"
    r"|direkam|diwawancarai|diceritakan)\s+(?:down\s+)?(?:in|by|to|oleh|dari|kepada|dalam)\b|[,;]\s*in:",
    re.IGNORECASE,
)

"""In a note to a quotation: from here on it says who wrote the words down."""

_YEAR_OR_DATE = re.compile(r"(?:,\s*)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d$")


def tag_in_note(note: str, language: str) -> Speaker | None:
    """Whose words a quotation holds, by the brackets after it: "(Interview, male returnee, Lampung)".

    A citation in brackets says where the words were printed, not whose they are.
    """
    text = note.strip(" .;")
    if not text or len(text) > 200 or RECORDED.match(text):
        return None
    lexicon = speech_lexicon()
    lower = text.lower()
    cue = lexicon.interview.search(lower)
    bare = _YEAR_OR_DATE.sub("", _NOTE_WORDS.sub("", text)).strip(" ,;")
    bare = RECORDED.split(bare)[0].strip(" ,;")
    speaker = describe(bare, language)
    if speaker.kind == "work" or (
        re.search(r"\b(?:19|20)\d\d[a-z]?\b", text) and not cue and speaker.kind != "person"
    ):
        return None
    if speaker.kind in ("person",):
        return speaker
    parts = [describe(part, language) for part in re.split(r"[,;/]\s*", bare)]
    known = next((part for part in parts if part.kind == "person" and not part.assumed), None) or next(
        (part for part in parts if part.kind == "person"), None
    )
    if known is not None:
        sex = known.sex or next((part.sex for part in parts if part.sex), "")
        return Speaker(tidy(bare), "person", known.type, sex, known.assumed)
    if cue:
        return Speaker(tidy(bare or text), "person", "unknown", assumed=True)
    if re.fullmatch(
        rf"{NAME},? (?:aged )?\d{{2}}(?:,.*)?|(?:fe)?male,? \d{{2}}(?:,.*)?|\w{{1,6}}[- ]?\d{{1,3}}(?:, .*)?",
        text,
    ):
        return Speaker(tidy(bare), "name")
    return None
