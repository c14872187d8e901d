"""Room 4: human-security profiles of countries and corridors.

A profile is a composite indicator of *insecurity*, from 0 (the most secure unit of the study) to 100 (the least
secure), with its uncertainty on the outside and its gaps shown. Scores compare the units of one study with each
other; they are no measure of insecurity as such, and no forecast.
"""

from rantau.profile.checks import HierarchyCheck, check_hierarchy, choices_that_matter
from rantau.profile.comparing import Difference, changes_over_time, differences_by_sex
from rantau.profile.corridors import LEGS, PROTECTION_DIMENSIONS, corridor_profiles
from rantau.profile.countries import OVERALL, country_profiles
from rantau.profile.coverage import CoverageCell, coverage_table
from rantau.profile.from_claims import ClaimedObservations, observations_of_claims
from rantau.profile.settings import ProfileSettings

__all__ = [
    "LEGS",
    "OVERALL",
    "PROTECTION_DIMENSIONS",
    "ClaimedObservations",
    "CoverageCell",
    "Difference",
    "HierarchyCheck",
    "ProfileSettings",
    "changes_over_time",
    "check_hierarchy",
    "choices_that_matter",
    "corridor_profiles",
    "country_profiles",
    "coverage_table",
    "differences_by_sex",
    "observations_of_claims",
]
