"""The ten lines that a run ends with."""

from __future__ import annotations

from rantau.brief.material import BriefMaterial
from rantau.brief.views import claims_of, countries, groups, ranked_corridors
from rantau.brief.wording import corridor_name, interval, rank_words
from rantau.profile.countries import OVERALL

__all__ = ["summary_lines"]


def summary_lines(material: BriefMaterial, brief: str = "brief.html") -> list[str]:
    """What was found, for the terminal, in ten lines.

    Args:
        material: The study's records.
        brief: Where the brief was written.

    Returns:
        Documents, pages and passages, citations, claims, groups, conflicts; the three most exposed corridors, each
        with its interval, or, where fewer could be ranked, how far the data reach; and the brief.
    """
    cited = {
        status: sum(one.status == status for one in material.citations)
        for status in ("matched", "ambiguous", "dangling")
    }
    standing = [one for one in material.groups if claims_of(material, one)]
    failed = f", {len(material.failed):,} could not be read" if material.failed else ""
    ranked = ranked_corridors(material)
    lines = [
        f"Documents: {len(material.read):,} read{failed}",
        f"Pages: {len(material.pages):,}; passages: {len(material.passages):,}",
        f"Citations: {len(material.citations):,} ({cited['matched']:,} matched, {cited['ambiguous']:,} ambiguous, "
        f"{cited['dangling']:,} dangling)",
        f"Claims: {len(material.standing_claims):,}",
        f"Groups of claims about the same thing: {len(standing):,}",
        f"Conflicts: {len(groups(material, 'conflicting')):,}",
    ]
    exposed = [
        f"Exposed: {corridor_name(material, one.unit)}, score {interval(one.exposure)} of 100, "
        f"rank {rank_words(one.exposure)}"
        for one in ranked[:3]
    ]
    return [*lines, *(exposed + _reach(material, len(ranked)))[:3], f"Brief: {brief}"]


def _reach(material: BriefMaterial, ranked: int) -> list[str]:
    """Lines for a study in which fewer than three corridors could be ranked."""
    profiled = countries(material)
    assessed = sum(material.score_of[OVERALL, one].assessed for one in profiled)
    used = {one for score in material.scores for one in score.inputs}
    return [
        f"Corridors that could be ranked: {ranked}",
        f"Countries assessed as a whole: {assessed} of {len(material.places)}",
        f"Observations used: {len(used):,}",
    ]
