"""Exchange with other programs of qualitative analysis by the REFI-QDA standard: ``.qdc`` and ``.qdpx``, both ways."""

from rantau.coding.refi.codebook import read_codebook, write_codebook
from rantau.coding.refi.exporting import export_project
from rantau.coding.refi.importing import ImportedProject, import_project
from rantau.coding.refi.package import Limits
from rantau.coding.refi.places import Counting
from rantau.coding.refi.project import Account, Exchange, guid_of

__all__ = [
    "Account",
    "Counting",
    "Exchange",
    "ImportedProject",
    "Limits",
    "export_project",
    "guid_of",
    "import_project",
    "read_codebook",
    "write_codebook",
]
