"""The thematic report: how documents were coded and what themes came of it, in the form journals ask for."""

from rantau.brief.thematic.build import ThematicReport, build_thematic_report
from rantau.brief.thematic.material import CoderFacts, Said, Settled, ThematicMaterial

__all__ = [
    "CoderFacts",
    "Said",
    "Settled",
    "ThematicMaterial",
    "ThematicReport",
    "build_thematic_report",
]
