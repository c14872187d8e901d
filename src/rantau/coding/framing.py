"""How passages frame migration, by country, kind of source and year: threat or rights, insecurity or protection."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.coding.effective import Coded
from rantau.framework.words import DIMENSIONS

__all__ = [
    "ActorMeasure",
    "Balance",
    "Context",
    "DimensionShare",
    "Grouping",
    "actors_and_measures",
    "framing_balance",
    "human_security_shares",
]

THREAT, RIGHTS = "SE.threat_framing", "SE.desecuritization.rights_framing"
ACTOR, MEASURE = "SE.actor", "SE.extraordinary_measure"

Grouping = Literal["all", "country", "source type", "year"]
GROUPINGS: tuple[Grouping, ...] = ("all", "country", "source type", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of where passages stand.

    Attributes:
        places: Passage id -> countries that its claims and findings speak of.
        source_types: Document id -> kind of source.
        years: Document id -> year of publication, where it is known.
    """

    places: Mapping[str, Collection[str]]
    source_types: Mapping[str, str]
    years: Mapping[str, int | None]

    def groups(self, grouping: Grouping) -> Callable[[Coded], Sequence[str]]:
        """What gives the groups that a coded passage belongs to; a passage on two countries belongs to both."""
        if grouping == "country":
            return lambda one: sorted(self.places.get(one.passage, ()))
        if grouping == "source type":
            return lambda one: [self.source_types.get(one.document, "unknown")]
        if grouping == "year":
            return lambda one: [str(year)] if (year := self.years.get(one.document)) is not None else []
        return lambda _one: [""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Threat framing against rights framing.

    Attributes:
        grouping: What is grouped by.
        group: The country, kind of source or year; empty for all.
        threat: Passages with threat framing.
        rights: Passages with rights framing.
        both: Passages with both, counted in each.
        balance: (threat - rights) / (threat + rights): 1 where all is threat, -1 where all is rights.
        low: Lower end of the balance's 95 % interval.
        high: Upper end.
        documents: Documents beneath.
        machine: How many of the codings are suggestions that no person accepted.
    """

    grouping: Grouping
    group: str
    threat: int
    rights: int
    both: int
    balance: float
    low: float
    high: float
    documents: int
    machine: int


def framing_balance(coded: Iterable[Coded], context: Context, grouping: Grouping) -> list[Balance]:
    """The balance of threat framing against rights framing, by group; groups with neither are left out.

    The interval is Wilson's (1927, JASA 22, 209-212) for the share of threat, put on the balance's scale. It takes
    passages for independent, which those of one document are not, so it is too narrow rather than too wide.
    """
    groups_of = context.groups(grouping)
    wanted: dict[str, list[Coded]] = {}
    for one in coded:
        if one.counts and (_under(one.code, THREAT) or _under(one.code, RIGHTS)):
            for group in groups_of(one):
                wanted.setdefault(group, []).append(one)
    rows = []
    for group, members in sorted(wanted.items()):
        threat = {one.passage for one in members if _under(one.code, THREAT)}
        rights = {one.passage for one in members if _under(one.code, RIGHTS)}
        low, high = wilson(len(threat), len(threat) + len(rights))
        rows.append(
            Balance(
                grouping=grouping,
                group=group,
                threat=len(threat),
                rights=len(rights),
                both=len(threat & rights),
                balance=(len(threat) - len(rights)) / (len(threat) + len(rights)),
                low=2 * low - 1,
                high=2 * high - 1,
                documents=len({one.document for one in members}),
                machine=sum(one.status == "machine-coded" for one in members),
            )
        )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionShare:
    """A dimension of human security among the passages of a group that speak of any.

    Attributes:
        grouping: What is grouped by.
        group: The country, kind of source or year; empty for all.
        dimension: The dimension.
        insecurity: Passages that tell of insecurity in it.
        protection: Passages that tell of protection in it.
        passages: Passages that tell of either; one may tell of both.
        of: Passages of the group that tell of any dimension.
        share: ``passages / of``. A passage may speak of several dimensions, so shares can add up to more than 1.
        low: Lower end of the share's 95 % interval (Wilson).
        high: Upper end.
        machine: How many of the codings are suggestions that no person accepted.
    """

    grouping: Grouping
    group: str
    dimension: str
    insecurity: int
    protection: int
    passages: int
    of: int
    share: float
    low: float
    high: float
    machine: int


def human_security_shares(
    coded: Iterable[Coded], context: Context, grouping: Grouping
) -> list[DimensionShare]:
    """The share of each dimension of human security, by group. A dimension that nobody speaks of has a row with 0."""
    groups_of = context.groups(grouping)
    wanted: dict[str, list[Coded]] = {}
    for one in coded:
        if one.counts and one.code.startswith("HS.") and one.code.split(".")[1] in DIMENSIONS:
            for group in groups_of(one):
                wanted.setdefault(group, []).append(one)
    rows = []
    for group, members in sorted(wanted.items()):
        whole = len({one.passage for one in members})
        for dimension in DIMENSIONS:
            own = [one for one in members if one.code.split(".")[1] == dimension]
            passages = {one.passage for one in own}
            low, high = wilson(len(passages), whole)
            rows.append(
                DimensionShare(
                    grouping=grouping,
                    group=group,
                    dimension=dimension,
                    insecurity=len({one.passage for one in own if one.polarity == "insecurity"}),
                    protection=len({one.passage for one in own if one.polarity == "protection"}),
                    passages=len(passages),
                    of=whole,
                    share=len(passages) / whole,
                    low=low,
                    high=high,
                    machine=sum(one.status == "machine-coded" for one in own),
                )
            )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMeasure:
    """A securitizing actor and an extraordinary measure that passages tell of together.

    Attributes:
        actor: The actor in a finding's words; empty for passages that are coded with an actor but name none in a
            finding.
        measure: Code of the measure.
        passages: Ids of the passages, in order.
        documents: How many documents they are from.
    """

    actor: str
    measure: str
    passages: tuple[str, ...]
    documents: int


def actors_and_measures(
    coded: Iterable[Coded], actors: Mapping[str, Collection[str]] | None = None
) -> list[ActorMeasure]:
    """Securitizing actors against the measures that they are told of with, the most passages first.

    A passage counts where it is coded with an actor and with a measure.

    Args:
        coded: How codes on passages stand; those that count are looked at.
        actors: Passage id -> securitizing actors that findings in it name, in their words, lower case.
    """
    actors = actors or {}
    with_actor: set[str] = set()
    measures: dict[str, dict[str, str]] = {}
    for one in coded:
        if not one.counts:
            continue
        if _under(one.code, ACTOR):
            with_actor.add(one.passage)
        if _under(one.code, MEASURE):
            measures.setdefault(one.passage, {})[one.code] = one.document
    found: dict[tuple[str, str], dict[str, str]] = {}
    for passage in with_actor & set(measures):
        for measure, document in measures[passage].items():
            for actor in actors.get(passage) or ("",):
                found.setdefault((actor, measure), {})[passage] = document
    rows = [
        ActorMeasure(
            actor=actor,
            measure=measure,
            passages=tuple(sorted(passages, key=_reading_order)),
            documents=len(set(passages.values())),
        )
        for (actor, measure), passages in found.items()
    ]
    return sorted(rows, key=lambda row: (-len(row.passages), row.actor == "", row.actor, row.measure))


def wilson(successes: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson's score interval of a share; (0, 1) where there are no trials."""
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _under(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}.")


def _reading_order(passage: str) -> tuple[str, int]:
    document, _, number = passage.partition("/p")
    return document, int(number) if number.isdigit() else 0
