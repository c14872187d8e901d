"""The part a place plays in a sentence: origin, transit or destination of the people it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rantau.evidence.count_nouns import peoples
from rantau.evidence.cued import CuedPattern
from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import FILLER
from rantau.framework.words import PlaceRole

__all__ = ["Mention", "NameForm", "is_aside", "with_roles"]

NameForm = Literal["name", "demonym"]
"""A demonym ("Burmese") says where people come from."""


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


_PEOPLE = (
    r"migrants?|workers?|labou?rers?|women|men|girls?|boys?|children|people|persons?|victims?"
    r"|refugees?|nationals?"
    r"|citizens?|seafarers?|fishers?|fishermen|crew|helpers?|maids?|nurses?|returnees?|survivors?"
    r"|seekers?|deportees"
    r"|detainees|families|nannies|caregivers|immigrants|emigrants|youths?|minors|students|arrivals"
    r"|adults|households"
    r"|mothers|drivers|guards|recruits|pickers"
)
_ORANG = (
    r"pekerja(?: migran)?|buruh(?: migran)?|migran|pmi|tki|tkw|abk|awak kapal|nelayan|korban"
    r"|perempuan|pengungsi|orang"
    r"|warga(?: negara)?|anak|deportan|penyintas|mahasiswa|wni|tenaga kerja"
)
_WORDS_BETWEEN = r"(?:(?!(?:to|ke|into|and|dan|menuju)\b)[\w'’-]+\s+)"
_INSTITUTION = re.compile(
    r"\s+(?:government|authorities|authority|police|officials?|ministry|courts?|parliament|military|army|navy"
    r"|labour market|economy|coast|waters|territory|soil|borders?|side|law|immigration|recruiters?"
    r"|recruitment|agencies"
    r"|agency|brokers?|constitution|embassy|baht|ringgit|dollars?|rupiah|kyat|pesos?|taka|naira"
    r"|state|cities|provinces"
    r"|prosecutors|companies|sector|shores)\b",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(
    r"\s+(?!(?:on|in|at|by|from|aboard|to|via)\b)(?:[\w-]+\s+){0,2}?(?:employers?|fleet|vessels|boats|trawlers|ships|factories|households"
    r"|homes|plantations|farms"
    r"|industry|construction sites|brothels|kapal)\b",
    re.IGNORECASE,
)
_NATIONALS = re.compile(
    r"\s+(?:nationals|citizens|migrants|workers|refugees|women|men|children|people|labou?rers"
    r"|victims|seafarers)\b",
    re.IGNORECASE,
)
_STAYED_IN = CuedPattern(
    re.compile(r"\b(?:fled|flee|left|leave|leaving|departed)\s+(?:the\s+)?$", re.IGNORECASE)
)
_PREDICATE = re.compile(
    r"(?:\b(?:them|whom|these|those|were|are|was|mostly|mainly|largely)|\d)\s+$", re.IGNORECASE
)
_NEXT_WORDS = re.compile(r"(?:[\s-]+[^\W\d_]+){0,5}")
_ADJECTIVE_OF = CuedPattern(re.compile(rf"\b(?:{_ORANG})\s+(?:asal\s+)?$", re.IGNORECASE))
_FROM = CuedPattern(
    re.compile(rf"\b(?:from|dari|daripada|asal|out of)\s+{_WORDS_BETWEEN}{{0,3}}$", re.IGNORECASE)
)
_FROM_PEOPLE = re.compile(
    rf"\b(?:{_PEOPLE}|{_ORANG}|ones|them|those|who|majority|most|remainder|rest|recruited"
    rf"|trafficked|come|came|coming"
    r"|originat\w+|hail\w*|emigrat\w*|migrat\w*|fled|flee\w*|depart\w*|left|travel\w*|arriv\w*"
    r"|brought|smuggled|moved?"
    r"|berasal|datang|berangkat|sent|drawn|were|was|are|is|journeys?|crossings?|route|routes"
    r"|passage|trip|migration"
    r"|flows?|corridor|%|per cent|percent|persen|\d)\s*(?:[\w-]+\s+){0,5}?(?:from|dari|asal"
    r"|out of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_EXPELLED_FROM = re.compile(
    r"\b(?:deport\w*|repatriat\w*|return\w*|expel\w*|expulsions?|removed|removals?|remitted"
    r"|remittances|evacuat\w*|rescued"
    r"|came back|back|sent home|sent back|returnees|\w*deportasi|\w*pulang\w*|memulang\w*"
    r"|kembali"
    r"|pushed back|wire\w*|money|send home|sent money)\b(?:[^.;]|\.(?=\d)){0,40}?\b(?:from|dari"
    r"|daripada)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_RETURNED_TO = CuedPattern(
    re.compile(
        r"\b(?:deport\w*|repatriat\w*|return\w*|expel\w*|pushed back|forced back|sent back|send back"
        r"|came back|sent home"
        r"|remittances?|remit\w*|refoul\w*|\w*deportasi|\w*pulang\w*|memulang\w*|kembali"
        r"|kiriman|remitansi)\b"
        r"(?:[^.;]|\.(?=\d)){0,60}?\b(?:to|into|ke)\s+(?:\w+\s+){0,2}$",
        re.IGNORECASE,
    )
)
_LEFT = CuedPattern(
    re.compile(
        r"\b(?:left|leav\w+|fle[de]\w*|departed|departing|departures from|nationals of|citizens of|natives of"
        r"|originat\w+ (?:in|from)|born in|recruited in|emigrants? from"
        r"|(?:origin|source|sending) countr(?:y|ies)(?: such as| like| of)?|countr(?:y"
        r"|ies) of origin(?: such as| like)?"
        r"|asal|negara asal|berasal dari|kelahiran|hailing from|meninggalkan|home in)\s+(?:the\s+)?$",
        re.IGNORECASE,
    )
)
_GOING_TO = CuedPattern(
    re.compile(
        r"\b(?:to|into|towards?|bound for|destined for|heading for|headed for|ke|menuju|reach(?:ed"
        r"|ing)?|entered|enter(?:ing)?"
        r"|arriv\w+ (?:in|at)|destination countries such as|destinations? (?:such as|like)|tujuan"
        r"|negara tujuan|masuk)"
        r"\s+(?:\w+\s+)?$"
        r"|\bnegara tujuan\s+(?:\w+\s+){0,4}$|\b(?:lea(?:ve|ves|ving)|left|departed"
        r"|set out)\s+(?:\w+\s+){1,3}for\s+(?:the\s+)?$",
        re.IGNORECASE,
    )
)
_GO_VERB = re.compile(
    r"\b(?:migrat\w*|emigrat\w*|mov\w+|travel\w*|went|go|going|traffick\w*|smuggl\w*|sent|sending"
    r"|recruit\w*|cross\w*"
    r"|taken|transport\w*|brought|depart\w*|deploy\w*|journey\w*|bound|route|routes|corridor"
    r"|flows?|way|leav\w*|left"
    r"|fle\w+|migration|bekerja|berangkat|dikirim|diperdagangkan|pergi|migrasi|ditempatkan"
    r"|penempatan|placed|placements?"
    r"|lured|arriv\w*|enter\w*|exported|applied|apply\w*|fees?|costs?|jalur|tujuan|destinations?"
    r"|workers?|outflow)\b",
    re.IGNORECASE,
)
_TRANSIT = CuedPattern(
    re.compile(
        r"\b(?:through|via|transit(?:ed|ing)?(?: (?:through|in|via|point))?|passing through"
        r"|melalui|lewat|transit di"
        r"|stranded in)\s+(?:the\s+)?$",
        re.IGNORECASE,
    )
)
_TRANSIT_CUES = ("through", "via", "transit", "melalui", "lewat", "stranded in")
_FROM_CUES = ("from", "dari", "asal", "out of")
"""What a text must hold for the patterns of that name to be worth trying."""
_IN = re.compile(
    r"\b(?:in|within|inside|at|across|throughout|on|di|dalam|hosted by|employed in|working in|di dalam)\s+"
    r"(?:(?:the|a|northern|southern|eastern|western|central|both|all|negara)\s+){0,2}$",
    re.IGNORECASE,
)
_HOSTING = re.compile(
    r"\s+(?:\w+ly\s+|has\s+|have\s+|alone\s+|now\s+|also\s+){0,2}(?:(?:deport|host|detain|arrest"
    r"|expel|regulari|employ"
    r"|receiv|register|shelter|mendeportasi|menahan|menampung|menerima|memulangkan|menangkap)\w*"
    r"|(?:has|have|had|recorded|counted|issued|is home to)\s+(?:about |around |over |some "
    r"|more than |at least |nearly )*\d"
    r"|enforces?\b)",
    re.IGNORECASE,
)
_MIGRANT_CUE = CuedPattern(
    re.compile(
        r"\b(?:migrants?|migran|foreign(?:-born)?|\w*deport\w*|refugees?|asylum|undocumented|irregular"
        r"|overseas|pmi|tki|tkw"
        r"|abroad|luar negeri|expatriates?|kafala|pengungsi|stranded|pendatang|immigrants?"
        r"|work permits?|overstay\w*|displaced"
        r"|returnees)\b",
        re.IGNORECASE,
    )
)
_AND = re.compile(r"\s*(?:,|,?\s*(?:and|or|dan|atau|&)|/|–|-)\s*(?:the\s+|from\s+|dari\s+|to\s+|ke\s+)?")
_ASIDE = CuedPattern(
    re.compile(
        r",?\s*\b(?:(?:many|most|some|several|half|the majority|the bulk)\s+of\s+(?:whom|them|which)"
        r"|with the (?:highest|largest|greatest|most)|mainly|mostly|chiefly|largely|primarily"
        r"|especially|particularly|notably"
        r"|predominantly|terutama|kebanyakan|sebagian besar(?:nya)?)\b",
        re.IGNORECASE,
    )
)


def with_roles(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Give each mention its role.

    Args:
        text: The sentence, negatives blotted out.
        found: Mentions in order.
    """
    roled: list[Mention] = []
    for mention in found:
        role = _role(text, mention)
        before = roled[-1] if roled else None
        if role == "unspecified" and before is not None and before.role != "unspecified":
            # "from Myanmar, Laos and Cambodia": a list shares the role of its first.
            gap = text[before.end : mention.start]
            if before.form == mention.form and _AND.fullmatch(gap):
                role = before.role
        roled.append(mention if role == mention.role else replace(mention, role=role))
        if mention.form == "demonym" and role == "origin":
            _lead_list(text, roled)
    roled = [_left_by_others(text, mention, roled) for mention in roled]
    if any(mention.role == "origin" for mention in roled) or _MIGRANT_CUE.search(text):
        return [
            replace(mention, role="destination")
            if mention.role == "unspecified" and _is_host(text, mention, roled)
            else mention
            for mention in roled
        ]
    return roled


def _left_by_others(text: str, mention: Mention, roled: Sequence[Mention]) -> Mention:
    """ "200,000 Cambodians fled Thailand": whence people of another country flee is where they had gone."""
    others = any(
        other.form == "demonym" and other.role == "origin" and other.place != mention.place for other in roled
    )
    if (
        others
        and mention.form == "name"
        and _STAYED_IN.search(text, max(0, mention.start - 14), mention.start)
    ):
        return replace(mention, role="destination")
    return mention


def _lead_list(text: str, roled: list[Mention]) -> None:
    """A list of demonyms takes its role from the noun after the last: "Thai, Lao and Khmer workers"."""
    back = len(roled) - 2
    while back >= 0 and roled[back].form == "demonym" and roled[back].role == "unspecified":
        if not _AND.fullmatch(text[roled[back].end : roled[back + 1].start]):
            break
        roled[back] = replace(roled[back], role="origin")
        back -= 1


def _role(text: str, mention: Mention) -> PlaceRole:
    """The role that the words beside a place give it."""
    if mention.kind == "world":
        return "unspecified"
    if mention.form == "demonym":
        return _role_of_people(text, mention)
    before = text[max(0, mention.start - 90) : mention.start]
    before = before[max(before.rfind(FILLER), before.rfind(";")) + 1 :]
    if mention.possessive:
        return "unspecified"
    if _NATIONALS.match(text, mention.end):
        return "origin"
    lowered = before.lower()
    if any(cue in lowered for cue in _TRANSIT_CUES) and _TRANSIT.search_part(before, text):
        return "transit"
    if _GOING_TO.search_part(before, text):
        if _RETURNED_TO.search_part(before, text):
            return "origin"
        stretch = text[max(0, mention.start - 120) : mention.start]
        return "destination" if _GO_VERB.search(stretch) else "unspecified"
    if any(cue in lowered for cue in _FROM_CUES) and _FROM.search_part(before, text):
        if _EXPELLED_FROM.search(before):
            return "destination"
        return "origin" if _LEFT.search_part(before, text) or _FROM_PEOPLE.search(before) else "unspecified"
    if _LEFT.search_part(before, text) or _ADJECTIVE_OF.search_part(before, text):
        return "origin"
    return "origin" if _RETURNED_TO.search_part(before, text) else "unspecified"


def _role_of_people(text: str, mention: Mention) -> PlaceRole:
    after = text[mention.end : mention.end + 60]
    if text[mention.start : mention.end].isupper():
        # "PMI", "WNI": who they are is in the name.
        return "origin"
    if _INSTITUTION.match(after):
        return "unspecified"
    if _WORKPLACE.match(after):
        return "destination" if _MIGRANT_CUE.search(text) else "unspecified"
    if _people_follow(text, mention.end) or after.startswith(("-born", " diaspora", " origin", " descent")):
        return "origin"
    if text[mention.start : mention.end].lower() in peoples()[0] or _PREDICATE.search(text, 0, mention.start):
        return "origin"
    return "unspecified"


def _people_follow(text: str, end: int) -> bool:
    """Whether a noun for people ends the noun phrase that a demonym opens: "Thai migrant workers"."""
    lex = lexicon()
    for word in _NEXT_WORDS.match(text, end)[0].lower().replace("-", " ").split():  # type: ignore[index]
        if word in lex.stop:
            return False
        if "persons" in (lex.plural_units.get(word), lex.singular_units.get(word)) or word == "families":
            return True
    return False


def _is_host(text: str, mention: Mention, others: Sequence[Mention]) -> bool:
    """ "migrants in Malaysia", "Malaysia deported 25,000": a country where migrants are is their destination."""
    if mention.form == "demonym" or mention.kind == "world":
        return False
    if _HOSTING.match(text, mention.end):
        return True
    inside = bool(_IN.search(text, max(0, mention.start - 40), mention.start))
    if any(other.role == "origin" and other.place != mention.place for other in others):
        return inside or mention.possessive
    return inside and bool(_MIGRANT_CUE.search(text))


def is_aside(text: str, start: int, mention: Mention) -> bool:
    """Whether a place is only said of a part of what a figure counts: "many of whom come from Laos".

    Args:
        text: The sentence.
        start: Where the figure before the place ends; or the sentence begins.
        mention: The place.
    """
    return bool(_ASIDE.search(text, start, mention.start))
