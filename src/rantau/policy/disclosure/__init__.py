"""What may be taken in about persons, and what may leave: identifiers, small cells, rare combinations, noise.

The words of a release are always chosen by a person; here is what the numbers say against it.
"""

from rantau.policy.disclosure.anonymity import AnonymityReport, RareCombination, anonymity_report
from rantau.policy.disclosure.attack import CellBounds, cell_bounds, differenced
from rantau.policy.disclosure.identifiers import IdentifyingColumn, find_identifying, pseudonymised
from rantau.policy.disclosure.ledger import Release, ReleaseLedger
from rantau.policy.disclosure.private import private_table
from rantau.policy.disclosure.suppression import SafeTable, suppress
from rantau.policy.disclosure.tables import CountTable, count_table

__all__ = [
    "AnonymityReport",
    "CellBounds",
    "CountTable",
    "IdentifyingColumn",
    "RareCombination",
    "Release",
    "ReleaseLedger",
    "SafeTable",
    "anonymity_report",
    "cell_bounds",
    "count_table",
    "differenced",
    "find_identifying",
    "private_table",
    "pseudonymised",
    "suppress",
]
