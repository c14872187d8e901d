"""The section that says it all in a few sentences."""

from __future__ import annotations

from rantau.brief.blocks import Bullets, Cell, Paragraph, Section, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import countries, groups, ranked_corridors
from rantau.brief.wording import corridor_name, group_name, listed, place_name
from rantau.profile.countries import OVERALL

__all__ = ["headlines"]


def headlines(material: BriefMaterial, register: Register) -> Section:
    """At a glance: the few sentences that someone reads who reads no more."""
    items: list[Cell] = []
    items += _corridor_headlines(material, register)
    items += _country_headlines(material, register)
    items += _evidence_headlines(material, register)
    lead = say(
        "This brief explores where the evidence at hand points; it does not forecast. Scores run from {low} to {high}, "
        "higher is less secure, and compare the units of this study with each other; in brackets, {level} intervals. "
        "Every number leads to an entry of the register of figures (marked F), and from there to a page or to a row "
        "of a table.",
        low=register.definition("lower end of the scale", 0, "0"),
        high=register.definition("upper end of the scale", 100, "100"),
        level=register.setting(
            "coverage of intervals", material.settings.level, f"{material.settings.level:.0%}", assumed=True
        ),
    )
    return Section("glance", "At a glance", (Bullets(tuple(items)), Paragraph(lead, "note")))


def _corridor_headlines(material: BriefMaterial, register: Register) -> list[Cell]:
    corridors = ranked_corridors(material)
    if not corridors:
        return [say("No corridor could be ranked: the data at hand do not reach.")]
    settings = material.settings
    minimum = register.setting(
        "smallest stock for a rank", settings.minimum_stock, f"{settings.minimum_stock:,.0f}", assumed=True
    )
    top = register.setting(
        "how many count as the most exposed", settings.top, f"{settings.top}", assumed=True
    )
    first, *rest = corridors
    if not rest:
        return [
            say(
                "Only one corridor with at least {minimum} migrants could be assessed: {corridor}, exposure {score}. "
                "There is none to compare it with.",
                minimum=minimum,
                corridor=corridor_name(material, first.unit),
                score=register.score(first.exposure),
            )
        ]
    items = [
        say(
            "{corridor} has the highest exposure score of {n} corridors with at least {minimum} migrants: {score}, "
            "rank {rank}.{among}",
            corridor=corridor_name(material, first.unit),
            n=register.count((one.unit for one in corridors), "corridors that are ranked"),
            minimum=minimum,
            score=register.score(first.exposure),
            rank=register.rank(first.exposure),
            among=say(
                " It is among the {top} most exposed in {share} of draws.",
                top=top,
                share=register.share(first.share),
            )
            if first.share
            else (),
        )
    ]
    following = [
        say(
            "{corridor} (exposure {score}, rank {rank})",
            corridor=corridor_name(material, one.unit),
            score=register.score(one.exposure),
            rank=register.rank(one.exposure),
        )
        for one in rest[:2]
    ]
    items.append(
        say("{a} and {b} follow.", a=following[0], b=following[1])
        if len(following) > 1
        else say("{a} follows.", a=following[0])
    )
    reach = [one.unit for one in corridors if (one.exposure.rank_low or 0) <= settings.top]
    if len(reach) > settings.top:
        items.append(
            say(
                "The order among the most exposed is not certain: the rank intervals of {n} reach into the "
                "first {top}.",
                n=register.counted(
                    reach, "corridors whose rank interval reaches the most exposed", "corridor", "corridors"
                ),
                top=top,
            )
        )
    return items


def _country_headlines(material: BriefMaterial, register: Register) -> list[Cell]:
    order = countries(material)
    if len(material.places) == 1:
        return [
            say(
                "The study names one country, {country}. Scores compare countries with each other, so none is given.",
                country=place_name(material, material.places[0]),
            )
        ]
    assessed = [one for one in order if material.score_of[OVERALL, one].assessed]
    if not assessed:
        return [
            say(
                "Human security as a whole could not be assessed for any country: too few indicators have data."
            )
        ]
    score = material.score_of[OVERALL, assessed[0]]
    gaps = listed([place_name(material, one) for one in order if one not in assessed])
    country = place_name(material, assessed[0])
    missing = say(" Not assessed: {gaps}.", gaps=gaps) if gaps else ()
    if len(assessed) == 1:
        return [
            say(
                "Human security as a whole could be assessed for one country only, {country}: {score}.{missing}",
                country=country,
                score=register.score(score),
                missing=missing,
            )
        ]
    return [
        say(
            "Of {n} countries whose human security could be assessed as a whole, {country} has the least secure score: "
            "{score}, rank {rank}.{missing}",
            n=register.count(assessed, "countries assessed as a whole"),
            country=country,
            score=register.score(score),
            rank=register.rank(score),
            missing=missing,
        )
    ]


def _evidence_headlines(material: BriefMaterial, register: Register) -> list[Cell]:
    if not material.read:
        return [say("No document could be read: what is said here rests on tables of statistics alone.")]
    claims = [one.id for one in material.standing_claims]
    if not claims:
        return [say("No claim was found in the documents: what is said here rests on tables of statistics.")]
    conflicts, corroborated = groups(material, "conflicting"), groups(material, "corroborated")
    single = groups(material, "single-source")
    items = []
    if conflicts:
        items.append(
            say(
                "Sources disagree on {n}: {first}. Both sides are shown, and neither is chosen."
                if len(conflicts) == 1
                else "Sources disagree on {n}, among them: {first}. All sides are shown, and none is chosen.",
                n=register.counted(
                    (one.id for one in conflicts), "claim groups whose claims conflict", "matter", "matters"
                ),
                first=group_name(material, conflicts[0]),
            )
        )
    else:
        items.append(say("No two comparable claims were found to conflict."))
    items.append(
        say(
            "{n} on more than one root source; {m}. One source is one witness, however often it is repeated.",
            n=register.counted(
                (one.id for one in corroborated),
                "claim groups that are corroborated",
                "group of claims stands",
                "groups of claims stand",
            ),
            m=register.counted(
                (one.id for one in single),
                "claim groups with a single root source",
                "stands on a single one",
                "stand on a single one each",
            ),
        )
    )
    accepted = [one.id for one in material.claims if one.status in ("accepted", "corrected")]
    items.append(
        say(
            "A person has accepted {n} of {all}."
            if len(accepted) == len(claims)
            else "A person has accepted {n} of {all}; the rest is the machine's proposal, to be checked against the "
            "quotations given here.",
            n=register.count(accepted, "claims accepted by a person"),
            all=register.counted(claims, "claims, without those rejected", "claim", "claims"),
        )
    )
    return items
