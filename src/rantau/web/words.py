"""Words of the records' closed sets, for people to read, in their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup

from rantau.baseline.load import indicators
from rantau.baseline.naming import names_by_english, unit_name
from rantau.baseline.naming import route_of as place_name
from rantau.framework.codebook import codebook_words
from rantau.store.records import PlaceMention
from rantau.study.selecting import folded
from rantau.web.acts import ACTS, DETAILS
from rantau.web.language import N_, current, gettext

__all__ = [
    "by_name",
    "detail",
    "of_code",
    "outcome",
    "own_or_told",
    "place_name",
    "places",
    "said",
    "told",
    "told_place",
    "unit_name",
    "word",
    "work",
    "written",
]  # fmt: skip

_WORDS = {
    # verdicts
    "corroborated": N_("corroborated"),
    "compatible": N_("compatible"),
    "conflicting": N_("conflicting"),
    "single-source": N_("single source"),
    # what a person decided
    "proposed": N_("proposed"),
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "corrected": N_("corrected"),
    "confirmed": N_("confirmed"),
    # confidence
    "high": N_("high"),
    "moderate": N_("moderate"),
    "low": N_("low"),
    "very low": N_("very low"),
    # citations
    "matched": N_("matched"),
    "ambiguous": N_("ambiguous"),
    "dangling": N_("dangling"),
    # yes and no
    "yes": N_("yes"),
    "no": N_("no"),
    # roles
    "owner": N_("owner"),
    "analyst": N_("analyst"),
    "coder": N_("coder"),
    "reader": N_("reader"),
    # jobs
    "waiting": N_("waiting"),
    "running": N_("running"),
    "done": N_("done"),
    "failed": N_("failed"),
    "cancelled": N_("cancelled"),
    "to do": N_("to do"),
    "left out": N_("left out"),
    # stages
    "add": N_("Adding documents"),
    "corpus": N_("Reading documents"),
    "coding": N_("Suggesting codes"),
    "evidence": N_("Extracting evidence"),
    "triangulation": N_("Comparing claims"),
    "profile": N_("Computing profiles"),
    "brief": N_("Writing the brief"),
    # sources
    "read": N_("read"),
    "added": N_("added"),
    "already there": N_("already there"),
    "refused": N_("refused"),
    "intergovernmental": N_("intergovernmental"),
    "state": N_("state"),
    "ngo": N_("non-governmental"),
    "academic": N_("academic"),
    "media": N_("media"),
    "unknown": N_("not known"),
    # what waits
    "kind of claim": N_("Claims"),
    "kind of testimony": N_("Testimonies"),
    "kind of finding": N_("Findings"),
    "kind of grade": N_("Grades"),
    "kind of citation": N_("Citations"),
    "kind of suggestion": N_("Suggested codes"),
    "kind of decision": N_("Decisions that no longer fit"),
    "citation": N_("citation"),
    "suggestion": N_("suggested code"),
    "decision": N_("decision"),
    "changed": N_("changed"),
    "undone": N_("undone"),
    "insecurity": N_("insecurity"),
    "protection": N_("protection"),
    "none": N_("none"),
    "minor": N_("minor"),
    "serious": N_("serious"),
    # roles of places
    "origin": N_("origin"),
    "transit": N_("transit"),
    "destination": N_("destination"),
    # elements of profiles
    "human_security": N_("human security"),
    "economic": N_("economic"),
    "food": N_("food"),
    "health": N_("health"),
    "environmental": N_("environmental"),
    "personal": N_("personal"),
    "community": N_("community"),
    "political": N_("political"),
    "route": N_("route"),
    "exposure": N_("exposure"),
    "most_exposed": N_("draws among the most exposed"),
    "assessed": N_("assessed"),
    "not assessed": N_("not assessed"),
    "used": N_("used"),
    "too old": N_("too old"),
    "missing": N_("missing"),
    # the monitor, stances, instruments, recommendations
    "met": N_("met"),
    "part of the way": N_("part of the way"),
    "far off": N_("far off"),
    "not met": N_("not met"),
    "cannot be told": N_("cannot be told"),
    "contradicted": N_("contradicted"),
    "no target": N_("no target"),
    "no data": N_("no data"),
    "better": N_("better"),
    "worse": N_("worse"),
    "no change": N_("no change"),
    "one year only": N_("one year only"),
    "no direction": N_("no direction"),
    "never asked": N_("never asked"),
    "securitised": N_("securitised"),
    "protective": N_("protective"),
    "law": N_("law"),
    "practice": N_("practice"),
    "law and practice": N_("law and practice"),
    "measures": N_("measures"),
    "discourse": N_("discourse"),
    "together": N_("together"),
    "more": N_("more"),
    "less": N_("less"),
    "mixed": N_("mixed"),
    "party": N_("party"),
    "signatory": N_("signatory"),
    "strong": N_("strong"),
    "conditional": N_("conditional"),
    "to be looked into": N_("to be looked into"),
    "not as simulated": N_("not as simulated"),
    "helps": N_("helps"),
    "harms": N_("harms"),
    "unclear": N_("unclear"),
    "national": N_("national"),
    "civil society": N_("civil society"),
    "prevention": N_("prevention"),
    "prosecution": N_("prosecution"),
    "partnership": N_("partnership"),
    "control": N_("control"),
    "hard": N_("hard"),
    "qualified": N_("qualified"),
    "soft": N_("soft"),
    "bound": N_("bound"),
    "not bound": N_("not bound"),
    "unchecked": N_("unchecked"),
    # for whom a measure is
    "trafficked_persons": N_("trafficked persons"),
    "forced_labourers": N_("people in forced labour"),
    "migrant_workers": N_("migrant workers"),
    "irregular_migrants": N_("irregular migrants"),
    "domestic_workers": N_("domestic workers"),
    "fishers": N_("fishers"),
    "refugees": N_("refugees"),
    "children": N_("children"),
    "smuggled_migrants": N_("smuggled migrants"),
    "scam_compounds": N_("people in scam compounds"),
    "recruiters_and_employers": N_("recruiters and employers"),
    # fields of a claim, and how exactly it gives its figure
    "field value": N_("value"),
    "field low": N_("lowest"),
    "field high": N_("highest"),
    "field qualifier": N_("how exactly"),
    "field unit": N_("unit"),
    "field indicator": N_("what is measured"),
    "field places": N_("places"),
    "field sex": N_("sex"),
    "field age": N_("age"),
    "field documentation": N_("migration status"),
    "field sector": N_("sector"),
    "field nationality": N_("nationality"),
    "field period": N_("period"),
    "figure exact": N_("exactly"),
    "figure about": N_("about"),
    "figure at_least": N_("at least"),
    "figure at_most": N_("at most"),
    "figure more_than": N_("more than"),
    "figure less_than": N_("less than"),
    "figure range": N_("from lowest to highest"),
    # coding
    "blind": N_("blind"),
    "given": N_("given"),
    "not given": N_("not given"),
    "begun": N_("begun"),
    "machine-coded": N_("coded by the machine"),
    "contested": N_("contested"),
    "codebook add": N_("add"),
    "codebook edit": N_("edit"),
    "codebook rename": N_("rename"),
    "codebook split": N_("split"),
    "codebook merge": N_("merge"),
    "codebook retire": N_("retire"),
    "coding.added": N_("code put"),
    "coding.accepted": N_("suggestion accepted"),
    "coding.rejected": N_("suggestion rejected"),
    "coding.removed": N_("coding removed"),
    "coding.recoded": N_("coding put under another code"),
    "coding.placed": N_("coding put on other words"),
    "coding.adjudicated": N_("difference settled"),
    "memo.written": N_("memo written"),
    "memo.removed": N_("memo removed"),
    "themes.changed": N_("themes changed"),
    "code": N_("the code"),
    "polarity": N_("the polarity"),
    "place": N_("the words"),
    # what the simulation counts
    "simulation": N_("Simulating scenarios"),
    "report": N_("Writing the thematic report"),
    "sets of levers": N_("Sharing the effect out among the levers"),
    "corridor": N_("corridor"),
    "region": N_("region"),
    "agriculture": N_("agriculture"),
    "fishing": N_("fishing"),
    "construction": N_("construction"),
    "manufacturing": N_("manufacturing"),
    "domestic": N_("domestic work"),
    "services": N_("services"),
    "migrants": N_("migrants"),
    "person-months": N_("person-months"),
    "new_departures": N_("first departures"),
    "person_months_in_exploitation": N_("person-months in exploitation"),
    "entered_exploitation": N_("entered exploitation"),
    "retrafficked": N_("exploited again"),
    "identified": N_("identified"),
    "flow_enters_rehabilitation": N_("entered rehabilitation"),
    "flow_deported": N_("deported"),
    "flow_deported_unscreened": N_("exploited people deported unscreened"),
    # kinds of record
    "claim": N_("claim"),
    "finding": N_("finding"),
    "testimony": N_("testimony"),
    "group": N_("group of claims"),
    "observation": N_("observation"),
    "score": N_("score"),
    "page": N_("page"),
    "row": N_("row of a table"),
    "coding of a passage": N_("coding"),
    "simulated": N_("simulated figure"),
    "run": N_("run"),
    "scenario": N_("scenario"),
    "parameter": N_("parameter"),
    "parameters": N_("parameters"),
    "target": N_("target"),
    "targets": N_("targets of the calibration"),
    "world": N_("data"),
    "event": N_("event of the trail"),
    "figure": N_("figure of the brief"),
    "passages": N_("passages counted"),
    "passage": N_("passage"),
    "records": N_("records counted"),
    "monitored": N_("figure of the monitor"),
    "indicator": N_("indicator of the monitor"),
    "round": N_("round of the monitor"),
    "reading": N_("row of a round"),
    "stance": N_("stance"),
    "pointer": N_("what points there"),
    "measure": N_("measure of a state"),
    "bond": N_("what binds a state"),
    "lever": N_("lever"),
    "stock": N_("stock of migrants"),
    # what a round changed, where coders are compared, where a scenario is from
    "new": N_("new"),
    "revised": N_("revised"),
    "contradicts": N_("contradicts"),
    "first value": N_("first value"),
    "no value": N_("no value"),
    "withheld": N_("withheld"),
    "not in this round": N_("not in this round"),
    "units": N_("passages"),
    "characters": N_("characters"),
    "a place as a whole": N_("a place as a whole"),
    "shipped": N_("ships with rantau"),
    "study": N_("the study's own"),
    "effect": N_("effect in the model"),
    # theories of the codebook, what codings are grouped by, columns of case files
    "all": N_("all"),
    "country": N_("country"),
    "source_type": N_("kind of source"),
    "year": N_("year"),
    "migration systems": N_("migration systems"),
    "securitization": N_("securitization"),
    "human security": N_("human security"),
    "trafficking": N_("trafficking"),
    "policy": N_("policy"),
    "outcome": N_("outcome"),
}

_WORDS |= ACTS


_ENGLISH = Markup('<span lang="en">{}</span>')
_OWN = Markup('<span lang="">{}</span>')
_WORK = Markup('<cite lang="en">{}</cite>')
_LETTERS = re.compile("[A-Za-z]{2}")
_CODE = re.compile("[A-Z]{2,5}(?:/[a-z]+)?")
"""A country, a currency: the same in every language."""


def word(value: object) -> str:
    """A word of a closed set in the request's language; any other text with spaces for underscores."""
    text = "" if value is None else str(value)
    if text in _WORDS:
        return gettext(_WORDS[text])
    return said(_indicators().get(text) or text.replace("_", " "))


@cache
def _indicators() -> Mapping[str, str]:
    """Id -> name of the indicators that claims and profiles are of."""
    from rantau.evidence.indicators import shipped_vocabulary

    known = {one.id: one.name for one in indicators().values()}
    return known | {one.id: one.name for one in shipped_vocabulary().indicators.values()}


def said(text: object) -> str:
    """What the rooms say in English, a sentence or a name, in the request's language where it is known."""
    if current() == "en" or not text:
        return "" if text is None else str(text)
    from rantau.brief.wording import told_everywhere

    return told_everywhere(str(text))


def detail(name: str) -> str:
    """What a detail of an event is called, in the request's language."""
    return gettext(DETAILS[name]) if name in DETAILS else word(name)


def told(text: object, foreign: Markup = _ENGLISH) -> str | Markup:
    """What the rooms say in English, a sentence or a name, in the request's language; what is not known marked.

    Args:
        text: What they say.
        foreign: How a sentence or clause that is not known is marked: as English.
    """
    whole = "" if text is None else str(text)
    if current() == "en" or not whole:
        return whole
    from rantau.brief.wording import told_in_parts

    parts = told_in_parts(whole)
    if all(known for _, known in parts):
        return " ".join(part for part, _ in parts)
    return Markup(" ").join(
        part if known or _CODE.fullmatch(part) or not _LETTERS.search(part) else foreign.format(part)
        for part, known in parts
    )


def own_or_told(text: object) -> str | Markup:
    """As :func:`told`, where what is not known is in the words of a person, in whatever language."""
    return told(text, _OWN)


def work(text: object) -> str | Markup:
    """The name of a work or of a source of data: it stays as it is published, marked as English."""
    return told(text, _WORK)


def written(text: object) -> str | Markup:
    """Words that a person wrote, in whatever language: they stay as they are, and no voice reads them as the page's."""
    own = "" if text is None else str(text)
    return own if current() == "en" else _OWN.format(own)


def told_place(name: str) -> str:
    """A place that a record names in English, in the request's language."""
    return names_by_english(current()).get(name, name)


def by_name(codes: Iterable[str]) -> list[str]:
    """Codes of places or corridors in the order of their names in the request's language."""
    return sorted(codes, key=lambda one: folded(place_name(one)))


def of_code(text: object) -> str:
    """A text of the shipped codebook, or what stands for all codes, in the request's language.

    What people wrote into their codebook stays as they wrote it.
    """
    said = "" if text is None else str(text)
    return gettext(said) if said == _EVERY_CODE else codebook_words(said)


_EVERY_CODE = N_("all codes")


def outcome(text: object) -> str:
    """What screening says of a record, in the request's language."""
    from rantau.policy.screening import outcome_words

    return outcome_words(str(text)) if text else ""


def places(found: Iterable[Mapping[str, str] | PlaceMention]) -> str:
    """Places with their roles, where the text tells them."""
    pairs = [
        (one.id, one.role) if isinstance(one, PlaceMention) else (one["id"], one["role"]) for one in found
    ]
    return "; ".join(
        place_name(id) + (f" ({word(role)})" if role != "unspecified" else "") for id, role in pairs
    )
