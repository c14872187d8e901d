"""Room 7: the brief, in which every number leads back to a page or to a row of a table."""

from rantau.brief.answered import PolicyMaterial, SimulationMaterial
from rantau.brief.build import Brief, build_brief
from rantau.brief.coded import CodingMaterial
from rantau.brief.material import AuditSummary, BriefMaterial, Duplicate
from rantau.brief.summary import summary_lines

__all__ = [
    "AuditSummary",
    "Brief",
    "BriefMaterial",
    "CodingMaterial",
    "Duplicate",
    "PolicyMaterial",
    "SimulationMaterial",
    "build_brief",
    "summary_lines",
]
