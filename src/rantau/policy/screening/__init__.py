"""Screening of case records: act, means and purpose, in three-valued logic, with reasons and what to ask.

Nothing here decides about a person: what comes out is what the records indicate, why, what is missing, and what cannot
wait.
"""

from rantau.policy.screening.dimensions import dimension_levels, dimension_text, dimensions
from rantau.policy.screening.form import interview_form
from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.keeping import Keeping
from rantau.policy.screening.mapping import Mapped, map_columns, read_mapping
from rantau.policy.screening.outcome import NOTICE, OUTCOMES, Screening
from rantau.policy.screening.reading import CaseTable, read_cases
from rantau.policy.screening.ruleset import RuleSet, shipped_rules
from rantau.policy.screening.screening import (
    CaseColumns,
    ScreenedTable,
    screen_case,
    screen_table,
    screened_parts,
)
from rantau.policy.screening.told import outcome_words, told_rules

__all__ = [
    "NOTICE",
    "OUTCOMES",
    "CaseColumns",
    "CaseTable",
    "JoinedFlag",
    "Keeping",
    "Mapped",
    "RuleSet",
    "ScreenedTable",
    "Screening",
    "dimension_levels",
    "dimension_text",
    "dimensions",
    "interview_form",
    "map_columns",
    "outcome_words",
    "read_cases",
    "read_mapping",
    "screen_case",
    "screen_table",
    "screened_parts",
    "shipped_rules",
    "told_rules",
]
