"""Whose words they are: a description of a speaker, and the kind of speaker that it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from rantau.evidence.speech_lexicon import Noun, Sex, speech_lexicon
from rantau.framework.words import SPEAKER_TYPES, SpeakerType

__all__ = [
    "NAME",
    "PSEUDONYM",
    "Speaker",
    "SpeakerKind",
    "describe",
    "is_name",
    "kind_of_body",
    "people_in",
    "tidy",
]

SpeakerKind = Literal["person", "name", "pronoun", "body", "work", "none"]
"""``name``: a name that nothing is said of. ``work``: a report, a law. ``none``: no speaker."""

PSEUDONYM: Final = re.compile(r"\[(?:name|phone|id|address|account|plate|handle|e-mail) \d+\]")
"""What stands in stored text for something that names a person."""
NAME: Final = (
    r"(?:\[name \d+\]|[A-Z]{1,4}[- ]?\d{1,3}\b|[A-ZÀ-Þ](?:[\w'’]*[a-zà-ÿ][\w'’-]*|\.)|[A-Z]\.?(?![\w]))"
    r"(?:[\s-](?:\[name \d+\]|(?:bin|binti|bt|de|da|del|van|al|el|dos|la)\s(?=[A-ZÀ-Þ])|[A-ZÀ-Þ](?:[\w'’-]*|\.)))*"
)
"""A run of capitalised words, or a pseudonym."""
_NAME = re.compile(NAME)
_AGE = re.compile(
    r"(?:aged?\s+)?\d{1,2}(?:[- ]?(?:years?[- ]old|tahun|yo|y/o))?|usia \d{1,2}(?: tahun)?", re.IGNORECASE
)
_CORE_END = re.compile(
    r"[,(;:]|\s[-–—]\s|\b(?:from|in|of|at|who|whose|which|that|with|for|near|on|to|working|employed|interviewed"
    r"|living|held|aged|whom|by|named|called|rescued|returning|recruited|detained|identified|speaking|under|inside"
    r"|whose|as|after|among|asal|dari|di|yang|bernama|berusia|untuk|pada|kepada|sebagai|berinisial|daripada|ketika)\b"
)
_HEAD_FIRST: Final = frozenset({"id", "ms"})
_DETERMINERS = (
    r"(?:a|an|one|another|the|this|that|two|three|four|five|six|several|some|many|most|both|other|a few|a number of"
    r"|a group of|our|his|her|their|my|each|every|all|\d{1,3}|seorang|salah seorang|salah satu|para|beberapa|sebagian"
    r"|seseorang|dua|tiga|banyak|un|una|une|un[ae]?)"
)
_ONE_OF = re.compile(
    r"(?:one|some|several|many|most|two|three) of (?:the|our|its|their)\s+(?:most |best |more )?(?=\w)"
)
_RUNS = re.compile(r"\b(?:who|that|yang)\s+(?:owns?|employs?|hires?|recruits?|memiliki|mempekerjakan)\b")
"""Who owns boats or hires people speaks for a business."""
_NOW = re.compile(r"\bnow\s+(?:a |an )?\w+(?:ing\b|er\b)|\bkini bekerja\b")
"""What a migrant of another calling does: "a teacher from Mykolaiv, now packing cosmetics"."""
_ONLY_NAME = re.compile(rf"{NAME}(?=\s+[a-z])")
_OF_BODY = re.compile(r"^of (?:the |an? )?[A-Z]")
_OF_THEM = re.compile(
    r"(?:one|another|some|several|many|most|two|three|both|a few)\s+of\s+(?:them|these|those)"
    r"|(?:salah satu|salah seorang|beberapa|sebagian)\s+(?:dari\s+|di antara\s+)?mereka"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, as the text describes them."""

    text: str
    kind: SpeakerKind
    type: SpeakerType = "unknown"
    sex: Sex = ""
    assumed: bool = False
    """The kind of speaker is assumed: the text gives no office and no role."""

    @property
    def speaks(self) -> bool:
        """Whether these are somebody's own words."""
        return self.kind in ("person", "name", "pronoun", "body")


NOBODY: Final = Speaker("", "none")


def is_name(text: str) -> bool:
    """Whether a text is a person's name and nothing else, title included."""
    bare = text.strip(" ,")
    match = _NAME.fullmatch(bare)
    if match is None:
        return False
    first = re.split(r"[\s]", bare, maxsplit=1)[0].lower()
    return first not in speech_lexicon().function_words or first in speech_lexicon().titles


def tidy(text: str) -> str:
    """A description without what only joins it to its sentence."""
    text = text.strip(" ,;:–—-\n\t*_")
    text = re.sub(
        r"(?:\s+|,\s*)(?:who|yang|also|then|later|has|had|have|was|were|is|are|once|further|again|simply|often"
        r"|tearfully"
        r"|quietly|angrily|bitterly|sadly|recently|repeatedly|still|now|juga|pun|telah|sudah|kemudian|lalu|as|when"
        r"|and|but|quoted as|was quoted as|is quoted as|would|could|did|frequently|candidly|similarly|even|just"
        r"|poignantly|eventually|afterwards|explicitly|clearly|calmly|vividly)$",
        "",
        text,
    )
    shorter = text.strip(" ,;:–—-\n\t*_")
    return tidy(shorter) if shorter != text else shorter


def describe(text: str, language: str = "en") -> Speaker:
    """Say what kind of speaker a description is of.

    The head noun tells; of a position ("spokesperson", "director") the body it is held in; of a name the words in
    apposition, or its title.

    Args:
        text: A noun phrase ("a 24-year-old woman from Shan State", "Ko M.", "the ministry's spokesperson").
        language: ISO 639-1; in Indonesian and Malay the head comes first.
    """
    said = tidy(text)
    if not said:
        return NOBODY
    lexicon = speech_lexicon()
    lower = said.lower()
    first = re.split(r"[\s,]", lower, maxsplit=1)[0]
    if lower in lexicon.pronouns:
        meant = lexicon.pronouns[lower]
        return Speaker(said, "work") if meant == "work" else Speaker(said, "pronoun", sex=meant)
    if _OF_THEM.fullmatch(lower):
        return Speaker(said, "pronoun")
    if re.match(r"(?:one|another|some|several|many|two|three) of (?:those|these)\s+\w", lower):
        found = next((describe(part, language) for part in _segments(said[_core_end(lower, 8) :])), NOBODY)
        return replace(found, text=said) if found.kind == "person" else Speaker(said, "person", assumed=True)
    if (many := _ONE_OF.match(lower)) is not None:
        return replace(describe(said[many.end() :], language), text=said)
    titled = _title(lower)
    if titled == "ngo" or re.match(r"(?:Sister|Brother|Mother|Father) [A-Z]", said):
        return Speaker(said, "person", "ngo")
    core_end = _core_end(lower)
    hits = _hits(said, lower)
    inside = [hit for hit in hits if hit[0] < core_end]
    if inside:
        head = inside[0] if language in _HEAD_FIRST else inside[-1]
        return _by_head(said, lower, head, inside, hits)
    if titled is not None and titled not in ("female", "male"):
        return Speaker(said, "person", _as_type(titled))
    sex = _as_sex(titled)
    core = said[:core_end]
    rest = said[core_end:].lstrip(" ,(–—-")
    if is_name(core) or (_NAME.match(said) and first not in speech_lexicon().function_words):
        if _RUNS.search(lower):
            return Speaker(said, "person", "company", sex)
        told = [
            found
            for segment in _segments(rest)
            if (found := describe(segment, language)).kind in ("person", "body")
        ]
        if sex and not any(not found.assumed for found in told) and _OF_BODY.match(rest):
            return Speaker(
                said, "person", "ngo", sex
            )  # "Ms Pereira of the Refuge Circle": no state, no company
        for found in sorted(told, key=lambda one: one.assumed):
            return Speaker(said, "person", found.type, sex or found.sex, found.assumed)
        if sex and _OF_BODY.match(rest):
            return Speaker(
                said, "person", "ngo", sex
            )  # "Ms Pereira of the Refuge Circle": no state, no company
        if re.match(r"(?:\d{1,2}\b|aged)", rest.lower()) or sex:
            return Speaker(said, "name", "unknown", sex)
        if (bare := _ONLY_NAME.match(said)) is not None:
            said = bare.group().strip()  # "Andi Saputra masih ingat hari itu": a name, and what it does
        return Speaker(said, "name")
    if re.fullmatch(rf"(?:{_DETERMINERS})(?:\s+\S+){{0,3}}", lower) and first in (
        "one",
        "another",
        "several",
        "many",
        "some",
        "most",
        "others",
        "two",
        "three",
        "all",
        "both",
        "seseorang",
    ):
        return Speaker(said, "person", "unknown", assumed=True)
    return NOBODY


def _segments(rest: str) -> list[str]:
    """What stands in apposition to a name, without ages."""
    parts = [part.strip(" )(") for part in re.split(r"[,()]", rest)]
    return [part for part in parts if part and not _AGE.fullmatch(part)][:4]


def _core_end(lower: str, position: int = 0) -> int:
    for match in _CORE_END.finditer(lower, position):
        if match.start() > 0:
            return match.start()
    return len(lower)


_Hit = tuple[int, int, Noun]


def _hits(said: str, lower: str) -> list[_Hit]:
    lexicon = speech_lexicon()
    found: list[_Hit] = []
    for match in lexicon.noun.finditer(lower):
        word = match.group(1)
        if word in lexicon.upper and not said[match.start() : match.start() + len(word)].isupper():
            continue
        found.append((match.start(), match.end(), lexicon.nouns[word]))
    for match in re.finditer(r"\d{1,2}[- ]years?[- ]old\b", lower):
        found.append((match.start(), match.end(), Noun("person", "")))
    return sorted(found, key=lambda hit: hit[:2])


def _by_head(said: str, lower: str, head: _Hit, inside: Sequence[_Hit], hits: Sequence[_Hit]) -> Speaker:
    noun = head[2]
    sex: Sex = noun.sex or _sex_of(lower, inside)
    if noun.kind == "work":
        return Speaker(said, "work")
    if noun.kind == "position":
        bodies = [
            hit
            for hit in hits
            if hit[2].kind == "role"
            and hit[2].type in ("official", "company", "ngo", "expert")
            and hit != head
        ]
        before = [hit for hit in bodies if hit[1] <= head[0]]
        near = before[-1:] or bodies[:1]
        kind = near[0][2].type if near else noun.type
        return Speaker(said, "person", _as_type(kind), sex)
    if noun.kind == "person":
        if re.search(
            r"\bwhose\s+(?:\w+\s+)?(?:husband|wife|son|daughter|brother|sister|father|mother|child|children)\b",
            lower,
        ):
            return Speaker(said, "person", "family", sex)
        for hit in [*inside, *(one for one in hits if one not in inside and _in_apposition(lower, one[0]))]:
            if hit[2].kind in ("role", "position"):
                return _by_head(said, lower, hit, [hit], [one for one in hits if one[2].kind == "role"])
        return Speaker(said, "person", "unknown", sex, assumed=True)
    if noun.type == "family" and re.match(
        r"(?:[\w-]+\s+){0,4}(?:mother|father|parent)s?\s+(?:of|to)\s+(?:\w+\s+)?(?:one|two|three|four|five|six|\d)\b",
        lower,
    ):
        return Speaker(said, "person", "unknown", sex, assumed=True)  # "a mother of two" is nobody's kin here
    kind = "migrant" if _NOW.search(lower) and noun.type in ("community", "expert", "other") else noun.type
    return Speaker(said, "body" if noun.body else "person", _as_type(kind), sex)


def _in_apposition(lower: str, at: int) -> bool:
    """ "a woman, 32, a factory worker"; "a man who works as a fisher"; "a woman working as a maid"."""
    before = lower[:at]
    return bool(
        re.search(
            r"(?:,|\(|–|—|\bas)\s*(?:(?:an?|the|former|ex|mantan|seorang)\b\s*-?)*(?:[\w-]+\s+){0,2}$", before
        )
    )


def _sex_of(lower: str, hits: Sequence[_Hit]) -> Sex:
    for hit in hits:
        if hit[2].sex:
            return hit[2].sex
    if re.search(r"\bfemale\b|\bperempuan\b|\bwanita\b", lower):
        return "female"
    if re.search(r"\bmale\b|\blaki-laki\b|\blelaki\b", lower):
        return "male"
    return _as_sex(_title(lower))


def _as_sex(word: str | None) -> Sex:
    return "female" if word == "female" else "male" if word == "male" else ""


def _as_type(word: str) -> SpeakerType:
    return next((known for known in SPEAKER_TYPES if known == word), "unknown")


def _title(lower: str) -> str | None:
    """The kind that the title before a name tells."""
    titles = speech_lexicon().titles
    words = lower.split()
    for count in (3, 2, 1):
        if len(words) > count and (kind := titles.get(" ".join(words[:count]))) is not None:
            return kind
    return None


def kind_of_body(text: str) -> SpeakerType:
    """Of what kind the body is that a text names last ("The governor's office rejected it"), for "its spokesman"."""
    lower = text.lower()
    for _, _, noun in reversed(_hits(text, lower)):
        if noun.kind == "role" and noun.type in ("official", "company", "ngo"):
            return _as_type(noun.type)
    return "other"


def people_in(text: str, language: str = "en") -> list[tuple[int, int, Speaker]]:
    """People whom a stretch of text describes or names, in order, with what is said of them at once.

    Args:
        text: Text outside of quotation marks.
        language: ISO 639-1.
    """
    found: list[tuple[int, int, Speaker]] = []
    lexicon = speech_lexicon()
    taken = 0
    nouns = list(lexicon.noun.finditer(text.lower()))
    for number, match in enumerate(nouns):
        if match.start() < taken:
            continue
        noun = lexicon.nouns[match.group(1)]
        if (
            noun.kind == "work"
            or noun.body
            or (match.group(1) == "year-old" and _NOUN_FOLLOWS.match(text, match.end()))
        ):
            continue
        start = max(taken, _phrase_start(text, match.start()))
        last = match.end()
        if language in _HEAD_FIRST:
            for further in nouns[number + 1 :]:
                if further.start() > last + 1:
                    break
                last = max(last, further.end())
        end = _phrase_end(text, last)
        apposed = re.compile(r",\s+(?:an?|seorang)\s[^,.;:\n]{2,90}(?=,)").match(text, end)
        end = apposed.end() if apposed is not None else end
        speaker = describe(text[start:end], language)
        if speaker.kind == "person":
            found.append((start, end, speaker))
            taken = end
    for match in _SOMEBODY_FROM.finditer(text):
        if not any(low < match.end() and match.start() < high for low, high, _ in found):
            more = _APPOSITION_OF_AGED.match(text, match.end())
            end = more.end() if more is not None else match.end()
            kind: SpeakerType = "company" if _RUNS.search(text[match.start() : end].lower()) else "unknown"
            found.append(
                (
                    match.start(),
                    end,
                    Speaker(text[match.start() : end], "person", kind, assumed=kind == "unknown"),
                )
            )
    for match in _NAMED.finditer(text):
        if any(low < match.end() and match.start() < high for low, high, _ in found) or not is_name(
            match.group()
        ):
            continue
        said = _APPOSITION.match(text, match.end()) or re.compile(r" of (?:the )?" + _PLACE).match(
            text, match.end()
        )
        end = said.end() if said is not None else _phrase_end(text, match.end())
        found.append((match.start(), end, describe(text[match.start() : end], language)))
    return sorted(found, key=lambda one: one[0])


_SOMEBODY_FROM = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Ss]eorang)\s+(?:[a-z'’-]+\s+){1,4}?(?:from|asal"
    r"|dari)\s+[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
    r"|\b(?:An?|One|Another|Seorang)\s+[a-z'’-]+(?:\s[a-z'’-]+)?(?=,\s+(?:aged\s+)?\d{2}\b|,\s+(?:who|yang)\b)"
)
_APPOSITION_OF_AGED = re.compile(r"(?:,\s+(?:aged\s+)?\d{2}\b)?(?:,\s+(?:who|yang)\s[^,.;:\n]{2,90})?")
"""Somebody whose noun is not known: "a steel-fixer from Dhanusha"."""
_NOUN_FOLLOWS = re.compile(r" (?!(?:from|in|of|at|who|with|and|was|is|had|has)\b)[A-Za-z]")
_NAMED = re.compile(
    rf"{NAME}(?=,? \(?(?:aged |usia |berusia )?\d{{1,2}}\b(?!/)| \([^()]*(?:not (?:her|his|their)|bukan nama"
    rf"|nama samaran)"
    r"|, (?:who|yang|an?|the|formerly?|bekas|mantan|eks|seorang|once|now|director|head|ketua)\b)"
    rf"|(?<![\w])(?:Mr|Mrs|Ms|Dr|Prof|Ibu|Pak|Bapak|Bu|Ko|Ma|Daw|U|Sister|Suster|Romo|Father|Encik|Puan)\.? {NAME}"
)
"""A name by what follows it, an age or an apposition; or by its title."""
_APPOSITION = re.compile(
    r",\s+(?:who|yang|an?|the|formerly?|bekas|mantan|eks|seorang|once|director|head|ketua)\b[^,.;:\n]{2,90}"
)

_NAMED_BEFORE = re.compile(rf"(?P<name>{NAME})(?:\s*\([^()]{{1,40}}\))?(?:,\s+(?:aged\s+)?\d{{1,2}})?,\s+$")
_PLACE = r"[A-Z][\w'’-]*(?:\s+(?:of\s+|and\s+)?[A-Z][\w'’-]*){0,3}"
_PHRASE_TAIL = re.compile(
    rf"(?:\s+{NAME})?"
    r"(?:\s+of\s+the\s+[a-z-]+(?:\s[a-z-]+){0,2}(?=,))?(?:\s+lain(?:nya)?(?=,))?"
    r"(?:(?:\s+[a-z]+){0,2}?(?:\s+(?:from|in|of|at|near|with|for|asal|dari|di)\s+(?:(?:the|a|an|his|her|their"
    r"|northern|southern|eastern"
    r"|western|central|rural|upper|lower|desa|kabupaten|provinsi|kota)\s+){0,2}"
    rf"(?:{_PLACE}|(?:early|late|mid)?[- ]?(?:twenties|thirties|forties|fifties|sixties|teens|[2-6]0s)))+)?"
)
_AGE_TAIL = re.compile(
    r"(?:,?\s+(?:aged\s+|berusia\s+|usia\s+)?\d{2}(?:\s+tahun)?\b|\s+\(\d{2}[^()]{0,30}\))"
    rf"(?:,?\s+(?:from|of|asal|dari)\s+{_PLACE})?"
)
_NAMED_AFTER = re.compile(rf",\s+(?P<name>{NAME})(?:\s+of\s+(?:the\s+)?{_PLACE})?(?=,|\.\s|\.$)")


def _phrase_start(text: str, at: int) -> int:
    """Back over adjectives to the determiner within the clause, and over a name in apposition to the phrase."""
    low = max(text.rfind(mark, 0, at) for mark in ".,;:()\n") + 1
    start = at
    for match in re.finditer(
        rf"\b(?:{_DETERMINERS}|former|mantan|bekas|eks)\s+", text[low:at], re.IGNORECASE
    ):
        if len(text[low + match.end() : at].split()) <= 5:
            start = low + match.start()
            break
    named = _NAMED_BEFORE.search(text, max(0, start - 80), start)
    return named.start() if named is not None and is_name(named["name"]) else start


def _phrase_end(text: str, at: int) -> int:
    """Over "from Shan State", ", 24", "in his forties" and ", Grace," that follow the noun."""
    tail = _PHRASE_TAIL.match(text, at)
    at = tail.end() if tail else at
    aged = _AGE_TAIL.match(text, at)
    at = aged.end() if aged else at
    named = _NAMED_AFTER.match(text, at)
    return named.end() if named is not None and is_name(named["name"]) else at
