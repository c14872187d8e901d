"""Places named in a sentence, and the part each plays: origin, transit, destination."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from rantau.baseline.load import place_names, places
from rantau.evidence.negatives import FILLER
from rantau.evidence.numbers import Word
from rantau.framework.words import PlaceRole
from rantau.store.records import PlaceMention

__all__ = [
    "WORLD",
    "Mention",
    "NameForm",
    "PlaceIndex",
    "PlaceName",
    "default_place_index",
    "find_places",
    "mentioned",
    "merged",
]

NameForm = Literal["name", "demonym"]

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
class Mention:
    """A place where it stands in a sentence."""

    start: int
    end: int
    place: str
    form: NameForm
    kind: str
    role: PlaceRole = "unspecified"
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Names by their first word, for one pass over the words of a sentence."""

    by_word: Mapping[str, tuple[tuple[tuple[str, ...], PlaceName], ...]] = field(default_factory=dict)
    scripts: tuple[PlaceName, ...] = ()
    """Names in scripts without capitals or spaces, found by plain search."""

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


_LETTERS = re.compile(r"[^\W\d_]+")
_WESTERN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2018\u2019\u2010-\u2014\s]+")
_OTHER_SCRIPT = re.compile(r"[\u0600-\u06ff\u0900-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_WORLDWIDE = re.compile(
    r"\b(?:globally|worldwide|world-wide|around the world|across the world|in the world"
    r"|global estimates?|global total|di seluruh dunia|secara global|sedunia)\b",
    re.IGNORECASE,
)
# "ASEAN Secretariat" and "the UN" are speakers, not places.
_ORGANISATION_AFTER = re.compile(
    r"[-\s/](?:(?:Intergovernmental|Inter-Parliamentary|Secretariat|Convention|Declaration|Plan"
    r"|Commission|Committee|Summit|Charter|Community|Consensus|Foundation|Centre|Center|University"
    r"|Press|Journal|Studies|Review|Airways"
    r"|ACT|AIPA|ACWC|Trade Union|in Figures|Forum|Ministerial|Statement|Agreement|Framework"
    r"|Workplan|Bank|Court|Parliament|Post|Times|Observatory|Institute|Dialogue|Guidelines?"
    r"|Regional|Development|Statistical|TRIANGLE)\b)"
)
_ORGANISATION_BEFORE = re.compile(
    r"\b(?:University of|Bank|Universitas|Institute of|Journal of|Caritas|Oxfam"
    r"|Amnesty International|Tenaganita|Solidaritas|Association of|Serikat Buruh Migran"
    r"|Migrant CARE|Republic of|Studies in|Bank of|Embassy of|Ambassador of|Embassy in)\s+$"
)
_INSTITUTION = re.compile(
    r"\s+(?:government|authorities|authority|police|officials?|ministry|employers?|courts?"
    r"|parliament|military|army|navy|labour market|economy|coast|waters|territory|soil|border"
    r"|borders|side|law|immigration|recruiters?|recruitment|agencies|agency|brokers?|"
    r"fishing (?:boats|vessels|fleet|industry|sector)|factories|households|homes|constitution"
    r"|embassy|baht|ringgit|dollars?|rupiah|kyat|pesos?|taka|naira|state|cities|provinces"
    r"|prosecutors|companies|sector|plantations|vessels|boats)\b",
    re.IGNORECASE,
)
_PEOPLE_AFTER = re.compile(
    r"(?:[\s-]+(?:\w+[\s-]+){0,4}?)(?:migrants?|workers?|labou?rers?|women|men|girls?|boys?"
    r"|children|people|persons?|victims?|refugees?|nationals?|citizens?|seafarers?|fishers?"
    r"|fishermen|crew|helpers?|maids?|nurses?|returnees?|survivors?|asylum[- ]seekers?|deportees"
    r"|detainees|families|nannies|caregivers|immigrants|emigrants|origin|descent|youths?|minors"
    r"|students|arrivals|adults|households|mothers|drivers|guards)\b",
    re.IGNORECASE,
)
_FROM_PEOPLE = re.compile(
    r"\b(?:migrants?|workers?|labou?rers?|women|men|girls?|boys?|children|people|persons?|victims?"
    r"|refugees?|nationals?|citizens?|seafarers?|fishers?|fishermen|crew|helpers?|nurses?"
    r"|returnees|survivors?|seekers?|detainees|immigrants|ones|them|those|who|majority|most"
    r"|remainder|rest|pekerja|migran|korban|perempuan|pengungsi|buruh|orang|warga|anak|pmi"
    r"|arrivals|households|mothers|minors|adults|recruited|trafficked|come|came|originat\w+"
    r"|hail\w*|emigrat\w*|migrat\w*|fled|flee\w*|depart\w*|left|travel\w*|arriv\w*|brought"
    r"|recruits|smuggled|moved|move|berasal|datang|berangkat|sent|drawn|were|was|are|is|%|per cent"
    r"|percent|persen|\d)"
    r"\s*(?:\w+\s+){0,5}?(?:from|dari|asal|out of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_EXPELLED_FROM = re.compile(
    r"\b(?:deport\w*|repatriat\w*|return\w*|expel\w*|expulsion\w*|expelled|removed|removals?"
    r"|remitted|remittances|evacuat\w*|rescued|came back|back|sent home|sent back|returnees"
    r"|dideportasi|deportasi|dipulangkan|pemulangan|kembali|pulang|pushed back|wire\w*|money"
    r"|send home|sent money)\b"
    r"[^.;]{0,40}?\b(?:from|dari|daripada)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_RETURNED_TO = re.compile(
    r"\b(?:deport\w*|repatriat\w*|return\w*|expel\w*|expelled|pushed back|forced back|sent back"
    r"|send back|came back|sent home|remittances?|remit\w*|refoul\w*|dideportasi|deportasi"
    r"|dipulangkan|pemulangan|kembali|pulang|kiriman|remitansi)\b[^.;]{0,60}?\b(?:to|into"
    r"|ke)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:left|leav\w+|fle[de]\w*|departed|departing|departures from|nationals of|citizens of"
    r"|natives of|originat\w+ (?:in|from)|born in|recruited in|emigrants? from|origin (?:countries"
    r"|country)? ?(?:such as|like)?|source (?:countries|country)(?: such as| like)?"
    r"|countries of origin(?: such as| like)?|asal|warga negara|warga|berasal dari|kelahiran"
    r"|hailing from|meninggalkan|home in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_GOING_TO = re.compile(
    r"\b(?:to|into|towards?|bound for|destined for|heading for|ke|menuju|reach(?:ed|ing)?|entered"
    r"|enter(?:ing)?|arriv\w+ (?:in|at)|destination countries such as|destinations? (?:such as"
    r"|like)|tujuan|negara tujuan|masuk)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_GO_VERB = re.compile(
    r"\b(?:migrat\w*|emigrat\w*|mov\w+|travel\w*|went|go|going|traffick\w*|smuggl\w*|sent|sending"
    r"|recruit\w*|cross\w*|taken|transport\w*|brought|depart\w*|deploy\w*|journey\w*|bound|route"
    r"|routes|corridor|flows?|way|leav\w*|left|fle\w+|migration|bekerja|berangkat|dikirim"
    r"|diperdagangkan|pergi|migrasi|ditempatkan|placed|placements?|lured|arriv\w*|enter\w*"
    r"|exported|applied|apply\w*|fees?|cost|jalur)\b",
    re.IGNORECASE,
)
_TRANSIT = re.compile(
    r"\b(?:through|via|transit(?:ed|ing)?(?: (?:through|in|via|point))?|across|passing through"
    r"|melalui|lewat|transit di|stranded in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:in|within|inside|at|across|throughout|on|di|dalam|hosted by|employed in|working in"
    r"|di dalam)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_MIGRANT_CUE = re.compile(
    r"\b(?:migrants?|migran|foreign(?:-born)?|deport\w*|dideportasi|deportasi|refugees?|asylum"
    r"|undocumented|irregular|overseas|pmi|tki|tkw|abroad|luar negeri|expatriates?|kafala"
    r"|pengungsi|stranded|pendatang|immigrants?|work permits?|overstay\w*|displaced)\b",
    re.IGNORECASE,
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
        if at < skip or word.text not in index.by_word:
            continue
        first = original[word.start]
        if not first.isupper():
            continue
        for pattern, name in index.by_word[word.text]:
            if len(pattern) > 1 and not _follows(text, words, at, pattern):
                continue
            end = words[at + len(pattern) - 1].end
            written = original[word.start : end]
            if name.name.isupper() and len(name.name) <= 5 and not written.replace(".", "").isupper():
                continue
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
        found.append(Mention(match.start(), match.end(), WORLD, "name", "world"))
    found.sort(key=lambda mention: mention.start)
    return _with_roles(text, found)


def mentioned(found: Sequence[Mention]) -> tuple[PlaceMention, ...]:
    """Places once each; a place named in two roles keeps the telling one."""
    roles: dict[str, PlaceMention] = {}
    for mention in found:
        known = roles.get(mention.place)
        if known is None or (known.role == "unspecified" and mention.role != "unspecified"):
            roles[mention.place] = PlaceMention(mention.place, mention.role)
    return tuple(roles.values())


def merged(own: Sequence[Mention], shared: Sequence[Mention]) -> tuple[PlaceMention, ...]:
    """Own places win over shared ones, unless the two play different parts (origin here, destination there)."""
    if not own:
        return mentioned(shared)
    own_roles = {mention.role for mention in own}
    kept = [
        mention
        for mention in shared
        if mention.role not in own_roles
        and not ("unspecified" in own_roles and mention.role == "destination")
        and (mention.role != "unspecified" or own_roles <= {"origin", "transit"})
    ]
    return mentioned([*kept, *own])


@lru_cache(maxsize=1)
def default_place_index() -> PlaceIndex:
    """Every name of every place that ships with rantau, see :mod:`rantau.baseline.load`."""
    table = places()
    return PlaceIndex.build(
        PlaceName(
            place=found.place,
            name=name.removeprefix("the "),
            form="demonym" if found.kind == "demonym" else "name",
            kind=table[found.place].kind,
        )
        for name, found in place_names().items()
    )


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


def _with_roles(text: str, found: list[Mention]) -> list[Mention]:
    roled: list[Mention] = []
    for number, mention in enumerate(found):
        role = _role(text, mention)
        previous = roled[-1] if roled else None
        if role == "unspecified" and previous is not None and previous.role != "unspecified":
            # "from Myanmar, Laos and Cambodia": a list shares the role of its first.
            gap = text[previous.end : mention.start]
            if previous.form == mention.form and re.fullmatch(
                r"\s*(?:,|,?\s*(?:and|or|dan|atau|&)|/|–|-)\s*(?:the\s+|from\s+|dari\s+)?", gap
            ):
                role = previous.role
        roled.append(replace(mention, role=role))
        # A list of demonyms takes its role from the noun after the last: "Thai, Lao and Khmer workers".
        if mention.form == "demonym" and role == "origin":
            back = number - 1
            while back >= 0 and roled[back].form == "demonym" and roled[back].role == "unspecified":
                gap = text[roled[back].end : roled[back + 1].start]
                if not re.fullmatch(r"\s*(?:,|,?\s*(?:and|or|dan|atau|&)|/)\s*", gap):
                    break
                roled[back] = replace(roled[back], role="origin")
                back -= 1
    if any(mention.role == "origin" for mention in roled) or _MIGRANT_CUE.search(text):
        roled = [
            replace(mention, role="destination")
            if mention.role == "unspecified" and _is_host(text, mention, roled)
            else mention
            for mention in roled
        ]
    return roled


def _is_host(text: str, mention: Mention, others: Sequence[Mention]) -> bool:
    """ "migrants in Malaysia", "Malaysia deported 25,000": a country where migrants are is their destination."""
    if mention.form == "demonym" or mention.kind == "world":
        return False
    before = text[max(0, mention.start - 40) : mention.start]
    after = text[mention.end : mention.end + 40]
    if re.match(
        r"\s+(?:has\s+)?(?:deport|host|detain|arrest|expel|issu|regulari|employ|receiv|register)\w*",
        after,
        re.IGNORECASE,
    ):
        return True
    if any(other.role == "origin" and other.place != mention.place for other in others):
        return bool(_IN.search(before)) or mention.possessive
    return bool(_IN.search(before)) and bool(
        re.search(
            r"\b(?:migrant|foreign|undocumented|irregular|refugee|asylum|deport|migran|pmi|overstay)",
            text,
            re.IGNORECASE,
        )
    )


def _role(text: str, mention: Mention) -> PlaceRole:
    before = text[max(0, mention.start - 90) : mention.start]
    cut = max(before.rfind(FILLER), before.rfind(";"))
    before = before[cut + 1 :]
    if mention.kind == "world":
        return "unspecified"
    if mention.form == "demonym":
        after = text[mention.end : mention.end + 60]
        if _INSTITUTION.match(after):
            return "unspecified"
        return (
            "origin"
            if _PEOPLE_AFTER.match(after) or after.startswith(("-born", " diaspora"))
            else "unspecified"
        )
    if mention.possessive:
        return "unspecified"
    if _TRANSIT.search(before):
        return "transit"
    if re.search(r"\b(?:from|dari|daripada|asal)\s+(?:\w+\s+){0,3}$", before, re.IGNORECASE):
        if _EXPELLED_FROM.search(before):
            return "destination"
        if _LEFT.search(before) or _FROM_PEOPLE.search(before):
            return "origin"
        return "unspecified"
    if _LEFT.search(before):
        return "origin"
    if _RETURNED_TO.search(before):
        return "origin"
    if _GOING_TO.search(before):
        stretch = text[max(0, mention.start - 120) : mention.start]
        return "destination" if _GO_VERB.search(stretch) else "unspecified"
    return "unspecified"
