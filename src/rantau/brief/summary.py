"""The ten lines that a run ends with."""

from __future__ import annotations

from rantau.brief.material import BriefMaterial
from rantau.brief.views import claims_of, groups, ranked_corridors
from rantau.brief.wording import corridor_name, interval, rank_words

__all__ = ["summary_lines"]


def summary_lines(material: BriefMaterial, brief: str = "brief.html") -> list[str]:
    """What was found, for the terminal.

    Args:
        material: The study's records.
        brief: Where the brief was written.
    """
    statuses = {status: sum(one.status == status for one in material.citations)
                for status in ("matched", "ambiguous", "dangling")}  # fmt: skip
    standing = [one for one in material.groups if claims_of(material, one)]
    conflicts = len(groups(material, "conflicting"))
    failed = f", {len(material.failed)} could not be read" if material.failed else ""
    lines = [
        f"Documents: {len(material.read)} read{failed}",
        f"Pages: {len(material.pages):,}; passages: {len(material.passages):,}",
        f"Citations: {len(material.citations):,} ({statuses['matched']:,} matched, {statuses['ambiguous']:,} "
        f"ambiguous, {statuses['dangling']:,} dangling)",
        f"Claims: {len(material.standing_claims):,}",
        f"Claim groups: {len(standing):,}",
        f"Conflicts: {conflicts:,}",
    ]
    ranked = ranked_corridors(material)[:3]
    if not ranked:
        lines.append("Most exposed corridors: none could be ranked")
    for one in ranked:
        lines.append(
            f"Exposed: {corridor_name(material, one.unit)}, {interval(one.exposure)} of 100, "
            f"rank {rank_words(one.exposure)}"
        )
    return [*lines, f"Brief: {brief}"]
