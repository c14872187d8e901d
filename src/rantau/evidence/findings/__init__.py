"""Findings: unquantified statements of who does what to whom, by word lists of actors, actions and things.

``actions.csv`` is the one list of actions with the codes of the framework that each stands under.
"""

from rantau.evidence.findings.reading import FINDING_RULES, actor_type_of, extract_findings

__all__ = ["FINDING_RULES", "actor_type_of", "extract_findings"]
