"""Findings of all documents that say the same: what a review would state in one sentence, and grade.

Findings say the same when the action, the kind of actor and the country are the same. A finding that names several
countries stands in the group of each. Where a country has but one finding on a matter, and other countries have too,
these are rolled up into one group of several places, rather than left as crumbs; a finding without a place joins it.

Denials are kept in the group that they deny. Testimonies bear a finding out when a speaker who migrated, or is kin or
neighbour of one who did, tells of the same deed in the same place. They are evidence of experience, never of frequency.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rantau.baseline.load import places as baseline_places
from rantau.evidence.findings.lexicon import Action, finding_lexicon
from rantau.evidence.findings.telling import deeds_told
from rantau.evidence.lineage import Lineage, Root, Tracer, distinct_roots, quotations
from rantau.evidence.periods import overlap_months
from rantau.evidence.places import WORLD
from rantau.evidence.works import Works, author_keys
from rantau.framework.words import SOURCE_TYPES, PlaceRole, SourceType, SpeakerType
from rantau.store.records import (
    Citation,
    Document,
    Finding,
    FindingGroup,
    PlaceMention,
    Reference,
    Testimony,
)

__all__ = [
    "ACTOR_LABELS",
    "action_of",
    "all_statements",
    "group_findings",
    "lineage_of_findings",
    "statement_of",
]

ACTOR_LABELS: Mapping[str, str] = {
    "MS.meso.employer": "Employers",
    "MS.meso.licensed_agency": "Recruitment agencies",
    "MS.meso.informal_broker": "Brokers",
    "MS.meso.smuggling_syndicate": "Smugglers",
    "MS.meso.trafficking_syndicate": "Traffickers",
    "MS.meso.official_complicity": "Officials",
    "MS.meso.known_recruiter": "Relatives, friends and others whom migrants know",
    "MS.meso.support_network": "Civil society and other support networks",
    "MS.micro.migrant_agency": "Migrants",
    "MS.micro.family_strategy": "Families",
    "SE.actor": "State authorities",
}
"""How a statement names the kinds of actors."""
_EXPERIENCED: frozenset[SpeakerType] = frozenset({"migrant", "family", "community"})
"""Speakers whose words are evidence of experience; officials, companies and experts speak of others."""
_FROM_ORIGIN = frozenset({"TP.act", "MS.micro.family_strategy"})
"""Codes of deeds that are done where people come from."""
_SEVERAL = "several"
_ONLY_DENIED = "Denied, and stated by no document: "
_NAMED = 5
"""How many places a statement names."""


@dataclass(frozen=True, slots=True)
class _Theme:
    """What a finding says, whoever says it: its action, or its first code where no rule names one; and who acts."""

    code: str
    action: str
    actor_type: str


@dataclass(frozen=True, slots=True)
class _Witness:
    """A finding as far as its lineage needs it."""

    id: str
    document: str
    citations: tuple[str, ...]
    own_data: bool
    status: str
    finding: Finding
    theme: _Theme
    places: frozenset[str]


def action_of(finding: Finding) -> Action | None:
    """The action that the rules read in a finding; None for a finding made otherwise."""
    return finding_lexicon().actions.get(finding.extracted_by.rpartition("/")[2])


def group_findings(
    findings: Iterable[Finding],
    testimonies: Iterable[Testimony],
    documents: Sequence[Document],
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> list[FindingGroup]:
    """Group the findings of a study.

    Args:
        findings: Findings of all documents, any order; rejected ones are left out, and those without a code.
        testimonies: Testimonies of all documents, any order; rejected ones are left out.
        documents: The study's documents.
        references: All entries of their reference lists.
        citations: All citations.

    Returns:
        Groups by code, action, actor and place. A group's id is made from these, so a decision on its grade outlives a
        new document. The same records in another order give the same groups.
    """
    kept = sorted((one for one in findings if one.status != "rejected" and one.codes), key=lambda one: one.id)
    tracer = _tracer(kept, documents, references, citations)
    heard = _heard(testimonies)
    themes: dict[_Theme, list[Finding]] = {}
    for finding in kept:
        themes.setdefault(_theme(finding), []).append(finding)
    by_id = {one.id: one for one in citations}
    groups = []
    for theme in sorted(themes, key=lambda one: (one.code, one.action, one.actor_type)):
        for place, members in _by_place(themes[theme]):
            groups.append(_group(theme, place, members, heard, tracer, documents, by_id))
    return groups


def lineage_of_findings(
    findings: Iterable[Finding],
    documents: Sequence[Document],
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> Lineage:
    """Who quotes whom to which root, for every finding that was not rejected; see :func:`rantau.evidence.lineage`."""
    kept = [_witness(one) for one in findings if one.status != "rejected" and one.codes]
    return quotations(Tracer(kept, documents, references, citations, _repeats), kept, documents)


def statement_of(
    action: Action | None, actor_type: str, places: Sequence[PlaceMention], words: str = ""
) -> str:
    """One plain sentence: ``Employers keep the identity documents of migrants in Malaysia.``

    Args:
        action: The action; None where no rule names one, so that ``words`` say it.
        actor_type: Who acts; empty where the findings do not say.
        places: Where.
        words: A finding's own words.
    """
    if action is None:
        said = words
    elif actor_type in ACTOR_LABELS:
        said = f"{ACTOR_LABELS[actor_type]} {action.says}"
    else:
        said = action.undergone
    code = action.codes[0] if action is not None else ""
    # Where people come from is where they are recruited; of any other deed it only says whom it befalls.
    befalls = code not in _FROM_ORIGIN
    where = [_name(place.id) for place in places if not (befalls and place.role == "origin")]
    whence = [_name(place.id) for place in places if befalls and place.role == "origin"]
    if where:
        said += f" in {_listed(where)}"
    if whence:
        said += f"{', and' if where else ','} said of people from {_listed(whence)}"
    return said + "."


def _listed(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"several places, among them {', '.join(names[: _NAMED - 1])} and {names[_NAMED - 1]}"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def all_statements() -> tuple[str, ...]:
    """How every statement that the rules can make begins: none of these words comes from a document."""
    found = []
    for action in finding_lexicon().actions.values():
        starts = [f"{label} {action.says}" for label in ACTOR_LABELS.values()] + [action.undergone]
        found += starts
        found += [f"{_ONLY_DENIED}{start[:1].lower()}{start[1:]}" for start in starts]
    return tuple(sorted(found))


def _name(place: str) -> str:
    known = baseline_places().get(place)
    return known.name if known is not None else place.replace("-", " ").title()


def _theme(finding: Finding) -> _Theme:
    action = action_of(finding)
    return _Theme(finding.codes[0], action.id if action is not None else "", finding.actor_type)


def _witness(finding: Finding) -> _Witness:
    return _Witness(
        id=finding.id,
        document=finding.document,
        citations=finding.citations,
        own_data=finding.own_data,
        status=finding.status,
        finding=finding,
        theme=_theme(finding),
        places=frozenset(_countries(finding)),
    )


def _tracer(
    findings: Iterable[Finding],
    documents: Sequence[Document],
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> Tracer[_Witness]:
    return Tracer([_witness(one) for one in findings], documents, references, citations, _repeats)


def _repeats(one: _Witness, other: _Witness) -> bool:
    """Whether another document's finding is what this one repeats: action, actor, a place and a month shared."""
    if (one.theme.code, one.theme.action) != (other.theme.code, other.theme.action):
        return False
    kinds = {one.theme.actor_type, other.theme.actor_type} - {""}
    if len(kinds) > 1 or one.finding.denied != other.finding.denied:
        return False
    if one.places and other.places and not one.places & other.places:
        return False
    first, second = one.finding.period, other.finding.period
    return first is None or second is None or overlap_months(first, second) > 0


def _countries(finding: Finding) -> dict[str, PlaceRole]:
    """Countries and regions where it is so, each with its role; towns and provinces stand for their country.

    Where people come from does not say where a deed is done, unless it is recruiting; it stands where nothing else is
    named.
    """
    table = baseline_places()
    found: dict[str, PlaceRole] = {}
    for mention in finding.places:
        known = table.get(mention.id)
        place = known.iso3 if known is not None and known.iso3 else mention.id
        if place != WORLD and found.get(place, "unspecified") == "unspecified":
            found[place] = mention.role
    at_origin = bool(finding.codes) and finding.codes[0] in _FROM_ORIGIN
    wanted = {place: role for place, role in found.items() if (role == "origin") == at_origin}
    if at_origin and not wanted:
        return found
    return wanted or found


def _by_place(findings: Sequence[Finding]) -> list[tuple[tuple[PlaceMention, ...], list[Finding]]]:
    """Findings by country, and those of countries with one finding rolled up."""
    at: dict[tuple[str, bool], list[Finding]] = {}
    roles: dict[tuple[str, bool], set[PlaceRole]] = {}
    nowhere: list[Finding] = []
    for finding in findings:
        places = _countries(finding)
        for place, role in places.items():
            # What befalls people from a country is another matter than what is done in it.
            key = (place, role == "origin")
            at.setdefault(key, []).append(finding)
            roles.setdefault(key, set()).add(role)
        if not places:
            nowhere.append(finding)

    def mention(key: tuple[str, bool]) -> PlaceMention:
        said = roles[key] - {"unspecified"}
        return PlaceMention(key[0], next(iter(said)) if len(said) == 1 else "unspecified")

    alone = [place for place in sorted(at) if len(at[place]) == 1]
    crumbs = len(alone) + bool(nowhere)
    found: list[tuple[tuple[PlaceMention, ...], list[Finding]]] = [
        ((mention(place),), at[place])
        for place in sorted(at)
        if len(at[place]) > 1 or (place in alone and crumbs < 2)
    ]
    rest = {one.id: one for place in alone for one in at[place]} if crumbs > 1 else {}
    rest.update({one.id: one for one in nowhere})
    if rest:
        several = tuple(mention(place) for place in alone) if crumbs > 1 else ()
        found.append((several, [rest[one] for one in sorted(rest)]))
    return found


def _group(
    theme: _Theme,
    places: tuple[PlaceMention, ...],
    members: Sequence[Finding],
    heard: Sequence[tuple[Testimony, frozenset[tuple[str, str]], frozenset[str]]],
    tracer: Tracer[_Witness],
    documents: Sequence[Document],
    citations: Mapping[str, Citation],
) -> FindingGroup:
    stated = [one for one in members if not one.denied]
    denied = [one for one in members if one.denied]
    borne = [one for one, deeds, where in heard if _bears_out(theme, places, stated, one, deeds, where)]
    supporting = stated or denied
    roots = [root for one in supporting for root in tracer.roots(_witness(one))]
    roots += [root for one in borne for root in _roots_of_testimony(one, tracer.works, citations)]
    found = distinct_roots(roots)
    action = finding_lexicon().actions.get(theme.action)
    words = _own_words(supporting[0])
    statement = statement_of(action, theme.actor_type, places, words)
    if not stated:
        statement = f"{_ONLY_DENIED}{statement[:1].lower()}{statement[1:]}"
    key = (theme.code, theme.action, theme.actor_type, _place_key(places))
    return FindingGroup(
        id="h" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:12],
        statement=statement,
        code=theme.code,
        actor_type=theme.actor_type,
        places=places,
        findings=tuple(one.id for one in stated),
        testimonies=tuple(one.id for one in borne),
        denials=tuple(one.id for one in denied),
        documents=len({one.document for one in supporting} | {one.document for one in borne}),
        roots=tuple(root.name for root in found),
        source_types=_source_types(found, tracer.works, documents, told=bool(borne)),
    )


def _place_key(places: Sequence[PlaceMention]) -> str:
    if len(places) != 1:
        return _SEVERAL
    return f"from {places[0].id}" if places[0].role == "origin" else places[0].id


def _own_words(finding: Finding) -> str:
    target = "" if finding.target in finding.action else finding.target
    parts = (finding.actor or "Somebody", finding.action, target)
    words = " ".join(part for part in parts if part) or finding.quote
    return words[:1].upper() + words[1:]


def _heard(
    testimonies: Iterable[Testimony],
) -> list[tuple[Testimony, frozenset[tuple[str, str]], frozenset[str]]]:
    """Testimonies of experience with the deeds they tell of and their countries."""
    table = baseline_places()
    found = []
    for one in sorted(testimonies, key=lambda one: one.id):
        if one.status == "rejected" or one.speaker_type not in _EXPERIENCED:
            continue
        deeds = deeds_told(one.quote)
        if deeds:
            places = [table.get(place.id) for place in one.places]
            countries = frozenset(place.iso3 or place.id for place in places if place is not None)
            found.append((one, deeds, countries))
    return found


def _bears_out(
    theme: _Theme,
    places: tuple[PlaceMention, ...],
    stated: Sequence[Finding],
    testimony: Testimony,
    deeds: frozenset[tuple[str, str]],
    where: frozenset[str],
) -> bool:
    """Whether a speaker tells of the same deed, by the same kind of actor or by one not named, in the same place.

    A testimony without a place bears out only what its own document states.
    """
    if not any(
        action == theme.action and (not kind or not theme.actor_type or kind == theme.actor_type)
        for action, kind in deeds
    ):
        return False
    if not stated:
        return False
    if where and places:
        return bool(where & {place.id for place in places})
    return testimony.document in {one.document for one in stated}


def _roots_of_testimony(testimony: Testimony, works: Works, citations: Mapping[str, Citation]) -> list[Root]:
    """Who recorded a testimony: the work cited, the recorder that the text names, or the document itself."""
    cited = [citations[name] for name in testimony.citations if name in citations]
    found = []
    for citation in cited:
        work = works.of(citation.reference) if citation.reference else None
        if work is not None:
            found.append(Root((work.id,), work.name, work.year))
    if found:
        return found
    if testimony.recorded_by:
        # A recorder without a year may be any of its works, and is no witness beside them.
        keys = author_keys((testimony.recorded_by,))
        same = {one.id for one in works.works.values() if keys & author_keys(one.authors)}
        own = f"u:{testimony.recorded_by.lower()}"
        return [Root(tuple(sorted({own, *same})), testimony.recorded_by)]
    work = works.of(testimony.document)
    return [Root((work.id,), work.name, work.year) if work is not None else Root((), "an unknown source")]


def _source_types(
    roots: Sequence[Root], works: Works, documents: Sequence[Document], *, told: bool
) -> tuple[SourceType, ...]:
    """Kinds of the root sources, in a fixed order; ``unknown`` only where no other is known."""
    kinds: dict[str, SourceType] = {one.id: one.source_type for one in documents}
    found: set[SourceType] = {"testimony"} if told else set()
    for root in roots:
        for identifier in root.works:
            work = works.works.get(identifier)
            for document in work.documents if work is not None else ():
                found.add(kinds.get(document, "unknown"))
    return tuple(one for one in SOURCE_TYPES if one in (found - {"unknown"} or {"unknown"}))
