"""Places named in a sentence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from rantau.baseline.load import place_names, places
from rantau.evidence.cued import CuedPattern
from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import FILLER
from rantau.evidence.roles import Mention, NameForm, with_roles
from rantau.evidence.tokens import Word
from rantau.evidence.units import PERIOD_NAMES
from rantau.store.records import PlaceMention

__all__ = [
    "OTHERS",
    "WORLD",
    "Mention",
    "NameForm",
    "PlaceIndex",
    "PlaceName",
    "chosen",
    "default_place_index",
    "find_places",
    "further_names",
    "mentioned",
    "peoples_within",
]

WORLD = "world"
"""Id used for "worldwide" and "globally" where the place index knows no such place."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of one place. A demonym ("Burmese") says where people come from; ``kind`` is the place's."""

    place: str
    name: str
    form: NameForm = "name"
    kind: str = "country"


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Names by their first word, for one pass over the words of a sentence."""

    by_word: Mapping[str, tuple[tuple[tuple[str, ...], PlaceName], ...]] = field(default_factory=dict)
    scripts: tuple[PlaceName, ...] = ()
    """Names in scripts without capitals or spaces, found by plain search."""

    def may_name(self, text: str) -> bool:
        """Quick look whether a text can name a place."""
        if not text.isascii() and self.scripts:
            return True
        return any(word.lower() in self.by_word for word in _CAPITALISED.findall(text))

    @classmethod
    def build(cls, names: Iterable[PlaceName]) -> PlaceIndex:
        """Index names; where two places share a name the first given wins, and longer names win over shorter."""
        by_word: dict[str, list[tuple[tuple[str, ...], PlaceName]]] = {}
        scripts: list[PlaceName] = []
        seen: set[str] = set()
        for name in names:
            text = name.name.strip()
            if not text or text in seen:
                continue
            seen.add(text)
            if _WESTERN.fullmatch(text):
                words = tuple(word.lower() for word in _LETTERS.findall(text))
                if words:
                    by_word.setdefault(words[0], []).append((words, name))
            else:
                scripts.append(name)
        ordered = {
            word: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
            for word, entries in by_word.items()
        }
        return cls(ordered, tuple(sorted(scripts, key=lambda name: -len(name.name))))


_CAPITALISED = re.compile(r"[A-Z][^\W\d_]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_WESTERN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2018\u2019\u2010-\u2014\s]+")
_OTHER_SCRIPT = re.compile(r"[\u0600-\u06ff\u0900-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_WORLDWIDE = CuedPattern(
    re.compile(
        r"\b(?:globally|worldwide|world-wide|around the world|across the world|in the world"
        r"|global estimates?|global total|di seluruh dunia|secara global|sedunia)\b",
        re.IGNORECASE,
    )
)
_SUPERLATIVE = re.compile(r"\b(?:most|[a-z]+est|largest|second|third|fourth|fifth)\b[^.;]*$", re.IGNORECASE)
_OF_MONEY = re.compile(r"\$|[-\s](?:[Dd]ollars?|[Cc]ents)\b")
"""After the name of a country whose money is meant, wherever it is paid: "1,450 US dollars"."""
# "ASEAN Secretariat" and "the UN" are speakers, not places.
_ORGANISATION_AFTER = re.compile(
    r"[-\s/](?:(?:Intergovernmental|Inter-Parliamentary|Secretariat|Convention|Declaration|Plan"
    r"|Commission|Committee|Summit|Charter|Community|Consensus|Foundation|Centre|Center|University"
    r"|Press|Journal|Studies|Review|Airways"
    r"|ACT|AIPA|ACWC|Trade Union|in Figures|Forum|Ministerial|Statement|Agreement|Framework"
    r"|Workplan|Bank|Court|Parliament|Post|Times|Observatory|Institute|Dialogue|Guidelines?"
    r"|Regional|Development|Statistical|TRIANGLE|[Tt]elevision|TV|[Nn]ewspapers?|[Mm]edia|[Pp]ress"
    r"|[Bb]roadcasters?|[Nn]ews agency|[Rr]esearchers|[Ss]cholars)\b)"
)
_ORGANISATION_BEFORE = CuedPattern(
    re.compile(
        r"\b(?:University of|Bank|Universitas|Institute of|Journal of|Caritas|Oxfam"
        r"|Amnesty International|Tenaganita|Solidaritas|Association of|Serikat Buruh Migran"
        r"|Migrant CARE|Republic of|Studies in|Bank of|Embassy of|Ambassador of|Embassy in)\s+$"
    )
)


def find_places(text: str, original: str, words: Sequence[Word], index: PlaceIndex) -> list[Mention]:
    """Find the places of a sentence with their roles, in order.

    Args:
        text: The sentence with citations and other negatives blotted out.
        original: The sentence as it stands, to tell a capital.
        words: Words of ``text``.
        index: Names to look for.
    """
    found: list[Mention] = []
    if not index.by_word and not index.scripts:
        return found
    skip = 0
    for at, word in enumerate(words):
        if word.text not in index.by_word or at < skip or not original[word.start].isupper():
            continue
        for pattern, name in index.by_word[word.text]:
            if len(pattern) > 1 and not _follows(text, words, at, pattern):
                continue
            end = words[at + len(pattern) - 1].end
            written = original[word.start : end]
            if word.text in lexicon().numbers and at + 1 < len(words) and _is_counted(words[at + 1]):
                # "Lima tahun lalu" opens an Indonesian sentence with a number, not with a city.
                break
            if name.name.isupper() and len(name.name) <= 5 and not written.replace(".", "").isupper():
                continue
            if _OF_MONEY.match(text, end) or text[max(0, word.start - 4) : word.start].lower() == "non-":
                skip = at + len(pattern)
                break
            if _is_organisation(text, word.start, end):
                skip = at + len(pattern)
                break
            possessive = bool(re.match(r"['’]s?\b", text[end : end + 3]))
            found.append(Mention(word.start, end, name.place, name.form, name.kind, possessive=possessive))
            skip = at + len(pattern)
            break
    if index.scripts and not text.isascii() and _OTHER_SCRIPT.search(text):
        for name in index.scripts:
            position = text.find(name.name)
            while position >= 0:
                end = position + len(name.name)
                if not any(position < other.end and other.start < end for other in found):
                    found.append(Mention(position, end, name.place, name.form, name.kind))
                position = text.find(name.name, end)
    for match in _WORLDWIDE.finditer(text):
        if _SUPERLATIVE.search(text, max(0, match.start() - 45), match.start()):
            continue
        found.append(Mention(match.start(), match.end(), WORLD, "name", "world"))
    if not found:
        return found
    found.sort(key=lambda mention: mention.start)
    return with_roles(text, found)


def _is_counted(word: Word) -> bool:
    return word.text in lexicon().plural_units or word.text in PERIOD_NAMES


def mentioned(found: Sequence[Mention]) -> tuple[PlaceMention, ...]:
    """Places once each; a place named in two roles keeps the telling one."""
    roles: dict[str, PlaceMention] = {}
    for mention in found:
        known = roles.get(mention.place)
        if known is None or (known.role == "unspecified" and mention.role != "unspecified"):
            roles[mention.place] = PlaceMention(mention.place, mention.role)
    return tuple(roles.values())


def chosen(own: Sequence[Mention], shared: Sequence[Mention]) -> list[Mention]:
    """Own places win over shared ones, unless the two play different parts (origin here, destination there)."""
    if not own:
        return list(shared)
    own_roles = {mention.role for mention in own}
    kept = [
        mention
        for mention in shared
        if mention.role not in own_roles
        and not ("unspecified" in own_roles and mention.role == "destination")
        and (mention.role != "unspecified" or own_roles <= {"origin", "transit"})
    ]
    return [*kept, *own]


@lru_cache(maxsize=1)
def default_place_index() -> PlaceIndex:
    """Every name of every place of the baseline, and those of ``place_names.csv``."""
    table = places()
    shipped = [
        PlaceName(
            place=found.place,
            name=name.removeprefix("the "),
            form="demonym" if found.kind == "demonym" else "name",
            kind=table[found.place].kind,
        )
        for name, found in place_names().items()
        if found.place != WORLD
    ]
    return PlaceIndex.build([*shipped, *further_names()])


OTHERS = "others"
"""The people left when some were named: "and 30,710 others"."""


@lru_cache(maxsize=1)
def peoples_within() -> frozenset[str]:
    """Peoples of a part of a country, in lower case: a count of Rohingya is not one of all who come from Myanmar.

    :data:`OTHERS` is one of them.
    """
    return frozenset({OTHERS, *(name.name.lower() for name in further_names() if name.kind == "people")})


def further_names() -> list[PlaceName]:
    """Names that reports use for a country: its cities ("in Nairobi"), and what its people are called ("WNI")."""
    text = resources.files("rantau.evidence").joinpath("place_names.csv").read_text(encoding="utf-8")
    return [
        PlaceName(
            place=row["place"],
            name=row["name"],
            form="demonym" if row["form"] == "demonym" else "name",
            kind=row["kind"],
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def _follows(text: str, words: Sequence[Word], at: int, pattern: tuple[str, ...]) -> bool:
    if at + len(pattern) > len(words):
        return False
    for step in range(1, len(pattern)):
        word = words[at + step]
        gap = text[words[at + step - 1].end : word.start]
        if (
            word.text != pattern[step]
            or len(gap) > 2
            or any(mark in gap for mark in ",;()\n")
            or FILLER in gap
        ):
            return False
    return True


def _is_organisation(text: str, start: int, end: int) -> bool:
    if _ORGANISATION_AFTER.match(text, end):
        return True
    return bool(_ORGANISATION_BEFORE.search(text, max(0, start - 40), start))
