"""Room 3: passages to claims, laid side by side.

``extract_claims`` reads one document; ``triangulate`` compares the claims of all documents, and ``lineage`` says who
quotes whom.
"""

from rantau.evidence.body import documents_with_methods
from rantau.evidence.claims import extract_claims
from rantau.evidence.context import ClaimContext
from rantau.evidence.finding_groups import all_statements, group_findings, lineage_of_findings
from rantau.evidence.findings import FINDING_RULES, extract_findings
from rantau.evidence.grading import apply_decisions, propose_grades
from rantau.evidence.indicators import shipped_vocabulary
from rantau.evidence.lineage import Lineage, LineageEdge, LineageNode, Root, joined, lineage, node_of
from rantau.evidence.places import PlaceIndex, default_place_index
from rantau.evidence.reading import EXTRACTOR
from rantau.evidence.testimonies import TESTIMONY_EXTRACTOR, extract_testimonies
from rantau.evidence.triangulate import triangulate

__all__ = [
    "EXTRACTOR",
    "FINDING_RULES",
    "TESTIMONY_EXTRACTOR",
    "ClaimContext",
    "Lineage",
    "LineageEdge",
    "LineageNode",
    "PlaceIndex",
    "Root",
    "all_statements",
    "apply_decisions",
    "default_place_index",
    "documents_with_methods",
    "extract_claims",
    "extract_findings",
    "extract_testimonies",
    "group_findings",
    "joined",
    "lineage",
    "lineage_of_findings",
    "node_of",
    "propose_grades",
    "shipped_vocabulary",
    "triangulate",
]
