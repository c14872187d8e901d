"""How records are put into words: names, values, periods, places in documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from rantau.baseline.load import indicators
from rantau.baseline.naming import country_in, names_by_english
from rantau.brief.answered import SimulationMaterial
from rantau.brief.data_sentences import DATA_SENTENCES
from rantau.brief.material import BriefMaterial
from rantau.brief.people import counted_word
from rantau.brief.sentences import SENTENCES
from rantau.brief.shown_sentences import SHOWN_SENTENCES
from rantau.evidence.indicators import EvidenceIndicator, shipped_vocabulary
from rantau.framework.indicators import Indicator
from rantau.framework.language import N_, Teller, calendar, current, fill, gettext, local, sentences, speaking
from rantau.policy.measures import CodedMeasure
from rantau.store.records import Claim, ClaimGroup, Document, Grade, Observation, PlaceMention, Score

__all__ = [
    "amount",
    "claim_value",
    "corridor_name",
    "document_name",
    "element_words",
    "grade_words",
    "group_name",
    "indicator_name",
    "interval",
    "is_withheld",
    "is_withheld_measure",
    "listed",
    "observation_value",
    "page_words",
    "period_words",
    "place_name",
    "rank_words",
    "scenario_title",
    "share_words",
    "sources_of",
    "teller_of",
    "told_everywhere",
    "told_in_parts",
    "told_sentence",
    "uncertainty_words",
    "with_indicators",
    "with_names",
    "work_name",
]

_CODE = re.compile(r"\b[A-Z]{3}\b")

_ID = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")

WITHHELD = N_("quotation withheld: the document is confidential")


def amount(value: float) -> str:
    """A number as print has it: thousands parted, and every decimal that was given."""
    # Twelve digits are more than any source states, and fewer than show that 2.3 million was a product of floats.
    text = f"{Decimal(f'{value:.12g}'):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return local(("0" if text == "-0" else text).replace("-", "−"))


def rounded(value: float) -> str:
    """A long decimal to five significant digits; a whole number as it is."""
    return amount(value if value == int(value) else float(f"{value:.5g}"))


def _one(unit: str) -> str:
    """The singular of a unit: ``hour/day`` of ``hours/day``."""
    head, bar, rest = unit.partition("/")
    if head.endswith("ies"):
        head = head[:-3] + "y"
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return head + bar + rest


def _with_unit(text: str, unit: str) -> str:
    if unit == "percent":
        return f"{text}%"
    words = {"USD": N_("US dollars")}.get(unit, unit)
    if current() != "en":
        return f"{text} {gettext(words)}" if unit else text
    return f"{text} {_one(words) if text == '1' else words}" if unit else text


def claim_value(claim: Claim) -> str:
    """The value with its hedge, as the document states it: ``over 36,000 persons``, ``38–45%``, ``40% (35–45)``."""
    if claim.low is not None and claim.high is not None:
        ends = f"{amount(claim.low)}–{amount(claim.high)}"
        if claim.qualifier == "range" or claim.value is None:
            return _with_unit(ends, claim.unit)
        return f"{_with_unit(amount(claim.value), claim.unit)} ({ends})"
    known = next((one for one in (claim.value, claim.low, claim.high) if one is not None), None)
    if known is None:
        return gettext("no value")
    value = _with_unit(amount(known), claim.unit)
    hedged = _HEDGED.get(claim.qualifier)
    return fill(hedged, value=value) if hedged else value


_HEDGED = {
    "about": N_("about {value}"),
    "at_least": N_("at least {value}"),
    "at_most": N_("at most {value}"),
    "more_than": N_("over {value}"),
    "less_than": N_("under {value}"),
}


def interval(score: Score) -> str:
    """``62 (51–70)``; or that it is not assessed."""
    if score.value is None or score.low is None or score.high is None:
        return gettext("not assessed")
    return f"{score.value:.0f} ({score.low:.0f}–{score.high:.0f})"


def rank_words(score: Score) -> str:
    """``2 (1–5)``: a rank is never given without its interval."""
    if score.rank is None or score.rank_low is None or score.rank_high is None:
        return gettext("not ranked")
    return f"{score.rank} ({score.rank_low}–{score.rank_high})"


def share_words(percent: float) -> str:
    """A share of draws; one that is almost nothing or almost all is not printed as nothing or all."""
    if 0 < percent < 1:
        return fill("under {share}", share="1%")
    if 99 < percent < 100:
        return fill("over {share}", share="99%")
    return f"{percent:.0f}%"


def observation_value(one: Observation) -> str:
    text = rounded(one.value)
    if one.low is not None and one.high is not None:
        text += f" ({rounded(one.low)}–{rounded(one.high)})"
    return text


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return fill("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def uncertainty_words(claim: Claim) -> str:
    """That a figure gives no uncertainty, where it gives none."""
    stated = claim.low is not None and claim.high is not None
    return "" if stated or claim.qualifier != "exact" else gettext("no uncertainty given")


def place_name(material: BriefMaterial, place: str) -> str:
    row = material.place_of.get(place)
    if row is None:
        return place
    return country_in(row.iso3 or "", row.name) if row.id == row.iso3 else gettext(row.name)


def scenario_title(run: SimulationMaterial, scenario: str) -> str:
    """The title of a scenario, in the brief's language where it is one of the program's own."""
    return gettext(run.scenario_titles.get(scenario, scenario))


def element_words(element: str) -> str:
    """An element of the profiles, by its words: ``human_security`` is human security."""
    return gettext(element.replace("_", " "))


def told_sentence(sentence: str) -> str:
    """A sentence that another room made, in the brief's language; what no pattern knows stays as it is."""
    return _teller(current()).tell(sentence)


@cache
def _teller(language: str) -> Teller:
    return Teller(SENTENCES, names_by_english(language) if language != "en" else {})


def told_everywhere(sentence: str) -> str:
    """As :func:`told_sentence`, and what the brief does not print: errors, checklists, chains of provenance."""
    return _full_teller(current()).tell(sentence)


def told_in_parts(sentence: str) -> list[tuple[str, bool]]:
    """As :func:`told_everywhere`, in sentences and clauses where not all of it is known: each with whether it is."""
    return _full_teller(current()).parts(sentence)


@cache
def _full_teller(language: str) -> Teller:
    if language == "en":
        return Teller()
    with speaking(language):
        # Chains of provenance name an indicator by its id, underscores as spaces.
        named = {one.id.replace("_", " "): gettext(one.name) for one in _indicators()}
        places = names_by_english(language)
        return Teller(
            (*SENTENCES, *SHOWN_SENTENCES, *DATA_SENTENCES, *sentences(language)), {**named, **places}
        )


def _indicators() -> Iterator[Indicator | EvidenceIndicator]:
    yield from indicators().values()
    yield from shipped_vocabulary().indicators.values()


def teller_of(material: BriefMaterial) -> Teller:
    """Who puts sentences about a study into the brief's language, and knows the names of its works."""
    if current() == "en":
        return _teller("en")
    return Teller(SENTENCES, {**_names_in(material), **names_by_english(current())})


def _names_in(material: BriefMaterial) -> dict[str, str]:
    """Names of works, which hold words but are no sentences: each stands for itself."""
    found = [root for group in material.groups for root in group.roots]
    found += [root for group in material.finding_groups for root in group.roots]
    found += [one.name for one in material.lineage.nodes] if material.lineage else []
    found += [document_name(one) for one in material.documents]
    return {name: work_name(name) for name in found}


_OTHERS = re.compile(r"^(.+?) and others(?= \()")
_TWO = re.compile(r"^([^\s(),]+) and ([^\s(),]+)(?= \()")


def work_name(name: str) -> str:
    """A work as the lineage names it, the ``and`` between its authors in the brief's language."""
    if current() == "en":
        return name
    # First the others: they are no second author.
    name = _OTHERS.sub(lambda match: fill("{first} and others", first=match[1]), name)
    return _TWO.sub(lambda match: listed(match.groups()), name)


def with_names(material: BriefMaterial, sentence: str) -> str:
    """A sentence of another room with names of places in place of their codes."""
    return _CODE.sub(lambda match: place_name(material, match[0]), told_sentence(sentence))


def with_indicators(material: BriefMaterial, sentence: str) -> str:
    """A sentence of another room that begins with a capital, with names in place of ids of indicators and elements."""
    named = _ID.sub(lambda match: indicator_name(material, match[0]), told_sentence(sentence))
    return named[:1].upper() + named[1:]


def corridor_name(material: BriefMaterial, unit: str) -> str:
    origin, _, destination = unit.partition(">")
    return f"{place_name(material, origin)} → {place_name(material, destination)}"


def indicator_name(material: BriefMaterial, indicator: str) -> str:
    row = material.indicator_of.get(indicator)
    return gettext(row.name if row else indicator.replace("_", " "))


def is_withheld(material: BriefMaterial, document: str) -> bool:
    """Whether a document's words, title and file name stay inside the study."""
    return material.document_of[document].confidential


def is_withheld_measure(material: BriefMaterial, measure: CodedMeasure) -> bool:
    """Whether a measure was found in a confidential document, so that its source is not named."""
    return any(measure.origin.startswith(one.id) for one in material.documents if one.confidential)


def document_name(document: Document, *, long: bool = False) -> str:
    """``UNODC (2024)`` or, long, with the title; a confidential document is not named."""
    if document.confidential:
        return gettext("confidential document")
    authors = [name for author in document.authors if (name := author.split(",")[0].strip())]
    who = listed(authors) if len(authors) <= 2 else fill("{first} and others", first=authors[0])
    year = f" ({document.year})" if document.year is not None else ""
    if long:
        if not who and not document.title and not document.publisher:
            return document.file + year
        parts = [who + year if who else "", document.title or document.file, document.publisher]
        if not who and year:
            parts[1] += year
        return ". ".join(part.rstrip(".") for part in parts if part) + "."
    short = who or document.publisher or document.title or document.file
    return (short if len(short) <= 48 else short[:47].rstrip() + "…") + year


def page_words(
    material: BriefMaterial, document: str, page: int, passage: str = "", *, short: bool = False
) -> str:
    """``p. 33`` as printed on the page; else the page of the file; else the paragraph, where there are no pages.

    Where the printed number is not the page's place in the file, both are given, unless it must be ``short``.
    """
    paged = material.document_of[document].format in ("pdf", "docx", None)
    label = material.pages.get(f"{document}/{page}")
    if label:
        if short or not paged or label == str(page):
            return fill("p. {label}", label=label)
        return fill("p. {label} (page {page} of the file)", label=label, page=page)
    if paged and material.document_of[document].page_count > 1:
        return fill("page {page} of the file", page=page)
    number = passage.rpartition("/p")[2]
    if not number.isdigit():
        return fill("page {page} of the file", page=page)
    return fill("par. {number}" if short else "paragraph {number}", number=number)


def _span(start: str, end: str) -> str:
    """Two dates of ISO 8601: ``2020 to 2022``; where months have names, ``Januari–Juni 2024``."""
    if start == end:
        return calendar(start)
    if current() == "en" or not (start and end):
        return fill("{start} to {end}", start=start, end=end)
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        return f"{calendar(start).rpartition(' ')[0]}–{calendar(end)}"
    return f"{calendar(start)}–{calendar(end)}"


def period_words(claim: Claim) -> str:
    """The period as stated, with its years where the words have none: ``throughout the year (2024)``.

    In another language than English the words of the document give way to the dates, where these are known.
    """
    period = claim.period
    if period is None:
        return gettext("no period given")
    years = _span(period.start or "", period.end or "")
    if not period.text.strip() or (years and current() != "en"):
        return years or gettext("no period given")
    if any(character.isdigit() for character in period.text) or not years:
        return period.text
    return f"{period.text} ({years})"


def _places(material: BriefMaterial, places: tuple[PlaceMention, ...]) -> str:
    return ", ".join(
        place_name(material, one.id) + ("" if one.role == "unspecified" else f" ({gettext(one.role)})")
        for one in places
    )


def group_name(material: BriefMaterial, group: ClaimGroup) -> str:
    """What the claims of a group are about: indicator, places, who is counted."""
    who = ", ".join(counted_word(part) for part in group.group.words().split(", "))
    parts = [indicator_name(material, group.indicator), _places(material, group.places), who]
    return "; ".join(part for part in parts if part)


def grade_words(grade: Grade) -> str:
    """``low (proposed by rules)``, or who decided otherwise: ``high (decided by Rina; rules proposed low)``."""
    word = gettext(grade.confidence)
    if not grade.decided_by:
        return fill("{confidence} (proposed by rules)", confidence=word)
    if grade.confidence == grade.proposed:
        return fill(
            "{confidence} (proposed by rules, confirmed by {who})", confidence=word, who=grade.decided_by
        )
    return fill(
        "{confidence} (decided by {who}; rules proposed {proposed})",
        confidence=word,
        who=grade.decided_by,
        proposed=gettext(grade.proposed),
    )


def sources_of(material: BriefMaterial, claim: Claim) -> str:
    """Whom the document names for the claim."""
    if is_withheld(material, claim.document):
        return gettext("withheld")
    names = []
    for identifier in claim.citations:
        citation = material.citation_of.get(identifier)
        if citation is None:
            continue
        reference = material.reference_of.get(citation.reference or "")
        if reference is not None and reference.authors:
            who = reference.authors[0].split(",")[0]
            if len(reference.authors) > 1:
                who = fill("{first} and others", first=who)
            name = f"{who}, {reference.year}{reference.suffix}" if reference.year else who
        else:
            name = citation.text.strip("()[] ")
        if citation.cited_page:
            name += ", " + fill("p. {label}", label=citation.cited_page)
        if citation.status != "matched":
            name += f" ({gettext(citation.status)})"
        names.append(name)
    if names:
        return "; ".join(dict.fromkeys(names))
    return gettext("the document itself") if claim.own_data else gettext("no source named")
