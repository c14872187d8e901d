"""Room 4: human-security profiles of countries and corridors.

A profile is a composite indicator of *insecurity*, from 0 (the most secure unit of the study) to 100 (the least
secure), with its uncertainty on the outside and its gaps shown. Scores compare the units of one study with each
other; they are no measure of insecurity as such, and no forecast.
"""

from rantau.profile.corridors import LEGS, PROTECTION_DIMENSIONS, corridor_profiles
from rantau.profile.countries import OVERALL, country_profiles
from rantau.profile.coverage import CoverageCell, coverage_table
from rantau.profile.settings import ProfileSettings

__all__ = [
    "LEGS",
    "OVERALL",
    "PROTECTION_DIMENSIONS",
    "CoverageCell",
    "ProfileSettings",
    "corridor_profiles",
    "country_profiles",
    "coverage_table",
]
